//! The content security policy: what the page may do. `cargo xtask dist` uses this file too, for `_headers`,
//! so that every host of the page sends the same policy.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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

/// The digests of an index page's inline elements of one name, each after a space.
fn digests(html: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut digests = String::new();
    for part in html.split(&open).skip(1) {
        let Some((attributes, rest)) = part.split_once('>') else { continue };
        let Some((content, _)) = rest.split_once(&close) else { continue };
        let is_whole_name = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
        if is_whole_name && !attributes.contains("src=") {
            digests.push_str(&format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(content))));
        }
    }
    digests
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
