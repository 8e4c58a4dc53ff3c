//! Who may talk to the server, and what the page may do.

use sha2::{Digest, Sha256};

/// The policy of the page: its own scripts, styles and wasm, workers made of blobs, and no other host at all.
///
/// Inline scripts and styles are allowed by the digest of what the build wrote, so nothing can be added to
/// them. Any site may frame the page: that is what embedding is for. `connect` is what `askwell.toml` lets the page
/// contact besides; nothing unless somebody wrote it there.
pub(super) fn content_security(index: &str, connect: &[String]) -> String {
    let scripts = digests(index, "script");
    let styles = digests(index, "style");
    let connect: String = connect.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         worker-src 'self' blob:; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{connect}; frame-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors *"
    )
}

/// True for the names by which a browser on this machine reaches it.
pub(super) fn is_loopback(host: &str) -> bool {
    let is_port = |port: &str| port.is_empty() || port.parse::<u16>().is_ok();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| match host.strip_prefix(name) {
        Some("") => true,
        Some(rest) => rest.strip_prefix(':').is_some_and(is_port),
        None => false,
    })
}

/// The digests of an index page's inline elements of one name, each after a space.
fn digests(html: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut digests = String::new();
    for part in html.split(&open).skip(1) {
        let Some((attributes, rest)) = part.split_once('>') else { continue };
        let Some((content, _)) = rest.split_once(&close) else { continue };
        let is_whole_name = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
        if is_whole_name && !attributes.contains("src=") {
            digests.push_str(&format!(" 'sha256-{}'", base64(&Sha256::digest(content))));
        }
    }
    digests
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads_as_the_standard_says() {
        let encoded = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(encoded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn only_inline_elements_of_the_whole_name_are_digested() {
        // The digest of the empty text is the standard's own example.
        let empty = " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert_eq!(
            digests("<script></script><script src='a.js'></script><scripts></scripts>", "script"),
            empty
        );
        assert_eq!(digests("<style media=\"print\"></style>", "style"), empty);
        assert_eq!(digests("<style>", "style"), "");
    }

    #[test]
    fn only_this_machines_names_are_loopback() {
        for host in ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "[::1]:8080"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "example.org", "127.0.0.1.example.org", "localhost:x", "localhost.example.org:80"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
