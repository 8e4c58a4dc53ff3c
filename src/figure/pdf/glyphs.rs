//! Characters of the fonts that every reader of PDF has, and how wide they are.

/// One of the standard fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Font {
    Sans,
    Bold,
    SerifItalic,
    Symbol,
    Dingbats,
}

impl Font {
    pub(super) const ALL: [Self; 5] =
        [Self::Sans, Self::Bold, Self::SerifItalic, Self::Symbol, Self::Dingbats];

    /// The name of the font in the PDF standard.
    pub(super) fn name(self) -> &'static [u8] {
        match self {
            Self::Sans => b"Helvetica",
            Self::Bold => b"Helvetica-Bold",
            Self::SerifItalic => b"Times-Italic",
            Self::Symbol => b"Symbol",
            Self::Dingbats => b"ZapfDingbats",
        }
    }

    /// The name of the font on the page.
    pub(super) fn key(self) -> &'static [u8] {
        match self {
            Self::Sans => b"F0",
            Self::Bold => b"F1",
            Self::SerifItalic => b"F2",
            Self::Symbol => b"F3",
            Self::Dingbats => b"F4",
        }
    }

    /// True for fonts whose characters are numbered as Windows does; the others have a numbering of their own.
    pub(super) fn is_latin(self) -> bool {
        !matches!(self, Self::Symbol | Self::Dingbats)
    }
}

/// Characters of one font that follow one another; without bytes it is a gap.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) font: Font,
    pub(super) bytes: Vec<u8>,
    /// The width of the characters in thousandths of the font's size.
    thousandths: u32,
}

impl Run {
    pub(super) fn width(&self, size: f32) -> f32 {
        self.thousandths as f32 * size / 1000.0
    }
}

/// Characters outside the Latin fonts: the font, the number there, the width.
const OTHERS: [(char, Font, u8, u16); 22] = [
    ('\u{2212}', Font::Symbol, 0x2D, 549),
    ('\u{2264}', Font::Symbol, 0xA3, 549),
    ('\u{2265}', Font::Symbol, 0xB3, 549),
    ('\u{2260}', Font::Symbol, 0xB9, 549),
    ('\u{2248}', Font::Symbol, 0xBB, 549),
    ('\u{2192}', Font::Symbol, 0xAE, 987),
    ('\u{221E}', Font::Symbol, 0xA5, 713),
    ('\u{2208}', Font::Symbol, 0xCE, 713),
    ('Δ', Font::Symbol, 0x44, 612),
    ('Σ', Font::Symbol, 0x53, 592),
    ('α', Font::Symbol, 0x61, 631),
    ('β', Font::Symbol, 0x62, 549),
    ('γ', Font::Symbol, 0x67, 411),
    ('δ', Font::Symbol, 0x64, 494),
    ('ε', Font::Symbol, 0x65, 439),
    ('θ', Font::Symbol, 0x71, 521),
    ('λ', Font::Symbol, 0x6C, 549),
    ('μ', Font::Symbol, 0x6D, 576),
    ('π', Font::Symbol, 0x70, 549),
    ('σ', Font::Symbol, 0x73, 603),
    ('\u{2605}', Font::Dingbats, 0x48, 816),
    ('\u{2713}', Font::Dingbats, 0x33, 755),
];

/// Spaces thinner than a font's own, in thousandths.
fn gap(c: char) -> Option<u32> {
    match c {
        '\u{2009}' => Some(200),
        '\u{200A}' => Some(100),
        '\u{202F}' => Some(200),
        _ => None,
    }
}

/// The number of a character in the Latin fonts.
fn latin(c: char) -> Option<u8> {
    match c {
        ' '..='~' | '\u{A0}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        '…' => Some(0x85),
        '‘' => Some(0x91),
        '’' => Some(0x92),
        '“' => Some(0x93),
        '”' => Some(0x94),
        '•' => Some(0x95),
        '–' => Some(0x96),
        '—' => Some(0x97),
        _ => None,
    }
}

/// The font, byte and glyph of a character; none if no font has it.
fn place(c: char, font: Font) -> Option<(Font, u8, u16)> {
    if let Some(byte) = latin(c) {
        let widths = match font {
            Font::Bold => &BOLD,
            Font::SerifItalic => &SERIF_ITALIC,
            _ => &SANS,
        };
        return Some((font, byte, widths[usize::from(byte - 32)]));
    }
    OTHERS.iter().find(|(other, ..)| *other == c).map(|&(_, font, byte, width)| (font, byte, width))
}

