//! A text inside a PNG file: where the figure comes from.

use flate2::Crc;

/// The bytes that every PNG file begins with.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The signature, and the header chunk that must come first: length, kind, 13 bytes, check.
const AFTER_HEADER: usize = 8 + 4 + 4 + 13 + 4;

/// The PNG with a text in it, under the standard's keyword for it (`iTXt`, `Description`); none where it is no PNG.
#[must_use]
pub fn stamped(png: &[u8], text: &str) -> Option<Vec<u8>> {
    let (head, rest) = png.split_at_checked(AFTER_HEADER)?;
    if !head.starts_with(SIGNATURE) || &head[12..16] != b"IHDR" {
        return None;
    }
    // Keyword, end; not compressed, no language, no other keyword.
    let content = [b"iTXtDescription\0\0\0\0\0", text.as_bytes()].concat();
    let length = u32::try_from(content.len() - 4).ok()?;
    let mut check = Crc::new();
    check.update(&content);
    Some([head, &length.to_be_bytes(), &content, &check.sum().to_be_bytes(), rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One grey pixel, from the standard's own rules.
    fn pixel() -> Vec<u8> {
        let chunk = |kind: &[u8], data: &[u8]| {
            let content = [kind, data].concat();
            let mut check = Crc::new();
            check.update(&content);
            [&(data.len() as u32).to_be_bytes(), &content[..], &check.sum().to_be_bytes()].concat()
        };
        let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
        // A stored block of zlib: filter 0, value 0; its Adler sum is 2 << 16 | 1.
        let data = [0x78, 1, 1, 2, 0, 0xfd, 0xff, 0, 0, 0, 2, 0, 1];
        [SIGNATURE, &chunk(b"IHDR", &header), &chunk(b"IDAT", &data), &chunk(b"IEND", b"")].concat()
    }

    #[test]
    fn the_text_stands_behind_the_header_and_the_rest_stays() {
        let png = pixel();
        let stamped = stamped(&png, "{\"digest\":\"é\"}").unwrap();
        let added = stamped.len() - png.len();
        assert_eq!(stamped[..AFTER_HEADER], png[..AFTER_HEADER]);
        assert_eq!(stamped[AFTER_HEADER + added..], png[AFTER_HEADER..]);
        let text = String::from_utf8_lossy(&stamped);
        assert!(text.contains("iTXtDescription\0\0\0\0\0{\"digest\":\"é\"}"));
        // The check of the empty end chunk is known: the same sum is used for ours.
        assert!(png.ends_with(&[0xae, 0x42, 0x60, 0x82]));
        for broken in [&b""[..], b"GIF89a", &png[..20], &png[1..]] {
            assert_eq!(super::stamped(broken, "x"), None);
        }
    }
}
