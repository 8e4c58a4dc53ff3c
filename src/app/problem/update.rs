//! What happens to a problem.

use super::super::drawer::Drawer;
use super::super::latest::{Latest, panel_width};
use super::super::message::Effect;
use super::super::state::State;
use super::message::{ProblemEffect, ProblemLook, ProblemMsg, ProblemReply, ProblemRequest};
use super::state::ProblemState;
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
        ProblemMsg::CellChosen(key) => {
            let Some(opened) = problem.opened.as_ref().filter(|opened| opened.map_cells > 0) else {
                return Vec::new();
            };
            problem.look.prices = prices_of(key, opened.map_cells, opened.price_max).to_vec();
            show(problem)
        }
        ProblemMsg::Replied(reply) => hear(state, *reply),
        ProblemMsg::WorkerFailed(error) => {
            // What was asked for is not asked for again by itself.
            let (next_request, given) = (problem.next_request, core::mem::take(&mut problem.given));
            *problem = ProblemState { next_request, given, ..ProblemState::default() };
            problem.refused = Some(fill(w.problem_not_opened(), &[&error]));
            state.announcement = state.problem.refused.clone().unwrap_or_default();
            // The next one is asked of another worker.
            vec![Effect::Problem(ProblemEffect::Stop)]
        }
    }
}

/// Opens the built-in problem that the setting names, once its drawer is open. Where the window has another width, what is
/// shown is drawn for it.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    let problem = &mut state.problem;
    let width = panel_width(state.width);
    if width != problem.look.width {
        problem.look.width = width;
        return [show(problem), follow(state)].concat();
    }
    match state.setting.problem.filter(|_| state.setting.drawer == Some(Drawer::Problems)) {
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
    problem.refused = None;
    problem.showing = Latest::default();
    (problem.next_request, ProblemLook { prices: Vec::new(), width: problem.look.width })
}

fn move_price(problem: &mut ProblemState, place: usize, price: f64) -> Vec<Effect> {
    let Some(shown) = &problem.shown else { return Vec::new() };
    if !price.is_finite() || price < 0.0 || place >= shown.prices.len() {
        return Vec::new();
    }
    if problem.look.prices.len() != shown.prices.len() {
        problem.look.prices.clone_from(&shown.prices);
    }
    problem.look.prices[place] = price;
    show(problem)
}

fn show(problem: &mut ProblemState) -> Vec<Effect> {
    if problem.shown.is_none() || problem.is_opening() {
        return Vec::new();
    }
    match problem.showing.ask(&mut problem.next_request) {
        Some(request) => ask(ProblemRequest::Show { request, look: problem.look.clone() }),
        None => Vec::new(),
    }
}

fn hear(state: &mut State, reply: ProblemReply) -> Vec<Effect> {
    let problem = &mut state.problem;
    match reply {
        ProblemReply::Opened { request, opened, shown } if problem.awaited == Some(request) => {
            problem.awaited = None;
            problem.name.clone_from(&problem.given);
            problem.opened = Some(opened);
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
        ProblemReply::Refused { request, error } if problem.awaited == Some(request) => {
            problem.awaited = None;
            state.announcement.clone_from(&error);
            problem.refused = Some(error);
        }
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
