//! The transitions of the engines. The page goes on scoring by itself whatever happens here.

use crate::language::fill;
use std::rc::Rc;

use crate::app::drawers::models::judging;
use crate::app::drawers::models::message::{
    EngineReply, EngineRequest, ModelSource, ModelsMsg, bytes_of, numbers_of,
};
use crate::app::drawers::models::state::{Loading, ScoringModel, Service, TableScores};
use crate::app::message::effect::Effect;
use crate::app::message::wire::{packed, unpacked};
use crate::app::message::worker::Job;
use crate::app::state::State;
use crate::net::Network;
use crate::net::engine::{Choice, Engine, GpuFault};

/// Takes one message about the engines.
pub(in crate::app) fn update(state: &mut State, msg: ModelsMsg) -> Vec<Effect> {
    match msg {
        ModelsMsg::Chosen(name) => choose(state, &name),
        ModelsMsg::FileGiven { name, content } => load(state, Some(name), ModelSource::File(content)),
        ModelsMsg::TrainedChosen => load_trained(state),
        ModelsMsg::TableWanted => want_table(state),
        ModelsMsg::RowsArrived { request, rows } => take_rows(state, request, rows),
        ModelsMsg::JudgeWanted => judging::want(state),
        ModelsMsg::Judged { request, regulation } => {
            judging::take(state, request, *regulation);
            Vec::new()
        }
        ModelsMsg::Replied(reply) => hear(state, *reply),
        ModelsMsg::WorkerFailed(error) => fail(state, error),
    }
}

/// A new result is on the page: the engines take in its model.
pub(in crate::app) fn result_arrived(state: &mut State) -> Vec<Effect> {
    let mut effects = judging::forget(state);
    let engine = &mut state.models;
    (engine.rows, engine.table) = (None, None);
    effects.extend(engine.rows_request.take().map(|request| Effect::Cancel { request }));
    match engine.model {
        ScoringModel::Trained => effects.extend(load_trained(state)),
        ScoringModel::File { .. } => effects.extend(score_again(state)),
    }
    effects
}

fn choose(state: &mut State, name: &str) -> Vec<Effect> {
    let choice = match name {
        "built-in" => Choice::Only(Engine::BuiltIn),
        "cpu" => Choice::Only(Engine::Cpu),
        "gpu" => Choice::Only(Engine::Gpu),
        _ => Choice::Auto,
    };
    state.models.choice = choice;
    state.announcement = state.models.why();
    let mut effects = vec![Effect::Engine(EngineRequest::Choose(choice))];
    effects.extend(score_again(state));
    effects
}

fn load_trained(state: &mut State) -> Vec<Effect> {
    let Some(network) = state.experiment.as_ref().and_then(|experiment| experiment.prms.first()) else {
        return Vec::new();
    };
    let model = ModelSource::Trained(packed(network));
    load(state, None, model)
}

fn load(state: &mut State, file: Option<String>, model: ModelSource) -> Vec<Effect> {
    let engine = &mut state.models;
    engine.next_request += 1;
    engine.refused = None;
    engine.loading = Some(Loading { request: engine.next_request, file });
    let request = EngineRequest::Load { request: engine.next_request, model };
    if engine.service == Service::Running || engine.service == Service::Starting {
        return vec![Effect::Engine(request)];
    }
    engine.service = Service::Starting;
    vec![Effect::StartEngine, Effect::Engine(EngineRequest::Choose(engine.choice)), Effect::Engine(request)]
}

fn score(state: &mut State, rows: &[f32]) -> Effect {
    let engine = &mut state.models;
    engine.next_request += 1;
    engine.awaited = Some(engine.next_request);
    Effect::Engine(EngineRequest::Score { request: engine.next_request, rows: bytes_of(rows) })
}

/// Scores the states again after another model or engine was chosen.
fn score_again(state: &mut State) -> Vec<Effect> {
    if state.models.service != Service::Running {
        return Vec::new();
    }
    let rows = state.models.rows.clone();
    rows.map(|rows| score(state, &rows)).into_iter().collect()
}

/// All states are to be scored: their features come from Phase 1 done again, in a worker.
fn want_table(state: &mut State) -> Vec<Effect> {
    let Some(order) = state.experiment.as_ref().map(|experiment| experiment.order) else { return Vec::new() };
    if state.models.rows.is_some() || state.models.rows_request.is_some() {
        return Vec::new();
    }
    state.next_request += 1;
    state.models.rows_request = Some(state.next_request);
    vec![Effect::Run { request: state.next_request, job: Job::Rows { order } }]
}

