//! A file read as it comes: says how far it is, and stops before the memory runs out.

use std::{
    fs::{self, File},
    io::{self, IsTerminal, Read, Write},
};

/// Bytes between two looks at the memory.
const LOOK_EVERY: u64 = 1 << 24;

/// A file that counts what was read of it.
pub(crate) struct Source {
    file: File,
    length: u64,
    read: u64,
    next_look: u64,
    /// Bytes this process may grow to; none where the system does not tell.
    memory_max: Option<u64>,
}

impl Source {
    pub(crate) fn open(path: &str) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let memory_max = memory_available().zip(memory_used()).map(|(available, used)| available + used);
        Ok(Self { file, length, read: 0, next_look: LOOK_EVERY, memory_max })
    }

    /// Stops where the whole, as far as it can be told from this part, will not fit.
    fn look(&mut self) -> io::Result<()> {
        self.next_look = self.read + LOOK_EVERY;
        self.report();
        let Some((max, used)) = self.memory_max.zip(memory_used()) else { return Ok(()) };
        // The table is laid out in the memory it was read into; what follows from it takes a third more.
        let needed = used as f64 * self.length as f64 / self.read as f64 * 1.35;
        if needed > max as f64 {
            let (needed, max) = (needed / 1e9, max as f64 / 1e9);
            let found = format!(
                "the file needs about {needed:.1} GB of memory; expected at most {max:.1} GB, which are free"
            );
            return Err(io::Error::new(io::ErrorKind::OutOfMemory, found));
        }
        Ok(())
    }

    /// For people only: nothing is written where nobody looks.
    fn report(&self) {
        let mut out = io::stderr();
        if out.is_terminal() && self.length > 4 * LOOK_EVERY {
            // What cannot be told is not told.
            let _ = write!(out, "\rreading {} %", self.read * 100 / self.length.max(1));
            let _ = if self.read >= self.length { writeln!(out) } else { out.flush() };
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read += read as u64;
        if self.read >= self.next_look || (read > 0 && self.read == self.length) {
            self.look()?;
        }
        Ok(read)
    }
}

/// Bytes that could be had, where the system tells.
fn memory_available() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

/// Bytes this process holds, where the system tells.
fn memory_used() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
