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
/// The height of the track below the top, in pixels.
pub const TRACK_Y: f64 = 28.0;

const FOOT: f64 = 24.0;
const TALLEST: f64 = 15.0;
/// Columns are this wide, so that ticks stay apart.
const COLUMN: f64 = 3.0;

/// A budget where the policy changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breakpoint {
    /// The budget, calls per task.
    pub calls: f64,
    /// The number of states whose action changes there, over all tasks.
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
    /// True if budgets are whole: calls at most.
    pub is_whole: bool,
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
            let words = fill(self.words.was(), &[&self.number(previous)]);
            marks.push(
                Mark::circle("ring f-paper s-ink2 w2 d2", at(x(previous), TRACK_Y), 5.0).with_title(words),
            );
        }
        let label = fill(self.words.slider_label(), &[&self.breakpoints.len(), &text::tick(self.most)]);
        Drawing { class: "fig-slider".into(), width, height: HEIGHT, label, marks }.with_decimals(self.words)
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

    /// A budget as it is printed.
    fn number(&self, calls: f64) -> String {
        text::budget(calls, self.is_whole)
    }

    /// The numbers under the track: the budget always, the hint beside it, both ends and stops as long as there is room.
    fn numbers(&self, scale: Scale, width: f64) -> Vec<Mark> {
        let here = scale.at(self.budget.clamp(0.0, self.most));
        let mut row = Row { width, taken: Vec::new(), marks: Vec::new() };
        row.put("tick strong", here, self.number(self.budget));
        if !self.hint.is_empty() {
            row.put_beside("hint", here, &self.hint);
        }
        let start = if width > 500.0 { self.words.zero_never() } else { "0" };
        row.put("tick", 0.0, start.to_owned());
        row.put("tick", width, text::tick(self.most));
        for stop in &self.stops {
            row.put("tick", scale.at(*stop), self.number(*stop));
        }
        row.marks
    }
}

/// Words that stand side by side in one line.
struct Row {
    width: f64,
    taken: Vec<(f64, f64)>,
    marks: Vec<Mark>,
}

impl Row {
    /// The words over a place, kept inside the line; nothing where there is no room.
    fn put(&mut self, class: &'static str, x: f64, words: String) {
        let half = text::width_of(&words, class) / 2.0;
        let centre = x.clamp(half, (self.width - half).max(half));
        let (from, to) = (centre - half, centre + half);
        if self.taken.iter().all(|(a, b)| to + 8.0 <= *a || from >= *b + 8.0) {
            self.taken.push((from, to));
            self.marks.push(Mark::text(class, at(centre, HEIGHT - 4.0), Anchor::Middle, words));
        }
    }

    /// The words left of a place where they fit, else right of it, else instead of what stands there.
    fn put_beside(&mut self, class: &'static str, x: f64, words: &str) {
        let half = text::width_of(words, class) / 2.0;
        if half * 2.0 > self.width {
            return;
        }
        let (left, right) = self.taken.last().copied().unwrap_or((x, x));
        let n = self.marks.len();
        for centre in [left - 9.0 - half, right + 9.0 + half] {
            if centre - half >= 0.0 && centre + half <= self.width {
                self.put(class, centre, words.to_owned());
            }
            if self.marks.len() > n {
                return;
            }
        }
        (self.taken, self.marks) = (Vec::new(), Vec::new());
        self.put(class, x, words.to_owned());
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
    fn a_hint_stands_in_the_line_of_numbers_and_meets_none() {
        for (width, budget) in
            [WIDE, NARROW, 300.0].into_iter().flat_map(|w| [0.0, 0.4, 1.0, 2.0].map(|c| (w, c)))
        {
            let hint = "← give the agent fewer calls".to_owned();
            let drawing = Slider { hint: hint.clone(), budget, ..slider(40) }.draw(width);
            assert_eq!(
                crate::figure::clear::collisions(&drawing),
                Vec::<String>::new(),
                "{budget} at {width}"
            );
            assert!(drawing.texts().contains(&hint), "{budget} at {width}");
        }
    }

    #[test]
    fn calls_at_most_are_whole() {
        let capped =
            Slider { is_whole: true, budget: 2.0, most: 8.0, stops: vec![1.0, 3.0], ..Slider::default() };
        assert_eq!(capped.draw(WIDE).texts(), ["2", "0 never", "8", "1", "3"]);
    }

    #[test]
    fn numbers_that_would_overlap_stay_unprinted() {
        let texts = slider(40).draw(WIDE).texts();
        assert_eq!(texts, ["1.50", "0 never", "2", "0.50", "1.78"]);
        assert_eq!(Slider::default().draw(NARROW).texts(), ["0.00", "0"]);
    }
}
