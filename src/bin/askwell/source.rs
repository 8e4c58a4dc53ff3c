//! A file read as it comes: says how far it is, and stops before the memory runs out.

use std::{
    fs::{self, File},
    io::{self, Read},
};

use indicatif::ProgressBar;

use crate::progress;

/// Bytes between two looks at the memory.
const LOOK_EVERY: u64 = 1 << 24;

/// A file that counts what was read of it.
pub(crate) struct Source<R = File> {
    file: R,
    length: u64,
    read: u64,
    next_look: u64,
    memory: Memory,
    progress: ProgressBar,
}

/// The memory that this process may take, and a function for what it takes now.
#[derive(Clone, Copy)]
struct Memory {
    /// Bytes it may grow to; none where the system does not tell.
    max: Option<u64>,
    /// Bytes it holds now.
    used: fn() -> Option<u64>,
}

impl Memory {
    /// The memory of this system: what is available now, and what this process holds.
    fn of_the_system() -> Self {
        let max = memory_available().zip(memory_used()).map(|(available, used)| available + used);
        Self { max, used: memory_used }
    }
}

impl Source {
    pub(crate) fn open(path: &str) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self::new(file, length, Memory::of_the_system()))
    }
}

impl<R> Source<R> {
    fn new(file: R, length: u64, memory: Memory) -> Self {
        // What is read in a moment needs no bar.
        let is_long = length > 4 * LOOK_EVERY;
        let progress =
            if is_long { progress::bar(length, "reading {percent} %") } else { ProgressBar::hidden() };
        Self { file, length, read: 0, next_look: LOOK_EVERY, memory, progress }
    }

    /// Stops if the whole file, as far as this part shows, will not fit.
    fn look(&mut self) -> io::Result<()> {
        self.next_look = self.read + LOOK_EVERY;
        self.progress.set_position(self.read);
        let Some((max, used)) = self.memory.max.zip((self.memory.used)()) else { return Ok(()) };
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
}

impl<R: Read> Read for Source<R> {
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

#[cfg(test)]
mod tests {
    use askwell::mdp::file::read_from;
    use expect_test::expect;

    use super::*;

    /// A document whose transitions go on for `length` bytes, in a process that holds 1 GB and may hold `max`.
    fn read_with(max: Option<u64>, length: u64) -> String {
        let begin: &[u8] = br#"{"gamma":0.9,"states":2,"transitions":{"nohelp":["#;
        let blanks = io::repeat(b' ').take(length - begin.len() as u64);
        let memory = Memory { max, used: || Some(1_000_000_000) };
        let source = Source::new(begin.chain(blanks), length, memory);
        read_from(io::BufReader::with_capacity(1 << 20, source)).expect_err("it has no end").to_string()
    }

    #[test]
    fn a_file_too_big_for_the_memory_is_refused_with_what_it_needs() {
        let said = read_with(Some(2_000_000_000), 10 * LOOK_EVERY);
        expect!["the file needs about 13.5 GB of memory; expected at most 2.0 GB, which are free"]
            .assert_eq(said.split(" at line").next().unwrap_or_default());
    }

    #[test]
    fn what_fits_is_read_to_its_end() {
        for max in [Some(14_000_000_000), None] {
            let said = read_with(max, 2 * LOOK_EVERY);
            assert!(said.starts_with("EOF while parsing"), "{said}");
        }
    }
}
