//! The ground of the budget slider: every breakpoint as a tick, a few printed stops, the budget before.
//!
//! Thousands of breakpoints are gathered into columns a few pixels wide; a column's height says how many states
//! change in it, on a logarithmic scale. The thumb itself is the page's range input.

use super::mark::{Anchor, Drawing, Mark, at};
use super::scale::Scale;
use super::text::{self, px};
use crate::language::{Words, fill};

/// Width at full page width, in pixels.
pub const WIDE: f64 = 844.0;
/// Width of the narrow drawing on a phone of 390 px, in pixels.
pub const NARROW: f64 = 336.0;
/// Height of the drawing in pixels; the track runs at [`TRACK_Y`].
pub const HEIGHT: f64 = 62.0;
/// How far down the track runs, in pixels.
pub const TRACK_Y: f64 = 28.0;

const FOOT: f64 = 24.0;
const TALLEST: f64 = 15.0;
/// A narrower slider has the readouts right above it, so a word to the reader stands among the numbers below.
const NARROW_BELOW: f64 = 500.0;
/// Size of the word to the reader, in pixels.
const HINT_SIZE: f64 = 14.0;
/// Columns are this wide, so that ticks stay apart.
const COLUMN: f64 = 3.0;

/// A budget where the policy changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breakpoint {
    /// The budget, calls per task.
    pub calls: f64,
    /// How many states change there, over all tasks.
    pub changes: u32,
}

/// Everything the slider's ground shows. Budgets are in calls per task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slider {
    /// The budget at the right end; the left end is 0, never asking.
    pub most: f64,
    /// The current budget.
    pub budget: f64,
    /// The budget before the last change.
    pub previous: Option<f64>,
    /// Every breakpoint, in any order.
    pub breakpoints: Vec<Breakpoint>,
    /// A word to the reader beside the thumb; empty for none.
    pub hint: String,
    /// Budgets worth a printed number, from the most important on; those without room stay unprinted.
    pub stops: Vec<f64>,
    /// The words it is labelled with.
    pub words: Words,
}

