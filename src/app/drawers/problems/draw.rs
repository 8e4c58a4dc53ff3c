//! A problem as the page shows it: both rules' worth, the curve, the states.

use crate::app::drawers::problems::message::{ProblemLook, ProblemShown, RuleRow, StateRow};
use crate::app::drawers::problems::open::Open;
use crate::app::drawers::problems::rules::{Listed, Rules, STATES_LISTED, paper_of_all};
use crate::app::message::spoken::Speaker;
use crate::figure::curve::{Curve, Key, Reading, RulePoint};
use crate::figure::price_map::{Asks, Cell, PriceMap, prices_of, short_price};
use crate::figure::{Drawing, text};
use crate::language::{Words, fill};
use crate::mdp::explain::{Stretch, stretches};
use crate::mdp::paper::Outcome;
use crate::mdp::{ActionId, Frontier, Mdp, StateId, Totals};

/// Prices at which the paper's rule is drawn on the curve.
const RULE_POINTS: u32 = 24;
/// Beyond so many states the paper's rule is run at the chosen price only.
const STATES_FOR_POINTS: usize = 20_000;
/// Cells a side of the map of two prices.
pub(super) const MAP_CELLS: u32 = 24;
/// Beyond so many states there is no map.
const STATES_FOR_MAP: usize = 1_000;
/// Worth that differs by less is the same.
const SAME: f64 = 1e-9;

/// The numbers of states, interventions and tasks.
pub(in crate::app) fn size(mdp: &Mdp) -> [u32; 3] {
    [mdp.n_states(), mdp.n_interventions(), mdp.n_components()].map(|n| u32::try_from(n).unwrap_or(u32::MAX))
}

fn prices_that_matter(frontier: &Frontier) -> impl Iterator<Item = f64> + '_ {
    frontier.vertices().iter().map(|vertex| vertex.price).filter(|price| price.is_finite() && *price > 0.0)
}

/// The middle of the prices at which a policy changes, rounded to few digits.
pub(super) fn price_middle(frontier: &Frontier) -> f64 {
    let prices: Vec<f64> = prices_that_matter(frontier).collect();
    prices.get(prices.len() / 2).map_or(0.1, |&price| short_price(price))
}

/// A little more than the highest price at which something changes.
pub(super) fn price_max(open: &Open) -> f64 {
    let most = prices_that_matter(&open.frontier).chain(open.prices.iter().copied()).fold(0.0, f64::max);
    let most = if most > 0.0 { most * 1.2 } else { 1.0 };
    (most * 20.0).ceil() / 20.0
}

/// The prices that are asked for; those of its story where none are.
pub(super) fn prices(open: &Open, look: &ProblemLook) -> Vec<f64> {
    let k = open.file.mdp.n_interventions();
    if look.prices.len() == k { look.prices.clone() } else { open.prices.clone() }
}

pub(in crate::app) fn show(speaker: Speaker, open: &Open, look: &ProblemLook) -> ProblemShown {
    let prices = prices(open, look);
    let rules = Rules::of_all(&open.file, &prices);
    shown(speaker, open, prices, &rules, look.width)
}

/// The figures and numbers shown of a problem, once both its optimal policy and the paper's rule are solved.
pub(in crate::app) fn shown(
    speaker: Speaker,
    open: &Open,
    prices: Vec<f64>,
    rules: &Rules,
    width: f64,
) -> ProblemShown {
    let w = speaker.words;
    let file = &open.file;
    let (optimum, rule) = (&rules.optimum, &rules.paper);
    let lost = optimum.value(&prices) - rule.value(&prices);
    let mut listed = rules.listed.clone();
    listed.sort_unstable_by_key(|listed| listed.state);
    ProblemShown {
        language: speaker.language,
        verdict: verdict(w, optimum, rule, &prices, rules.outcome),
        is_same: lost.abs() < SAME,
        rules: vec![row(w, w.exact_optimum(), optimum, &prices), row(w, w.papers_rule(), rule, &prices)],
        width,
        figure: match file.mdp.n_interventions() {
            1 => {
                let here = RulePoint { price: prices[0], reading: reading(rule), success_se: 0.0 };
                Some(curve(w, open, here, optimum, width))
            }
            2 if !open.map.is_empty() => Some(drawn_map(w, open, &prices, width)),
            _ => None,
        },
        states: listed.iter().map(|listed| state_row(w, open, listed)).collect(),
        more_states: file.mdp.n_states().saturating_sub(STATES_LISTED) as u32,
        prices,
    }
}

fn verdict(w: Words, optimum: &Totals, rule: &Totals, prices: &[f64], found: Outcome) -> String {
    let (best, paper) = (optimum.value(prices), rule.value(prices));
    let told = match (best - paper).abs() < SAME {
        true => fill(w.rules_are_worth_the_same(), &[&number(best)]),
        false => fill(w.rule_loses(), &[&number(paper), &number(best), &number(best - paper)]),
    };
    match (found.converged, found.period) {
        (true, _) => told,
        (false, Some(period)) => [told, fill(w.never_settles_period(), &[&period])].join(" "),
        (false, None) => [&told, w.never_settles()].join(" "),
    }
}

fn number(x: f64) -> String {
    text::small(x, 3)
}

fn row(w: Words, name: &str, totals: &Totals, prices: &[f64]) -> RuleRow {
    let cell = |x: f64| fill(w.number_alone(), &[&number(x)]);
    let calls: Vec<String> = totals.usage.iter().map(|&m| cell(m)).collect();
    RuleRow {
        name: name.to_owned(),
        value: cell(totals.value(prices)),
        success: cell(totals.success),
        calls: calls.join(" + "),
    }
}

