//! Drawings as SVG text: inline for a page that has the stylesheet, standalone with its own resolved style.

use std::fmt::Write as _;

use super::mark::{Drawing, Mark};
use super::text::px;

/// The stylesheet the page uses for figures; a standalone file takes its tokens and rules from it.
const STYLESHEET: &str = include_str!("../../www/figure.css");

/// Paper around a standalone drawing, in pixels: fonts differ, and a page lets long words hang over.
pub(super) const MARGIN: f64 = 12.0;

/// The colours a standalone file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Ink on warm paper.
    Light,
    /// Light ink on a dark ground.
    Dark,
}

/// The drawing as an `svg` element for a page that links `figure.css`.
#[must_use]
pub fn inline(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(16_384);
    open(&mut out, drawing, "", 0.0);
    for mark in &drawing.marks {
        write_mark(&mut out, mark);
    }
    out.push_str("</svg>");
    out
}

/// The same with each of [`tokens_of`] on a line of its own.
#[must_use]
pub fn in_lines(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(16_384);
    open(&mut out, drawing, "", 0.0);
    out + "\n" + &tokens_of(drawing).join("\n") + "\n</svg>"
}

/// The drawing's marks as markup, cut where a group begins and ends: put together they are what [`inline`] has inside.
#[must_use]
pub fn tokens_of(drawing: &Drawing) -> Vec<String> {
    let mut tokens = Vec::new();
    drawing.marks.iter().for_each(|mark| push_tokens(&mut tokens, mark));
    tokens
}

fn push_tokens(tokens: &mut Vec<String>, mark: &Mark) {
    let mut whole = String::new();
    if mark.children().is_empty() {
        write_mark(&mut whole, mark);
        return tokens.push(whole);
    }
    open_mark(&mut whole, mark);
    tokens.push(whole);
    mark.children().iter().for_each(|child| push_tokens(tokens, child));
    tokens.push(format!("</{}>", mark.tag()));
}

/// The drawing as a file of its own: its style is inside, its colours are resolved, its ground is painted.
#[must_use]
pub fn standalone(drawing: &Drawing, theme: Theme) -> String {
    stamped(drawing, theme, "")
}

/// The same with a text about where it comes from, inside `metadata`; an empty one is none.
#[must_use]
pub fn stamped(drawing: &Drawing, theme: Theme, metadata: &str) -> String {
    let mut out = String::with_capacity(24_576);
    open(&mut out, drawing, " xmlns=\"http://www.w3.org/2000/svg\"", MARGIN);
    let _ = write!(out, "<title>{}</title>", escaped(&drawing.label));
    if !metadata.is_empty() {
        let _ = write!(out, "<metadata>{}</metadata>", escaped(metadata));
    }
    let _ = write!(out, "<style>{}</style>", escaped(&style(theme)));
    let (width, height) = (px(drawing.width + 2.0 * MARGIN), px(drawing.height + 2.0 * MARGIN));
    let corner = px(-MARGIN);
    let _ = write!(
        out,
        "<rect class=\"f-paper\" x=\"{corner}\" y=\"{corner}\" width=\"{width}\" height=\"{height}\"/>"
    );
    for mark in &drawing.marks {
        write_mark(&mut out, mark);
    }
    out.push_str("</svg>\n");
    out
}

fn open(out: &mut String, drawing: &Drawing, namespace: &str, margin: f64) {
    let (width, height) = (px(drawing.width + 2.0 * margin), px(drawing.height + 2.0 * margin));
    let corner = px(-margin);
    let _ = write!(
        out,
        "<svg{namespace} class=\"fig {}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"{corner} {corner} {width} {height}\" role=\"img\" aria-label=\"{}\">",
        drawing.class,
        escaped(&drawing.label)
    );
}

fn write_mark(out: &mut String, mark: &Mark) {
    let tag = mark.tag();
    let is_empty = mark.title.is_none() && mark.spans().is_empty() && mark.children().is_empty();
    if is_empty {
        write_head(out, mark);
        out.push_str("/>");
        return;
    }
    open_mark(out, mark);
    for span in mark.spans() {
        let text = escaped(&span.text);
        let _ = match &*span.class {
            "" => write!(out, "{text}"),
            class => write!(out, "<tspan class=\"{}\">{text}</tspan>", escaped(class)),
        };
    }
    for child in mark.children() {
        write_mark(out, child);
    }
    let _ = write!(out, "</{tag}>");
}

/// The mark's opening tag, and its title.
fn open_mark(out: &mut String, mark: &Mark) {
    write_head(out, mark);
    out.push('>');
    if let Some(title) = &mark.title {
        let _ = write!(out, "<title>{}</title>", escaped(title));
    }
}

