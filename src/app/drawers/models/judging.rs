//! Self-regulation with the model that scores: how well it tells success from failure on tasks nobody trained on.

use crate::language::fill;
use std::rc::Rc;

use crate::app::drawers::models::state::ScoringModel;
use crate::app::message::effect::Effect;
use crate::app::message::wire::packed;
use crate::app::message::worker::Job;
use crate::app::state::State;
use crate::experiment::Regulation;

/// The model that scores is to be judged, in a worker: some thousand episodes are played and scored.
pub(super) fn want(state: &mut State) -> Vec<Effect> {
    let Some(experiment) = state.experiment.as_ref().filter(|_| state.models.judging.request.is_none())
    else {
        return Vec::new();
    };
    let network = match &state.models.model {
        ScoringModel::File { network, .. } => Some(&**network),
        ScoringModel::Trained => experiment.prms.first(),
    };
    let Some(network) = network.map(packed) else { return Vec::new() };
    let order = experiment.order;
    state.next_request += 1;
    state.models.judging.request = Some(state.next_request);
    vec![Effect::Run { request: state.next_request, job: Job::Judge { order, network } }]
}

/// The worker has judged.
pub(super) fn take(state: &mut State, request: u32, regulation: Regulation) {
    if state.models.judging.request.take_if(|awaited| *awaited == request).is_some() {
        state.models.judging.found = Some(Rc::new(regulation));
        state.announcement = state.words.self_regulation_is_there().to_owned();
    }
}

/// Forgets the judgement of a model, because another model or another world is chosen.
pub(super) fn forget(state: &mut State) -> Vec<Effect> {
    let judging = std::mem::take(&mut state.models.judging);
    judging.request.map(|request| Effect::Cancel { request }).into_iter().collect()
}

/// The worker failed; answers whether it was this one.
pub(super) fn failed(state: &mut State, request: u32, error: &str) -> bool {
    let is_awaited = state.models.judging.request.take_if(|awaited| *awaited == request).is_some();
    if is_awaited {
        state.notify(fill(state.words.self_regulation_failed(), &[&error]));
    }
    is_awaited
}
