//! D, from the scene: both rules with the numbers in, and from which budget on the state asks.

use crate::experiment::{Experiment, paper_options};
use crate::figure::glyph::{Icon, icon};
use crate::figure::why::{self as figure, AsksFrom, Comparison, PaperComparison, Stretch, Strip, StripRule};
use crate::figure::{Act, Drawing, Span, text};
use crate::language::{Words, counted, fill};
use crate::mdp::cap::Capped;
use crate::mdp::chain::evaluate;
use crate::mdp::{ActionId, Mdp, StateId, Values, paper};

use crate::app::derived::breakpoints::budget_at_position;
use crate::app::derived::reading::{Reading, budget_max, paper_staircase};
use crate::app::derived::task_view::TaskView;
use crate::app::draw::widths;
use crate::app::model::setting::{Measure, Rule, Setting};
use crate::app::state::State;

/// View D. Each rule weighs at the price that it has at the budget which is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The action of the policy in this state.
    pub act: Act,
    /// The two sides of the optimal policy's comparison, and its price.
    pub exact_note: &'static str,
    /// The exact comparison, with its numbers.
    pub exact: Vec<Span>,
    /// The bars of the exact comparison.
    pub bars: Drawing,
    /// The three numbers behind the gain: asking now, going on one step, never asking.
    pub compares: String,
    /// The two sides of the paper's comparison, and its price.
    pub paper_note: &'static str,
    /// The paper's comparison, with its numbers; nothing under a cap, which has no price.
    pub paper: Vec<Span>,
    /// The reason to ask, or not to ask, in words.
    pub verdict: &'static str,
    /// `Asks from C = 1.4 on`.
    pub asks_from: String,
    /// The least budget at which the paper's rule asks here, in words; empty under a cap.
    pub asks_from_paper: String,
    /// The strips over the budget.
    pub strips: Drawing,
}

/// The sign before the verdict.
#[must_use]
pub fn verdict_glyph(act: Act) -> Drawing {
    match act {
        Act::Ask => icon(Icon::Star, 26.0, ""),
        _ => icon(Icon::State(act), 26.0, ""),
    }
}

/// View D of the state that is looked at; `None` where the two ways were never both tried.
#[must_use]
pub fn why(state: &State, experiment: &Experiment, reading: &Reading, scene: &TaskView) -> Option<Why> {
    let id = crate::app::draw::policy::looked_at(state, scene).filter(|&id| scene.stage.is_weighable(id))?;
    let (w, width) = (state.words, width(state));
    let is_capped = scene.calls_left.is_some();
    let exact = exact_comparison(state, experiment, reading, scene, id);
    let act = scene.acts[id as usize];
    let strips = strips(state, experiment, scene, id);
    let from = |strip: usize| strips.strips.get(strip).and_then(Strip::asks_from);
    let (paper, settles) = paper_comparison(w, scene, id, paper_price(state, experiment, reading));
    let never = never_asking(&scene.stage.mdp)[id as usize];
    Some(Why {
        act,
        exact_note: if is_capped { w.success_over_keeping() } else { w.gain_over_price() },
        exact: exact.line(),
        bars: exact.draw(width),
        compares: fill(
            w.compares(),
            &[&exact.success(exact.asking), &exact.success(exact.going_on), &exact.success(never)],
        ) + " "
            + &counted_here(w, scene, id),
        paper_note: if settles { w.price_under_ratio() } else { w.price_under_ratio_unsettled() },
        paper: match is_capped {
            true => Vec::new(),
            false => paper.line(),
        },
        verdict: match scene.calls_left {
            Some(left) => verdict_under_cap(w, act, left),
            None => verdict(w, act, state.setting.rule, exact.asks()),
        },
        asks_from: match (from(0), is_capped) {
            (Some(cap), true) => fill(w.asks_from_cap(), &[&text::tick(cap)]),
            (Some(budget), false) => fill(w.asks_from_c(), &[&text::calls(budget)]),
            (None, _) => w.never_asks().to_owned(),
        },
        asks_from_paper: match (from(1), is_capped) {
            (_, true) => String::new(),
            (Some(budget), _) => fill(w.papers_rule_from(), &[&text::calls(budget)]),
            (None, _) => w.papers_rule_never().to_owned(),
        },
        strips: strips.draw(width),
    })
}