fn curve(w: Words, open: &Open, here: RulePoint, optimum: &Totals, width: f64) -> Drawing {
    let mdp = &open.file.mdp;
    let corner =
        |vertex: &crate::mdp::frontier::Vertex| Reading { calls: vertex.usage, success: vertex.success };
    let mut rule = open.rule.clone();
    rule.push(here);
    one_each(&mut rule);
    let label = if mdp.gamma() < 1.0 { w.x_expected_discounted() } else { w.x_expected() };
    Curve {
        words: w,
        x_label: label.to_owned(),
        is_discounted: mdp.gamma() < 1.0,
        frontier: open.frontier.vertices().iter().map(corner).collect(),
        budget: optimum.calls(),
        current: reading(optimum),
        rule,
        key: Key {
            optimum: w.exact_optimum().to_owned(),
            rule: w.papers_rule().to_owned(),
            ..Key::default()
        },
        ..Curve::default()
    }
    .draw(width)
}

fn reading(totals: &Totals) -> Reading {
    Reading { calls: totals.calls(), success: totals.success }
}

/// One point for each policy, calls rising: where many prices give one, its lowest price names it.
fn one_each(rule: &mut Vec<RulePoint>) {
    let is_near =
        |a: Reading, b: Reading| (a.calls - b.calls).abs() < SAME && (a.success - b.success).abs() < SAME;
    rule.sort_by(|a, b| a.price.total_cmp(&b.price));
    let mut met: Vec<Reading> = Vec::new();
    rule.retain(|point| {
        let is_new = !met.iter().any(|known| is_near(*known, point.reading));
        met.push(point.reading);
        is_new
    });
    rule.sort_by(|a, b| a.reading.calls.total_cmp(&b.reading.calls));
}

/// The map of two prices; none where there are not two, or where it would take long.
pub(super) fn map(open: &Open) -> Vec<Cell> {
    let mdp = &open.file.mdp;
    if mdp.n_interventions() != 2 || mdp.n_states() > STATES_FOR_MAP {
        return Vec::new();
    }
    let most = price_max(open);
    let cell = |key: u32| {
        let prices = prices_of(key, MAP_CELLS, most);
        let Rules { optimum, paper, .. } = Rules::of_all(&open.file, &prices);
        Cell {
            asks: Asks::of([optimum.usage[0], optimum.usage[1]]),
            loses: optimum.value(&prices) - paper.value(&prices) > SAME,
        }
    };
    (0..MAP_CELLS * MAP_CELLS).map(cell).collect()
}

fn drawn_map(w: Words, open: &Open, prices: &[f64], width: f64) -> Drawing {
    let name = |place: usize| open.file.action_name(ActionId::of_intervention(place));
    PriceMap {
        words: w,
        names: [name(0), name(1)],
        max: price_max(open),
        n: MAP_CELLS,
        cells: open.map.clone(),
        current: [prices[0], prices[1]],
    }
    .draw(width)
}

/// The paper's rule over the whole range of the price; none where there are several, or where it would take long.
pub(super) fn rule_points(open: &Open) -> Vec<RulePoint> {
    let mdp = &open.file.mdp;
    if mdp.n_interventions() != 1 || mdp.n_states() > STATES_FOR_POINTS {
        return Vec::new();
    }
    let most = price_max(open);
    let point = |i: u32| {
        let price = most * f64::from(i) / f64::from(RULE_POINTS);
        RulePoint { price, reading: reading(&paper_of_all(&open.file, &[price])), success_se: 0.0 }
    };
    (1..=RULE_POINTS).map(point).collect()
}

fn state_row(w: Words, open: &Open, listed: &Listed) -> StateRow {
    let name = |action: Option<ActionId>| match action {
        None => "–".to_owned(),
        Some(ActionId(0)) => w.state_goes_on().to_owned(),
        Some(action) => fill(w.asks_whom(), &[&open.file.action_name(action)]),
    };
    let state = StateId(listed.state);
    StateRow {
        name: open.file.name(state).into_owned(),
        exact: name(listed.exact),
        paper: name(listed.paper),
        asks: open.asks.get(state.index()).map_or_else(String::new, |asks| asks_in_words(w, asks)),
        differs: listed.exact != listed.paper,
    }
}

/// The price ranges in which the optimal policy asks, for each listed state, where there is one price.
pub(in crate::app) fn asks(open: &Open) -> Vec<Vec<Stretch>> {
    let mdp = &open.file.mdp;
    if mdp.n_interventions() != 1 {
        return Vec::new();
    }
    let asking = |stretch: &Stretch| stretch.action.is_some_and(|action| action.0 > 0);
    let of = |state: StateId| stretches(mdp, &open.frontier, state).into_iter().filter(asking).collect();
    mdp.states().take(STATES_LISTED).map(of).collect()
}

/// The price ranges in words: `below 0.40`.
fn asks_in_words(w: Words, asks: &[Stretch]) -> String {
    match asks {
        [] => w.never().to_owned(),
        asks => asks.iter().map(|stretch| in_words(w, stretch)).collect::<Vec<_>>().join(", "),
    }
}

fn in_words(w: Words, stretch: &Stretch) -> String {
    let (above, below) = (number(stretch.price_above), number(stretch.price_below));
    match (stretch.price_above.is_finite(), stretch.price_below > 0.0) {
        (false, false) => w.always().to_owned(),
        (true, false) => fill(w.below_price(), &[&above]),
        (false, true) => fill(w.above_price(), &[&below]),
        (true, true) => fill(w.between_prices(), &[&below, &above]),
    }
}
