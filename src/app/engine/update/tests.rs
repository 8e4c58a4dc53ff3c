//! The engines come, go and fail, and the page goes on.

use super::*;
use crate::app::message::Msg;
use crate::app::update as page_update;
use crate::experiment::{Experiment, Order};
use crate::household::Split;
use crate::net::Network;
use crate::net::engine::{GpuTrial, Trial};
use crate::reward_model::N_FEATURES;

fn experiment() -> Box<Experiment> {
    Box::new(crate::experiment::run(Order { n_tasks: 2, ..Order::new(1, Split::SObj) }).unwrap())
}

fn opened() -> (State, Vec<Effect>) {
    let mut state = State::default();
    page_update(&mut state, Msg::LinkOpened(String::new()));
    let request = state.pending.unwrap().request;
    let effects = page_update(&mut state, Msg::ExperimentArrived { request, experiment: experiment() });
    (state, effects)
}

fn tell(state: &mut State, reply: EngineReply) -> Vec<EngineRequest> {
    requests(page_update(state, Msg::Engine(EngineMsg::Replied(Box::new(reply)))))
}

fn requests(effects: Vec<Effect>) -> Vec<EngineRequest> {
    let ask = |effect| if let Effect::Engine(request) = effect { Some(request) } else { None };
    effects.into_iter().filter_map(ask).collect()
}

fn trial(gpu: Result<f64, GpuFault>) -> Trial {
    Trial { cpu_ms: 3.0, gpu: gpu.map(|ms| GpuTrial { ms, error_max: 1e-7 }) }
}

fn loaded(state: &State, network: &Network) -> EngineReply {
    let request = state.engine.loading.as_ref().unwrap().request;
    EngineReply::Loaded { request, network: packed(network), trial: trial(Err(GpuFault::Untried)) }
}

/// A page whose engines run, with a GPU that takes so long.
fn running(gpu_ms: f64) -> State {
    let (mut state, _) = opened();
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let request = state.engine.loading.as_ref().unwrap().request;
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    tell(&mut state, EngineReply::Tried { request, trial: trial(Ok(gpu_ms)) });
    state
}

#[test]
fn a_refused_score_is_no_longer_awaited_and_the_page_scores_by_itself() {
    let mut state = running(9.0);
    let asked = requests(page_update(&mut state, Msg::TaskStepped(1)));
    let (request, _) = episode_request(&asked);
    assert_eq!(state.engine.awaited[Scoring::Episode as usize], Some(request));
    tell(&mut state, EngineReply::Refused { request, error: "no memory".to_owned() });
    assert_eq!(state.engine.awaited, [None; 2]);
    assert!(state.notices[0].text.contains("no memory"), "{:?}", state.notices);
}

/// The newest request for scores of the episode, and how many rows it has.
fn episode_request(requests: &[EngineRequest]) -> (u32, usize) {
    let found = requests.iter().rev().find_map(|request| match request {
        EngineRequest::Score { request, scoring: Scoring::Episode, rows } => {
            Some((*request, rows.len() / 4 / N_FEATURES))
        }
        _ => None,
    });
    found.expect("no scores of the episode were asked for")
}

#[test]
fn the_engines_start_once_there_is_something_to_score_and_the_page_scores_until_they_come() {
    let (mut state, effects) = opened();
    assert!(effects.contains(&Effect::StartEngine), "{effects:?}");
    assert_eq!((state.engine.engine(), &state.engine.service), (Engine::BuiltIn, &Service::Starting));
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let reply = loaded(&state, &trained);
    let asked = tell(&mut state, reply);
    assert_eq!(state.engine.engine(), Engine::Cpu);
    let lanes = state.scene.as_ref().unwrap();
    let n_steps = lanes.helped.steps.len() + lanes.twin.steps.len();
    assert_eq!(episode_request(&asked).1, n_steps);
}

