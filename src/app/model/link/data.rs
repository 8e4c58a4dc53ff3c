//! Bytes in a link: base64url without padding, as RFC 4648 has it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The most characters that are read.
const LENGTH_MAX: usize = 128 << 10;

/// The bytes as text for a link.
#[must_use]
pub(in crate::app) fn pack(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a link's text; none where it holds another character, or bits that [`pack`] never writes.
#[must_use]
pub(in crate::app) fn unpack(text: &str) -> Option<Vec<u8>> {
    if text.len() > LENGTH_MAX {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()
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
