//! Server-sent events, from bytes that come in any pieces.

/// The longest event that is kept.
const EVENT_MAX: usize = 1 << 20;

/// An event grew past a megabyte: whatever sends it, it is no language model's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an event of the stream is longer than {EVENT_MAX} bytes")]
pub struct EventTooLong;

/// Splits a stream into its events' data; comments and other fields are passed over.
#[derive(Clone, Debug, Default)]
pub struct Events {
    line: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    after_return: bool,
}

impl Events {
    /// Takes the next bytes; hands on the data of each event that they complete. Lines end as the standard says:
    /// with a line feed, a carriage return, or both.
    ///
    /// # Errors
    /// When an event is longer than a megabyte.
    pub fn push(&mut self, bytes: &[u8], mut hear: impl FnMut(&str)) -> Result<(), EventTooLong> {
        for &byte in bytes {
            let is_second_of_pair = self.after_return && byte == b'\n';
            self.after_return = byte == b'\r';
            match byte {
                b'\n' if is_second_of_pair => {}
                b'\n' | b'\r' => self.end_line(&mut hear),
                _ => self.line.push(byte),
            }
            if self.line.len() + self.data.len() > EVENT_MAX {
                return Err(EventTooLong);
            }
        }
        Ok(())
    }

    /// True if the stream stopped inside an event.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        self.has_data || !self.line.is_empty()
    }

    fn end_line(&mut self, hear: &mut impl FnMut(&str)) {
        if self.line.is_empty() {
            if self.has_data {
                hear(&String::from_utf8_lossy(&self.data));
            }
            self.data.clear();
            self.has_data = false;
        } else if let Some(rest) = self.line.strip_prefix(b"data:") {
            if self.has_data {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(rest.strip_prefix(b" ").unwrap_or(rest));
            self.has_data = true;
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(pieces: &[&[u8]]) -> Vec<String> {
        let mut events = Events::default();
        let mut heard = Vec::new();
        for piece in pieces {
            events.push(piece, |data| heard.push(data.to_owned())).unwrap();
        }
        heard
    }

    #[test]
    fn events_are_the_same_however_the_bytes_are_cut() {
        let stream = ": hello\r\n\r\nevent: x\r\ndata: one\r\n\r\ndata:two\ndata: \u{e9}\n\ndata: three\r\r"
            .as_bytes();
        let whole = heard(&[stream]);
        assert_eq!(whole, ["one", "two\n\u{e9}", "three"]);
        for at in 0..stream.len() {
            assert_eq!(heard(&[&stream[..at], &stream[at..]]), whole, "cut at {at}");
        }
        let bytes: Vec<&[u8]> = stream.chunks(1).collect();
        assert_eq!(heard(&bytes), whole);
    }

    #[test]
    fn an_event_without_end_is_refused_and_not_kept() {
        let mut events = Events::default();
        let endless = vec![b'x'; EVENT_MAX + 1];
        assert_eq!(events.push(&endless, |_| ()), Err(EventTooLong));
        let mut events = Events::default();
        events.push(b"data: half", |_| ()).unwrap();
        assert!(events.is_inside());
    }
}
