//! Scales, axes and marks of view A.

use super::super::key::{Entry, Sign, key};
use super::super::mark::{Anchor, Drawing, Mark, Point, at};
use super::super::place::{Area, Field, Label};
use super::super::scale::{BrokenAxis, Scale, percent_ticks, ticks};
use super::super::text;
use super::frame::{Frame, led, placed, whisker};
use super::points::{describe, ghosts};
use super::reduce::reduced;
use super::{Curve, Reading, Series};
use crate::language::fill;

/// Under this width the labels are the short ones.
const NARROW_BELOW: f64 = 460.0;
/// The left end of the horizontal axis, in pixels: a reading of 0 calls lies there.
const LEFT: f64 = 38.0;
const ZERO: f64 = 46.0;
/// The distances from the top to the axis and from the axis to its label, in pixels.
const FLOOR: f64 = 270.0;
const FOOT: f64 = 31.0;
/// A further line of what the axis counts, in pixels.
const LINE: f64 = 12.0;

impl Curve {
    /// The drawing at a width in pixels.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let frame = self.frame(width.max(240.0));
        let mut field = self.obstacles(&frame);
        let current = self.current_marks(&frame, &mut field);
        let previous = self.previous_marks(&frame, &mut field);
        let exact = self.exact_marks(&frame, &mut field);
        let rule = self.rule_marks(&frame, &mut field);
        let mut marks = self.axes(&frame);
        let order = [Series::Always, Series::Random, Series::Threshold, Series::Never];
        let groups = order.map(|series| (series, self.baseline_marks(series, &frame, &mut field)));
        // Never ask lies on the frontier's first point, so it is painted over it.
        let mut never = Vec::new();
        for (series, group) in groups {
            if series == Series::Never { never = group } else { marks.push(Mark::group("series", group)) }
        }
        marks.push(Mark::group("series", rule));
        marks.push(Mark::group("series exact", exact));
        marks.push(Mark::group("series", never));
        marks.extend(previous);
        marks.extend(current);
        let foot = self.foot(&frame);
        let (key, key_height) = key(&self.entries(), (0.0, frame.width), foot);
        marks.extend(key);
        Drawing {
            class: "fig-curve".into(),
            width: frame.width,
            height: foot + key_height,
            label: self.aria_label(),
            marks,
        }
        .with_decimals(self.words)
    }

    /// The key's lines: they depend on what is drawn, not on where.
    fn entries(&self) -> Vec<Entry> {
        let has = |series: &[Series]| self.baselines.iter().any(|b| series.contains(&b.series));
        let has_bars = self.baselines.iter().any(|b| b.success_se > 0.0) || !self.published.is_empty();
        let words = &self.key;
        let bars = if has_bars && words != &Default::default() { self.words.bars_95() } else { "" };
        let entries = [
            (true, Sign::Line("n s-exact w5"), &*words.optimum),
            (has(&[Series::Exact]), Sign::Circle("f-exact", 3.0), &*words.afresh),
            (!self.rule.is_empty(), Sign::Diamond, &*words.rule),
            (has(&[Series::Never, Series::Always, Series::Random]), Sign::Square, &*words.baselines),
            (has(&[Series::Threshold]), Sign::Triangle, &*words.threshold),
            (!self.published.is_empty(), Sign::Circle("f-paper s-ghost w2 d2", 4.0), &*words.published),
            (true, Sign::Bar, bars),
        ];
        let said = entries.into_iter().filter(|(is_there, _, words)| *is_there && !words.is_empty());
        said.map(|(_, sign, words)| Entry::new(sign, words)).collect()
    }

    /// The bottom of the drawing without its key, in pixels: below the label of the horizontal axis.
    fn foot(&self, frame: &Frame) -> f64 {
        FLOOR + FOOT + LINE * self.x_label_lines(frame).len().max(1) as f64 - 8.0
    }

    fn x_label_lines(&self, frame: &Frame) -> Vec<String> {
        text::wrapped(&self.x_label, "tick", frame.x.near.range.1 - LEFT + 12.0)
    }

    /// The budget as the figure writes it: calls at most are whole.
    pub(super) fn budget_words(&self, budget: f64) -> String {
        text::budget(budget, self.is_capped)
    }

    fn aria_label(&self) -> String {
        let said: String = self.sentence().iter().map(|span| &*span.text).collect();
        if !self.result.is_empty() {
            return fill(self.words.curve_result_label(), &[&self.result, &said]);
        }
        let label = match (self.is_capped, self.is_discounted) {
            (true, _) => self.words.curve_label_cap(),
            (_, true) => self.words.curve_label_discounted(),
            _ => self.words.curve_label(),
        };
        fill(label, &[&self.budget_words(self.budget), &text::success(self.current.success), &said])
    }

    /// The quantity on the vertical axis.
    fn y_label(&self) -> &'static str {
        if self.is_discounted { self.words.discounted_success() } else { self.words.tasks_that_succeed() }
    }

    fn frame(&self, width: f64) -> Frame {
        let narrow = width < NARROW_BELOW;
        let half = text::interval_half;
        let baselines = self.baselines.iter().map(|b| (b.reading, half(b.success_se)));
        let rule = self.rule.iter().map(|p| (p.reading, half(p.success_se)));
        let published = self.published.iter().map(|p| (p.reading, half(p.success_se)));
        let line = self.frontier.iter().map(|r| (*r, 0.0)).chain([(self.current, 0.0)]);
        let mut caps = self.stops.iter().filter(|_| self.is_capped).map(|stop| stop.reading);
        let line = line.chain(caps.clone().map(|reading| (reading, 0.0)));
        let all: Vec<(Reading, f64)> = baselines.chain(rule).chain(published).chain(line).collect();
        let calls: Vec<f64> = all.iter().map(|(r, _)| r.calls).collect();
        let keep = caps.next_back().or(self.frontier.last().copied()).map_or(self.current.calls, |r| r.calls);
        let far_share = if narrow { 0.15 } else { 0.115 };
        let x = BrokenAxis::new(&calls, keep, (ZERO, width - 6.0), far_share);
        let low = all.iter().map(|(r, e)| r.success - e).fold(1.0, f64::min).max(0.0);
        let high = all.iter().map(|(r, _)| r.success).fold(0.0, f64::max).min(1.0);
        let domain = percent_domain(low, high);
        Frame { x, y: Scale::new(domain, (FLOOR, 36.0)), width, narrow }
    }

    fn axes(&self, frame: &Frame) -> Vec<Mark> {
        let mut marks = Vec::new();
        let floor = frame.floor();
        let pieces = self.pieces(frame);
        for (value, label) in percent_ticks(frame.y.domain, 4) {
            let y = frame.y.at(value);
            for (left, right) in &pieces {
                marks.push(Mark::line("n s-line w1", at(*left, y), at(*right, y)));
            }
            marks.push(Mark::text("tick", at(LEFT - 4.0, y + 3.5), Anchor::End, label));
        }
        for (left, right) in &pieces {
            marks.push(Mark::line("n s-axis w1", at(*left, floor), at(*right, floor)));
        }
        let near = ((frame.x.near.range.1 - ZERO) / 44.0) as u32;
        marks.extend(calls_ticks(frame, &frame.x.near, near));
        if let Some(far) = &frame.x.far {
            let x = frame.x.near.range.1 + 5.0;
            let strokes = format!("M{} {}l4 8m1 -8l4 8", text::px(x), text::px(floor - 4.0));
            marks.push(Mark::path("n s-axis w1", strokes));
            // Whole calls only: the piece is too short for halves.
            let whole = (far.domain.1 - far.domain.0).clamp(1.0, 3.0) as u32;
            marks.extend(calls_ticks(frame, far, whole));
        }
        let middle = (LEFT + frame.x.near.range.1) / 2.0;
        for (line, place) in self.x_label_lines(frame).into_iter().zip(0_u32..) {
            let point = at(middle, floor + FOOT + LINE * f64::from(place));
            marks.push(Mark::text("tick", point, Anchor::Middle, line));
        }
        marks.push(Mark::text("tick", at(LEFT, 17.0), Anchor::Start, self.y_label()));
        marks
    }

    fn pieces(&self, frame: &Frame) -> Vec<(f64, f64)> {
        let near = (LEFT, frame.x.near.range.1);
        match &frame.x.far {
            Some(far) => vec![near, (far.range.0 - 4.0, frame.width - 2.0)],
            None => vec![near],
        }
    }

    fn obstacles(&self, frame: &Frame) -> Field {
        let bounds = Area { left: LEFT, top: 4.0, right: frame.width, bottom: frame.floor() - 1.0 };
        let mut field = Field::new(bounds);
        let y_label = text::width_of(self.y_label(), "tick");
        field.take(Area { left: LEFT, top: 7.0, right: LEFT + 2.0 + y_label, bottom: 21.0 });
        field.take(Area::around(frame.at(self.current), 11.0));
        let ring = self.previous.iter().map(|p| (p.reading, 6.5));
        self.baselines.iter().for_each(|b| field.name(frame.at(b.reading)));
        let live = self.baselines.iter().map(|b| (b.reading, 5.5));
        let rule = self.rule.iter().map(|p| (p.reading, 6.0));
        let ghosts = self.published.iter().map(|p| (p.reading, 5.0));
        let stops = self.stops.iter().map(|s| (s.reading, 3.7));
        for (reading, half) in ring.chain(live).chain(rule).chain(ghosts).chain(stops) {
            field.take(Area::around(frame.at(reading), half));
        }
        field.avoid_path(&self.line(frame), 4.0);
        if let Some(end) = self.frontier.last() {
            let from = frame.at(*end);
            field.avoid(from, at(frame.x.near.range.1, from.y), 2.0);
        }
        let rule: Vec<Point> = self.rule.iter().map(|p| frame.at(p.reading)).collect();
        field.avoid_path(&rule, 2.0);
        for p in &self.published {
            let (low, high) = whisker(frame, p.reading, p.success_se);
            field.avoid(low, high, 2.0);
            if let Some(counterpart) = p.counterpart {
                field.avoid(frame.at(p.reading), frame.at(counterpart), 2.0);
            }
        }
        for b in &self.baselines {
            let (low, high) = whisker(frame, b.reading, b.success_se);
            field.avoid(low, high, 3.0);
        }
        for p in &self.rule {
            let (low, high) = whisker(frame, p.reading, p.success_se);
            field.avoid(low, high, 3.0);
        }
        let foot = frame.at(self.current);
        field.avoid(foot, at(foot.x, frame.floor()), 2.0);
        if let Some(far) = &frame.x.far {
            let x = frame.x.near.range.1;
            field.take(Area { left: x, top: frame.floor() - 8.0, right: far.range.0, bottom: frame.floor() });
        }
        for (value, _) in percent_ticks(frame.y.domain, 4) {
            let y = frame.y.at(value);
            field.shun(at(LEFT, y), at(frame.width, y), 0.05);
        }
        field
    }

    fn line(&self, frame: &Frame) -> Vec<Point> {
        let points: Vec<Point> = self.frontier.iter().map(|r| frame.at(*r)).collect();
        reduced(&points)
    }

    fn current_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let centre = frame.at(self.current);
        let (c, s) = (self.budget_words(self.budget), text::success(self.current.success));
        let one_line = format!("C = {c}, {s}");
        let in_two = format!("C = {c}\n{s}");
        let label = |words: &str| Label::new(words, "halo strong large").leaning(Anchor::End);
        let mut marks = vec![
            Mark::circle("moves f-paper", centre, 10.5),
            Mark::circle("moves f-exact", centre, 7.5).with_title(one_line.clone()),
        ];
        // In one line beside the dot where that has room, else in two, else in two further off.
        if !frame.narrow {
            let beside = placed(field, &label(&one_line), centre, 13.0);
            if !beside.is_empty() {
                marks.extend(beside);
                return marks;
            }
        }
        let (spot, line) = field.place_always(&label(&in_two), centre, 13.0);
        marks.extend(line.map(|(from, to)| Mark::line("n s-ink w1 o5", from, to)));
        marks.extend(label(&in_two).marks(spot));
        marks
    }

    fn previous_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let Some(previous) = self.previous else { return Vec::new() };
        let centre = frame.at(previous.reading);
        let words = fill(self.words.was(), &[&self.budget_words(previous.budget)]);
        let label = Label::new(&words, "halo tick").leaning(Anchor::End);
        let mut marks = vec![Mark::circle("ring f-paper s-ink w2 d2", centre, 5.5).with_title(words)];
        marks.extend(placed(field, &label, centre, 9.0));
        marks
    }

    fn exact_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let line = self.line(frame);
        let (ghosts, dots) =
            ghosts(self.words, self.published.iter().filter(|p| p.series == Series::Exact), frame);
        let mut marks = ghosts;
        let foot = frame.at(self.current);
        marks.push(Mark::line("n s-ink w1 o3", foot, at(foot.x, frame.floor())));
        if let Some(end) = self.frontier.last() {
            marks.extend(self.plateau(frame, *end, field));
        }
        marks.push(Mark::polyline("n s-paper w7 rj", &line));
        marks.push(Mark::polyline("n s-exact w5 rj", &line));
        for (stop, key) in self.stops.iter().zip(0..) {
            let centre = frame.at(stop.reading);
            marks.push(Mark::circle("f-paper s-exact w3", centre, 2.6).with_key(key).with_title(describe(
                self.words,
                &stop.label,
                stop.reading,
                0.0,
            )));
            if !stop.label.is_empty() {
                marks.extend(placed(field, &Label::new(&stop.label, "halo tick"), centre, 6.0));
            }
        }
        marks.extend(dots);
        for b in self.baselines.iter().filter(|b| b.series == Series::Exact) {
            let (low, high) = whisker(frame, b.reading, b.success_se);
            let name = describe(self.words, &b.label, b.reading, b.success_se);
            marks.push(Mark::line("n s-exact w2", low, high));
            marks.push(Mark::circle("f-exact s-paper w1", frame.at(b.reading), 3.5).with_title(name));
        }
        marks.extend(self.name_of_the_line(frame, field));
        marks
    }

    /// The frontier's name stands where it costs least along the line, as far from the current point as it can; where
    /// nothing is free, in more lines or fewer, and then further off.
    fn name_of_the_line(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let Some(end) = self.frontier.last() else { return Vec::new() };
        let mut names = [self.words.exact_optimum(), self.words.exact_optimum_narrow()]
            .map(|words| Label::new(words, "halo strong").leaning(Anchor::End));
        if frame.narrow {
            names.reverse();
        }
        for put in [placed, led] {
            for label in &names {
                for share in [0.6, 0.5, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1, 1.0] {
                    let i = self.frontier.partition_point(|r| r.calls < share * end.calls);
                    let Some(reading) = self.frontier.get(i) else { continue };
                    let marks = put(field, label, frame.at(*reading), 9.0);
                    if !marks.is_empty() {
                        return marks;
                    }
                }
            }
        }
        Vec::new()
    }

    fn plateau(&self, frame: &Frame, end: Reading, field: &mut Field) -> Vec<Mark> {
        let (from, to) = (frame.at(end), frame.x.near.range.1);
        if to - from.x < 12.0 {
            return Vec::new();
        }
        let words = match frame.narrow {
            true => self.words.more_calls_buy_nothing().to_owned(),
            false => fill(self.words.more_calls_buy_nothing_from(), &[&text::calls(end.calls)]),
        };
        let label = Label::new(&words, "halo tick").leaning(Anchor::Start);
        let mut marks = vec![Mark::line("n s-ink w3 d6", from, at(to, from.y))];
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let room = (to - from.x - label.width()).max(0.0);
            for y in [-9.0, 9.0] {
                let found = placed(field, &label, at(from.x + room * share, from.y + y), 0.0);
                if !found.is_empty() {
                    marks.extend(found);
                    return marks;
                }
            }
        }
        marks
    }
}

