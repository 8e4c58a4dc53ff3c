//! The engines come, go and fail, and the page goes on.

use crate::app::dispatch::update as page_update;
use crate::app::drawers::models::update::*;
use crate::app::message::page::Msg;
use crate::experiment::{Experiment, Order, PhaseOne};
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
    requests(page_update(state, Msg::Models(ModelsMsg::Replied(Box::new(reply)))))
}

fn requests(effects: Vec<Effect>) -> Vec<EngineRequest> {
    let ask = |effect| if let Effect::Engine(request) = effect { Some(request) } else { None };
    effects.into_iter().filter_map(ask).collect()
}

fn trial(gpu: Result<f64, GpuFault>) -> Trial {
    Trial { cpu_ms: 3.0, gpu: gpu.map(|ms| GpuTrial { ms, error_max: 1e-7 }) }
}

fn loaded(state: &State, network: &Network) -> EngineReply {
    let request = state.models.loading.as_ref().unwrap().request;
    EngineReply::Loaded { request, network: packed(network), trial: trial(Err(GpuFault::Untried)) }
}

/// A page whose engines run, with a GPU that takes so long.
fn running(gpu_ms: f64) -> State {
    let (mut state, _) = opened();
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let request = state.models.loading.as_ref().unwrap().request;
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    tell(&mut state, EngineReply::Tried { request, trial: trial(Ok(gpu_ms)) });
    state
}

/// The newest request for scores, and how many rows it has.
fn scored_rows(requests: &[EngineRequest]) -> (u32, usize) {
    let found = requests.iter().rev().find_map(|request| match request {
        EngineRequest::Score { request, rows } => Some((*request, rows.len() / 4 / N_FEATURES)),
        _ => None,
    });
    found.expect("no scores were asked for")
}

fn rows_of_states(order: Order) -> Vec<f32> {
    PhaseOne::collected(order).unwrap().recorder.first_visits
}

/// The features of all states come; gives what the engines are asked then.
fn bring_rows(state: &mut State) -> Vec<EngineRequest> {
    page_update(state, Msg::Models(ModelsMsg::TableWanted));
    let request = state.models.rows_request.unwrap();
    let rows = rows_of_states(state.experiment.as_ref().unwrap().order);
    requests(page_update(state, Msg::Models(ModelsMsg::RowsArrived { request, rows })))
}

#[test]
fn a_refused_score_is_no_longer_awaited_and_the_page_scores_by_itself() {
    let mut state = running(9.0);
    let (request, _) = scored_rows(&bring_rows(&mut state));
    assert_eq!(state.models.awaited, Some(request));
    tell(&mut state, EngineReply::Refused { request, error: "no memory".to_owned() });
    assert_eq!(state.models.awaited, None);
    assert!(state.notices[0].text.contains("no memory"), "{:?}", state.notices);
}

fn scored(request: u32, score: f32, n: usize) -> EngineReply {
    EngineReply::Scored { request, scores: bytes_of(&vec![score; n]), engine: Engine::Cpu, ms: 7.0 }
}

#[test]
fn the_engines_start_once_there_is_something_to_score_and_the_page_scores_until_they_come() {
    let (mut state, effects) = opened();
    assert!(effects.contains(&Effect::StartEngine), "{effects:?}");
    assert_eq!((state.models.engine(), &state.models.service), (Engine::BuiltIn, &Service::Starting));
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    assert_eq!(state.models.engine(), Engine::Cpu);
}

#[test]
fn the_faster_engine_takes_over_and_the_reader_can_switch() {
    assert_eq!(running(150.0).models.engine(), Engine::Cpu);
    let mut state = running(1.0);
    assert_eq!(state.models.engine(), Engine::Gpu);
    page_update(&mut state, Msg::Models(ModelsMsg::Chosen("built-in".to_owned())));
    assert_eq!(state.models.engine(), Engine::BuiltIn);
    page_update(&mut state, Msg::Models(ModelsMsg::Chosen("gpu".to_owned())));
    assert_eq!(state.models.engine(), Engine::Gpu);
}

