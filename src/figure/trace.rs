//! View C, the trace: the chance of success along the steps, a star at each call, and a comparison run without help.

use super::mark::{Anchor, Drawing, Mark, Point, at};
use super::place::{Area, Field, Label};
use super::scale::Scale;
use super::text;
use super::{Outcome, glyph};
use crate::language::{Words, counted, fill};

#[cfg(test)]
mod tests;

/// Width of the wide drawing at full page width, in pixels.
pub const WIDE: f64 = 716.0;
/// Width of the narrow drawing on a phone of 390 px, in pixels.
pub const NARROW: f64 = 358.0;
/// Under this width steps have numbers instead of words.
const NARROW_BELOW: f64 = 520.0;
const LEFT: f64 = 30.0;
const TOP: f64 = 20.0;
/// The distance from the axis to the words of the steps, clear of a star on the axis, in pixels.
const UNDER: f64 = 9.0;
/// The height of a line of words, in pixels.
const LINE: f64 = 12.0;

/// One step of the episode.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Chance of success in the state before the step, 0 to 1.
    pub p: f64,
    /// The action in a few letters, a line break between verb and object: "go\nlaundry".
    pub label: String,
    /// True if an intervention took the step.
    pub asked: bool,
}

/// The end of the episode.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The outcome, drawn at 1 or 0.
    pub outcome: Outcome,
    /// The end in words: "success in 7 steps, 1 call".
    pub label: String,
    /// The end in fewer words, for the narrow drawing.
    pub short: String,
}

/// A bracket over steps that repeat each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// First step, from 0.
    pub from: u32,
    /// Last step.
    pub to: u32,
    /// Said once over the bracket; may be empty.
    pub label: String,
}

/// The content of one trace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The steps taken.
    pub steps: Vec<Step>,
    /// The end, if the episode has ended.
    pub end: Option<End>,
    /// The number of slots on the axis, the end included: the same for both episodes.
    pub slots: u32,
    /// The dotted chances of the comparison run, as (first step, values); empty for none.
    pub comparison: (u32, Vec<f64>),
    /// The step shown elsewhere on the page.
    pub selected: Option<u32>,
    /// Brackets over repeated steps.
    pub repeats: Vec<Repeat>,
    /// True if the scrubber's track is drawn below the steps.
    pub has_scrubber: bool,
    /// The name of the episode's agent, for screen readers; empty where a heading says it.
    pub whose: String,
    /// The words it is labelled with.
    pub words: Words,
}

struct Frame {
    x: Scale,
    y: Scale,
    floor: f64,
    width: f64,
    height: f64,
    narrow: bool,
}

impl Frame {
    fn at(&self, step: usize, p: f64) -> Point {
        at(self.x.at(step as f64 + 0.5), self.y.at(p.clamp(0.0, 1.0)))
    }

    fn slot(&self) -> f64 {
        self.x.at(1.0) - self.x.at(0.0)
    }
}

impl Trace {
    /// The centres of the slots, in pixels from the left: the stops of the scrubber.
    #[must_use]
    pub fn positions(&self, width: f64) -> Vec<f64> {
        let frame = self.frame(width);
        (0..self.slot_count()).map(|i| frame.at(i as usize, 0.0).x).collect()
    }

