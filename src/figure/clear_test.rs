//! Collisions in a drawing: texts that meet a text, a mark or a line, or that leave the drawing. For tests.
//!
//! A text counts as the box of its letters at the widths of [`text::width_of`], which are those of the widest common
//! faces. Lines of the grid (`s-line`) and grounds (washes, paper) may lie under a text; nothing else may.

use super::mark::{Anchor, Drawing, Mark, Point, Shape, at};
use super::path::flattened;
use super::place::Area;
use super::text;

/// The overlap that a text may have with another mark, in pixels: drawings are written to a tenth.
const TOUCH: f64 = 0.6;

/// The least space between two texts on one line, in pixels: about that between two words.
const GAP: f64 = 3.0;

/// A line of text and the box of its letters.
struct Words {
    text: String,
    area: Area,
}

/// A part of a line that is painted, half as wide as it is drawn.
struct Stroke {
    from: Point,
    to: Point,
    half: f64,
    class: String,
    /// The number of marks are painted before it.
    order: usize,
}

/// A filled mark.
struct Solid {
    area: Area,
    class: String,
    order: usize,
}

impl Solid {
    /// True if it is the ground of a text: what was painted before it is hidden there.
    fn is_under(&self, text: &Area) -> bool {
        self.area.grown(1.0).holds(text)
    }
}

#[derive(Default)]
struct Found {
    words: Vec<Words>,
    strokes: Vec<Stroke>,
    solids: Vec<Solid>,
    order: usize,
}

/// Every collision of the drawing in words; none if it is clear.
pub(crate) fn collisions(drawing: &Drawing) -> Vec<String> {
    let mut found = Found::default();
    for mark in &drawing.marks {
        found.add(mark, Point::default());
    }
    let sheet = Area { left: 0.0, top: 0.0, right: drawing.width, bottom: drawing.height };
    let mut collisions = Vec::new();
    for (index, words) in found.words.iter().enumerate() {
        let (name, box_of) = (&words.text, words.area.grown(-TOUCH));
        if !sheet.holds(&box_of) {
            collisions.push(format!("“{name}” leaves the drawing: {:?}", words.area));
        }
        for other in found.words.iter().skip(index + 1) {
            let other_box = other.area.grown(-TOUCH);
            let apart = Area { left: other_box.left - GAP, right: other_box.right + GAP, ..other_box };
            if box_of.overlap(&apart) > 0.0 {
                collisions.push(format!("“{name}” meets “{}”", other.text));
            }
        }
        for solid in &found.solids {
            if box_of.overlap(&solid.area) > 0.0 && !solid.is_under(&box_of) {
                collisions.push(format!("“{name}” meets a mark, {}", solid.class));
            }
        }
        let grounds = found.solids.iter().filter(|solid| solid.is_under(&box_of)).map(|solid| solid.order);
        let ground = grounds.max().unwrap_or(0);
        for stroke in found.strokes.iter().filter(|stroke| stroke.order > ground) {
            if box_of.grown(stroke.half).length_inside(stroke.from, stroke.to) > 0.0 {
                collisions.push(format!("“{name}” is crossed by a line, {}", stroke.class));
                break;
            }
        }
    }
    collisions
}

