//! The transitions of the problem drawer: messages in, effects out.

use crate::app::drawers::problems::household::view::HouseholdView;
use crate::app::drawers::problems::message::{Plane, ProblemLook, ProblemMsg, ProblemReply, ProblemRequest};
use crate::app::drawers::problems::state::{Followed, ProblemMaking, ProblemSource, ProblemState};
use crate::app::drawers::session::state::Latest;
use crate::app::drawers::your_agent::message::LogSource;
use crate::app::message::effect::Effect;
use crate::app::message::worker::ProblemEffect;
use crate::app::model::drawer::Drawer;
use crate::app::model::notice::Place;
use crate::app::model::setting::MadeBy;
use crate::app::model::typed;
use crate::app::state::State;
use crate::figure::price_map::prices_of;
use crate::language::fill;

/// Takes one message about the problem.
pub(in crate::app) fn update(state: &mut State, msg: ProblemMsg) -> Vec<Effect> {
    let w = state.words;
    let problem = &mut state.problem;
    problem.session.see(state.width, w);
    problem.look.width = problem.session.width;
    match msg {
        ProblemMsg::ScenarioChosen(name) => {
            // Chosen again, it opens again: at the prices of its story, or after a fault.
            problem.followed = None;
            (state.setting.problem, state.setting.made) = (Some(name), MadeBy::default());
            Vec::new()
        }
        ProblemMsg::FileGiven { name, kept } => {
            (state.setting.problem, state.setting.made) = (None, MadeBy::default());
            let source = ProblemSource::File { name, kept };
            follow_by_hand(state);
            open(&mut state.problem, source)
        }
        ProblemMsg::PriceMoved(place, price) => move_price(problem, place, price),
        ProblemMsg::PriceTyped(place, text) => type_price(state, place, &text),
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
            if !problem.is_opening() {
                return Vec::new();
            }
            state.announcement = w.cancelled().to_owned();
            [ask(ProblemRequest::Cancel), give_up(state)].concat()
        }
        ProblemMsg::Replied(reply) => hear(state, *reply),
        ProblemMsg::WorkerFailed(error) => {
            // What was asked for is not asked for again by itself.
            let (own, asked) = (problem.own.take(), problem.asked.take());
            *problem = ProblemState { own, asked, ..without_problem(problem) };
            state.announcement = fill(w.problem_not_opened(), &[&error]);
            problem.session.failed = Some(error);
            // The next one is asked of another worker.
            vec![Effect::Problem(ProblemEffect::Stop)]
        }
    }
}

/// Once the drawer is open, what it shows follows the setting: the problem that it names, or the reader's own file
/// where it names none; the household again where what it is made by changes. Where the window has another width, or
/// the page another language, what is shown is drawn for it.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    let (w, problem) = (state.words, &mut state.problem);
    let is_seen_otherwise = problem.session.see(state.width, w);
    let width = problem.session.width;
    if let Some(household) = problem.household.as_mut().filter(|shown| !shown.is_drawn_for(w, width)) {
        household.redraw(w, width);
    }
    if is_seen_otherwise {
        problem.look.width = width;
        let shown = if problem.shown.is_some() { show(problem) } else { Vec::new() };
        return [shown, follow(state)].concat();
    }
    let now = Followed::of_setting(&state.setting);
    if state.setting.drawer != Some(Drawer::Problems) || problem.followed == Some(now) {
        return Vec::new();
    }
    problem.followed = Some(now);
    match (now.problem, now.order) {
        (Some(_), Some(order)) => open(problem, ProblemSource::Household(order)),
        (Some(name), None) => open(problem, ProblemSource::Scenario(name)),
        (None, _) => match problem.own.clone() {
            Some(own) => open(problem, own),
            None => close(problem),
        },
    }
}

/// The setting says what is asked for, or shown, already.
fn follow_by_hand(state: &mut State) {
    state.problem.followed = Some(Followed::of_setting(&state.setting));
}

/// Gives up the problem that was asked for. The setting, and so the link, names the shown problem again, with
/// the order of its household. The other problem is not asked for again by itself, but can be chosen again.
fn give_up(state: &mut State) -> Vec<Effect> {
    let problem = &mut state.problem;
    problem.session.give_up();
    (problem.making, problem.solving) = (None, None);
    let (source, own) = (problem.source.as_ref(), state.setting.order());
    state.setting.problem = source.and_then(ProblemSource::in_link);
    state.setting.made = source.map_or_else(MadeBy::default, |source| source.made(&own));
    follow_by_hand(state);
    if is_behind(&state.problem) { show(&mut state.problem) } else { Vec::new() }
}

/// True if the shown figures are behind the chosen prices or budgets, the width or the language.
fn is_behind(problem: &ProblemState) -> bool {
    let look = &problem.look;
    match (&problem.household, &problem.shown) {
        (Some(household), _) if !look.budgets.is_empty() => look.budgets != household.shown.budgets,
        (Some(household), _) => look.prices != household.shown.prices,
        (None, Some(shown)) => {
            (&look.prices, look.width, problem.session.language)
                != (&shown.prices, shown.width, shown.language)
        }
        (None, None) => false,
    }
}

fn ask(request: ProblemRequest) -> Vec<Effect> {
    vec![Effect::Problem(ProblemEffect::Ask(request))]
}

/// Asks for a problem; the one that is shown stays until it is open.
fn open(problem: &mut ProblemState, source: ProblemSource) -> Vec<Effect> {
    let look = ProblemLook { width: problem.look.width, ..ProblemLook::default() };
    open_at(problem, source, look)
}