/// The number of tries of each action in a state in Phase 1, in words. A value from few tries is uncertain.
fn counted_here(w: Words, scene: &TaskView, id: u32) -> String {
    let [alone, helped] = scene.stage.tried[id as usize].map(|tried| counted(w.n_times(), tried));
    fill(w.counted_here(), &[&alone, &helped])
}

/// S of never asking, in every state of a task.
fn never_asking(mdp: &Mdp) -> Vec<f64> {
    let alone = |state| Some(ActionId::NOHELP).filter(|&action| mdp.available(state, action));
    let policy: Vec<Option<ActionId>> = mdp.states().map(alone).collect();
    evaluate(mdp, &policy).success
}

/// The price that the paper's rule has at this budget.
fn paper_price(state: &State, experiment: &Experiment, reading: &Reading) -> f64 {
    match state.setting.rule {
        Rule::Paper => reading.price,
        Rule::Exact => {
            let setting = Setting { rule: Rule::Paper, ..state.setting.clone() };
            Reading::at(experiment, &setting).price
        }
    }
}

fn width(state: &State) -> f64 {
    match state.width {
        w if w == 0.0 || w >= widths::WIDE_FROM => figure::WIDE,
        w if w >= widths::MIDDLE_FROM => widths::half(widths::room(w)).floor(),
        w => (w - 32.0).max(288.0),
    }
}

fn verdict(w: Words, act: Act, rule: Rule, is_worth_it: bool) -> &'static str {
    match (act, rule, is_worth_it) {
        (Act::Ask, _, true) => w.call_is_worth_more(),
        (Act::Ask, Rule::Paper, false) => w.paper_asks_though(),
        (Act::Ask, Rule::Exact, false) => w.call_is_worth_its_cost(),
        (_, Rule::Paper, true) => w.paper_goes_on_though(),
        (_, Rule::Exact, true) => w.call_is_worth_its_cost(),
        (_, _, false) => w.call_costs_more(),
    }
}

fn verdict_under_cap(w: Words, act: Act, calls_left: u32) -> &'static str {
    match (act, calls_left) {
        (Act::Ask, _) => w.asking_beats_keeping(),
        (_, 0) => w.no_call_is_left(),
        _ => w.keeping_is_as_good(),
    }
}

/// γ Σ P x of one action.
fn flow(mdp: &Mdp, state: StateId, action: ActionId, x: &[f64]) -> f64 {
    let row = mdp.row(state, action);
    let next = row.successors.iter().zip(row.probabilities);
    mdp.gamma() * next.map(|(&next, p)| p * x[next as usize]).sum::<f64>()
}

/// Asking now against going on one step, each followed by the optimum of this budget, at the optimum's price.
fn exact_comparison(
    state: &State,
    experiment: &Experiment,
    reading: &Reading,
    scene: &TaskView,
    id: u32,
) -> Comparison {
    let (w, mdp) = (state.words, &scene.stage.mdp);
    let optimum = (state.setting.rule == Rule::Paper).then(|| {
        let reading = Reading::at(experiment, &Setting { rule: Rule::Exact, ..state.setting.clone() });
        let plan = scene.stage.plan(experiment, &reading);
        (reading.price, evaluate(mdp, plan.after(0)))
    });
    let (price, values) = optimum.as_ref().map_or((reading.price, &scene.values), |(r, values)| (*r, values));
    let after_call = scene.values_after_call.as_ref().unwrap_or(values);
    let state = StateId(id);
    let success = |action, values: &Values| {
        flow(mdp, state, action, &values.success) + mdp.gamma() * mdp.row(state, action).success
    };
    let calls = |action, values: &Values| flow(mdp, state, action, &values.usage);
    Comparison {
        asking: success(ActionId::HELP, after_call),
        going_on: success(ActionId::NOHELP, values),
        price,
        extra_calls: 1.0 + calls(ActionId::HELP, after_call) - calls(ActionId::NOHELP, values),
        is_capped: scene.calls_left.is_some(),
        words: w,
    }
}