/// The texts that stand nearer to another's mark than to their own, where no line leads there: `names` are the spellings
/// of each name, and a mark is known by its title, which begins with the first one.
pub(crate) fn misnamed(drawing: &Drawing, names: &[[&String; 2]]) -> Vec<String> {
    let mut found = Found::default();
    for mark in &drawing.marks {
        found.add(mark, Point::default());
    }
    let marks = drawing.all_marks();
    let places = names.iter().map(|[name, _]| {
        let start = format!("{}: ", name.replace('\n', " "));
        let own =
            marks.iter().find(|mark| mark.title.as_ref().is_some_and(|title| title.starts_with(&start)));
        own.and_then(|mark| middle(mark))
    });
    let places: Vec<Option<Point>> = places.collect();
    let mut faults = Vec::new();
    for (first, words) in found.words.iter().enumerate() {
        let rest = &found.words[first..];
        let is_said = |name: &&&String| {
            let lines = name.split('\n');
            rest.len() >= lines.clone().count() && lines.zip(rest).all(|(line, words)| line == words.text)
        };
        let spelled = |names: &[&String; 2]| names.iter().find(is_said).map(|name| name.split('\n').count());
        let named = names.iter().zip(&places).find_map(|(names, place)| Some((spelled(names)?, (*place)?)));
        let Some((n_lines, mark)) = named else { continue };
        let area = rest[..n_lines].iter().fold(words.area, |all, line| Area {
            left: all.left.min(line.area.left),
            right: all.right.max(line.area.right),
            bottom: all.bottom.max(line.area.bottom),
            ..all
        });
        let leads = |stroke: &Stroke| {
            stroke.class == "n s-ink w1 o5"
                && Area::around(mark, 10.0).away(stroke.from) < TOUCH
                && area.grown(5.0).away(stroke.to) < TOUCH
        };
        if found.strokes.iter().any(leads) {
            continue;
        }
        for (other, point) in places.iter().enumerate() {
            // Letters are a little smaller than the label that was placed.
            if point.is_some_and(|point| area.away(point) < area.away(mark) - 4.0) {
                faults.push(format!("“{}” stands nearer to the mark of “{}”", words.text, names[other][0]));
            }
        }
    }
    faults
}

/// The middle of a mark; none for a line, a text or a group.
fn middle(mark: &Mark) -> Option<Point> {
    match &mark.shape {
        Shape::Circle { centre, .. } => Some(*centre),
        Shape::Rect { corner, width, height, .. } => {
            Some(at(corner.x + width / 2.0, corner.y + height / 2.0))
        }
        Shape::Polygon { points } if !points.is_empty() => {
            let n = points.len() as f64;
            let mean = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / n;
            Some(at(mean(|point| point.x), mean(|point| point.y)))
        }
        _ => None,
    }
}

fn has(class: &str, name: &str) -> bool {
    class.split(' ').any(|one| one == name)
}

/// Half of the width a class is stroked with; none if it is not stroked, or so that it may lie under a text.
fn stroke_half(class: &str) -> Option<f64> {
    let stroke = class.split(' ').find(|one| one.starts_with("s-"))?;
    if matches!(stroke, "s-line" | "s-paper") {
        return None;
    }
    let widths = [("w1", 1.0), ("w2", 1.25), ("w3", 1.5), ("w4", 2.0), ("w5", 2.5), ("w6", 3.0), ("w7", 6.0)];
    let width = widths.into_iter().find(|(name, _)| has(class, name)).map_or(1.0, |(_, width)| width);
    Some(width / 2.0)
}

/// True if the class is painted over what lies under it.
fn is_filled(class: &str) -> bool {
    const INKS: [&str; 8] = ["f-ink", "f-exact", "f-ask", "f-go", "f-rule", "f-base", "f-on", "pointer"];
    class.split(' ').any(|one| INKS.contains(&one))
}

