//! View D, why here: the inequality as words and as two bars on one scale, and the budgets at which a state asks.

use super::mark::{Anchor, Drawing, Mark, Span, at};
use super::scale::Scale;
use super::text;
use super::{Act, glyph};
use crate::language::{Words, fill};

#[cfg(test)]
pub(crate) mod tests;

/// Width at full page width, in pixels.
pub const WIDE: f64 = 287.0;
/// Width of the narrow drawing on a phone of 390 px, in pixels.
pub const NARROW: f64 = 358.0;

/// The exact comparison in one state: ask if the gain is more than the price times the extra calls. Under a cap a call
/// costs nothing but the call itself: ask if asking now is worth more than keeping the call.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// S of asking now and following the policy then, a fraction.
    pub asking: f64,
    /// S of going on one step and following the policy then, a fraction.
    pub going_on: f64,
    /// r: success per call.
    pub price: f64,
    /// ΔM: calls added by asking now.
    pub extra_calls: f64,
    /// True if the calls of an episode are capped, and so have no price.
    pub is_capped: bool,
    /// The words it is labelled with.
    pub words: Words,
}

impl Comparison {
    /// ΔS: success gained by asking now, a fraction.
    #[must_use]
    pub fn gain(&self) -> f64 {
        self.asking - self.going_on
    }

    /// r ΔM, the cost of asking now, a fraction; nothing under a cap.
    #[must_use]
    pub fn cost(&self) -> f64 {
        if self.is_capped { 0.0 } else { self.price * self.extra_calls }
    }

