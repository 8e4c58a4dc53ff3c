//! View D, why here: the inequality as words and as two bars on one scale, and the budgets at which a state asks.

use super::mark::{Anchor, Drawing, Mark, Span, at};
use super::scale::Scale;
use super::text;
use super::{Act, glyph};
use crate::language::{Words, fill};

#[cfg(test)]
mod tests;

/// Width at full page width, in pixels.
pub const WIDE: f64 = 287.0;
/// Width of the narrow drawing on a phone of 390 px, in pixels.
pub const NARROW: f64 = 358.0;

/// The exact comparison in one state: ask if the gain is more than the price times the extra calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// ΔS: success gained by asking now, a fraction.
    pub gain: f64,
    /// r: success per call.
    pub price: f64,
    /// ΔM: calls added by asking now.
    pub extra_calls: f64,
    /// The words it is labelled with.
    pub words: Words,
}

impl Comparison {
    /// r ΔM, the cost of asking now, a fraction.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.price * self.extra_calls
    }

    /// Whether a call is worth more than it costs; a tie goes on.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.gain > self.cost() + 1e-9
    }

    /// The inequality with its numbers: ΔS .080 > .100 × .69 = .069 = r ΔM.
    #[must_use]
    pub fn line(&self) -> Vec<Span> {
        vec![
            Span::new("i", "ΔS"),
            Span::plain(" "),
            Span::new("b", text::number(self.gain, 3)),
            Span::new("op", sign(self.asks())),
            Span::plain(format!("{} × {} = ", text::price(self.price), text::calls(self.extra_calls))),
            Span::new("b", text::number(self.cost(), 3)),
            Span::plain(" "),
            Span::new("small", "= "),
            Span::new("small i", "r ΔM"),
        ]
    }

    /// Two bars on one scale: the gain solid, the cost hatched.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let (left, right) = (114.0, width - 48.0);
        let low = self.gain.min(self.cost()).min(0.0);
        let high = self.gain.max(self.cost()).max(0.0);
        // A value left of zero keeps room for its number, too.
        let left = if low < 0.0 { left + 44.0 } else { left };
        let domain = if high - low > 0.0 { (low, high) } else { (0.0, 1.0) };
        let scale = Scale::new(domain, (left, right));
        let zero = scale.at(0.0);
        let mut marks = Vec::new();
        let rows = [
            (self.words.gain_in_success(), self.gain, 3.5),
            (self.words.cost_of_asking_now(), self.cost(), 19.5),
        ];
        for (i, (name, value, y)) in rows.into_iter().enumerate() {
            let (from, to) = (zero.min(scale.at(value)), zero.max(scale.at(value)));
            marks.push(Mark::text("tick", at(108.0, y + 8.5), Anchor::End, name));
            if i == 0 {
                marks.push(Mark::rect("f-exact", at(from, y), to - from, 10.0, 0.0));
            } else {
                marks.push(Mark::path("n s-exact w1", glyph::hatch(at(from, y), to - from, 10.0, 4.5)));
                marks.push(Mark::rect("n s-exact w1", at(from, y), to - from, 10.0, 0.0));
            }
            let (x, anchor) = if value < 0.0 { (from - 6.0, Anchor::End) } else { (to + 6.0, Anchor::Start) };
            marks.push(Mark::text("tick strong", at(x, y + 8.5), anchor, text::number(value, 3)));
        }
        marks.push(Mark::line("n s-axis w1", at(zero, 0.0), at(zero, 33.0)));
        let label =
            fill(self.words.why_label(), &[&text::number(self.gain, 3), &text::number(self.cost(), 3)]);
        Drawing { class: "fig-why".into(), width, height: 34.0, label, marks }
    }
}

/// The paper's comparison in one state: ask if the price is under Δp ÷ ΔM.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PaperComparison {
    /// r: success per call.
    pub price: f64,
    /// Δp: difference of the PRMs' scores with and without help, a fraction.
    pub score_gain: f64,
    /// ΔM: difference of the iteration's usages, in calls.
    pub extra_calls: f64,
    /// The words it is labelled with.
    pub words: Words,
}