fn write_head(out: &mut String, mark: &Mark) {
    let _ = write!(out, "<{}", mark.tag());
    for (name, value) in mark.attributes() {
        let _ = write!(out, " {name}=\"{}\"", escaped(&value));
    }
}

/// The text with the characters of markup written as entities, and without characters XML cannot hold.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The rules for marks with every token replaced by its value.
#[must_use]
pub fn style(theme: Theme) -> String {
    let base = tokens(":root{");
    let own = match theme {
        Theme::Light => Vec::new(),
        Theme::Dark => tokens(":root[data-theme=dark]{"),
    };
    // The longest names first, so that `--ink` never eats the head of `--ink-2`; a `var()` ends at its bracket anyway.
    let mut css = between(STYLESHEET, "/* marks */", "/* end of marks */").trim().to_owned();
    for (name, value) in own.iter().chain(&base) {
        css = css.replace(&format!("var({name})"), value);
    }
    css
}

/// The custom properties declared in the first block that opens with `head`.
fn tokens(head: &str) -> Vec<(&'static str, &'static str)> {
    let block = between(STYLESHEET, head, "}");
    let declarations = block.split(';').filter_map(|line| line.split_once(':'));
    declarations
        .map(|(name, value)| (name.trim(), value.trim()))
        .filter(|(n, _)| n.starts_with("--"))
        .collect()
}

fn between(text: &'static str, start: &str, end: &str) -> &'static str {
    let after = text.split_once(start).map_or("", |(_, after)| after);
    after.split_once(end).map_or(after, |(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::super::mark::{Anchor, Span, at};
    use super::*;
    use expect_test::expect;

    fn sample() -> Drawing {
        Drawing {
            class: "fig-test".into(),
            width: 20.0,
            height: 10.5,
            label: "A \"small\" <figure>".to_owned(),
            marks: vec![
                Mark::group_at(
                    "series",
                    at(3.0, 4.0),
                    vec![Mark::circle("f-ask", at(0.04, 1.26), 2.0).with_key(7).with_title("7 & more")],
                ),
                Mark::rich_text(
                    "halo",
                    at(1.0, 2.0),
                    Anchor::End,
                    vec![Span::plain("C < "), Span::new("b", "1.50")],
                ),
            ],
        }
    }

    #[test]
    fn inline_uses_the_page_s_classes_and_escapes_text() {
        expect![[r#"<svg class="fig fig-test" width="20" height="10.5" viewBox="0 0 20 10.5" role="img" aria-label="A &quot;small&quot; &lt;figure&gt;"><g class="series" transform="translate(3 4)"><circle class="f-ask" data-key="7" cx="0" cy="1.3" r="2"><title>7 &amp; more</title></circle></g><text class="halo" x="1" y="2" text-anchor="end">C &lt; <tspan class="b">1.50</tspan></text></svg>"#]]
        .assert_eq(&inline(&sample()));
    }

    #[test]
    fn standalone_resolves_every_token_in_both_themes() {
        for (theme, paper) in [(Theme::Light, "#FBFAF6"), (Theme::Dark, "#15171B")] {
            let svg = standalone(&sample(), theme);
            assert!(!svg.contains("var("), "a token is left in {theme:?}");
            assert!(svg.contains(&format!(".f-paper{{fill:{paper}}}")));
            assert!(!svg.contains("style=\""));
        }
    }

    #[test]
    fn paper_is_light_whatever_the_screen_is() {
        let (before, _) = STYLESHEET.split_once("/* marks */").unwrap();
        let is_dark =
            |line: &&str| line.contains("prefers-color-scheme:dark") || line.contains("data-theme=dark");
        let dark: Vec<&str> = before.lines().filter(is_dark).collect();
        assert_eq!(dark.len(), 2, "{dark:?}");
        assert!(dark.iter().all(|line| line.starts_with("@media screen")), "printed dark: {dark:?}");
        // No other sheet knows of the dark.
        let page = include_str!("../../www/style.css");
        assert!(!page.contains("prefers-color-scheme") && !page.contains("data-theme"));
    }

    #[test]
    fn both_ways_into_the_dark_declare_the_same_tokens() {
        let by_system = tokens(":root:not([data-theme=light]){");
        assert_eq!(by_system, tokens(":root[data-theme=dark]{"));
        let light = tokens(":root{");
        assert!(by_system.iter().all(|(name, _)| light.iter().any(|(l, _)| l == name)));
    }
}
