//! The tree of marks every figure is made of, and the drawing that holds it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::path::path_through;
pub use super::point::{Point, at};
use super::text::px;
use crate::language::{Language, Words};

/// The alignment of a text: the part of it that stands at its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// The text begins at its point.
    #[default]
    Start,
    /// The text is centred on its point.
    Middle,
    /// The text ends at its point.
    End,
}

/// A run of text in one style. On the page, class `b` is strong text, `i` a variable of a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Classes of the stylesheet; empty for plain text.
    pub class: Cow<'static, str>,
    /// The words.
    pub text: Cow<'static, str>,
}

impl Span {
    /// A run of text with a class.
    pub fn new(class: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { class: class.into(), text: text.into() }
    }

    /// The runs of a text in which what stands between two stars is bold.
    pub(super) fn starred(text: &str) -> Vec<Self> {
        let class = ["", "b"].into_iter().cycle();
        class.zip(text.split('*')).map(|(class, run)| Self::new(class, run.to_owned())).collect()
    }

    /// A run of plain text.
    pub fn plain(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new("", text)
    }
}

/// The shape of a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// Marks moved together by an offset.
    Group {
        /// The offset of the group, in pixels.
        offset: Point,
        /// The marks, painted in order.
        marks: Vec<Mark>,
    },
    /// A straight line.
    Line {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
    },
    /// A path in SVG's path language.
    Path {
        /// The `d` attribute.
        d: String,
    },
    /// A rectangle.
    Rect {
        /// The top left corner of the rectangle.
        corner: Point,
        /// The width of the rectangle in pixels.
        width: f64,
        /// The height of the rectangle in pixels.
        height: f64,
        /// The radius of its corners.
        radius: f64,
    },
    /// A circle.
    Circle {
        /// The centre of the circle.
        centre: Point,
        /// The radius of the circle in pixels.
        radius: f64,
    },
    /// A closed polygon.
    Polygon {
        /// The corners of the polygon in order.
        points: Vec<Point>,
    },
    /// One line of text.
    Text {
        /// The point of its baseline where the text is anchored.
        point: Point,
        /// The part of the text that stands at the point.
        anchor: Anchor,
        /// The runs of text.
        spans: Vec<Span>,
    },
}

/// A shape with its classes, and what a reader or a pointer may ask of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Classes of `www/figure.css`, separated by spaces.
    pub class: Cow<'static, str>,
    /// The number of the thing that the mark stands for (a state, a step); pointer handlers find it by this.
    pub key: Option<u32>,
    /// One sentence shown on hover and read aloud.
    pub title: Option<String>,
    /// The shape.
    pub shape: Shape,
}

impl Mark {
    fn new(class: impl Into<Cow<'static, str>>, shape: Shape) -> Self {
        Self { class: class.into(), key: None, title: None, shape }
    }

    /// Marks under one class.
    pub fn group(class: impl Into<Cow<'static, str>>, marks: Vec<Self>) -> Self {
        Self::new(class, Shape::Group { offset: Point::default(), marks })
    }

    /// Marks moved to a place.
    pub fn group_at(class: impl Into<Cow<'static, str>>, offset: Point, marks: Vec<Self>) -> Self {
        Self::new(class, Shape::Group { offset, marks })
    }

    /// A straight line.
    pub fn line(class: impl Into<Cow<'static, str>>, from: Point, to: Point) -> Self {
        Self::new(class, Shape::Line { from, to })
    }

    /// A path in SVG's path language.
    pub fn path(class: impl Into<Cow<'static, str>>, d: impl Into<String>) -> Self {
        Self::new(class, Shape::Path { d: d.into() })
    }

    /// An open polyline through the points.
    pub fn polyline(class: impl Into<Cow<'static, str>>, points: &[Point]) -> Self {
        Self::path(class, path_through(points))
    }

    /// A rectangle with rounded corners.
    pub fn rect(
        class: impl Into<Cow<'static, str>>,
        corner: Point,
        width: f64,
        height: f64,
        radius: f64,
    ) -> Self {
        Self::new(class, Shape::Rect { corner, width, height, radius })
    }

    /// A circle.
    pub fn circle(class: impl Into<Cow<'static, str>>, centre: Point, radius: f64) -> Self {
        Self::new(class, Shape::Circle { centre, radius })
    }

    /// A closed polygon.
    pub fn polygon(class: impl Into<Cow<'static, str>>, points: Vec<Point>) -> Self {
        Self::new(class, Shape::Polygon { points })
    }

    /// One line of text in one style.
    pub fn text(
        class: impl Into<Cow<'static, str>>,
        point: Point,
        anchor: Anchor,
        text: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(class, Shape::Text { point, anchor, spans: vec![Span::plain(text)] })
    }

    /// One line of text of several runs.
    pub fn rich_text(
        class: impl Into<Cow<'static, str>>,
        point: Point,
        anchor: Anchor,
        spans: Vec<Span>,
    ) -> Self {
        Self::new(class, Shape::Text { point, anchor, spans })
    }