#[test]
fn late_scores_are_dropped() {
    let mut state = running(1.0);
    let (first, n) = scored_rows(&bring_rows(&mut state));
    let asked = requests(page_update(&mut state, Msg::Models(ModelsMsg::Chosen("cpu".to_owned()))));
    let (request, _) = scored_rows(&asked);
    tell(&mut state, scored(first, 0.25, n));
    assert_eq!(state.models.table, None);
    tell(&mut state, scored(request, 0.5, n));
    assert!(state.models.table.as_ref().unwrap().scores.iter().all(|&score| score == 0.5));
}

/// Takes in a network as the reader's own file.
fn give(state: &mut State, network: &Network) {
    let given = ModelsMsg::FileGiven { name: "own.onnx".to_owned(), content: vec![0] };
    page_update(state, Msg::Models(given));
    let reply = loaded(state, network);
    tell(state, reply);
}

#[test]
fn picture_table_file_and_digest_show_the_p_of_one_model_and_the_stamp_names_it() {
    let mut state = running(150.0);
    let page = crate::app::export::stamp(&state).unwrap();
    assert_eq!(page.model, None);
    give(&mut state, &Network::untrained(N_FEATURES as u32, &[4], 9).unwrap());
    let scene = state.scene.clone().unwrap();
    let numbers = crate::app::export::numbers(&state).unwrap();
    let table = crate::app::draw::table::episode_table(&state, &scene);
    let csv = crate::app::export::csv_file(&state).unwrap();
    let drawn = crate::app::draw::episode(&state, &scene).helped_trace.remove(0);
    let titles: Vec<&str> = drawn.all_marks().iter().filter_map(|mark| mark.title.as_deref()).collect();
    for (id, (step, row)) in
        scene.helped.steps.iter().zip(scene.helped.rows.chunks_exact(N_FEATURES)).enumerate()
    {
        let p = state.models.own_p(row).unwrap();
        assert_ne!(p, step.p, "the models say the same: the test shows nothing");
        let (name, short) = (format!("step {id}"), crate::figure::text::number(p, 2));
        let of = |it: &&crate::app::export::numbers::Number| {
            it.view == "episode" && it.name == name && it.quantity == "p"
        };
        assert_eq!(numbers.iter().find(of).unwrap().value, p);
        assert!(csv.contains(&format!("episode,{name},p,{p}\n")));
        assert_eq!(table.rows[id][2], short);
        assert!(titles.iter().any(|title| title.contains(&short)), "{short} in {titles:?}");
    }
    let stamp = crate::app::export::stamp(&state).unwrap();
    assert_eq!(stamp.model.as_deref(), Some("own.onnx"));
    assert!(stamp.digest != page.digest && csv.contains("# model own.onnx\n"));
    // An engine's answer changes nothing that is shown.
    tell(&mut state, EngineReply::Fell(GpuFault::Lost("destroyed".to_owned())));
    assert_eq!(crate::app::export::stamp(&state), Some(stamp));
    page_update(&mut state, Msg::Models(ModelsMsg::TrainedChosen));
    let reply = loaded(&state, &state.experiment.as_ref().unwrap().prms[0].clone());
    tell(&mut state, reply);
    assert_eq!(crate::app::export::stamp(&state), Some(page));
}

#[test]
fn a_lost_device_leaves_the_cpu_scoring_says_so_and_scores_again() {
    let mut state = running(1.0);
    bring_rows(&mut state);
    let asked = tell(&mut state, EngineReply::Fell(GpuFault::Lost("destroyed".to_owned())));
    assert_eq!(state.models.engine(), Engine::Cpu);
    assert!(scored_rows(&asked).1 > 0);
    let said = "The CPU scores: the WebGPU device was lost: destroyed.";
    assert_eq!((state.announcement.as_str(), state.notices[0].text.as_str()), (said, said));
}

#[test]
fn a_file_that_is_refused_leaves_the_model_and_says_why() {
    let mut state = running(150.0);
    let content = vec![1, 2, 3];
    let given = ModelsMsg::FileGiven { name: "cat.onnx".to_owned(), content };
    page_update(&mut state, Msg::Models(given));
    let request = state.models.loading.as_ref().unwrap().request;
    tell(&mut state, EngineReply::Refused { request, error: "this is not an ONNX file".to_owned() });
    assert_eq!(state.models.model, ScoringModel::Trained);
    let said = state.models.refused.as_deref();
    assert_eq!(said, Some("“cat.onnx” is not used: this is not an ONNX file. The previous model stays."));
}

