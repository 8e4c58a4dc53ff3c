//! Points of view A beside the frontier: the paper's rule, the baselines and the published ghosts.

use super::super::glyph;
use super::super::mark::{Mark, Point};
use super::super::place::{Field, Label};
use super::super::text;
use super::frame::{Frame, led, placed, whisker};
use super::{Baseline, Curve, Published, Reading, Series};
use crate::language::{Words, fill};

impl Curve {
    pub(super) fn rule_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let (mut marks, dots) =
            ghosts(self.words, self.published.iter().filter(|p| p.series == Series::PaperRule), frame);
        marks.extend(dots);
        let line: Vec<Point> = self.rule.iter().map(|p| frame.at(p.reading)).collect();
        marks.push(Mark::polyline("n s-rule w2 d4 o75", &line));
        for p in &self.rule {
            let centre = frame.at(p.reading);
            let (low, high) = whisker(frame, p.reading, p.success_se);
            let words = describe(
                self.words,
                &fill(self.words.papers_rule_at(), &[&text::tick(p.price)]),
                p.reading,
                p.success_se,
            );
            marks.push(Mark::line("n s-rule w3", low, high));
            marks.push(glyph::diamond("f-rule s-paper w1", centre, 5.5).with_title(words));
        }
        for (i, p) in self.rule.iter().enumerate().rev() {
            let r = format!("r = {}", text::tick(p.price));
            let is_named = i + 1 == self.rule.len();
            let (words, class) = match (is_named, frame.narrow) {
                (true, false) => (fill(self.words.papers_rule_r(), &[&r]), "halo t-rule"),
                (true, true) => (self.words.papers_rule().to_owned(), "halo t-rule"),
                (false, _) => (r, "halo small t-rule"),
            };
            marks.extend(placed(field, &Label::new(&words, class), frame.at(p.reading), 8.0));
        }
        marks
    }

    pub(super) fn baseline_marks(&self, series: Series, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let (mut marks, dots) =
            ghosts(self.words, self.published.iter().filter(|p| p.series == series), frame);
        marks.extend(dots);
        let own: Vec<&Baseline> = self.baselines.iter().filter(|b| b.series == series).collect();
        for b in &own {
            let centre = frame.at(b.reading);
            let (low, high) = whisker(frame, b.reading, b.success_se);
            marks.push(Mark::line("n s-base w3", low, high));
            let shape = match series {
                Series::Threshold => glyph::triangle("f-base", centre, 4.6),
                _ => glyph::square("f-base", centre, 3.8),
            };
            let name = b.label.replace('\n', " ");
            marks.push(shape.with_title(describe(self.words, &name, b.reading, b.success_se)));
        }
        for b in own {
            let words = if frame.narrow { &b.short } else { &b.label };
            if !words.is_empty() {
                let (label, mark) = (Label::new(words, "halo t-base"), frame.at(b.reading));
                let beside = placed(field, &label, mark, 8.0);
                marks.extend(if beside.is_empty() { led(field, &label, mark, 8.0) } else { beside });
            }
        }
        marks
    }
}

/// Tethers and whiskers of ghosts, and apart from them their dots, which lie over the lines.
pub(super) fn ghosts<'a>(
    w: Words,
    published: impl Iterator<Item = &'a Published>,
    frame: &Frame,
) -> (Vec<Mark>, Vec<Mark>) {
    let (mut under, mut over) = (Vec::new(), Vec::new());
    for p in published {
        let centre = frame.at(p.reading);
        if let Some(counterpart) = p.counterpart {
            under.push(Mark::line("n s-ghost w1 o5", centre, frame.at(counterpart)));
        }
        let (low, high) = whisker(frame, p.reading, p.success_se);
        under.push(Mark::line("n s-ghost w1 d5 o75", low, high));
        let words = fill(w.published_name(), &[&describe(w, &p.title, p.reading, p.success_se)]);
        over.push(Mark::circle("ghost f-paper s-ghost w2 d2", centre, 4.0).with_title(words));
    }
    (under, over)
}

/// "random 10 %: 43.9 % ± 1.2 at 1.06 calls": ± is half of the 95 % interval.
pub(super) fn describe(w: Words, name: &str, reading: Reading, success_se: f64) -> String {
    let error = if success_se > 0.0 {
        format!(" ± {}", text::percent_number(text::interval_half(success_se)))
    } else {
        String::new()
    };
    let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
    let (s, c) = (text::percent_number(reading.success), text::calls(reading.calls));
    fill(w.at_c_calls(), &[&name, &s, &error, &text::THIN, &c])
}