fn take_rows(state: &mut State, request: u32, rows: Vec<f32>) -> Vec<Effect> {
    if state.models.rows_request != Some(request) {
        return Vec::new();
    }
    state.models.rows_request = None;
    let rows: Rc<[f32]> = rows.into();
    state.models.rows = Some(rows.clone());
    if state.models.service != Service::Running {
        return Vec::new();
    }
    vec![score(state, &rows)]
}

/// A job of the engines failed; answers whether it was one of theirs.
pub(in crate::app) fn job_failed(state: &mut State, request: u32, error: &str) -> bool {
    judging::failed(state, request, error) || rows_failed(state, request, error)
}

fn rows_failed(state: &mut State, request: u32, error: &str) -> bool {
    let w = state.words;
    let is_awaited = state.models.rows_request.take_if(|awaited| *awaited == request).is_some();
    if is_awaited {
        state.notify(fill(w.states_not_scored(), &[&error]));
    }
    is_awaited
}

fn hear(state: &mut State, reply: EngineReply) -> Vec<Effect> {
    let engine = &mut state.models;
    match reply {
        EngineReply::Loaded { request, network, trial } => {
            let Some(loading) = engine.loading.take_if(|loading| loading.request == request) else {
                return Vec::new();
            };
            let network = unpacked::<Network>(&network).map(Rc::new);
            let model = match (loading.file, network) {
                (Some(name), Some(network)) => ScoringModel::File { name, network },
                _ => ScoringModel::Trained,
            };
            let is_another = std::mem::replace(&mut engine.model, model) != engine.model;
            engine.service = Service::Running;
            engine.trial = Some(trial);
            engine.tried = request;
            let mut effects = if is_another { judging::forget(state) } else { Vec::new() };
            effects.extend(score_again(state));
            return effects;
        }
        EngineReply::Refused { request, error } => {
            if let Some(loading) = engine.loading.take_if(|loading| loading.request == request) {
                refuse(state, loading.file.as_deref(), &error);
            } else if engine.awaited.take_if(|awaited| *awaited == request).is_some() {
                // The page's own scores stand.
                state.notify(fill(state.words.states_not_scored(), &[&error]));
            }
        }
        EngineReply::Tried { request, trial } if request == engine.tried => {
            let before = engine.engine();
            engine.trial = Some(trial);
            if engine.engine() != before {
                return score_again(state);
            }
        }
        EngineReply::Tried { .. } => {}
        EngineReply::Scored { request, scores, engine, ms } if state.models.awaited == Some(request) => {
            state.models.awaited = None;
            let scores = numbers_of(&scores).into();
            state.models.table = Some(TableScores { scores, engine, ms });
        }
        EngineReply::Scored { .. } => {}
        EngineReply::Fell(fault) => return fall(state, fault),
    }
    Vec::new()
}

fn refuse(state: &mut State, file: Option<&str>, error: &str) {
    let w = state.words;
    let what = file.map_or_else(|| w.model_trained_here().to_owned(), |name| format!("“{name}”"));
    let message = fill(w.model_not_used(), &[&what, &error]);
    state.announcement.clone_from(&message);
    state.models.refused = Some(message);
}

/// The GPU is out in the middle of things: the CPU scores again whatever the GPU had a hand in.
fn fall(state: &mut State, fault: GpuFault) -> Vec<Effect> {
    let was_scoring = state.models.engine() == Engine::Gpu;
    if let Some(trial) = &mut state.models.trial {
        trial.gpu = Err(fault);
    }
    if !was_scoring {
        return Vec::new();
    }
    let why = state.models.why();
    state.announcement.clone_from(&why);
    state.notify(why);
    score_again(state)
}

fn fail(state: &mut State, error: String) -> Vec<Effect> {
    let w = state.words;
    let was_running = state.models.service == Service::Running;
    let engine = &mut state.models;
    engine.service = Service::Failed(error);
    (engine.trial, engine.awaited) = (None, None);
    let file = engine.loading.take().and_then(|loading| loading.file);
    let why = engine.why();
    if file.is_some() {
        refuse(state, file.as_deref(), w.engines_did_not_come());
    }
    if was_running {
        state.notify(why.clone());
    }
    state.announcement = why;
    vec![Effect::StopEngine]
}

#[cfg(test)]
mod tests;