#[test]
fn a_file_that_is_taken_scores_and_the_one_trained_here_can_be_had_back() {
    let mut state = running(150.0);
    let own = Network::untrained(N_FEATURES as u32, &[4], 9).unwrap();
    give(&mut state, &own);
    assert_eq!(state.models.own_model(), Some("own.onnx"));
    let row = vec![0.5; N_FEATURES];
    let expected = own.predict(&row).unwrap()[0];
    assert_eq!(state.models.own_p(&row), Some(f64::from(expected)));
    page_update(&mut state, Msg::Models(ModelsMsg::TrainedChosen));
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    assert_eq!(state.models.model, ScoringModel::Trained);
}

#[test]
fn engines_that_do_not_come_or_stop_leave_the_page_scoring_by_itself() {
    let (mut state, _) = opened();
    let failed =
        |state: &mut State| page_update(state, Msg::Models(ModelsMsg::WorkerFailed("404".to_owned())));
    assert_eq!(failed(&mut state), [Effect::StopEngine]);
    assert_eq!(state.models.engine(), Engine::BuiltIn);
    assert!(state.models.why().contains("404") && state.notices.is_empty());
    let mut state = running(1.0);
    failed(&mut state);
    assert_eq!((state.models.engine(), state.notices.len()), (Engine::BuiltIn, 1));
}

#[test]
fn all_states_are_scored_when_their_features_have_come() {
    let mut state = running(150.0);
    let effects = page_update(&mut state, Msg::Models(ModelsMsg::TableWanted));
    let order = state.experiment.as_ref().unwrap().order;
    let request = state.models.rows_request.unwrap();
    assert!(effects.contains(&Effect::Run { request, job: Job::Rows { order } }), "{effects:?}");
    assert!(page_update(&mut state, Msg::Models(ModelsMsg::TableWanted)).is_empty(), "asked for twice");
    let rows = rows_of_states(order);
    let n = rows.len() / N_FEATURES;
    let asked = requests(page_update(&mut state, Msg::Models(ModelsMsg::RowsArrived { request, rows })));
    let (request, _) = scored_rows(&asked);
    tell(&mut state, scored(request, 0.5, n));
    assert_eq!(state.models.table.as_ref().unwrap().scores.len(), n);
}

#[test]
fn a_model_is_judged_while_the_engines_still_take_it_in() {
    let (mut state, _) = opened();
    page_update(&mut state, Msg::Models(ModelsMsg::JudgeWanted));
    let trained = state.experiment.as_ref().unwrap().prms[0].clone();
    let reply = loaded(&state, &trained);
    tell(&mut state, reply);
    assert!(state.models.judging.request.is_some(), "the same model came to the engines, no other");
}

#[test]
fn the_model_that_scores_is_judged_once_and_another_model_takes_the_verdict_away() {
    let mut state = running(150.0);
    let effects = page_update(&mut state, Msg::Models(ModelsMsg::JudgeWanted));
    let experiment = state.experiment.clone().unwrap();
    let (order, prm) = (experiment.order, &experiment.prms[0]);
    let request = state.models.judging.request.unwrap();
    let job = Job::Judge { order, network: packed(prm) };
    assert!(effects.contains(&Effect::Run { request, job }), "{effects:?}");
    assert!(page_update(&mut state, Msg::Models(ModelsMsg::JudgeWanted)).is_empty(), "asked for twice");
    let regulation = crate::experiment::self_regulation(order.split, Default::default(), order.seed, prm);
    let judged = |request| ModelsMsg::Judged { request, regulation: Box::new(regulation.clone()) };
    page_update(&mut state, Msg::Models(judged(request + 1)));
    assert_eq!(state.models.judging.found, None, "an answer nobody waits for");
    page_update(&mut state, Msg::Models(judged(request)));
    assert_eq!(state.models.judging.found.as_deref(), Some(&regulation));
    give(&mut state, &Network::untrained(N_FEATURES as u32, &[4], 9).unwrap());
    assert_eq!(state.models.judging.found, None);
}
