//! Drawings as one-page PDF files: the marks of the SVG, in the stylesheet's colours, with the fonts every reader has.

mod glyphs;
mod outline;
mod sheet;

use std::collections::BTreeSet;

use pdf_writer::types::TextRenderingMode;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::mark::{Anchor, Drawing, Mark, Point, Shape, Span};
use super::svg::{self, Theme};
use glyphs::{Font, Run};
use sheet::{Look, Sheet};

/// Points for one pixel of a stylesheet.
const POINTS: f32 = 0.75;

/// The drawing as a PDF file, with a text about where it comes from as its subject; an empty one is none.
///
/// Nothing in it is compressed: the stamp can be searched for, and the bytes depend on no compressor.
#[must_use]
pub fn stamped(drawing: &Drawing, theme: Theme, subject: &str) -> Vec<u8> {
    let [catalog, pages, page, content, info] = [1, 2, 3, 4, 5].map(Ref::new);
    let font = |font: Font| Ref::new(10 + font as i32);
    let alpha = |percent: u8| Ref::new(20 + i32::from(percent));
    let margin = svg::MARGIN as f32;
    let (width, height) = (drawing.width as f32 + 2.0 * margin, drawing.height as f32 + 2.0 * margin);
    let painted = Painter::paint(drawing, theme, width, height);

    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut one = pdf.page(page);
    one.parent(pages).media_box(Rect::new(0.0, 0.0, width * POINTS, height * POINTS)).contents(content);
    let mut resources = one.resources();
    let mut fonts = resources.fonts();
    for of in Font::ALL {
        fonts.pair(Name(of.key()), font(of));
    }
    fonts.finish();
    let mut states = resources.ext_g_states();
    for &percent in &painted.alphas {
        states.pair(Name(alpha_key(percent).as_bytes()), alpha(percent));
    }
    states.finish();
    resources.finish();
    one.finish();
    for of in Font::ALL {
        let mut written = pdf.type1_font(font(of));
        written.base_font(Name(of.name()));
        if of.is_latin() {
            written.encoding_predefined(Name(b"WinAnsiEncoding"));
        }
    }
    for &percent in &painted.alphas {
        let share = f32::from(percent) / 100.0;
        pdf.ext_graphics(alpha(percent)).stroking_alpha(share).non_stroking_alpha(share);
    }
    pdf.stream(content, &painted.content.finish());
    let mut about = pdf.document_info(info);
    about.title(TextStr(&drawing.label)).creator(TextStr("Askwell"));
    if !subject.is_empty() {
        about.subject(TextStr(subject));
    }
    about.finish();
    pdf.finish()
}

fn alpha_key(percent: u8) -> String {
    format!("A{percent}")
}

/// The painter of marks: it writes them as operators of a page.
struct Painter {
    content: Content,
    sheet: Sheet,
    /// Opacities in use, in percent.
    alphas: BTreeSet<u8>,
}

impl Painter {
    fn paint(drawing: &Drawing, theme: Theme, width: f32, height: f32) -> Self {
        let mut content = Content::new();
        let margin = svg::MARGIN as f32;
        // A drawing's y runs down, a page's up.
        content.transform([POINTS, 0.0, 0.0, -POINTS, margin * POINTS, (height - margin) * POINTS]);
        // What SVG begins with.
        content.set_miter_limit(4.0);
        let sheet = Sheet::read(&svg::style(theme));
        let mut painter = Self { content, sheet, alphas: BTreeSet::new() };
        let corner = Point { x: -svg::MARGIN, y: -svg::MARGIN };
        let ground = Mark::rect("f-paper", corner, f64::from(width), f64::from(height), 0.0);
        painter.mark(&ground, &Look::default());
        for mark in &drawing.marks {
            painter.mark(mark, &Look::default());
        }
        painter
    }

    fn mark(&mut self, mark: &Mark, around: &Look) {
        let look = self.sheet.look(around, mark.tag(), &mark.class);
        match &mark.shape {
            Shape::Group { offset, marks } => {
                self.content.save_state();
                self.content.transform([1.0, 0.0, 0.0, 1.0, outline::px(offset.x), outline::px(offset.y)]);
                for mark in marks {
                    self.mark(mark, &look);
                }
                self.content.restore_state();
            }
            Shape::Text { point, anchor, spans } => self.text(*point, *anchor, spans, &look),
            shape => self.shape(shape, &look),
        }
    }