/// The shares between which the vertical axis runs: whole steps of its grid, at least one.
fn percent_domain(low: f64, high: f64) -> (f64, f64) {
    let grid = ticks(0.0, (high - low).max(0.02), 4);
    let step = grid.get(1).copied().unwrap_or(0.2);
    let top = ((high / step - 1e-9).ceil() * step).min(1.0).max(step);
    let foot = (low / step + 1e-9).floor() * step;
    if foot < top - step / 2.0 { (foot, top) } else { ((top - 4.0 * step).max(0.0), top) }
}

/// The ticks of a piece of the horizontal axis. A number at the right edge stands inside the drawing.
fn calls_ticks(frame: &Frame, scale: &Scale, most: u32) -> Vec<Mark> {
    let (mut marks, floor) = (Vec::new(), frame.floor());
    let values = ticks(scale.domain.0, scale.domain.1, most.max(1));
    for (value, words) in values.iter().zip(text::ticks(&values)) {
        let x = scale.at(*value);
        marks.push(Mark::line("n s-axis w1", at(x, floor), at(x, floor + 4.0)));
        let middle = x.min(frame.width - text::width_of(&words, "tick") / 2.0);
        marks.push(Mark::text("tick", at(middle, floor + 15.0), Anchor::Middle, words));
    }
    marks
}