impl PaperComparison {
    /// Δp ÷ ΔM as floating point divides it; not finite if ΔM is 0.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.score_gain / self.extra_calls
    }

    /// The inequality with its numbers: r .100 < .50 ÷ .79 = .64 = Δp ÷ ΔM. `asks` is the rule's own verdict.
    #[must_use]
    pub fn line(&self, asks: bool) -> Vec<Span> {
        let ratio = self.ratio();
        let ratio =
            if ratio.is_finite() { text::number(ratio, 2) } else { self.words.undefined().to_owned() };
        vec![
            Span::new("i", "r"),
            Span::plain(" "),
            Span::new("b", text::price(self.price)),
            Span::new("op", if asks { " < " } else { " ≥ " }),
            Span::plain(format!(
                "{} ÷ {} = ",
                text::number(self.score_gain, 2),
                text::calls(self.extra_calls)
            )),
            Span::new("b", ratio),
            Span::plain(" "),
            Span::new("small", "= "),
            Span::new("small i", "Δp ÷ ΔM"),
        ]
    }
}

fn sign(asks: bool) -> &'static str {
    if asks { " > " } else { " ≤ " }
}

/// Which rule a strip belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The exact optimum.
    Exact,
    /// The paper's rule.
    Paper,
}

/// A stretch of budgets over which a state does one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From this budget, calls per task.
    pub from: f64,
    /// To this budget, calls per task.
    pub to: f64,
    /// What the state does.
    pub act: Act,
}

/// One rule over the budget axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Whose strip it is.
    pub rule: Rule,
    /// Its stretches, budgets rising; gaps stay empty (no policy of the rule has that usage).
    pub stretches: Vec<Stretch>,
}

impl Strip {
    /// The first budget from which the state asks.
    #[must_use]
    pub fn asks_from(&self) -> Option<f64> {
        self.stretches.iter().find(|s| s.act == Act::Ask).map(|s| s.from)
    }
}

/// The strips of a state, one a rule, over the budget.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AsksFrom {
    /// The current budget, calls per task.
    pub budget: f64,
    /// The budget at the right end, calls per task.
    pub most: f64,
    /// What the axis counts: "calls per task".
    pub x_label: String,
    /// The strips, from the top.
    pub strips: Vec<Strip>,
    /// The words it is labelled with.
    pub words: Words,
}

const STRIP: f64 = 13.0;
const STRIP_STEP: f64 = 24.0;

impl AsksFrom {
    /// The drawing at a width in pixels.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let most = self.most.max(1e-9);
        let scale = Scale::new((0.0, most), (40.0, width - 6.0));
        let foot = 18.0 + STRIP_STEP * self.strips.len().max(1) as f64 - (STRIP_STEP - STRIP);
        let height = foot + 29.0;
        let mut marks = Vec::new();
        let mut top = 18.0;
        let x = scale.at(self.budget.clamp(0.0, most));
        for strip in &self.strips {
            marks.extend(strip_marks(self.words, strip, scale, top));
            marks.extend(turn_mark(strip, scale, top, x));
            top += STRIP_STEP;
        }
        marks.push(Mark::line("n s-paper w6", at(x, 12.0), at(x, foot + 8.0)));
        marks.push(Mark::line("n s-ink w3", at(x, 8.0), at(x, foot + 8.0)));
        marks.push(Mark::circle("f-ink", at(x, foot + 8.0), 4.0));
        marks.extend(self.axis_marks(scale, x, height - 4.0));
        let said: Vec<String> = self.strips.iter().map(|strip| strip_words(self.words, strip)).collect();
        let label = fill(self.words.asks_label(), &[&said.join(" ")]);
        Drawing { class: "fig-asks".into(), width, height, label, marks }
    }

    /// C under its marker; the ends and the unit where they do not run into it.
    fn axis_marks(&self, scale: Scale, x: f64, y: f64) -> Vec<Mark> {
        let (left, right) = scale.range;
        let words = format!("C = {}", text::calls(self.budget));
        let half = text::width(&words, 10.5) / 2.0;
        let x = x.clamp(left + half - 6.0, right - half + 6.0);
        let (from, to) = (x - half - 6.0, x + half + 6.0);
        let mut marks = vec![Mark::text("tick strong", at(x, y), Anchor::Middle, words)];
        if from > left + 7.0 {
            marks.push(Mark::text("tick", at(left, y), Anchor::Start, "0"));
        }
        let end = text::tick(self.most);
        if to < right - text::width(&end, 10.5) {
            marks.push(Mark::text("tick", at(right, y), Anchor::End, end));
        }
        let unit = text::width(&self.x_label, 10.5);
        let gaps = [(left + 12.0, from), (to, right - 14.0)];
        let widest = gaps.into_iter().max_by(|a, b| f64::total_cmp(&(a.1 - a.0), &(b.1 - b.0)));
        if let Some((a, b)) = widest.filter(|(a, b)| b - a > unit + 8.0) {
            marks.push(Mark::text("tick", at((a + b) / 2.0, y), Anchor::Middle, self.x_label.clone()));
        }
        marks
    }
}