    /// The drawing at a width in pixels. A transparent column over each step has the step as its key.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let frame = self.frame(width);
        let mut field = self.obstacles(&frame);
        field.take(Area { left: 0.0, top: 0.0, right: text::width_of("p(s)", "var"), bottom: 14.0 });
        let mut marks = Vec::new();
        marks.extend(self.selected_wash(&frame));
        marks.extend(axes(&frame));
        marks.extend(self.repeat_marks(&frame, &mut field));
        let end = self.end_marks(&frame, &mut field);
        let lift = self.lift_marks(&frame, &mut field);
        marks.extend(self.twin_marks(&frame, &mut field));
        marks.extend(self.line_marks(&frame));
        marks.extend(lift.0);
        for (i, step) in self.steps.iter().enumerate() {
            marks.push(self.step_mark(i, step, &frame));
        }
        marks.extend(self.step_labels(&frame));
        marks.extend(end);
        marks.extend(lift.1);
        if self.has_scrubber {
            marks.extend(self.scrubber_marks(&frame));
        }
        marks.extend(self.hits(&frame));
        Drawing { class: "fig-trace".into(), width, height: frame.height, label: self.aria_label(), marks }
            .with_decimals(self.words)
    }

    fn slot_count(&self) -> u32 {
        let own = self.steps.len() as u32 + u32::from(self.end.is_some());
        own.max(self.slots).max(1)
    }

    fn frame(&self, width: f64) -> Frame {
        let narrow = width < NARROW_BELOW;
        // The lane that carries the scrubber is the lower one.
        let floor = if self.has_scrubber { 96.0 } else { 126.0 };
        let labels = if narrow { 24.0 } else { 38.0 };
        let scrubber = if self.has_scrubber { 16.0 } else { 0.0 };
        let count = f64::from(self.slot_count());
        Frame {
            x: Scale::new((0.0, count), (LEFT, width - 4.0)),
            y: Scale::new((0.0, 1.0), (floor, TOP)),
            floor,
            width,
            height: floor + labels + scrubber,
            narrow,
        }
    }

    fn aria_label(&self) -> String {
        let asked = self.steps.iter().map(|s| u32::from(s.asked)).sum::<u32>();
        let end = self.end.as_ref().map_or(self.words.not_ended_yet(), |end| end.label.as_str());
        let steps = counted(self.words.n_steps(), self.steps.len() as u32);
        let label = fill(self.words.trace_label(), &[&steps, &counted(self.words.n_calls(), asked), &end]);
        if self.whose.is_empty() { label } else { fill(self.words.whose(), &[&self.whose, &label]) }
    }

    fn points(&self, frame: &Frame) -> Vec<Point> {
        let mut points: Vec<Point> = self.steps.iter().enumerate().map(|(i, s)| frame.at(i, s.p)).collect();
        if let Some(end) = &self.end {
            points.push(frame.at(self.steps.len(), end_height(end)));
        }
        points
    }

    fn twin_points(&self, frame: &Frame) -> Vec<Point> {
        let (first, values) = &self.comparison;
        values.iter().enumerate().map(|(i, p)| frame.at(*first as usize + i, *p)).collect()
    }

    fn obstacles(&self, frame: &Frame) -> Field {
        let mut field =
            Field::new(Area { left: LEFT, top: 0.0, right: frame.width, bottom: frame.floor - 2.0 });
        let points = self.points(frame);
        for (i, p) in points.iter().enumerate() {
            let is_star = self.steps.get(i).is_some_and(|step| step.asked);
            field.take(Area::around(*p, if is_star { 11.0 } else { 5.0 }));
        }
        // A call's rise is drawn 3 pixels wide, with a point on either side.
        field.avoid_path(&points, 3.0);
        field.avoid_path(&self.twin_points(frame), 2.0);
        field
    }

    fn selected_wash(&self, frame: &Frame) -> Option<Mark> {
        let step = self.selected?;
        let asked = self.steps.get(step as usize).is_some_and(|s| s.asked);
        let class = if asked { "f-askw" } else { "f-wash" };
        let bottom = frame.height - if self.has_scrubber { 16.0 } else { 0.0 };
        Some(Mark::rect(class, at(frame.x.at(f64::from(step)), 0.0), frame.slot(), bottom, 3.0))
    }

    fn line_marks(&self, frame: &Frame) -> Vec<Mark> {
        vec![Mark::polyline("n s-go w4 rj", &self.points(frame))]
    }

    fn step_mark(&self, i: usize, step: &Step, frame: &Frame) -> Mark {
        let centre = frame.at(i, step.p);
        let words =
            fill(self.words.step_p(), &[&(i + 1), &step.label.replace('\n', " "), &text::calls(step.p)]);
        let radius = if frame.narrow { 3.0 } else { 3.6 };
        let mark = if step.asked {
            glyph::star("f-ask s-paper w3", centre, 10.0)
        } else {
            Mark::circle("f-go s-paper w2", centre, radius)
        };
        mark.with_title(words)
    }

    /// Under each step its words, or its number where words would run into those of a neighbour. The selected step and
    /// the calls come first.
    fn step_labels(&self, frame: &Frame) -> Vec<Mark> {
        let is_selected = |i: usize| self.selected == Some(i as u32);
        let asked = |i: usize| self.steps.get(i).is_some_and(|step| step.asked);
        let all = || 0..self.steps.len();
        let calls = all().filter(|&i| !is_selected(i) && asked(i));
        let others = all().filter(|&i| !is_selected(i) && !asked(i));
        let order = all().filter(|&i| is_selected(i)).chain(calls).chain(others);
        let mut field = Field::new(Area { left: 0.0, top: 0.0, right: frame.width, bottom: frame.height });
        let mut marks = Vec::new();
        for i in order {
            let Some(step) = self.steps.get(i) else { continue };
            let class = match (step.asked, is_selected(i)) {
                (true, _) => "small b t-ask",
                (false, true) => "tick strong",
                (false, false) => "tick",
            };
            let words = if frame.narrow { String::new() } else { step.label.clone() };
            let number = (i + 1).to_string();
            let said = [words, number]
                .into_iter()
                .find_map(|words| self.lines_under(i, &words, class, frame, &field));
            for (line, area) in said.into_iter().flatten() {
                field.take(Area { left: area.left - 2.0, right: area.right + 2.0, ..area });
                let foot = at((area.left + area.right) / 2.0, area.bottom - 2.5);
                marks.push(Mark::text(class, foot, Anchor::Middle, line));
            }
        }
        marks
    }

    /// The lines of a step's words and the areas they take; `None` where one of them meets a neighbour's.
    fn lines_under(
        &self,
        i: usize,
        words: &str,
        class: &str,
        frame: &Frame,
        field: &Field,
    ) -> Option<Vec<(String, Area)>> {
        let line = |(place, line): (usize, &str)| {
            let half = text::width_of(line, class) / 2.0;
            let x = frame.at(i, 0.0).x.clamp(half, (frame.width - half).max(half));
            let top = frame.floor + UNDER + LINE * place as f64;
            (line.to_owned(), Area { left: x - half, top, right: x + half, bottom: top + LINE })
        };
        let lines: Vec<(String, Area)> = words.split('\n').enumerate().map(line).collect();
        let is_free = lines.iter().all(|(_, area)| field.is_free(area));
        (is_free && !words.is_empty()).then_some(lines)
    }

    fn end_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let Some(end) = &self.end else { return Vec::new() };
        let centre = frame.at(self.steps.len(), end_height(end));
        field.take(Area::around(centre, 10.0));
        let mut marks = glyph::outcome(end.outcome, centre, 9.0);
        let words = if frame.narrow { [&end.short, &end.short] } else { [&end.label, &end.short] };
        for label in words.map(|words| Label::new(words, "halo strong")) {
            if let Some(spot) = field.place(&label, centre, 14.0) {
                marks.extend(label.marks(spot));
                return marks;
            }
        }
        marks
    }

    /// The first call's rise: a thick line under the marks, and its words over them.
    fn lift_marks(&self, frame: &Frame, field: &mut Field) -> (Vec<Mark>, Vec<Mark>) {
        let mut lines = Vec::new();
        let mut words = Vec::new();
        let points = self.points(frame);
        for (i, step) in self.steps.iter().enumerate().filter(|(_, s)| s.asked) {
            let (Some(from), Some(to)) = (points.get(i), points.get(i + 1)) else { continue };
            lines.push(Mark::line("n s-ask w6", *from, *to));
            let after =
                self.steps.get(i + 1).map_or_else(|| self.end.as_ref().map_or(step.p, end_height), |s| s.p);
            if words.is_empty() {
                let said = if after >= step.p { self.words.call_lifts() } else { self.words.call_lowers() };
                let said = fill(said, &[&text::calls(step.p), &text::calls(after)]);
                let label = Label::new(&said, "halo t-ask");
                let middle = at((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
                let spot = [*to, *from, middle].into_iter().find_map(|near| field.place(&label, near, 12.0));
                words = spot.map_or_else(Vec::new, |spot| label.marks(spot));
            }
        }
        (lines, words)
    }

    fn twin_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let points = self.twin_points(frame);
        let Some(last) = points.last() else { return Vec::new() };
        let mut marks = vec![Mark::polyline("n s-base w2 d2", &points)];
        let words = if frame.narrow { self.words.without_it() } else { self.words.without_the_call() };
        let label = Label::new(words, "halo small t-base").leaning(Anchor::Middle);
        for share in [0.75, 0.6, 0.9, 0.4, 0.2, 1.0] {
            let i = ((points.len() - 1) as f64 * share) as usize;
            let near = points.get(i).copied().unwrap_or(*last);
            if let Some(spot) = field.place(&label, near, 5.0) {
                marks.extend(label.marks(spot));
                return marks;
            }
        }
        marks
    }

    fn repeat_marks(&self, frame: &Frame, field: &mut Field) -> Vec<Mark> {
        let mut marks = Vec::new();
        let points = self.points(frame);
        for repeat in &self.repeats {
            let (from, to) = (repeat.from as usize, repeat.to as usize);
            let Some(inside) = points.get(from..=to.max(from)) else { continue };
            let top = inside.iter().map(|p| p.y).fold(frame.floor, f64::min) - 9.0;
            let (left, right) = (frame.at(from, 0.0).x - 3.0, frame.at(to, 0.0).x + 3.0);
            let corners = [at(left, top), at(left, top - 4.0), at(right, top - 4.0), at(right, top)];
            field.take(Area { left: left - 1.0, top: top - 5.0, right: right + 1.0, bottom: top });
            marks.push(Mark::polyline("n s-base w2", &corners));
            if !repeat.label.is_empty() && !frame.narrow {
                let label = Label::new(&repeat.label, "halo tick").leaning(Anchor::Middle);
                if let Some(spot) = field.place(&label, at((left + right) / 2.0, top - 4.0), 3.0) {
                    marks.extend(label.marks(spot));
                }
            }
        }
        marks
    }

    fn scrubber_marks(&self, frame: &Frame) -> Vec<Mark> {
        let y = frame.height - 7.0;
        let (left, right) = frame.x.range;
        let mut marks = vec![Mark::line("n s-axis w4", at(left, y), at(right - 2.0, y))];
        if let Some(step) = self.selected {
            let x = frame.at(step as usize, 0.0).x;
            marks.push(Mark::line("n s-ink w4", at(left, y), at(x, y)));
            marks.push(Mark::circle("moves f-ink s-paper w4", at(x, y), 6.0));
        }
        marks
    }

    fn hits(&self, frame: &Frame) -> Vec<Mark> {
        let hit = |i: u32| {
            Mark::rect("hit", at(frame.x.at(f64::from(i)), 0.0), frame.slot(), frame.height, 0.0).with_key(i)
        };
        (0..self.steps.len() as u32).map(hit).collect()
    }
}

fn end_height(end: &End) -> f64 {
    match end.outcome {
        Outcome::Success => 1.0,
        Outcome::Failure => 0.0,
    }
}

fn axes(frame: &Frame) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (p, class) in [(0.0, "n s-axis w1"), (0.5, "n s-line w1"), (1.0, "n s-line w1")] {
        let y = frame.y.at(p);
        marks.push(Mark::line(class, at(LEFT, y), at(frame.width - 2.0, y)));
        marks.push(Mark::text("tick", at(24.0, y + 3.5), Anchor::End, text::tick(p)));
    }
    marks.push(Mark::text("var", at(0.0, 10.5), Anchor::Start, "p(s)"));
    marks
}
