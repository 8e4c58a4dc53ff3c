//! Shapes as a page's paths.

use pdf_writer::Content;

use super::super::mark::{Point, Shape};

/// The length of a quarter circle's handles, for a radius of one.
const QUARTER: f32 = 0.552_284_8;

/// A length as the SVG writes it: to a tenth of a pixel.
pub(super) fn px(length: f64) -> f32 {
    if length.is_finite() { (libm::round(length * 10.0) / 10.0) as f32 } else { 0.0 }
}

fn pair(point: Point) -> (f32, f32) {
    (px(point.x), px(point.y))
}

/// Begins the shape's path; what is painted of it is the caller's business. Groups and texts have none.
pub(super) fn draw(content: &mut Content, shape: &Shape) {
    match shape {
        Shape::Line { from, to } => polygon(content, &[*from, *to]),
        Shape::Path { d } => path(content, d),
        Shape::Rect { corner, width, height, radius } => {
            let (x, y) = pair(*corner);
            rect(content, [x, y, px(width.max(0.0)), px(height.max(0.0))], px(*radius));
        }
        Shape::Circle { centre, radius } => {
            let ((x, y), r) = (pair(*centre), px(*radius));
            rect(content, [x - r, y - r, 2.0 * r, 2.0 * r], r);
        }
        Shape::Polygon { points } => {
            polygon(content, points);
            content.close_path();
        }
        Shape::Group { .. } | Shape::Text { .. } => {}
    }
}

fn polygon(content: &mut Content, points: &[Point]) {
    for (i, (x, y)) in points.iter().copied().map(pair).enumerate() {
        let _ = if i == 0 { content.move_to(x, y) } else { content.line_to(x, y) };
    }
}

/// A rectangle with round corners; a circle is one whose corners meet.
fn rect(content: &mut Content, [x, y, width, height]: [f32; 4], radius: f32) {
    let r = radius.min(width / 2.0).min(height / 2.0);
    if r <= 0.0 {
        content.rect(x, y, width, height);
        return;
    }
    let (right, bottom, k) = (x + width, y + height, r * (1.0 - QUARTER));
    content.move_to(x + r, y).line_to(right - r, y);
    content.cubic_to(right - k, y, right, y + k, right, y + r).line_to(right, bottom - r);
    content.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom).line_to(x + r, bottom);
    content.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r).line_to(x, y + r);
    content.cubic_to(x, y + k, x + k, y, x + r, y).close_path();
}

/// The part of SVG's path language that figures use: M, L, H, V, Q and Z, and their relative forms.
fn path(content: &mut Content, d: &str) {
    let (mut x, mut y) = (0.0_f32, 0.0_f32);
    let mut rest = d;
    while let Some(command) = rest.chars().next() {
        let after = &rest[command.len_utf8()..];
        let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
        let numbers: Vec<f32> =
            after[..end].split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
        rest = &after[end..];
        let is_relative = command.is_ascii_lowercase();
        let (dx, dy) = if is_relative { (x, y) } else { (0.0, 0.0) };
        match (command.to_ascii_uppercase(), numbers.as_slice()) {
            ('M', &[a, b]) => {
                (x, y) = (dx + a, dy + b);
                content.move_to(x, y);
            }
            ('L', pairs) => {
                for pair in pairs.chunks_exact(2) {
                    (x, y) = if is_relative { (x + pair[0], y + pair[1]) } else { (pair[0], pair[1]) };
                    content.line_to(x, y);
                }
            }
            ('H', &[a]) => {
                x = dx + a;
                content.line_to(x, y);
            }
            ('V', &[b]) => {
                y = dy + b;
                content.line_to(x, y);
            }
            ('Q', &[a, b, c, d]) => {
                let ((qx, qy), (ex, ey)) = ((dx + a, dy + b), (dx + c, dy + d));
                // A quadratic curve is a cubic whose handles reach two thirds of the way.
                let toward = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                content.cubic_to(toward(x, qx), toward(y, qy), toward(ex, qx), toward(ey, qy), ex, ey);
                (x, y) = (ex, ey);
            }
            ('Z', _) => {
                content.close_path();
            }
            // The tests of shared figures hold that there is nothing else.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_place_through_relative_commands() {
        let mut content = Content::new();
        path(&mut content, "M1 2l4 8m1 -8L9 9V0Q3 3 6 0");
        let written = String::from_utf8(content.finish().to_vec()).unwrap();
        assert_eq!(written, "1 2 m\n5 10 l\n6 2 m\n9 9 l\n9 0 l\n5 2 4 2 6 0 c");
    }
}
