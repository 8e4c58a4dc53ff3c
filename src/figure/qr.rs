//! An address as a QR code: dark on light in every theme, since cameras read it so.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of light around the code, as the standard asks.
const QUIET: i32 = 4;

/// Pixels of a file for one module.
const MODULE_PX: i32 = 8;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules on each side, the light around it counted.
    pub size: i32,
    /// The dark modules, as the data of an SVG path in modules.
    pub path: String,
}

impl Qr {
    /// The code of a text, at medium error correction (15 % may be unreadable); none where it is too long for one: 2,331
    /// bytes.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let length = (x..code.size()).take_while(|&x| code.get_module(x, y)).count();
                if length > 0 {
                    let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
                }
                x += length as i32 + 1;
            }
        }
        Some(Self { size: code.size() + 2 * QUIET, path })
    }

    /// The code as an SVG file that says what it holds.
    #[must_use]
    pub fn svg(&self, text: &str) -> String {
        let (size, pixels, path) = (self.size, self.size * MODULE_PX, &self.path);
        let title = super::svg::escaped(text);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pixels}\" height=\"{pixels}\" viewBox=\"0 0 {size} {size}\" \
             role=\"img\"><title>{title}</title><rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\
             <path d=\"{path}\" fill=\"#000\" shape-rendering=\"crispEdges\"/></svg>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules of a path, as they would be painted.
    fn painted(qr: &Qr) -> Vec<(i32, i32)> {
        let mut dark = Vec::new();
        for bar in qr.path.split('M').skip(1) {
            let (from, rest) = bar.split_once('h').unwrap();
            let (x, y) = from.split_once(' ').unwrap();
            let (length, _) = rest.split_once('v').unwrap();
            let [x, y, length] = [x, y, length].map(|number| number.parse::<i32>().unwrap());
            dark.extend((x..x + length).map(|x| (x, y)));
        }
        dark
    }

    #[test]
    fn what_is_painted_is_the_code() {
        let text = "https://host.example/askwell/#v=1&C=0.35&rule=paper&task=7";
        let (qr, code) = (Qr::of(text).unwrap(), QrCode::encode_text(text, QrCodeEcc::Medium).unwrap());
        let dark = painted(&qr);
        for y in 0..qr.size {
            for x in 0..qr.size {
                let is_dark = code.get_module(x - QUIET, y - QUIET);
                assert_eq!(dark.contains(&(x, y)), is_dark, "{x}, {y}");
            }
        }
        assert!(qr.svg("a&b").contains("<title>a&amp;b</title>"));
    }

    #[test]
    fn the_longest_link_has_a_code_and_a_recording_has_none() {
        assert!(Qr::of(&"a".repeat(300)).is_some());
        assert_eq!(Qr::of(&"a".repeat(2_332)), None);
    }
}