impl Slider {
    /// The drawing at a width in pixels: 0 at its left edge, `most` at its right edge.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let scale = Scale::new((0.0, self.most.max(1e-9)), (0.0, width));
        let x = |calls: f64| scale.at(calls.clamp(0.0, self.most.max(0.0)));
        let track = |class, to: f64| Mark::line(class, at(0.0, TRACK_Y), at(to, TRACK_Y));
        let mut marks = vec![track("n s-axis w4", width), track("n s-ink w4", x(self.budget))];
        marks.push(Mark::path("n s-ink3 w1", self.ticks(scale, width)));
        for stop in &self.stops {
            let x = x(*stop);
            marks.push(Mark::line("n s-ink w3", at(x, FOOT - TALLEST + 2.0), at(x, FOOT)));
        }
        marks.extend(self.numbers(scale, width));
        if let Some(previous) = self.previous {
            let words = fill(self.words.was(), &[&text::calls(previous)]);
            marks.push(
                Mark::circle("ring f-paper s-ink2 w2 d2", at(x(previous), TRACK_Y), 5.0).with_title(words),
            );
        }
        if !self.hint.is_empty() {
            let (from, to) = self.hint_span(scale, width);
            let y = if width < NARROW_BELOW { HEIGHT - 4.0 } else { 3.0 };
            marks.push(Mark::text("halo hint", at((from + to) / 2.0, y), Anchor::Middle, self.hint.clone()));
        }
        let label = fill(self.words.slider_label(), &[&self.breakpoints.len(), &text::tick(self.most)]);
        Drawing { class: "fig-slider".into(), width, height: HEIGHT, label, marks }
    }

    /// From where to where the word to the reader stands: at the thumb, and within the drawing.
    fn hint_span(&self, scale: Scale, width: f64) -> (f64, f64) {
        let half = text::width(&self.hint, HINT_SIZE) / 2.0;
        let centre = scale.at(self.budget.clamp(0.0, self.most)).clamp(half, (width - half).max(half));
        (centre - half, centre + half)
    }

    /// One upright stroke a column that holds breakpoints.
    fn ticks(&self, scale: Scale, width: f64) -> String {
        let columns = (width / COLUMN).clamp(1.0, 10_000.0) as usize;
        let mut changes = vec![0_u64; columns + 1];
        for b in self.breakpoints.iter().filter(|b| b.calls >= 0.0 && b.calls <= self.most) {
            let column = (scale.at(b.calls) / COLUMN) as usize;
            if let Some(sum) = changes.get_mut(column.min(columns)) {
                *sum += u64::from(b.changes.max(1));
            }
        }
        let most = changes.iter().copied().max().unwrap_or(0) as f64;
        let full = libm::log1p(most).max(libm::log1p(8.0));
        let mut d = String::new();
        for (column, sum) in changes.into_iter().enumerate().filter(|(_, sum)| *sum > 0) {
            let x = ((column as f64 + 0.5) * COLUMN).min(width);
            let tall = 3.0 + (TALLEST - 3.0) * libm::log1p(sum as f64) / full;
            d.push_str(&format!("M{} {}V{}", px(x), px(FOOT - tall), px(FOOT)));
        }
        d
    }

    /// The numbers under the track: the budget, then the ends and stops as long as there is room. A word to the reader that
    /// stands there takes the place of the budget's number, which the bar shows in large figures anyway.
    fn numbers(&self, scale: Scale, width: f64) -> Vec<Mark> {
        let y = HEIGHT - 4.0;
        let end = text::tick(self.most);
        let start = if width > 500.0 { self.words.zero_never() } else { "0" };
        let current = text::calls(self.budget);
        let half = text::width(&current, 10.5) / 2.0;
        let centre = scale.at(self.budget.clamp(0.0, self.most)).clamp(half, (width - half).max(half));
        let is_hint_here = !self.hint.is_empty() && width < NARROW_BELOW;
        let (mut taken, mut marks) = if is_hint_here {
            (vec![self.hint_span(scale, width)], Vec::new())
        } else {
            let number = Mark::text("tick strong", at(centre, y), Anchor::Middle, current);
            (vec![(centre - half, centre + half)], vec![number])
        };
        let is_free = |taken: &[(f64, f64)], from: f64, to: f64| {
            taken.iter().all(|(a, b)| to + 8.0 <= *a || from >= *b + 8.0)
        };
        let start_right = text::width(start, 10.5);
        if is_free(&taken, 0.0, start_right) {
            taken.push((0.0, start_right));
            marks.push(Mark::text("tick", at(0.0, y), Anchor::Start, start));
        }
        let end_left = width - text::width(&end, 10.5);
        if is_free(&taken, end_left, width) {
            taken.push((end_left, width));
            marks.push(Mark::text("tick", at(width, y), Anchor::End, end));
        }
        for stop in &self.stops {
            let (words, x) = (text::calls(*stop), scale.at(*stop));
            let half = text::width(&words, 10.5) / 2.0;
            if is_free(&taken, x - half, x + half) {
                taken.push((x - half, x + half));
                marks.push(Mark::text("tick", at(x, y), Anchor::Middle, words));
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slider(n: u32) -> Slider {
        let breakpoint = |i: u32| Breakpoint { calls: 2.0 * f64::from(i) / f64::from(n), changes: 1 + i % 7 };
        Slider {
            most: 2.0,
            budget: 1.5,
            previous: Some(1.2),
            breakpoints: (0..n).map(breakpoint).collect(),
            stops: vec![0.5, 1.78, 0.51],
            ..Slider::default()
        }
    }

    fn ticks_of(drawing: &Drawing) -> usize {
        let path = drawing.marks.iter().find(|m| m.tag() == "path").unwrap();
        path.attributes().iter().find(|(name, _)| *name == "d").unwrap().1.matches('M').count()
    }

    #[test]
    fn few_breakpoints_are_ticks_of_their_own() {
        assert_eq!(ticks_of(&slider(40).draw(WIDE)), 40);
    }

    #[test]
    fn ten_thousand_breakpoints_become_one_tick_a_column() {
        let drawing = slider(10_000).draw(WIDE);
        assert!(ticks_of(&drawing) <= 283);
        assert!(drawing.all_marks().len() < 20);
    }

    #[test]
    fn a_word_to_the_reader_stays_off_the_readouts_and_off_the_numbers() {
        for width in [266.0, NARROW, 376.0, WIDE] {
            let hint = Words::ENGLISH.fewer_calls();
            let drawing = Slider { hint: hint.to_owned(), budget: 1.0, ..slider(40) }.draw(width);
            let texts = drawing.marks.iter().filter(|mark| mark.tag() == "text");
            let number = |mark: &Mark, name: &str| -> f64 {
                let found = mark.attributes().into_iter().find(|(known, _)| *known == name);
                found.unwrap().1.parse().unwrap()
            };
            let rows: Vec<f64> = texts.map(|mark| number(mark, "y")).collect();
            if width < NARROW_BELOW {
                assert!(rows.iter().all(|y| *y > TRACK_Y), "{width}: {rows:?}");
                assert!(!drawing.texts().contains(&"1.00".to_owned()), "{width}: {:?}", drawing.texts());
            }
            assert!(drawing.texts().contains(&hint.to_owned()), "{width}");
        }
    }

    #[test]
    fn numbers_that_would_overlap_stay_unprinted() {
        let texts = slider(40).draw(WIDE).texts();
        assert_eq!(texts, ["1.50", "0 never", "2", ".50", "1.78"]);
        assert_eq!(Slider::default().draw(NARROW).texts(), [".00", "0"]);
    }
}