    /// True if the gain of a call exceeds its cost; at a tie the policy goes on without help.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.gain() > self.cost() + TIE
    }

    /// The fewest places with which all that is shown holds as it is shown: of successes, so that the difference and the
    /// inequality do, and of the calls, so that the product does. The price has one more.
    fn places(&self) -> (usize, usize) {
        let all = (LEAST_PLACES..=MOST_PLACES)
            .flat_map(|success| (success - 1..=success + 2).map(move |calls| (success, calls)));
        all.into_iter().find(|places| self.holds(*places)).unwrap_or((MOST_PLACES, MOST_PLACES))
    }

    fn holds(&self, (places, of_calls): (usize, usize)) -> bool {
        let success = |x: f64| rounded(x, places);
        let (gain, cost) = (success(self.gain()), success(self.cost()));
        let is_difference = (success(self.asking) - success(self.going_on) - gain).abs() < 1e-12;
        let product = rounded(self.price, of_calls + 1) * rounded(self.extra_calls, of_calls);
        let is_product = self.is_capped || !product.is_finite() || is_shown(product, cost, places);
        let is_ordered = match self.sign() {
            LESS => gain < cost,
            MORE => gain > cost,
            _ => gain == cost,
        };
        is_difference && is_product && is_ordered
    }

    fn sign(&self) -> &'static str {
        match self.gain() - self.cost() {
            more if more > TIE => MORE,
            less if less < -TIE => LESS,
            _ => SAME,
        }
    }

    /// A success of this comparison as it is shown.
    #[must_use]
    pub fn success(&self, success: f64) -> String {
        text::number(success, self.places().0)
    }

    /// The inequality with its numbers: ΔS .080 > .100 × .69 = .069 = r ΔM. Under a cap: ask now .774 > .753 go on.
    #[must_use]
    pub fn line(&self) -> Vec<Span> {
        let (places, of_calls) = self.places();
        if self.is_capped {
            return vec![
                Span::plain(format!("{} ", self.words.asking_now())),
                Span::new("b", text::number(self.asking, places)),
                Span::new("op", self.sign()),
                Span::new("b", text::number(self.going_on, places)),
                Span::plain(format!(" {}", self.words.going_on())),
            ];
        }
        let price = text::number_or_infinite(self.price, of_calls + 1);
        let calls = text::number(self.extra_calls, of_calls);
        vec![
            Span::new("i", "ΔS"),
            Span::plain(" "),
            Span::new("b", text::number(self.gain(), places)),
            Span::new("op", self.sign()),
            Span::plain(format!("{price} × {calls} = ")),
            Span::new("b", text::number_or_infinite(self.cost(), places)),
            Span::plain(" "),
            Span::new("small", "= "),
            Span::new("small i", "r ΔM"),
        ]
    }

    /// Two bars on one scale: the gain solid and the cost hatched; under a cap both ways.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let (places, _) = self.places();
        let w = self.words;
        let rows = if self.is_capped {
            [(w.asking_now(), self.asking), (w.going_on(), self.going_on)]
        } else {
            [(w.gain_in_success(), self.gain()), (w.cost_of_asking_now(), self.cost())]
        };
        let numbers = rows.map(|(_, value)| text::number_or_infinite(value, places));
        let widest = |words: [&str; 2], class: &str| {
            words.map(|one| text::width_of(one, class)).into_iter().fold(0.0, f64::max)
        };
        let names = widest(rows.map(|row| row.0), "tick");
        let room = widest(numbers.each_ref().map(|number| number.as_str()), "tick strong") + 8.0;
        // A cost without bound is a bar that reaches the end.
        let most =
            1.25 * rows.iter().map(|row| row.1).filter(|x| x.is_finite()).fold(0.0, f64::max).max(0.01);
        let values = rows.map(|row| if row.1.is_finite() { row.1 } else { most });
        let low = values.into_iter().fold(0.0, f64::min);
        let high = values.into_iter().fold(0.0, f64::max);
        // A value left of zero keeps room for its number, too.
        let left = names + 6.0 + if low < 0.0 { room } else { 0.0 };
        let domain = if high - low > 0.0 { (low, high) } else { (0.0, 1.0) };
        let scale = Scale::new(domain, (left, width - room));
        let zero = scale.at(0.0);
        let mut marks = Vec::new();
        for (i, ((name, _), value)) in rows.into_iter().zip(values).enumerate() {
            let y = [3.5, 19.5][i];
            let (from, to) = (zero.min(scale.at(value)), zero.max(scale.at(value)));
            marks.push(Mark::text("tick", at(names, y + 8.5), Anchor::End, name));
            if i == 0 {
                marks.push(Mark::rect("f-exact", at(from, y), to - from, 10.0, 0.0));
            } else {
                marks.push(Mark::path("n s-exact w1", glyph::hatch(at(from, y), to - from, 10.0, 4.5)));
                marks.push(Mark::rect("n s-exact w1", at(from, y), to - from, 10.0, 0.0));
            }
            let (x, anchor) = if value < 0.0 { (from - 6.0, Anchor::End) } else { (to + 6.0, Anchor::Start) };
            marks.push(Mark::text("tick strong", at(x, y + 8.5), anchor, numbers[i].clone()));
        }
        marks.push(Mark::line("n s-axis w1", at(zero, 0.0), at(zero, 33.0)));
        let label = if self.is_capped { w.why_label_cap() } else { w.why_label() };
        let label = fill(label, &[&numbers[0], &numbers[1]]);
        Drawing { class: "fig-why".into(), width, height: 34.0, label, marks }.with_decimals(self.words)
    }
}

/// Values that differ by less are the same.
const TIE: f64 = 1e-9;
/// Places after the point of a success: at least, and at most.
const LEAST_PLACES: usize = 3;
const MOST_PLACES: usize = 14;
/// The signs between two sides.
const MORE: &str = " > ";
const SAME: &str = " = ";
const LESS: &str = " < ";

/// A number as it is read back once it was written with so many places.
fn rounded(x: f64, places: usize) -> f64 {
    let unit = libm::pow(10.0, places as f64);
    let rounded = (x * unit).round() / unit;
    if rounded.is_finite() { rounded } else { x }
}

/// True if a result rounds to what is shown of it.
fn is_shown(result: f64, shown: f64, places: usize) -> bool {
    (result - shown).abs() <= 0.5 * libm::pow(10.0, -(places as f64)) + 1e-12
}

/// The paper's comparison in one state: ask if the price is under Δp ÷ Δ(pM).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PaperComparison {
    /// r: success per call.
    pub price: f64,
    /// Δp: difference of the PRMs' scores with and without help, a fraction.
    pub score_gain: f64,
    /// Δ(pM): difference of the scores times the iteration's usages, in calls.
    pub weighted_calls: f64,
    /// The words it is labelled with.
    pub words: Words,
}