fn strip_words(w: Words, strip: &Strip) -> String {
    let name = rule_name(w, strip.rule);
    match strip.asks_from() {
        Some(from) => fill(w.strip_asks_from(), &[&name, &text::calls(from)]),
        None => fill(w.strip_never_asks(), &[&name]),
    }
}

fn rule_name(w: Words, rule: Rule) -> &'static str {
    match rule {
        Rule::Exact => w.strip_exact(),
        Rule::Paper => w.strip_paper(),
    }
}

fn strip_marks(w: Words, strip: &Strip, scale: Scale, top: f64) -> Vec<Mark> {
    let class = if strip.rule == Rule::Exact { "strong" } else { "t-rule" };
    let mut marks = vec![Mark::text(class, at(32.0, top + 10.0), Anchor::End, rule_name(w, strip.rule))];
    for s in &strip.stretches {
        let (from, to) = (scale.at(s.from.max(0.0)), scale.at(s.to.min(scale.domain.1)));
        let (corner, wide) = (at(from, top), (to - from).max(0.0));
        let middle = at((from + to) / 2.0, top + STRIP / 2.0);
        match s.act {
            Act::Ask => {
                marks.push(Mark::rect("f-ask", corner, wide, STRIP, 0.0));
                if wide > 14.0 {
                    marks.push(glyph::star("f-on", middle, 5.2));
                }
            }
            Act::GoOn => {
                marks.push(Mark::rect(
                    "f-gow s-go w1",
                    at(from + 0.5, top + 0.5),
                    wide - 1.0,
                    STRIP - 1.0,
                    0.0,
                ));
                if wide > text::width(w.strip_goes_on(), 10.5) + 8.0 {
                    marks.push(Mark::text(
                        "small t-go",
                        at(middle.x, top + 10.0),
                        Anchor::Middle,
                        w.strip_goes_on(),
                    ));
                } else if wide > 12.0 {
                    marks.push(glyph::chevron("n s-go w3", middle, 6.0));
                }
            }
            Act::NeverSeen => {
                marks.push(Mark::path("n s-unseen w1", glyph::hatch(corner, wide, STRIP, 4.0)));
            }
        }
    }
    marks
}

/// The budget from which the state asks, over its edge; beside the marker of C where both would meet.
fn turn_mark(strip: &Strip, scale: Scale, top: f64, marker: f64) -> Option<Mark> {
    let from = strip.asks_from().filter(|from| *from > 0.0)?;
    let class = if strip.rule == Rule::Exact { "halo tick strong" } else { "halo small b t-rule" };
    let (words, x) = (text::calls(from), scale.at(from));
    let half = text::width(&words, 10.5) / 2.0;
    let (x, anchor) = match x - marker {
        gap if gap.abs() > half + 4.0 => (x, Anchor::Middle),
        gap if gap <= 0.0 => (marker - 4.0, Anchor::End),
        _ => (marker + 4.0, Anchor::Start),
    };
    Some(Mark::text(class, at(x, top - 3.0), anchor, words))
}
