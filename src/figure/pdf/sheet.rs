//! The stylesheet's rules for marks, read for a page that has no stylesheet.

use pdf_writer::types::{LineCapStyle, LineJoinStyle};

/// The look of a mark by the rules of the style sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) fill: Option<[f32; 3]>,
    pub(super) stroke: Option<[f32; 3]>,
    pub(super) width: f32,
    pub(super) dash: Vec<f32>,
    pub(super) cap: LineCapStyle,
    pub(super) join: LineJoinStyle,
    pub(super) opacity: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            fill: Some([0.0; 3]),
            stroke: None,
            width: 1.0,
            dash: Vec::new(),
            cap: LineCapStyle::ButtCap,
            join: LineJoinStyle::MiterJoin,
            opacity: 1.0,
            size: 11.5,
            bold: false,
            italic: false,
        }
    }
}

impl Look {
    fn set(&mut self, name: &str, value: &str) {
        match name {
            "fill" => self.fill = colour(value),
            "stroke" => self.stroke = colour(value),
            "stroke-width" => self.width = number(value).unwrap_or(1.0),
            "stroke-dasharray" => self.dash = value.split(' ').filter_map(number).collect(),
            "stroke-linecap" if value == "round" => self.cap = LineCapStyle::RoundCap,
            "stroke-linecap" if value == "square" => self.cap = LineCapStyle::ProjectingSquareCap,
            "stroke-linejoin" if value == "round" => self.join = LineJoinStyle::RoundJoin,
            "opacity" => self.opacity *= number(value).unwrap_or(1.0),
            "font" => {
                self.bold = value.starts_with("600");
                self.size = value.split(' ').nth(1).and_then(number).unwrap_or(self.size);
            }
            "font-size" => self.size = number(value).unwrap_or(self.size),
            "font-weight" => self.bold = value == "600",
            "font-style" => self.italic = value == "italic",
            _ => {}
        }
    }
}

fn number(text: &str) -> Option<f32> {
    text.trim_end_matches("px").parse().ok()
}

/// Red, green and blue of `#RRGGBB`; `none` and `transparent` are none.
fn colour(text: &str) -> Option<[f32; 3]> {
    let bits = u32::from_str_radix(text.strip_prefix('#')?, 16).ok()?;
    Some([16, 8, 0].map(|shift| f32::from((bits >> shift & 0xFF) as u8) / 255.0))
}

/// One rule: a class or an element, inside a figure or anywhere, and what it declares.
#[derive(Debug)]
struct StyleRule {
    weight: (u8, u8),
    /// `.class` or an element's name.
    subject: String,
    declarations: Vec<(String, String)>,
}

/// The rules, the weightiest last.
#[derive(Debug)]
pub(super) struct Sheet(Vec<StyleRule>);

impl Sheet {
    /// Reads the rules of the marks, which are `.class`, `.fig .class` and `.fig element`.
    pub(super) fn read(css: &str) -> Self {
        let rule = |text: &str| {
            let (selector, body) = text.split_once('{')?;
            let subject = selector.split_whitespace().last()?.to_owned();
            let classes = selector.matches('.').count().try_into().unwrap_or(u8::MAX);
            let weight = (classes, u8::from(!subject.starts_with('.')));
            let declaration = |text: &str| {
                let (name, value) = text.split_once(':')?;
                Some((name.trim().to_owned(), value.trim().to_owned()))
            };
            Some(StyleRule {
                weight,
                subject,
                declarations: body.split(';').filter_map(declaration).collect(),
            })
        };
        let mut rules: Vec<StyleRule> = css.split('}').filter_map(rule).collect();
        rules.sort_by_key(|rule| rule.weight);
        Self(rules)
    }

    /// The look of an element with these classes inside one that looks like `around`.
    pub(super) fn look(&self, around: &Look, tag: &str, classes: &str) -> Look {
        let mut look = around.clone();
        for StyleRule { subject, declarations, .. } in &self.0 {
            let is_for = match subject.strip_prefix('.') {
                Some(class) => classes.split(' ').any(|own| own == class),
                None => subject == tag,
            };
            if is_for {
                declarations.iter().for_each(|(name, value)| look.set(name, value));
            }
        }
        look
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::svg::{Theme, style};
    use super::*;

    #[test]
    fn the_weightier_rule_wins_as_in_a_browser() {
        let sheet = Sheet::read(&style(Theme::Light));
        let text = sheet.look(&Look::default(), "text", "tick");
        assert_eq!((text.size, text.fill), (10.5, colour("#686D77")));
        // `.fig text` outweighs `.f-ask`, and `.fig .t-ask` outweighs both.
        assert_eq!(sheet.look(&Look::default(), "text", "f-ask").fill, colour("#474C55"));
        assert_eq!(sheet.look(&Look::default(), "text", "t-ask").fill, colour("#B3410F"));
        let line = sheet.look(&Look::default(), "path", "n s-go w2 d3 o5");
        assert_eq!((line.fill, line.stroke, line.width), (None, colour("#1A6AA6"), 1.25));
        assert_eq!((line.dash, line.opacity), (vec![3.0, 3.0], 0.5));
        let hit = sheet.look(&Look::default(), "rect", "hit");
        assert_eq!((hit.fill, hit.stroke), (None, None));
    }
}
