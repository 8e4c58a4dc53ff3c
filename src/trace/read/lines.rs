//! Lines out of chunks: a line that is too long is told and skipped, never held.

/// Cuts chunks into lines; holds at most one line that has not ended yet.
#[derive(Debug)]
pub(super) struct Lines {
    begun: Vec<u8>,
    /// The line being read, from 1.
    line: u64,
    max: usize,
    too_long: bool,
}

/// A line, or the news that it is too long.
#[derive(Debug, PartialEq)]
pub(super) enum Line<'a> {
    Bytes(&'a [u8]),
    TooLong,
}

impl Lines {
    pub(super) fn new(max: usize) -> Self {
        Self { begun: Vec::new(), line: 1, max, too_long: false }
    }

    /// Lines begun so far.
    pub(super) fn n_lines(&self) -> u64 {
        self.line - u64::from(self.begun.is_empty() && !self.too_long)
    }

    /// Gives each line with its number, and whether its end has come.
    pub(super) fn push(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(u64, Line<'_>, bool)) {
        while let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
            let (head, tail) = (&bytes[..end], &bytes[end + 1..]);
            if self.begun.is_empty() && !self.too_long {
                self.give(head, true, each);
            } else {
                self.begin(head);
                self.end(true, each);
            }
            self.line += 1;
            bytes = tail;
        }
        self.begin(bytes);
    }

    /// The last line, which need not end.
    pub(super) fn finish(&mut self, each: &mut dyn FnMut(u64, Line<'_>, bool)) {
        if !self.begun.is_empty() || self.too_long {
            self.end(false, each);
            self.line += 1;
        }
    }

    fn begin(&mut self, bytes: &[u8]) {
        if self.begun.len() + bytes.len() > self.max {
            self.too_long = true;
            self.begun.clear();
        }
        if !self.too_long {
            self.begun.extend_from_slice(bytes);
        }
    }

    fn end(&mut self, whole: bool, each: &mut dyn FnMut(u64, Line<'_>, bool)) {
        if core::mem::take(&mut self.too_long) {
            each(self.line, Line::TooLong, whole);
        } else {
            let begun = core::mem::take(&mut self.begun);
            self.give(&begun, whole, each);
            // Its memory serves the next line.
            self.begun = begun;
        }
        self.begun.clear();
    }

    fn give(&self, line: &[u8], whole: bool, each: &mut dyn FnMut(u64, Line<'_>, bool)) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > self.max {
            each(self.line, Line::TooLong, whole);
        } else if !line.iter().all(u8::is_ascii_whitespace) {
            each(self.line, Line::Bytes(line), whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_between_chunks_does_not_matter() {
        let text = b"one\r\n\n  \ntwo\nmuch too long\nthree";
        for size in 1..text.len() {
            let mut lines = Lines::new(6);
            let mut found = Vec::new();
            let mut each = |line: u64, text: Line<'_>, whole: bool| {
                assert_eq!(whole, line < 6);
                found.push((
                    line,
                    match text {
                        Line::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
                        Line::TooLong => "too long".to_owned(),
                    },
                ));
            };
            text.chunks(size).for_each(|chunk| lines.push(chunk, &mut each));
            lines.finish(&mut each);
            let expected = [(1, "one"), (4, "two"), (5, "too long"), (6, "three")];
            assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())), "{size}");
        }
    }
}
