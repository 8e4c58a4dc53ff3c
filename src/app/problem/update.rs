//! What happens to a problem.

use super::super::drawer::Drawer;
use super::super::latest::{Latest, panel_width};
use super::super::message::Effect;
use super::super::state::State;
use super::household::{HOUSEHOLD, HouseholdView};
use super::message::{Plane, ProblemEffect, ProblemLook, ProblemMsg, ProblemReply, ProblemRequest};
use super::state::{ProblemMaking, ProblemState};
use crate::figure::price_map::prices_of;
use crate::language::fill;

/// Takes one message about the problem.
pub(in crate::app) fn update(state: &mut State, msg: ProblemMsg) -> Vec<Effect> {
    let w = state.words;
    state.problem.look.width = panel_width(state.width);
    let problem = &mut state.problem;
    match msg {
        ProblemMsg::ScenarioChosen(name) => {
            // Chosen again, it opens again: at the prices of its story, or after a fault.
            problem.given.clear();
            state.setting.problem = Some(name);
            Vec::new()
        }
        ProblemMsg::FileGiven { name } => {
            state.setting.problem = None;
            let (request, look) = open(problem, &name);
            ask(ProblemRequest::File { request, look })
        }
        ProblemMsg::PriceMoved(place, price) => move_price(problem, place, price),
        ProblemMsg::CellChosen(key) => choose_cell(problem, key),
        ProblemMsg::CornerChosen(key) => {
            let Some(budgets) = problem.household.as_ref().and_then(|household| corner_at(household, key))
            else {
                return Vec::new();
            };
            choose_budgets(problem, budgets)
        }
        ProblemMsg::Stepped(plane, by) => step(problem, plane, by),
        ProblemMsg::CancelPressed => {
            if problem.making.take().is_none() & problem.solving.take().is_none() {
                return Vec::new();
            }
            // It is not asked for again by itself, but can be chosen again.
            problem.awaited = None;
            state.announcement = w.cancelled().to_owned();
            ask(ProblemRequest::Cancel)
        }
        ProblemMsg::Replied(reply) => hear(state, *reply),
        ProblemMsg::WorkerFailed(error) => {
            // What was asked for is not asked for again by itself.
            let (next_request, given) = (problem.next_request, core::mem::take(&mut problem.given));
            let ordered = problem.ordered;
            *problem = ProblemState { next_request, given, ordered, ..ProblemState::default() };
            problem.refused = Some(fill(w.problem_not_opened(), &[&error]));
            state.announcement = state.problem.refused.clone().unwrap_or_default();
            // The next one is asked of another worker.
            vec![Effect::Problem(ProblemEffect::Stop)]
        }
    }
}

/// Opens the built-in problem that the setting names, once its drawer is open; the household anew where what it is made by
/// changes. Where the window has another width, or the page another language, what is shown is drawn for it.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    let (w, problem) = (state.words, &mut state.problem);
    let width = panel_width(state.width);
    if let Some(household) = problem.household.as_mut().filter(|shown| !shown.is_drawn_for(w, width)) {
        household.redraw(w, width);
    }
    if width != problem.look.width {
        problem.look.width = width;
        let shown = if problem.shown.is_some() { show(problem) } else { Vec::new() };
        return [shown, follow(state)].concat();
    }
    let order = state.setting.order();
    match state.setting.problem.filter(|_| state.setting.drawer == Some(Drawer::Problems)) {
        Some(HOUSEHOLD) if problem.given != HOUSEHOLD || problem.ordered != Some(order) => {
            let (request, look) = open(problem, HOUSEHOLD);
            problem.ordered = Some(order);
            ask(ProblemRequest::Household { request, order, look })
        }
        Some(name) if problem.given != name => {
            let (request, look) = open(problem, name);
            ask(ProblemRequest::Scenario { request, name: name.to_owned(), look })
        }
        _ => Vec::new(),
    }
}

fn ask(request: ProblemRequest) -> Vec<Effect> {
    vec![Effect::Problem(ProblemEffect::Ask(request))]
}

fn open(problem: &mut ProblemState, name: &str) -> (u32, ProblemLook) {
    problem.next_request += 1;
    problem.awaited = Some(problem.next_request);
    name.clone_into(&mut problem.given);
    (problem.refused, problem.making, problem.ordered) = (None, None, None);
    problem.solving = None;
    problem.showing = Latest::default();
    (problem.next_request, ProblemLook { width: problem.look.width, ..ProblemLook::default() })
}

/// The prices that are shown.
fn prices(problem: &ProblemState) -> Option<Vec<f64>> {
    match (&problem.household, &problem.shown) {
        (Some(household), _) => Some(household.shown.prices.to_vec()),
        (None, Some(shown)) => Some(shown.prices.clone()),
        (None, None) => None,
    }
}

fn choose_cell(problem: &mut ProblemState, key: u32) -> Vec<Effect> {
    let (n, max) = match (&problem.household, &problem.opened) {
        (Some(household), _) => (household.opened.map_cells, household.opened.price_max),
        (None, Some(opened)) => (opened.map_cells, opened.price_max),
        (None, None) => return Vec::new(),
    };
    if key >= n * n {
        return Vec::new();
    }
    choose_prices(problem, prices_of(key, n, max).to_vec())
}

fn choose_prices(problem: &mut ProblemState, prices: Vec<f64>) -> Vec<Effect> {
    (problem.look.prices, problem.look.budgets) = (prices, Vec::new());
    show(problem)
}

