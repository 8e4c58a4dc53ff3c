//! Scales, axes and marks of view A.

use super::super::mark::{Anchor, Drawing, Mark, Point, at};
use super::super::place::{Area, Field, Label};
use super::super::scale::{BrokenAxis, Scale, ticks};
use super::super::text;
use super::points::{describe, ghosts};
use super::reduce::reduced;
use super::{Curve, Reading, Series};
use crate::language::fill;

/// Under this width the labels are the short ones.
const NARROW_BELOW: f64 = 460.0;

/// The frame every part draws in.
pub(super) struct Frame {
    x: BrokenAxis,
    y: Scale,
    width: f64,
    height: f64,
    pub(super) narrow: bool,
}

impl Frame {
    pub(super) fn at(&self, r: Reading) -> Point {
        at(self.x.at(r.calls), self.y.at(r.success))
    }

    fn floor(&self) -> f64 {
        self.y.range.0
    }
}

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
        let note = self.note_marks(&frame, &mut field);
        // Never ask lies on the frontier's first point, so it is painted over it.
        let mut never = Vec::new();
        for (series, group) in groups {
            if series == Series::Never { never = group } else { marks.push(Mark::group("series", group)) }
        }
        marks.push(Mark::group("series", rule));
        marks.push(Mark::group("series exact", exact));
        marks.push(Mark::group("series", never));
        marks.extend(note);
        marks.extend(previous);
        marks.extend(current);
        Drawing {
            class: "fig-curve".into(),
            width: frame.width,
            height: frame.height,
            label: self.aria_label(),
            marks,
        }
    }

    fn aria_label(&self) -> String {
        let said: String = self.sentence().iter().map(|span| &*span.text).collect();
        if !self.result.is_empty() {
            return fill(self.words.curve_result_label(), &[&self.result, &said]);
        }
        fill(
            self.words.curve_label(),
            &[&text::calls(self.budget), &text::success(self.current.success), &said],
        )
    }

    fn frame(&self, width: f64) -> Frame {
        let narrow = width < NARROW_BELOW;
        let height = if narrow { 300.0 } else { 304.0 };
        let baselines = self.baselines.iter().map(|b| (b.reading, b.success_se * 2.0));
        let rule = self.rule.iter().map(|p| (p.reading, p.success_se * 2.0));
        let published = self.published.iter().map(|p| (p.reading, p.success_se));
        let line = self.frontier.iter().map(|r| (*r, 0.0)).chain([(self.current, 0.0)]);
        let mut caps = self.stops.iter().filter(|_| self.is_capped).map(|stop| stop.reading);
        let line = line.chain(caps.clone().map(|reading| (reading, 0.0)));
        let all: Vec<(Reading, f64)> = baselines.chain(rule).chain(published).chain(line).collect();
        let calls: Vec<f64> = all.iter().map(|(r, _)| r.calls).collect();
        let keep = caps.next_back().or(self.frontier.last().copied()).map_or(self.current.calls, |r| r.calls);
        let far_share = if narrow { 0.15 } else { 0.115 };
        let x = BrokenAxis::new(&calls, keep, (38.0, width - 4.0), far_share);
        let low = all.iter().map(|(r, e)| r.success - e).fold(1.0, f64::min).max(0.0);
        let high = all.iter().map(|(r, _)| r.success).fold(0.0, f64::max).min(1.0);
        let grid = ticks(0.0, (high - low).max(0.02), 4);
        let step = grid.get(1).copied().unwrap_or(0.2);
        let domain = ((low / step + 1e-9).floor() * step, ((high / step - 1e-9).ceil() * step).min(1.0));
        Frame { x, y: Scale::new(domain, (height - 34.0, 36.0)), width, height, narrow }
    }

    fn axes(&self, frame: &Frame) -> Vec<Mark> {
        let mut marks = Vec::new();
        let floor = frame.floor();
        let pieces = self.pieces(frame);
        let (low, high) = frame.y.domain;
        let grid = ticks(low, high, 4);
        for (i, value) in grid.iter().enumerate() {
            let y = frame.y.at(*value);
            for (left, right) in &pieces {
                marks.push(Mark::line("n s-line w1", at(*left, y), at(*right, y)));
            }
            let unit = if i + 1 == grid.len() { format!("{}%", text::THIN) } else { String::new() };
            let label = format!("{:.0}{unit}", value * 100.0);
            marks.push(Mark::text("tick", at(25.0, y + 3.5), Anchor::End, label));
        }
        for (left, right) in &pieces {
            marks.push(Mark::line("n s-axis w1", at(*left, floor), at(*right, floor)));
        }
        marks.extend(calls_ticks(&frame.x.near, floor, ((frame.x.near.range.1 - 38.0) / 38.0) as u32));
        if let Some(far) = &frame.x.far {
            let x = frame.x.near.range.1 + 5.0;
            let strokes = format!("M{} {}l4 8m1 -8l4 8", text::px(x), text::px(floor - 4.0));
            marks.push(Mark::path("n s-axis w1", strokes));
            // Whole calls only: the piece is too short for halves.
            let whole = (far.domain.1 - far.domain.0).clamp(1.0, 3.0) as u32;
            marks.extend(calls_ticks(far, floor, whole));
        }
        let middle = (30.0 + frame.x.near.range.1) / 2.0;
        marks.push(Mark::text("tick", at(middle, frame.height - 2.0), Anchor::Middle, self.x_label.clone()));
        marks.push(Mark::text("tick", at(32.0, 17.0), Anchor::Start, self.words.tasks_that_succeed()));
        marks
    }

    fn pieces(&self, frame: &Frame) -> Vec<(f64, f64)> {
        let near = (30.0, frame.x.near.range.1);
        match &frame.x.far {
            Some(far) => vec![near, (far.range.0 - 4.0, frame.width - 2.0)],
            None => vec![near],
        }
    }

    fn obstacles(&self, frame: &Frame) -> Field {
        let bounds = Area { left: 30.0, top: 4.0, right: frame.width + 2.0, bottom: frame.floor() - 1.0 };
        let mut field = Field::new(bounds);
        field.take(Area {
            left: 30.0,
            top: 7.0,
            right: 32.0 + text::width(self.words.tasks_that_succeed(), 10.5),
            bottom: 21.0,
        });
        field.take(Area::around(frame.at(self.current), 11.0));
        let ring = self.previous.iter().map(|p| (p.reading, 6.5));
        let live = self.baselines.iter().map(|b| (b.reading, 5.0));
        let rule = self.rule.iter().map(|p| (p.reading, 5.5));
        let ghosts = self.published.iter().map(|p| (p.reading, 4.5));
        let stops = self.stops.iter().map(|s| (s.reading, 3.5));
        for (reading, half) in ring.chain(live).chain(rule).chain(ghosts).chain(stops) {
            field.take(Area::around(frame.at(reading), half));
        }
        field.avoid_path(&self.line(frame), 1.2);
        let rule: Vec<Point> = self.rule.iter().map(|p| frame.at(p.reading)).collect();
        field.avoid_path(&rule, 0.5);
        for p in &self.published {
            let (low, high) = whisker(frame, p.reading, p.success_se);
            field.avoid(low, high, 0.25);
            if let Some(twin) = p.twin {
                field.avoid(frame.at(p.reading), frame.at(twin), 0.2);
            }
        }
        for b in &self.baselines {
            let (low, high) = whisker(frame, b.reading, 2.0 * b.success_se);
            field.avoid(low, high, 0.6);
        }
        let foot = frame.at(self.current);
        field.avoid(foot, at(foot.x, frame.floor()), 0.25);
        let (low, high) = frame.y.domain;
        for value in ticks(low, high, 4) {
            let y = frame.y.at(value);
            field.avoid(at(30.0, y), at(frame.width, y), 0.05);
        }
        field
    }

    fn line(&self, frame: &Frame) -> Vec<Point> {
        let points: Vec<Point> = self.frontier.iter().map(|r| frame.at(*r)).collect();
        reduced(&points)
    }

    fn current_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let centre = frame.at(self.current);
        let (c, s) = (text::calls(self.budget), text::success(self.current.success));
        let words = if frame.narrow { format!("C = {c}") } else { format!("C = {c}, {s}") };
        let mut label = Label::new(&words, "halo strong large", 13.0).leaning(Anchor::End);
        if frame.narrow {
            label.lines.push(s);
        }
        let mut marks = vec![
            Mark::circle("moves f-paper", centre, 10.5),
            Mark::circle("moves f-exact", centre, 7.5).with_title(words),
        ];
        marks.extend(placed(field, &label, centre, 13.0, 400.0));
        marks
    }

    fn previous_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let Some(previous) = self.previous else { return Vec::new() };
        let centre = frame.at(previous.reading);
        let words = fill(self.words.was(), &[&text::calls(previous.budget)]);
        let label = Label::new(&words, "halo tick", 10.5).leaning(Anchor::End);
        let mut marks = vec![Mark::circle("ring f-paper s-ink w2 d2", centre, 5.5).with_title(words)];
        marks.extend(placed(field, &label, centre, 9.0, 60.0));
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
                let label = Label::new(&stop.label, "halo tick", 10.5);
                marks.extend(placed(field, &label, centre, 6.0, 12.0));
            }
        }
        marks.extend(dots);
        let words = if frame.narrow { self.words.exact_optimum_narrow() } else { self.words.exact_optimum() };
        let label = Label::new(words, "halo strong", 11.5).leaning(Anchor::End);
        marks.extend(self.name_of_the_line(frame, &label, field));
        marks
    }

    /// The frontier's name stands where it costs least along the line, as far from the current point as it can.
    fn name_of_the_line(&self, frame: &Frame, label: &Label, field: &mut Field) -> Vec<Mark> {
        let Some(end) = self.frontier.last() else { return Vec::new() };
        for share in [0.6, 0.5, 0.4, 0.7, 0.3, 0.8, 0.2] {
            let i = self.frontier.partition_point(|r| r.calls < share * end.calls);
            let Some(reading) = self.frontier.get(i) else { continue };
            let marks = placed(field, label, frame.at(*reading), 9.0, 9.0);
            if !marks.is_empty() {
                return marks;
            }
        }
        Vec::new()
    }

    fn plateau(&self, frame: &Frame, end: Reading, field: &mut Field) -> Vec<Mark> {
        let (from, to) = (frame.at(end), frame.x.near.range.1);
        if to - from.x < 12.0 {
            return Vec::new();
        }
        field.avoid(from, at(to, from.y), 0.8);
        let words = match frame.narrow {
            true => self.words.more_calls_buy_nothing().to_owned(),
            false => fill(self.words.more_calls_buy_nothing_from(), &[&text::calls(end.calls)]),
        };
        let label = Label::new(&words, "halo tick", 10.5).leaning(Anchor::Start);
        let mut marks = vec![Mark::line("n s-ink w3 d6", from, at(to, from.y))];
        let room = (to - from.x - label.width()).max(0.0);
        for y in [-7.0, 9.0] {
            let spot = at(from.x + room.min(12.0), from.y + y);
            let found = placed(field, &label, spot, 0.0, 10.0);
            if !found.is_empty() {
                marks.extend(found);
                break;
            }
        }
        marks
    }
}

pub(super) fn placed(field: &mut Field, label: &Label, mark: Point, clear: f64, most: f64) -> Vec<Mark> {
    field.place(label, mark, clear, most).map_or_else(Vec::new, |spot| label.marks(spot))
}

/// Both ends of an error bar.
pub(super) fn whisker(frame: &Frame, reading: Reading, half: f64) -> (Point, Point) {
    let end = |success: f64| frame.at(Reading { success: success.clamp(0.0, 1.0), ..reading });
    (end(reading.success - half), end(reading.success + half))
}

fn calls_ticks(scale: &Scale, floor: f64, most: u32) -> Vec<Mark> {
    let mut marks = Vec::new();
    for value in ticks(scale.domain.0, scale.domain.1, most.max(1)) {
        let x = scale.at(value);
        marks.push(Mark::line("n s-axis w1", at(x, floor), at(x, floor + 4.0)));
        marks.push(Mark::text("tick", at(x, floor + 15.0), Anchor::Middle, text::tick(value)));
    }
    marks
}