impl PaperComparison {
    /// Δp ÷ Δ(pM) as floating point divides it; not finite if Δ(pM) is 0.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.score_gain / self.weighted_calls
    }

    /// Places of a ratio: fewer where it is large.
    fn ratio_places(&self) -> usize {
        match self.ratio().abs() {
            ratio if ratio < 10.0 => 2,
            ratio if ratio < 100.0 => 1,
            _ => 0,
        }
    }

    /// The fewest places with which the quotient and the inequality hold as they are shown.
    fn holds(&self, places: usize, of_ratio: usize) -> bool {
        let quotient = rounded(self.score_gain, places) / rounded(self.weighted_calls, places);
        let (ratio, price) = (rounded(self.ratio(), of_ratio), rounded(self.price, places.max(3)));
        is_shown(quotient, ratio, of_ratio) && (price < ratio) == (self.price < self.ratio())
    }

    /// The inequality with its numbers: r .100 < .50 ÷ .79 = .63 = Δp ÷ Δ(pM).
    #[must_use]
    pub fn line(&self) -> Vec<Span> {
        let choices =
            (0..4).flat_map(|more| (2..=MOST_PLACES).map(move |places| (places, self.ratio_places() + more)));
        let found = choices.into_iter().find(|(places, of_ratio)| self.holds(*places, *of_ratio));
        let (places, of_ratio) = found.unwrap_or((2, 2));
        let is_defined = self.ratio().is_finite();
        let ratio =
            if is_defined { text::number(self.ratio(), of_ratio) } else { self.words.undefined().to_owned() };
        let sign = match self.price < self.ratio() {
            _ if !is_defined => "; ",
            true => LESS,
            false => " ≥ ",
        };
        let (gain, calls) =
            (text::number(self.score_gain, places), text::number(self.weighted_calls, places));
        vec![
            Span::new("i", "r"),
            Span::plain(" "),
            Span::new("b", text::number_or_infinite(self.price, places.max(3))),
            Span::new("op", sign),
            Span::plain(format!("{gain} ÷ {calls} = ")),
            Span::new("b", ratio),
            Span::plain(" "),
            Span::new("small", "= "),
            Span::new("small i", "Δp ÷ Δ(pM)"),
        ]
    }
}

/// The rule of a strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripRule {
    /// The exact optimum.
    Exact,
    /// The paper's rule.
    Paper,
}

/// A stretch of budgets over which a state does one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// The lower end of the stretch, calls per task.
    pub from: f64,
    /// The upper end of the stretch, calls per task.
    pub to: f64,
    /// The action in the state.
    pub act: Act,
}

/// One rule over the budget axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The rule of the strip.
    pub rule: StripRule,
    /// The stretches of the rule, budgets rising; gaps stay empty (no policy of the rule has that usage).
    pub stretches: Vec<Stretch>,
}

impl Strip {
    fn name_width(&self, w: Words) -> f64 {
        text::width_of(rule_name(w, self.rule), self.class())
    }