impl Found {
    fn add(&mut self, mark: &Mark, offset: Point) {
        let class = mark.class.to_string();
        if has(&class, "hit") || has(&class, "rim") {
            return;
        }
        self.order += 1;
        let order = self.order;
        let moved = |p: Point| at(p.x + offset.x, p.y + offset.y);
        match &mark.shape {
            Shape::Group { offset: by, marks } => {
                let offset = moved(*by);
                marks.iter().for_each(|mark| self.add(mark, offset));
            }
            Shape::Line { from, to } => self.line(&class, &[moved(*from), moved(*to)]),
            Shape::Path { d } => {
                for piece in flattened(d) {
                    let points: Vec<Point> = piece.into_iter().map(moved).collect();
                    self.line(&class, &points);
                }
            }
            Shape::Polygon { points } => {
                let mut points: Vec<Point> = points.iter().copied().map(moved).collect();
                points.extend(points.first().copied());
                let edge = |pair: &[Point]| Stroke {
                    from: pair[0],
                    to: pair[1],
                    half: 0.0,
                    class: class.clone(),
                    order,
                };
                self.strokes.extend(points.windows(2).map(edge));
            }
            Shape::Rect { corner, width, height, .. } => {
                let Point { x, y } = moved(*corner);
                let area = Area { left: x, top: y, right: x + width, bottom: y + height };
                if is_filled(&class) {
                    self.solids.push(Solid { area, class, order });
                } else {
                    let corners =
                        [at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height), at(x, y)];
                    self.line(&class, &corners);
                }
            }
            Shape::Circle { centre, radius } => {
                let area = Area::around(moved(*centre), *radius);
                if is_filled(&class) || stroke_half(&class).is_some() {
                    self.solids.push(Solid { area, class, order });
                }
            }
            Shape::Text { point, anchor, spans } => {
                let width: f64 = spans
                    .iter()
                    .map(|span| text::width_of(&span.text, &format!("{class} {}", span.class)))
                    .sum();
                let size = text::size_of(&class);
                let Point { x, y } = moved(*point);
                let left = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - width / 2.0,
                    Anchor::End => x - width,
                };
                let area = Area { left, top: y - 0.76 * size, right: left + width, bottom: y + 0.22 * size };
                let text: String = spans.iter().map(|span| &*span.text).collect();
                if !text.trim().is_empty() {
                    self.words.push(Words { text, area });
                }
            }
        }
    }

    fn line(&mut self, class: &str, points: &[Point]) {
        let Some(half) = stroke_half(class) else { return };
        let order = self.order;
        let stroke =
            |pair: &[Point]| Stroke { from: pair[0], to: pair[1], half, class: class.to_owned(), order };
        self.strokes.extend(points.windows(2).map(stroke));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(marks: Vec<Mark>) -> Drawing {
        Drawing { class: "".into(), width: 100.0, height: 50.0, label: String::new(), marks }
    }

    fn word(x: f64, y: f64) -> Mark {
        Mark::text("tick", at(x, y), Anchor::Start, "word")
    }

    #[test]
    fn a_text_alone_is_clear_and_one_that_hangs_over_is_not() {
        assert_eq!(collisions(&drawing(vec![word(10.0, 20.0)])), Vec::<String>::new());
        for (x, y) in [(-5.0, 20.0), (90.0, 20.0), (10.0, 3.0), (10.0, 52.0)] {
            assert_eq!(collisions(&drawing(vec![word(x, y)])).len(), 1, "{x} {y}");
        }
    }

    #[test]
    fn two_texts_of_one_line_need_a_space_between_them() {
        let end = 10.0 + text::width_of("word", "tick");
        for (x, n) in [(end + 1.0, 1), (end + 6.0, 0)] {
            assert_eq!(collisions(&drawing(vec![word(10.0, 20.0), word(x, 20.0)])).len(), n, "{x}");
        }
    }

    #[test]
    fn a_name_is_told_that_stands_nearer_to_the_mark_of_another() {
        let mark =
            |x: f64, name: &str| Mark::circle("f-base", at(x, 20.0), 3.0).with_title(format!("{name}: 40 %"));
        let names = ["one".to_owned(), "two".to_owned()];
        let names = names.each_ref().map(|name| [name, name]);
        let shown = |x| {
            let name = Mark::text("tick", at(x, 20.0), Anchor::Start, "one");
            misnamed(&drawing(vec![mark(10.0, "one"), mark(60.0, "two"), name]), &names)
        };
        assert_eq!(shown(16.0), Vec::<String>::new());
        assert_eq!(shown(38.0), ["“one” stands nearer to the mark of “two”"]);
    }

    #[test]
    fn lines_marks_and_texts_are_told() {
        let cross = Mark::line("n s-ink w1", at(0.0, 18.0), at(60.0, 18.0));
        let bend = Mark::path("n s-go w4", "M5 5Q20 30 40 18l2 2z");
        let dot = Mark::circle("f-rule", at(20.0, 17.0), 3.0);
        for over in [cross, bend, dot, word(20.0, 24.0)] {
            assert_eq!(collisions(&drawing(vec![word(10.0, 20.0), over.clone()])).len(), 1, "{over:?}");
        }
        let grid = Mark::line("n s-line w1", at(0.0, 18.0), at(60.0, 18.0));
        let badge = Mark::rect("f-ink", at(5.0, 8.0), 50.0, 18.0, 8.0);
        let below = Mark::line("n s-ink w1", at(0.0, 25.0), at(60.0, 25.0));
        assert_eq!(collisions(&drawing(vec![grid, badge, below, word(10.0, 20.0)])), Vec::<String>::new());
    }
}