/// The same with what is looked at first.
fn open_at(problem: &mut ProblemState, source: ProblemSource, look: ProblemLook) -> Vec<Effect> {
    let request = problem.session.begin(());
    (problem.refused, problem.session.failed) = (None, None);
    (problem.making, problem.solving) = (None, None);
    problem.showing = Latest::default();
    let asked = match &source {
        ProblemSource::Scenario(name) => {
            ProblemEffect::Ask(ProblemRequest::Scenario { request, name: (*name).to_owned(), look })
        }
        ProblemSource::Household(order) => {
            ProblemEffect::Ask(ProblemRequest::Household { request, order: *order, look })
        }
        ProblemSource::File { kept, .. } => {
            ProblemEffect::Read(LogSource::Files(*kept), ProblemRequest::File { request, look })
        }
    };
    problem.asked = Some(source);
    vec![Effect::Problem(asked)]
}

/// Shows no problem, as before the first one.
fn close(problem: &mut ProblemState) -> Vec<Effect> {
    let was_awaited = problem.is_opening();
    *problem = without_problem(problem);
    if was_awaited { ask(ProblemRequest::Cancel) } else { Vec::new() }
}

/// The state without a problem; the session and the setting that was followed last stay.
fn without_problem(problem: &mut ProblemState) -> ProblemState {
    let mut session = core::mem::take(&mut problem.session);
    session.give_up();
    session.failed = None;
    let look = ProblemLook { width: session.width, ..ProblemLook::default() };
    ProblemState { followed: problem.followed, look, session, ..ProblemState::default() }
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

/// A step to the next cell or corner, from where the reader looks or wants to look.
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

/// Takes a price as the reader typed it, with all of its digits.
fn type_price(state: &mut State, place: usize, text: &str) -> Vec<Effect> {
    match typed::number(text).filter(|price| price.is_finite() && *price >= 0.0) {
        Some(price) => move_price(&mut state.problem, place, price + 0.0),
        None => {
            let told = fill(state.words.problem_price_not_used(), &[&text.trim()]);
            state.notify_at(Place::ProblemPrice, told);
            Vec::new()
        }
    }
}

/// Asks for what is looked at. While another problem is awaited, that is still of the one before.
fn show(problem: &mut ProblemState) -> Vec<Effect> {
    if problem.shown.is_none() && problem.household.is_none() {
        return Vec::new();
    }
    match problem.showing.ask(&mut problem.session) {
        Some(request) => ask(ProblemRequest::Show { request, look: problem.look.clone() }),
        None => Vec::new(),
    }
}

/// The worker holds another problem: one that was given up as it was done. What is shown is opened there again.
fn open_again(problem: &mut ProblemState) -> Vec<Effect> {
    match problem.source.clone().filter(|_| !problem.is_opening()) {
        Some(source) => open_at(problem, source, problem.look.clone()),
        None => Vec::new(),
    }
}

/// The problem asked for last is the one that is shown from now on.
fn arrive(problem: &mut ProblemState, request: u32) {
    problem.session.give_up();
    problem.source.clone_from(&problem.asked);
    problem.opened_by = request;
    if matches!(problem.source, Some(ProblemSource::File { .. })) {
        problem.own.clone_from(&problem.source);
    }
}

fn hear(state: &mut State, reply: ProblemReply) -> Vec<Effect> {
    let (w, problem) = (state.words, &mut state.problem);
    let width = problem.look.width;
    match reply {
        ProblemReply::Opened { request, opened, shown } if problem.session.awaits(request) => {
            problem.solving = None;
            arrive(problem, request);
            (problem.opened, problem.household) = (Some(opened), None);
            // A picture of the problem before is no longer of use.
            (problem.showing, problem.look.budgets) = (Latest::default(), Vec::new());
            problem.look.prices.clone_from(&shown.prices);
            state.announcement = format!("{}: {}", problem.name(), shown.verdict);
            problem.shown = Some(*shown);
            if is_behind(problem) {
                return show(problem);
            }
        }
        ProblemReply::Shown { request, of, .. } | ProblemReply::Looked { request, of, .. }
            if of != problem.opened_by && problem.showing.has_come(request) =>
        {
            return open_again(problem);
        }
        ProblemReply::Shown { request, shown, .. } if problem.showing.has_come(request) => {
            state.announcement.clone_from(&shown.verdict);
            problem.shown = Some(*shown);
            if problem.showing.take_wanted() || is_behind(problem) {
                return show(problem);
            }
        }
        ProblemReply::Solving { request, share } if problem.session.awaits(request) => {
            problem.solving = Some(share);
        }
        ProblemReply::Making { request, done, left_ms } if problem.session.awaits(request) => {
            problem.making = Some(ProblemMaking { done, left_ms });
        }
        ProblemReply::Made { request, opened, shown, planes } if problem.session.awaits(request) => {
            problem.making = None;
            (problem.opened, problem.shown, problem.showing) = (None, None, Latest::default());
            arrive(problem, request);
            problem.look = ProblemLook { prices: shown.prices.to_vec(), width, ..ProblemLook::default() };
            let view = HouseholdView::new(*opened, *shown, *planes, w, width);
            state.announcement = view.verdict(w).join(" ");
            problem.household = Some(Box::new(view));
        }
        ProblemReply::Looked { request, shown, .. } if problem.showing.has_come(request) => {
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
        ProblemReply::Refused { request, error } if problem.session.awaits(request) => {
            state.announcement.clone_from(&error);
            problem.refused = Some(error);
            return give_up(state);
        }
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod drive_tests;
#[cfg(test)]
mod tests;