#[test]
fn the_faster_engine_takes_over_and_the_reader_can_switch() {
    assert_eq!(running(150.0).engine.engine(), Engine::Cpu);
    let mut state = running(1.0);
    assert_eq!(state.engine.engine(), Engine::Gpu);
    page_update(&mut state, Msg::Engine(EngineMsg::Chosen("built-in".to_owned())));
    assert_eq!(state.engine.engine(), Engine::BuiltIn);
    page_update(&mut state, Msg::Engine(EngineMsg::Chosen("gpu".to_owned())));
    assert_eq!(state.engine.engine(), Engine::Gpu);
}

#[test]
fn the_scores_of_the_episode_are_those_of_the_engine_and_late_ones_are_dropped() {
    let mut state = running(1.0);
    let asked = requests(page_update(&mut state, Msg::Engine(EngineMsg::Chosen("cpu".to_owned()))));
    let (request, n) = episode_request(&asked);
    let scores = bytes_of(&vec![0.25; n]);
    let scored = |request| EngineReply::Scored {
        request,
        scoring: Scoring::Episode,
        scores: scores.clone(),
        engine: Engine::Cpu,
        ms: 1.0,
    };
    tell(&mut state, scored(request - 1));
    assert_eq!(state.engine.episode, None);
    tell(&mut state, scored(request));
    let row = state.scene.as_ref().unwrap().helped.rows[..N_FEATURES].to_vec();
    assert_eq!(state.engine.score_of(&row), Some(0.25));
}

#[test]
fn a_drag_asks_no_engine_until_it_is_let_go() {
    let mut state = running(150.0);
    let before = state.engine.episode_rows.clone();
    let budgets = (0..60).map(|tenth| f64::from(tenth) / 10.0);
    for budget in budgets {
        let asked = requests(page_update(&mut state, Msg::BudgetChanged(budget)));
        assert_eq!(asked, [], "at {budget}");
    }
    let asked = requests(page_update(&mut state, Msg::BudgetReleased));
    assert_ne!(state.engine.episode_rows, before, "the drag changed no episode");
    assert!(episode_request(&asked).1 > 0);
}

#[test]
fn a_lost_device_leaves_the_cpu_scoring_says_so_and_scores_again() {
    let mut state = running(1.0);
    let asked = tell(&mut state, EngineReply::Fell(GpuFault::Lost("destroyed".to_owned())));
    assert_eq!(state.engine.engine(), Engine::Cpu);
    assert!(episode_request(&asked).1 > 0);
    let said = "The CPU scores: the WebGPU device was lost: destroyed.";
    assert_eq!((state.announcement.as_str(), state.notices[0].text.as_str()), (said, said));
}

#[test]
fn a_file_that_is_refused_leaves_the_model_and_says_why() {
    let mut state = running(150.0);
    let content = vec![1, 2, 3];
    let given = EngineMsg::FileGiven { name: "cat.onnx".to_owned(), content };
    page_update(&mut state, Msg::Engine(given));
    let request = state.engine.loading.as_ref().unwrap().request;
    tell(&mut state, EngineReply::Refused { request, error: "this is not an ONNX file".to_owned() });
    assert_eq!(state.engine.model, ScoringModel::Trained);
    let said = state.engine.refused.as_deref();
    assert_eq!(said, Some("“cat.onnx” is not used: this is not an ONNX file. The previous model stays."));
}

#[test]
fn a_file_that_is_taken_scores_and_the_one_trained_here_can_be_had_back() {
    let mut state = running(150.0);
    let given = EngineMsg::FileGiven { name: "own.onnx".to_owned(), content: vec![0] };
    page_update(&mut state, Msg::Engine(given));
    let own = Network::untrained(N_FEATURES as u32, &[4], 9).unwrap();
    let reply = loaded(&state, &own);
    tell(&mut state, reply);
    assert!(matches!(&state.engine.model, ScoringModel::File { name, .. } if name == "own.onnx"));
    let row = vec![0.5; N_FEATURES];
    let expected = own.predict(&row).unwrap()[0];
    assert_eq!(state.engine.score_of(&row), Some(f64::from(expected)), "before the engine answers");
    page_update(&mut state, Msg::Engine(EngineMsg::TrainedChosen));
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    assert_eq!(state.engine.model, ScoringModel::Trained);
}

