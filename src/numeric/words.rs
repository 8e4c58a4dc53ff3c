//! Hashed words: FNV-1a, 64 bits, over runs of letters and digits with capitals made small.

/// The hash of no byte.
pub const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of `bytes` after those that gave `start`.
#[must_use]
pub fn hash_after(start: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3)
    };
    bytes.iter().fold(start, step)
}

/// The words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    text.as_bytes().split(move |byte| !is_word(byte)).filter(|word| !word.is_empty())
}