    fn class(&self) -> &'static str {
        if self.rule == StripRule::Exact { "strong" } else { "t-rule" }
    }

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
    /// The label of the axis: "calls per task".
    pub x_label: String,
    /// True if budgets are whole: calls at most.
    pub is_whole: bool,
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
        let names = self.strips.iter().map(|strip| strip.name_width(self.words)).fold(32.0, f64::max);
        let scale = Scale::new((0.0, most), (names + 8.0, width - 6.0));
        let foot = 18.0 + STRIP_STEP * self.strips.len().max(1) as f64 - (STRIP_STEP - STRIP);
        let height = foot + 29.0;
        let mut marks = Vec::new();
        let mut top = 18.0;
        let x = scale.at(self.budget.clamp(0.0, most));
        for strip in &self.strips {
            marks.extend(strip_marks(self.words, strip, scale, (top, x)));
            marks.extend(self.turn_mark(strip, scale, (top, x), width));
            top += STRIP_STEP;
        }
        marks.push(Mark::line("n s-paper w6", at(x, 12.0), at(x, foot + 8.0)));
        marks.push(Mark::line("n s-ink w3", at(x, 8.0), at(x, foot + 8.0)));
        marks.push(Mark::circle("f-ink", at(x, foot + 8.0), 4.0));
        marks.extend(self.axis_marks(scale, x, height - 4.0));
        let said: Vec<String> = self.strips.iter().map(|strip| self.strip_words(strip)).collect();
        let label = fill(self.words.asks_label(), &[&said.join(" ")]);
        Drawing { class: "fig-asks".into(), width, height, label, marks }.with_decimals(self.words)
    }

    /// C under its marker; the ends and the unit where they do not run into it.
    fn axis_marks(&self, scale: Scale, x: f64, y: f64) -> Vec<Mark> {
        let (left, right) = scale.range;
        let words = format!("C = {}", self.number(self.budget));
        let half = text::width_of(&words, "tick strong") / 2.0;
        let x = x.clamp(left + half - 6.0, (right - half + 6.0).max(left + half - 6.0));
        let (from, to) = (x - half - 6.0, x + half + 6.0);
        let mut marks = vec![Mark::text("tick strong", at(x, y), Anchor::Middle, words)];
        if from > left + text::width_of("0", "tick") {
            marks.push(Mark::text("tick", at(left, y), Anchor::Start, "0"));
        }
        let end = text::tick(self.most);
        if to < right - text::width_of(&end, "tick") {
            marks.push(Mark::text("tick", at(right, y), Anchor::End, end));
        }
        let unit = text::width_of(&self.x_label, "tick");
        let gaps = [(left + 12.0, from), (to, right - 14.0)];
        let widest = gaps.into_iter().max_by(|a, b| f64::total_cmp(&(a.1 - a.0), &(b.1 - b.0)));
        if let Some((a, b)) = widest.filter(|(a, b)| b - a > unit + 8.0) {
            marks.push(Mark::text("tick", at((a + b) / 2.0, y), Anchor::Middle, self.x_label.clone()));
        }
        marks
    }

    /// A budget as it is written here.
    fn number(&self, calls: f64) -> String {
        if self.is_whole { text::tick(calls) } else { text::calls(calls) }
    }

    fn strip_words(&self, strip: &Strip) -> String {
        let name = rule_name(self.words, strip.rule);
        match strip.asks_from() {
            Some(from) => fill(self.words.strip_asks_from(), &[&name, &self.number(from)]),
            None => fill(self.words.strip_never_asks(), &[&name]),
        }
    }

    /// The budget from which the state asks, over its edge; beside the marker of C where both would meet.
    fn turn_mark(&self, strip: &Strip, scale: Scale, (top, marker): (f64, f64), width: f64) -> Option<Mark> {
        let from = strip.asks_from().filter(|from| *from > 0.0)?;
        let class = if strip.rule == StripRule::Exact { "halo tick strong" } else { "halo small b t-rule" };
        let (words, x) = (self.number(from), scale.at(from));
        let wide = text::width_of(&words, class);
        let half = wide / 2.0;
        let (x, anchor) = match x - marker {
            gap if gap.abs() > half + 5.0 => (x.min(width - half), Anchor::Middle),
            gap if gap <= 0.0 || marker + 5.0 + wide > width => (marker - 5.0, Anchor::End),
            _ => (marker + 5.0, Anchor::Start),
        };
        // Kept inside the drawing, it may have come back to the marker.
        let (x, anchor) = match anchor {
            Anchor::Middle if (x - marker).abs() <= half + 5.0 => (marker - 5.0, Anchor::End),
            _ => (x, anchor),
        };
        Some(Mark::text(class, at(x, top - 3.0), anchor, words))
    }
}

fn rule_name(w: Words, rule: StripRule) -> &'static str {
    match rule {
        StripRule::Exact => w.strip_exact(),
        StripRule::Paper => w.strip_paper(),
    }
}

fn strip_marks(w: Words, strip: &Strip, scale: Scale, (top, marker): (f64, f64)) -> Vec<Mark> {
    let name = at(scale.range.0 - 8.0, top + 10.0);
    let mut marks = vec![Mark::text(strip.class(), name, Anchor::End, rule_name(w, strip.rule))];
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
                // The words stand on the wider side of the marker.
                let (from, to) = match (marker - 5.0 - from, to - marker - 5.0) {
                    (before, after) if before <= -5.0 || after <= -5.0 => (from, to),
                    (before, after) if before > after => (from, marker - 5.0),
                    _ => (marker + 5.0, to),
                };
                if to - from > text::width_of(w.strip_goes_on(), "small t-go") + 8.0 {
                    let place = at((from + to) / 2.0, top + 10.0);
                    marks.push(Mark::text("small t-go", place, Anchor::Middle, w.strip_goes_on()));
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