fn choose_budgets(problem: &mut ProblemState, budgets: [f64; 2]) -> Vec<Effect> {
    problem.look.budgets = budgets.to_vec();
    show(problem)
}

/// The budgets of a corner of the surface.
fn corner_at(household: &HouseholdView, key: u32) -> Option<[f64; 2]> {
    let [first, second] = &household.opened.budgets;
    let (i, j) = (key as usize % first.len().max(1), key as usize / first.len().max(1));
    Some([*first.get(i)?, *second.get(j)?])
}

/// From where the reader looks, or wants to look, to the next cell or corner.
fn step(problem: &mut ProblemState, plane: Plane, by: [i32; 2]) -> Vec<Effect> {
    let Some(household) = &problem.household else { return Vec::new() };
    let opened = &household.opened;
    let place = |at: f64, by: i32, last: usize| (at + f64::from(by)).clamp(0.0, last as f64);
    match plane {
        Plane::Prices => {
            let (n, edge) = (opened.map_cells, opened.price_max / f64::from(opened.map_cells.max(1)));
            let from = if problem.look.prices.len() == 2 && problem.look.budgets.is_empty() {
                problem.look.prices.clone()
            } else {
                household.shown.prices.to_vec()
            };
            let [i, j] = [0, 1].map(|help| {
                place((from[help] / edge).floor(), by[help], n.saturating_sub(1) as usize) as u32
            });
            choose_cell(problem, j * n + i)
        }
        Plane::Budgets => {
            let from = match problem.look.budgets[..] {
                [first, second] => [first, second],
                _ => household.shown.budgets,
            };
            let budgets = [0, 1].map(|help| {
                let axis = &opened.budgets[help];
                let edge = axis.get(1).copied().unwrap_or(1.0).max(f64::MIN_POSITIVE);
                let at = place((from[help] / edge).round(), by[help], axis.len().saturating_sub(1));
                axis.get(at as usize).copied().unwrap_or(0.0)
            });
            choose_budgets(problem, budgets)
        }
    }
}

fn move_price(problem: &mut ProblemState, place: usize, price: f64) -> Vec<Effect> {
    let Some(shown) = prices(problem) else { return Vec::new() };
    if !price.is_finite() || price < 0.0 || place >= shown.len() {
        return Vec::new();
    }
    let mut prices = problem.look.prices.clone();
    if prices.len() != shown.len() || !problem.look.budgets.is_empty() {
        prices = shown;
    }
    prices[place] = price;
    choose_prices(problem, prices)
}

/// Asks for what is looked at. While another problem is awaited, that is still of the one before.
fn show(problem: &mut ProblemState) -> Vec<Effect> {
    if problem.shown.is_none() && problem.household.is_none() {
        return Vec::new();
    }
    match problem.showing.ask(&mut problem.next_request) {
        Some(request) => ask(ProblemRequest::Show { request, look: problem.look.clone() }),
        None => Vec::new(),
    }
}

fn hear(state: &mut State, reply: ProblemReply) -> Vec<Effect> {
    let (w, problem) = (state.words, &mut state.problem);
    let width = problem.look.width;
    match reply {
        ProblemReply::Opened { request, opened, shown } if problem.awaited == Some(request) => {
            (problem.awaited, problem.solving) = (None, None);
            problem.name.clone_from(&problem.given);
            (problem.opened, problem.household) = (Some(opened), None);
            // A picture of the problem before is no longer of use.
            (problem.showing, problem.look.budgets) = (Latest::default(), Vec::new());
            problem.look.prices.clone_from(&shown.prices);
            state.announcement = format!("{}: {}", problem.name, shown.verdict);
            problem.shown = Some(*shown);
        }
        ProblemReply::Shown { request, shown } if problem.showing.has_come(request) => {
            state.announcement.clone_from(&shown.verdict);
            problem.shown = Some(*shown);
            if problem.showing.take_wanted() {
                return show(problem);
            }
        }
        ProblemReply::Solving { request, share } if problem.awaited == Some(request) => {
            problem.solving = Some(share);
        }
        ProblemReply::Making { request, done, left_ms } if problem.awaited == Some(request) => {
            problem.making = Some(ProblemMaking { done, left_ms });
        }
        ProblemReply::Made { request, opened, shown, planes } if problem.awaited == Some(request) => {
            (problem.awaited, problem.making) = (None, None);
            (problem.opened, problem.shown, problem.showing) = (None, None, Latest::default());
            problem.name.clone_from(&problem.given);
            problem.look = ProblemLook { prices: shown.prices.to_vec(), width, ..ProblemLook::default() };
            let view = HouseholdView::new(*opened, *shown, *planes, w, width);
            state.announcement = view.verdict(w).join(" ");
            problem.household = Some(Box::new(view));
        }
        ProblemReply::Looked { request, shown } if problem.showing.has_come(request) => {
            if let Some(household) = &mut problem.household {
                household.shown = *shown;
                household.redraw(w, width);
                state.announcement = household.verdict(w).join(" ");
            }
            if problem.showing.take_wanted() {
                return show(problem);
            }
        }
        ProblemReply::Grown { order, shown, planes } => {
            let is_shown = |household: &&mut Box<HouseholdView>| household.opened.order == order;
            if let Some(household) = problem.household.as_mut().filter(is_shown) {
                (household.shown, household.planes) = (*shown, *planes);
                household.redraw(w, width);
            }
        }
        ProblemReply::Refused { request, error } if problem.awaited == Some(request) => {
            (problem.awaited, problem.making, problem.solving) = (None, None, None);
            state.announcement.clone_from(&error);
            problem.refused = Some(error);
        }
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
