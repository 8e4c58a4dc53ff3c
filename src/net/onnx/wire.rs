//! The protobuf wire format: numbered fields, written and read one after another.

/// A message under construction. Fields go in the order of their numbers, as protobuf's own writers put them.
#[derive(Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    pub(super) fn int(mut self, field: u32, value: u64) -> Self {
        self.key(field, 0);
        self.varint(value);
        self
    }

    pub(super) fn bytes(mut self, field: u32, value: &[u8]) -> Self {
        self.key(field, 2);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value);
        self
    }

    pub(super) fn text(self, field: u32, value: &str) -> Self {
        self.bytes(field, value.as_bytes())
    }

    pub(super) fn message(self, field: u32, value: Message) -> Self {
        self.bytes(field, &value.0)
    }

    /// The message with one further field for each value, all with the same number.
    pub(super) fn messages(self, field: u32, values: impl IntoIterator<Item = Message>) -> Self {
        values.into_iter().fold(self, |message, value| message.message(field, value))
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    fn key(&mut self, field: u32, kind: u64) {
        self.varint(u64::from(field) << 3 | kind);
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Fixed64,
    Fixed32(u32),
    Bytes(Fields<'a>),
}

/// Bytes that are no message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum WireError {
    /// The field that starts at `at` runs past the end of its message.
    Truncated { at: usize },
    /// The bytes at `at` are not a field.
    Malformed { at: usize },
}

/// The fields of a message that are still to be read, and where they start in the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The rest of the bytes, as they stand.
    pub(super) fn raw(&self) -> &'a [u8] {
        self.bytes
    }

    /// The position of the next field in the file, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next field and its number.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Value<'a>)>, WireError> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let at = self.at;
        let key = self.varint(at)?;
        let field =
            u32::try_from(key >> 3).ok().filter(|&field| field > 0).ok_or(WireError::Malformed { at })?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint(at)?),
            1 => {
                self.take(8, at)?;
                Value::Fixed64
            }
            2 => {
                let length = usize::try_from(self.varint(at)?).map_err(|_| WireError::Truncated { at })?;
                let start = self.at;
                Value::Bytes(Fields { bytes: self.take(length, at)?, at: start })
            }
            5 => {
                let bytes = self.take(4, at)?;
                Value::Fixed32(bytes.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte)))
            }
            _ => return Err(WireError::Malformed { at }),
        };
        Ok(Some((field, value)))
    }

    /// Numbers packed one after another, as a repeated field may hold them.
    pub(super) fn packed_varints(mut self) -> Result<Vec<u64>, WireError> {
        let mut values = Vec::new();
        while !self.bytes.is_empty() {
            values.push(self.varint(self.at)?);
        }
        Ok(values)
    }

    fn take(&mut self, n: usize, field_at: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self.bytes.split_at_checked(n).ok_or(WireError::Truncated { at: field_at })?;
        self.bytes = rest;
        self.at += n;
        Ok(taken)
    }

    fn varint(&mut self, field_at: usize) -> Result<u64, WireError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1, field_at)?.first().copied().unwrap_or_default();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(WireError::Malformed { at: field_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let inner = Message::default().text(3, "ab");
        let bytes = Message::default().int(1, 300).message(2, inner).int(20, u64::MAX).finish();
        assert_eq!(bytes[..3], [0x08, 0xac, 0x02]);
        let mut fields = Fields::new(&bytes);
        assert_eq!(fields.next(), Ok(Some((1, Value::Varint(300)))));
        let Ok(Some((2, Value::Bytes(mut inner)))) = fields.next() else { panic!("a message") };
        assert_eq!(inner.at(), 5);
        let Ok(Some((3, Value::Bytes(text)))) = inner.next() else { panic!("a text") };
        assert_eq!(text.raw(), b"ab");
        assert_eq!(fields.next(), Ok(Some((20, Value::Varint(u64::MAX)))));
        assert_eq!(fields.next(), Ok(None));
    }

    #[test]
    fn a_field_that_is_cut_off_is_truncated_and_nonsense_is_malformed() {
        let next = |bytes: &[u8]| Fields::new(bytes).next().unwrap_err();
        assert_eq!(next(&[0x0a, 3, b'a']), WireError::Truncated { at: 0 });
        assert_eq!(next(&[0x08]), WireError::Truncated { at: 0 });
        assert_eq!(next(&[0x0d, 1, 2]), WireError::Truncated { at: 0 });
        assert_eq!(next(&[0x0b]), WireError::Malformed { at: 0 });
        assert_eq!(next(&[0x00]), WireError::Malformed { at: 0 });
        assert_eq!(next(&[0xff; 11]), WireError::Malformed { at: 0 });
    }
}
