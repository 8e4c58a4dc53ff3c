//! Bytes in a link: base64url without padding, as RFC 4648 has it.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The most characters that are read.
const LENGTH_MAX: usize = 128 << 10;

/// The bytes as text for a link.
#[must_use]
pub(in crate::app) fn pack(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// The bytes of a link's text; none where it holds another character, or bits that [`pack`] never writes.
#[must_use]
pub(in crate::app) fn unpack(text: &str) -> Option<Vec<u8>> {
    if text.len() > LENGTH_MAX || text.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for digit in four {
            bits = bits << 6 | DIGITS.iter().position(|it| it == digit)? as u32;
        }
        bits <<= 6 * (4 - four.len());
        let whole = bits.to_be_bytes();
        let n = four.len() * 3 / 4;
        bytes.extend_from_slice(&whole[1..=n]);
        if whole[n + 1..].iter().any(|&rest| rest != 0) {
            return None;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_those_of_the_standard() {
        let packed = ["", "f", "fo", "foo", "foob"].map(|text| pack(text.as_bytes()));
        assert_eq!(packed, ["", "Zg", "Zm8", "Zm9v", "Zm9vYg"]);
        assert_eq!(pack(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn what_was_never_packed_is_no_data() {
        for text in ["Z", "Zh", "Zm9=", "Zm9 v", "ä"] {
            assert_eq!(unpack(text), None, "{text}");
        }
        assert_eq!(unpack(&"A".repeat(LENGTH_MAX + 4)), None);
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(unpack(&pack(&bytes)), Some(bytes));
        }
    }
}