    fn shape(&mut self, shape: &Shape, look: &Look) {
        if look.fill.is_none() && look.stroke.is_none() {
            return;
        }
        self.content.save_state();
        self.dress(look);
        outline::draw(&mut self.content, shape);
        let _ = match (look.fill.is_some(), look.stroke.is_some()) {
            (true, true) => self.content.fill_nonzero_and_stroke(),
            (true, false) => self.content.fill_nonzero(),
            _ => self.content.stroke(),
        };
        self.content.restore_state();
    }

    fn dress(&mut self, look: &Look) {
        if let Some([r, g, b]) = look.fill {
            self.content.set_fill_rgb(r, g, b);
        }
        if let Some([r, g, b]) = look.stroke {
            self.content.set_stroke_rgb(r, g, b).set_line_width(look.width);
            self.content.set_line_cap(look.cap).set_line_join(look.join);
            if !look.dash.is_empty() {
                self.content.set_dash_pattern(look.dash.iter().copied(), 0.0);
            }
        }
        let percent = (look.opacity * 100.0).round().clamp(0.0, 100.0) as u8;
        if percent < 100 {
            self.alphas.insert(percent);
            self.content.set_parameters(Name(alpha_key(percent).as_bytes()));
        }
    }

    fn text(&mut self, point: Point, anchor: Anchor, spans: &[Span], look: &Look) {
        let mut x = 0.0;
        let mut runs: Vec<(f32, Run, Look)> = Vec::new();
        for span in spans {
            let own = self.sheet.look(look, "tspan", &span.class);
            for run in glyphs::runs(&span.text, own.bold, own.italic) {
                let wide = run.width(own.size);
                runs.push((x, run, own.clone()));
                x += wide;
            }
        }
        let start = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -x / 2.0,
            Anchor::End => -x,
        };
        let (left, baseline) = (outline::px(point.x) + start, outline::px(point.y));
        // The halo of the whole line lies under all its letters.
        for mode in [TextRenderingMode::Stroke, TextRenderingMode::Fill] {
            for (x, run, look) in &runs {
                if run.bytes.is_empty() || (mode == TextRenderingMode::Stroke && look.stroke.is_none()) {
                    continue;
                }
                self.content.save_state();
                self.dress(look);
                self.content.begin_text().set_text_rendering_mode(mode);
                self.content.set_font(Name(run.font.key()), look.size);
                self.content.set_text_matrix([1.0, 0.0, 0.0, -1.0, left + x, baseline]);
                self.content.show(Str(&run.bytes)).end_text();
                self.content.restore_state();
            }
        }
    }
}

/// The words and paths of a drawing that a page cannot hold as they are.
#[cfg(test)]
pub(crate) fn unwritable(drawing: &Drawing) -> Vec<String> {
    let words = drawing.texts().into_iter().filter(|text| !glyphs::has_all(text));
    let paths = drawing.all_marks().into_iter().filter_map(|mark| match &mark.shape {
        Shape::Path { d } if d.chars().any(|c| c.is_alphabetic() && !"MLHVQZmlhvqz".contains(c)) => {
            Some(d.clone())
        }
        _ => None,
    });
    words.chain(paths).collect()
}

#[cfg(test)]
mod tests {
    use super::super::mark::at;
    use super::*;

    fn contains(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn a_page_holds_the_marks_in_colour_and_the_words_as_text() {
        let marks = vec![
            Mark::circle("f-ask o5", at(5.0, 5.0), 2.0),
            Mark::line("s-line w2 d2", at(0.0, 0.0), at(9.0, 0.0)),
            Mark::text("halo", at(1.0, 2.0), Anchor::End, "r \u{2212} 1 (\u{2265})"),
            Mark::rect("hit", at(77.0, 77.0), 1.0, 1.0, 0.0),
        ];
        let drawing = Drawing { class: "t".into(), width: 16.0, height: 8.0, label: "A".into(), marks };
        let pdf = stamped(&drawing, Theme::Light, "{\"digest\":\"0123\"}");
        assert!(pdf.starts_with(b"%PDF-") && contains(&pdf, "%%EOF"));
        // 16 + 24 by 8 + 24 pixels at three quarters.
        for text in ["/MediaBox [0 0 30 24]", "0123", "/Helvetica", "/A50 gs", "[2 2] 0 d", "1.25 w"] {
            assert!(contains(&pdf, text), "{text}");
        }
        assert!(!contains(&pdf, "77 77"), "what only takes the pointer is not painted");
        assert_eq!(pdf, stamped(&drawing, Theme::Light, "{\"digest\":\"0123\"}"));
    }
}
