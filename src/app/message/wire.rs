//! Messages between the page and its workers as bytes: one copy whatever is in them, and no walk over objects.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message as bytes.
#[must_use]
pub fn packed(message: &impl Serialize) -> Vec<u8> {
    // Writing plain data to memory cannot fail; an empty message is refused on reading.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The message that [`packed`] wrote; none where the bytes are something else.
#[must_use]
pub fn unpacked<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