    /// The same mark, standing for something.
    #[must_use]
    pub fn with_key(mut self, key: u32) -> Self {
        self.key = Some(key);
        self
    }

    /// The same mark with a sentence for hover and for screen readers; an empty one is none.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        let title = title.into();
        self.title = (!title.is_empty()).then_some(title);
        self
    }

    /// The SVG element that draws the mark.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        match &self.shape {
            Shape::Group { .. } => "g",
            Shape::Line { .. } => "line",
            Shape::Path { .. } => "path",
            Shape::Rect { .. } => "rect",
            Shape::Circle { .. } => "circle",
            Shape::Polygon { .. } => "polygon",
            Shape::Text { .. } => "text",
        }
    }

    /// The element's attributes in writing order, with `class` and `data-key`.
    #[must_use]
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = Vec::with_capacity(6);
        if !self.class.is_empty() {
            attributes.push(("class", self.class.to_string()));
        }
        if let Some(key) = self.key {
            attributes.push(("data-key", key.to_string()));
        }
        self.push_geometry(&mut attributes);
        attributes
    }

    fn push_geometry(&self, out: &mut Vec<(&'static str, String)>) {
        match &self.shape {
            Shape::Group { offset, .. } => {
                if *offset != Point::default() {
                    out.push(("transform", format!("translate({} {})", px(offset.x), px(offset.y))));
                }
            }
            Shape::Line { from, to } => {
                out.extend([("x1", px(from.x)), ("y1", px(from.y)), ("x2", px(to.x)), ("y2", px(to.y))])
            }
            Shape::Path { d } => out.push(("d", d.clone())),
            Shape::Rect { corner, width, height, radius } => {
                out.extend([
                    ("x", px(corner.x)),
                    ("y", px(corner.y)),
                    ("width", px(width.max(0.0))),
                    ("height", px(height.max(0.0))),
                ]);
                if *radius > 0.0 {
                    out.push(("rx", px(*radius)));
                }
            }
            Shape::Circle { centre, radius } => {
                out.extend([("cx", px(centre.x)), ("cy", px(centre.y)), ("r", px(*radius))]);
            }
            Shape::Polygon { points } => {
                let points: Vec<String> = points.iter().map(|p| format!("{},{}", px(p.x), px(p.y))).collect();
                out.push(("points", points.join(" ")));
            }
            Shape::Text { point, anchor, .. } => {
                out.extend([("x", px(point.x)), ("y", px(point.y))]);
                match anchor {
                    Anchor::Start => {}
                    Anchor::Middle => out.push(("text-anchor", "middle".to_owned())),
                    Anchor::End => out.push(("text-anchor", "end".to_owned())),
                }
            }
        }
    }

    /// The marks inside a group; none for other shapes.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match &self.shape {
            Shape::Group { marks, .. } => marks,
            _ => &[],
        }
    }

    /// The runs of a text; none for other shapes.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        match &self.shape {
            Shape::Text { spans, .. } => spans,
            _ => &[],
        }
    }
}

/// A whole figure: its size, its marks and the sentence that says what it shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// The class of the figure, beside `fig`.
    pub class: Cow<'static, str>,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// The description that a screen reader says instead of the figure.
    pub label: String,
    /// The marks, painted in order.
    pub marks: Vec<Mark>,
}

impl Mark {
    fn turn_decimals(&mut self, w: Words) {
        match &mut self.shape {
            Shape::Group { marks, .. } => marks.iter_mut().for_each(|mark| mark.turn_decimals(w)),
            Shape::Text { spans, .. } => {
                for span in spans {
                    span.text = w.decimals(core::mem::take(&mut span.text).into_owned()).into();
                }
            }
            _ => {}
        }
    }
}

impl Drawing {
    /// The drawing with the decimal sign of a language in its label and its printed texts.
    /// The title of a mark may hold a text of the reader's own, and stays.
    #[must_use]
    pub(super) fn with_decimals(mut self, w: Words) -> Self {
        if w.language() != Language::English {
            self.label = w.decimals(self.label);
            self.marks.iter_mut().for_each(|mark| mark.turn_decimals(w));
        }
        self
    }

    /// Every mark of the tree, parents before children.
    #[must_use]
    pub fn all_marks(&self) -> Vec<&Mark> {
        fn walk<'a>(marks: &'a [Mark], out: &mut Vec<&'a Mark>) {
            for mark in marks {
                out.push(mark);
                walk(mark.children(), out);
            }
        }
        let mut out = Vec::new();
        walk(&self.marks, &mut out);
        out
    }

    /// The words printed in the figure, one string a text mark.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let texts = self.all_marks().into_iter().filter(|mark| !mark.spans().is_empty());
        texts.map(|mark| mark.spans().iter().map(|span| &*span.text).collect()).collect()
    }

    /// The number of marks with the class.
    #[must_use]
    pub fn count(&self, class: &str) -> usize {
        self.all_marks().into_iter().filter(|m| m.class.split(' ').any(|c| c == class)).count()
    }
}