/// A text as runs; a character that no font has is a question mark.
pub(super) fn runs(text: &str, bold: bool, italic: bool) -> Vec<Run> {
    let own = match (italic, bold) {
        (true, _) => Font::SerifItalic,
        (false, true) => Font::Bold,
        (false, false) => Font::Sans,
    };
    let mut runs: Vec<Run> = Vec::new();
    for c in text.chars() {
        if let Some(thousandths) = gap(c) {
            runs.push(Run { font: own, bytes: Vec::new(), thousandths });
            continue;
        }
        let (font, byte, width) = place(c, own).unwrap_or((own, b'?', SANS[usize::from(b'?' - 32)]));
        match runs.last_mut() {
            Some(last) if last.font == font && !last.bytes.is_empty() => {
                last.bytes.push(byte);
                last.thousandths += u32::from(width);
            }
            _ => runs.push(Run { font, bytes: vec![byte], thousandths: width.into() }),
        }
    }
    runs
}

/// True if every character has a place.
#[cfg(test)]
pub(super) fn has_all(text: &str) -> bool {
    text.chars().all(|c| gap(c).is_some() || place(c, Font::Sans).is_some())
}

// Widths in thousandths, from character 32 on, as the fonts' makers publish them.
#[rustfmt::skip]
const SANS: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 365,
    556, 350, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350, 350, 222, 222, 333, 333, 350, 556, 1000,
    333, 1000, 500, 333, 944, 350, 500, 667, 278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552,
    400, 549, 333, 333, 333, 576, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667, 1000, 722,
    667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 549,
    611, 556, 556, 556, 556, 500, 556, 500,
];
#[rustfmt::skip]
const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
    611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 365,
    556, 350, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350, 350, 278, 278, 500, 500, 350, 556, 1000,
    333, 1000, 556, 333, 944, 350, 500, 667, 278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 552,
    400, 549, 333, 333, 333, 576, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611, 722, 722, 722, 722, 722, 722, 1000, 722,
    667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278, 611, 611, 611, 611, 611, 611, 611, 549,
    611, 611, 611, 611, 611, 556, 611, 556,
];
#[rustfmt::skip]
const SERIF_ITALIC: [u16; 224] = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833, 667, 722,
    611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500, 333, 500, 500, 444, 500, 444, 278, 500,
    500, 278, 278, 444, 278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541, 365,
    500, 350, 333, 500, 556, 889, 500, 500, 333, 1000, 500, 333, 944, 350, 556, 350, 350, 333, 333, 556, 556, 350, 500, 889,
    333, 980, 389, 333, 667, 350, 389, 556, 250, 389, 500, 500, 500, 500, 275, 500, 333, 760, 276, 500, 675, 333, 760, 500,
    400, 549, 300, 300, 333, 576, 523, 250, 333, 300, 310, 500, 750, 750, 750, 500, 611, 611, 611, 611, 611, 611, 889, 667,
    611, 611, 611, 611, 333, 333, 333, 333, 722, 667, 722, 722, 722, 722, 722, 675, 722, 722, 722, 722, 722, 556, 611, 500,
    500, 500, 500, 500, 500, 500, 667, 444, 444, 444, 444, 444, 278, 278, 278, 278, 500, 500, 500, 500, 500, 500, 500, 549,
    500, 500, 500, 500, 500, 444, 500, 444,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_its_font_changes() {
        let cut: Vec<_> =
            runs("a\u{2212}b %\u{2009}", false, false).into_iter().map(|run| (run.font, run.bytes)).collect();
        let [sans, symbol] = [Font::Sans, Font::Symbol];
        let expected =
            [(sans, b"a".to_vec()), (symbol, vec![0x2D]), (sans, b"b %".to_vec()), (sans, Vec::new())];
        assert_eq!(cut, expected);
        // Helvetica's a is 556 wide, Helvetica-Bold's too, its b 611, Times-Italic's C 667.
        assert_eq!(runs("ab", false, false)[0].width(10.0), 11.12);
        assert_eq!(runs("ab", true, false)[0].width(10.0), 11.67);
        assert_eq!(runs("C", false, true)[0].width(10.0), 6.67);
    }

    #[test]
    fn a_character_without_a_place_is_known() {
        assert!(has_all("100\u{2009}% ± 3 ≥ γ ★") && !has_all("漢"));
    }
}
