//! The experiment behind the setting: ordered, awaited, cancelled, received.

use std::rc::Rc;

use crate::app::derived::showcase::showcase;
use crate::app::message::effect::Effect;
use crate::app::message::worker::{Job, Progress};
use crate::app::model::link;
use crate::app::model::notice::Place;
use crate::app::model::setting::MadeBy;
use crate::app::state::{Pending, Phase, State};
use crate::app::update::marks;
use crate::app::update::recompute::{changed_task, end_opening};
use crate::experiment::{Experiment, Order};
use crate::household::Split;
use crate::language::fill;

/// The reader orders another experiment, and the household of the problem drawer follows it.
pub(in crate::app) fn order(state: &mut State) -> Vec<Effect> {
    state.setting.made = MadeBy::default();
    run(state)
}

/// Orders the experiment behind the setting, unless it is shown already, and ends one still under way. Parts
/// that an earlier result has are not computed again.
pub(in crate::app) fn run(state: &mut State) -> Vec<Effect> {
    let mut effects: Vec<Effect> =
        state.pending.take().iter().map(|pending| Effect::Cancel { request: pending.request }).collect();
    if state.experiment.as_ref().is_some_and(|shown| shown.order == state.setting.order()) {
        state.history.request_arrived();
        changed_task(state);
        return effects;
    }
    if state.experiment.is_some() {
        state.history.request_begins();
    }
    state.next_request += 1;
    let request = state.next_request;
    state.pending = Some(Pending { request, progress: None, has_takeover: state.setting.takeover.is_some() });
    if state.experiment.is_none() {
        state.phase = Phase::Loading;
    }
    let order = state.setting.order();
    let earlier = state.experiment.iter().find(|earlier| order.shares_networks(&earlier.order));
    let earlier = earlier.map_or_else(Vec::new, |earlier| earlier.to_bytes());
    effects.push(Effect::Run { request, job: Job::Experiment { order, earlier } });
    effects
}

/// Cancels the work under way; the setting goes back to that of the page.
pub(in crate::app) fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(pending) = state.pending.take() else { return Vec::new() };
    match &state.experiment {
        Some(experiment) => {
            let order = experiment.order;
            return_to(state, &order, &pending);
        }
        None => state.phase = Phase::Failed(state.words.cancelled_before().to_owned()),
    }
    state.announcement = state.words.cancelled().to_owned();
    vec![Effect::Cancel { request: pending.request }]
}

/// Sets the setting back to the shown experiment's, since the newer one does not come.
pub(in crate::app) fn return_to(state: &mut State, order: &Order, pending: &Pending) {
    state.setting.take_order(order);
    state.setting.made = state.history.made_before_request();
    link::agree(&mut state.setting);
    state.setting.takeover.take_if(|_| pending.has_takeover);
    state.history.request_ended(&state.setting);
    changed_task(state);
    marks::restore(state);
    end_opening(state);
}

/// The request that is answered, if it is the awaited one; it is then awaited no longer.
pub(in crate::app) fn awaited(state: &mut State, request: u32) -> Option<Pending> {
    state.pending.take_if(|pending| pending.request == request)
}

pub(in crate::app) fn hear_progress(state: &mut State, request: u32, progress: Progress) {
    if let Some(pending) = state.pending.as_mut().filter(|pending| pending.request == request) {
        pending.progress = Some(progress);
    }
}

/// Shows an experiment that has come; true if it is the one awaited.
pub(in crate::app) fn receive(state: &mut State, request: u32, experiment: Experiment) -> bool {
    let Some(pending) = awaited(state, request) else { return false };
    // Choices made in a task of the experiment before end with it.
    state.setting.takeover.take_if(|_| !pending.has_takeover);
    state.phase = Phase::Ready;
    state.previous = None;
    state.scene = None;
    state.showcase = showcase(&experiment);
    state.experiment = Some(Rc::new(experiment));
    state.history.request_arrived();
    changed_task(state);
    marks::restore(state);
    end_opening(state);
    true
}

/// Takes note that the experiment does not come, and why.
pub(in crate::app) fn fail(state: &mut State, request: u32, error: String) {
    let Some(pending) = awaited(state, request) else { return };
    if let Some(experiment) = &state.experiment {
        let order = experiment.order;
        return_to(state, &order, &pending);
        state.notify(fill(state.words.new_result_failed(), &[&error]));
    } else {
        state.phase = Phase::Failed(error);
    }
}

/// Takes a seed as the reader typed it.
pub(in crate::app) fn type_seed(state: &mut State, text: &str) -> Vec<Effect> {
    match link::read_seed(text) {
        Ok(seed) if seed == state.setting.seed => Vec::new(),
        Ok(seed) => {
            state.setting.seed = seed;
            order(state)
        }
        Err(expected) => {
            let told = fill(state.words.seed_not_used(), &[&text.trim(), &expected]);
            state.notify_at(Place::Seed, told);
            Vec::new()
        }
    }
}

/// Chooses the kind of tasks by its name.
pub(in crate::app) fn choose_split(state: &mut State, name: &str) -> Vec<Effect> {
    match Split::from_name(name).filter(|&split| split != state.setting.split) {
        Some(split) => {
            state.setting.split = split;
            order(state)
        }
        None => Vec::new(),
    }
}