#[test]
fn engines_that_do_not_come_or_stop_leave_the_page_scoring_by_itself() {
    let (mut state, _) = opened();
    let failed =
        |state: &mut State| page_update(state, Msg::Engine(EngineMsg::WorkerFailed("404".to_owned())));
    assert_eq!(failed(&mut state), [Effect::StopEngine]);
    assert_eq!(state.engine.engine(), Engine::BuiltIn);
    assert!(state.engine.why().contains("404") && state.notices.is_empty());
    let mut state = running(1.0);
    failed(&mut state);
    assert_eq!((state.engine.engine(), state.notices.len()), (Engine::BuiltIn, 1));
}

#[test]
fn all_states_are_scored_when_their_features_have_come() {
    let mut state = running(150.0);
    let effects = page_update(&mut state, Msg::Engine(EngineMsg::TableWanted));
    let order = state.experiment.as_ref().unwrap().order;
    let request = state.engine.rows_request.unwrap();
    assert!(effects.contains(&Effect::Run { request, job: Job::Rows { order } }), "{effects:?}");
    assert!(page_update(&mut state, Msg::Engine(EngineMsg::TableWanted)).is_empty(), "asked for twice");
    let rows = crate::experiment::rows_of_states(order).unwrap();
    let n = rows.len() / N_FEATURES;
    let asked = requests(page_update(&mut state, Msg::Engine(EngineMsg::RowsArrived { request, rows })));
    let [EngineRequest::Score { request, scoring: Scoring::Table, .. }] = asked[..] else {
        panic!("{asked:?}")
    };
    let scored = EngineReply::Scored {
        request,
        scoring: Scoring::Table,
        scores: bytes_of(&vec![0.5; n]),
        engine: Engine::Cpu,
        ms: 7.0,
    };
    tell(&mut state, scored);
    assert_eq!(state.engine.table.as_ref().unwrap().scores.len(), n);
}

#[test]
fn a_model_is_judged_while_the_engines_still_take_it_in() {
    let (mut state, _) = opened();
    page_update(&mut state, Msg::Engine(EngineMsg::JudgeWanted));
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    assert!(state.engine.judging.request.is_some(), "the same model came to the engines, no other");
}

#[test]
fn the_model_that_scores_is_judged_once_and_another_model_takes_the_verdict_away() {
    let mut state = running(150.0);
    let effects = page_update(&mut state, Msg::Engine(EngineMsg::JudgeWanted));
    let experiment = state.experiment.clone().unwrap();
    let (order, prm) = (experiment.order, &experiment.prms[0]);
    let request = state.engine.judging.request.unwrap();
    let job = Job::Judge { order, network: packed(prm) };
    assert!(effects.contains(&Effect::Run { request, job }), "{effects:?}");
    assert!(page_update(&mut state, Msg::Engine(EngineMsg::JudgeWanted)).is_empty(), "asked for twice");
    let regulation = crate::experiment::self_regulation(order.split, Default::default(), order.seed, prm);
    let judged = |request| EngineMsg::Judged { request, regulation: Box::new(regulation.clone()) };
    page_update(&mut state, Msg::Engine(judged(request + 1)));
    assert_eq!(state.engine.judging.found, None, "an answer nobody waits for");
    page_update(&mut state, Msg::Engine(judged(request)));
    assert_eq!(state.engine.judging.found.as_deref(), Some(&regulation));
    page_update(
        &mut state,
        Msg::Engine(EngineMsg::FileGiven { name: "own.onnx".to_owned(), content: vec![0] }),
    );
    let own = Network::untrained(N_FEATURES as u32, &[4], 9).unwrap();
    let reply = loaded(&state, &own);
    tell(&mut state, reply);
    assert_eq!(state.engine.judging.found, None);
}