/// Δp and Δ(pM) of the paper's iteration where it stops at this price, and whether it settles in this state.
fn paper_comparison(w: Words, scene: &TaskView, id: u32, price: f64) -> (PaperComparison, bool) {
    let mdp = &scene.stage.mdp;
    let state = StateId(id);
    // A price without bound (a budget of 0) asks nowhere; the iteration itself needs a number.
    let solution = paper::iterate(mdp, &paper_options(if price.is_finite() { price } else { f64::MAX }));
    let p = |action| mdp.p(state, action).unwrap_or(0.0);
    let usage = |action: ActionId| {
        f64::from(u8::from(action == ActionId::HELP)) + flow(mdp, state, action, &solution.usage_iterate)
    };
    let (help, nohelp) = (ActionId::HELP, ActionId::NOHELP);
    let comparison = PaperComparison {
        price,
        words: w,
        score_gain: p(help) - p(nohelp),
        weighted_calls: p(help) * usage(help) - p(nohelp) * usage(nohelp),
    };
    (comparison, !solution.flipping.contains(&state))
}

fn strips(state: &State, experiment: &Experiment, scene: &TaskView, id: u32) -> AsksFrom {
    let measure = state.setting.measure;
    let most = budget_max(experiment, measure);
    let exact = match measure {
        Measure::Cap => capped_stretches(scene, id, most),
        Measure::Calls | Measure::Discounted => exact_stretches(experiment, scene, id, measure, most),
    };
    let mut strips = vec![Strip { rule: StripRule::Exact, stretches: exact }];
    // The paper's rule weighs a price, and a cap has none.
    if measure != Measure::Cap {
        let stretches = paper_stretches(experiment, scene, id, measure, most);
        strips.push(Strip { rule: StripRule::Paper, stretches });
    }
    AsksFrom {
        words: state.words,
        budget: state.setting.budget,
        most,
        x_label: match measure {
            Measure::Cap => state.words.unit_calls_cap().to_owned(),
            Measure::Calls | Measure::Discounted => state.words.unit_calls_task().to_owned(),
        },
        is_whole: measure == Measure::Cap,
        strips,
    }
}

/// The action of the paper's rule in its strip, at the current budget.
#[cfg(test)]
pub(super) fn strip_act(state: &State, experiment: &Experiment, scene: &TaskView, id: u32) -> Option<Act> {
    let budget = state.setting.budget;
    let strips = strips(state, experiment, scene, id);
    let holds = |stretch: &&Stretch| stretch.from <= budget && budget < stretch.to;
    strips.strips.get(1)?.stretches.iter().find(holds).map(|stretch| stretch.act)
}

fn act_of(action: Option<ActionId>) -> Act {
    if action == Some(ActionId::HELP) { Act::Ask } else { Act::GoOn }
}

fn exact_stretches(
    experiment: &Experiment,
    scene: &TaskView,
    id: u32,
    measure: Measure,
    most: f64,
) -> Vec<Stretch> {
    let history = experiment.frontier.history_of(&experiment.mdp, StateId(scene.stage.first_state + id));
    let starts = history.iter().map(|&(position, action)| {
        let from = if position == 0 { 0.0 } else { budget_at_position(experiment, measure, position) };
        (from, act_of(action))
    });
    stretches(starts.collect(), most)
}

/// The stretches of equal actions over 0, 1, 2, ... calls left.
fn capped_stretches(scene: &TaskView, id: u32, most: f64) -> Vec<Stretch> {
    let act = |capped: &Capped| act_of(capped.policies.last().and_then(|policy| policy[id as usize]));
    let starts = scene.stage.capped().iter().enumerate().map(|(calls, capped)| (calls as f64, act(capped)));
    stretches(starts.collect(), most)
}

fn paper_stretches(
    experiment: &Experiment,
    scene: &TaskView,
    id: u32,
    measure: Measure,
    most: f64,
) -> Vec<Stretch> {
    let mut starts = vec![(0.0, Act::GoOn)];
    for (from, index) in paper_staircase(experiment, measure) {
        let policy = scene.stage.paper().get(index as usize);
        starts.push((from, act_of(policy.and_then(|policy| policy[id as usize]))));
    }
    stretches(starts, most)
}

/// Neighbouring starts that do the same are one stretch.
fn stretches(starts: Vec<(f64, Act)>, most: f64) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (from, act) in starts {
        let from = from.clamp(0.0, most);
        match stretches.last_mut() {
            Some(last) if last.act == act => {}
            Some(last) => {
                last.to = from;
                stretches.push(Stretch { from, to: most, act });
            }
            None => stretches.push(Stretch { from, to: most, act }),
        }
    }
    stretches.retain(|stretch| stretch.to > stretch.from);
    stretches
}
