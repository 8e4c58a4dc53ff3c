//! A drawing whose colours stand in attributes, so that they survive where style sheets do not: a strict policy, a
//! mail, a wiki. Where the style sheet is there, it wins.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::figure::svg::{self, Theme};

/// The properties of a style sheet that can be written as attributes.
const ATTRIBUTES: [&str; 11] = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "paint-order",
    "font-size",
    "font-weight",
    "font-style",
];

type Declarations = Vec<(&'static str, &'static str)>;

/// The declarations of each class, and those of `text`, in the order of the style sheet.
fn rules() -> &'static Vec<(&'static str, Declarations)> {
    static RULES: OnceLock<Vec<(&'static str, Declarations)>> = OnceLock::new();
    RULES.get_or_init(|| {
        let style: &'static str = String::leak(svg::style(Theme::Light));
        style.split('}').filter_map(|rule| rule.split_once('{')).map(rule).collect()
    })
}

fn rule((selector, declarations): (&'static str, &'static str)) -> (&'static str, Declarations) {
    let name = selector.trim().rsplit([' ', '.']).next().unwrap_or_default();
    let all = declarations.split(';').filter_map(|one| one.split_once(':'));
    let all = all.map(|(property, value)| (property, value.trim_end_matches("px")));
    // What holds without being said is left out.
    (name, all.filter(|one| ATTRIBUTES.contains(&one.0) && *one != ("stroke-width", "1")).collect())
}

/// The size and weight of every text that says no other.
fn of_the_whole() -> String {
    let style = svg::style(Theme::Light);
    let font = style.split("text{font:").nth(1).unwrap_or_default();
    let mut parts = font.split(' ');
    let (weight, size) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!(" font-size=\"{}\" font-weight=\"{weight}\"", size.trim_end_matches("px"))
}

/// The markup with the colours, strokes and sizes of its classes in attributes.
pub(super) fn coloured(markup: &str) -> String {
    let mut out = String::with_capacity(2 * markup.len());
    for (place, piece) in markup.split('<').enumerate() {
        if place > 0 {
            out.push('<');
        }
        let Some((head, rest)) = piece.split_once('>').filter(|_| place > 0 && !piece.starts_with('/'))
        else {
            out.push_str(piece);
            continue;
        };
        let tag_end = head.find([' ', '/']).unwrap_or(head.len());
        let (tag, attributes) = head.split_at(tag_end);
        out.push_str(tag);
        if tag == "svg" {
            out.push_str(&of_the_whole());
        }
        for (name, value) in looks(tag, class_of(attributes)) {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        out.push_str(attributes);
        out.push('>');
        out.push_str(rest);
    }
    out
}

fn class_of(attributes: &str) -> &str {
    let (_, after) = attributes.split_once(" class=\"").unwrap_or_default();
    after.split_once('"').map_or("", |(class, _)| class)
}

fn looks(tag: &str, class: &str) -> BTreeMap<&'static str, &'static str> {
    let is_of = |name: &str| (name == "text" && tag == "text") || class.split(' ').any(|one| one == name);
    let own = rules().iter().filter(|(name, _)| is_of(name));
    own.flat_map(|(_, declarations)| declarations.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_written_out_and_a_later_rule_wins() {
        let markup = "<svg class=\"fig\"><path class=\"n s-ask w3\" d=\"M0 0\"/><text class=\"tick\" x=\"1\">a &lt; b<tspan class=\"b\">c</tspan></text><g><title>t</title></g></svg>";
        expect_test::expect![[r##"<svg font-size="11.5" font-weight="400" class="fig"><path fill="none" stroke="#B3410F" stroke-width="1.5" class="n s-ask w3" d="M0 0"/><text fill="#686D77" font-size="10.5" class="tick" x="1">a &lt; b<tspan font-weight="600" class="b">c</tspan></text><g><title>t</title></g></svg>"##]].assert_eq(&coloured(markup));
    }

    #[test]
    fn every_rule_of_the_style_sheet_is_met() {
        let known: Vec<&str> = rules().iter().map(|(name, _)| *name).collect();
        for name in ["text", "tick", "f-ask", "s-paper", "n", "w7", "d6", "o3", "halo", "t-rule"] {
            assert!(known.contains(&name), "{name} in {known:?}");
        }
        assert!(rules().iter().flat_map(|(_, all)| all).all(|(_, value)| !value.contains("var(")));
    }
}
