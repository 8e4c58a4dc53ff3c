//! The models drawer: which model scores, which engine runs it and why, and the reader's own file.

use askwell::app::{self, EngineMsg, EngineState, Msg, RegulationFigure, ScoringModel, Service};
use askwell::figure::text;
use askwell::net::engine::{Choice, Engine, GPU_TOLERANCE, TRIAL_ROWS};
use yew::prelude::*;

use super::super::controls::value_of;
use super::super::drawing::drawing;
use super::super::{Send, Shown, maybe, on};
use crate::files;

const CHOICES: [(&str, Choice, &str); 4] = [
    ("auto", Choice::Auto, "the fastest that is right"),
    ("cpu", Choice::Only(Engine::Cpu), "CPU, rten"),
    ("gpu", Choice::Only(Engine::Gpu), "WebGPU, wonnx"),
    ("built-in", Choice::Only(Engine::BuiltIn), "CPU, the page’s own"),
];

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let engine = &shown.state.engine;
    html! {
        <>
            <p class="lede">
                { "A process reward model scores a state: p(s), the base actor’s chance of success from it. Its marks \
                   are the traces of the episode above." }
            </p>
            <div class="form" role="group" aria-label="Models">
                { model(engine, send) }
                { choice(engine, send) }
            </div>
            if let Some(error) = &engine.refused {
                <p class="notice" role="alert" data-testid="model-error">{ error.clone() }</p>
            }
            { found(engine) }
            { table(engine, send) }
            { regulation(engine, send) }
        </>
    }
}

fn model(engine: &EngineState, send: &Send) -> Html {
    let name = match &engine.model {
        ScoringModel::Trained => "the base PRM trained here".to_owned(),
        ScoringModel::File { name, .. } => format!("your file {name}"),
    };
    let loading = engine.loading.as_ref().and_then(|loading| loading.file.clone());
    let picked = {
        let send = send.clone();
        Callback::from(move |event: Event| files::picked(&event, given(&send)))
    };
    let dropped = {
        let send = send.clone();
        Callback::from(move |event: DragEvent| files::dropped(&event, given(&send)))
    };
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let trained = on(send, || Msg::Engine(EngineMsg::TrainedChosen));
    html! {
        <div class="field" data-testid="model-drop" ondrop={dropped} ondragover={over}>
            <b>{ "Model" }</b>
            <span data-testid="model">{ name }</span>
            if let Some(file) = loading { <span>{ format!("loading {file} …") }</span> }
            <label>
                <span class="sr">{ "Your own ONNX file" }</span>
                <input type="file" accept=".onnx" data-testid="model-file" onchange={picked} />
            </label>
            if engine.model != ScoringModel::Trained {
                <button class="btn" data-testid="model-trained" onclick={trained}>{ "Use the one trained here" }</button>
            }
            <small>
                { "or drop an ONNX file here: dense layers (Gemm, MatMul, Add, Relu), 56 features in, one Sigmoid out. \
                   It stays on this machine." }
            </small>
        </div>
    }
}

fn given(send: &Send) -> impl Fn(String, Vec<u8>) + 'static {
    let send = send.clone();
    move |name, content| send.emit(Msg::Engine(EngineMsg::FileGiven { name, content }))
}

fn choice(engine: &EngineState, send: &Send) -> Html {
    let chosen =
        maybe(send, |event: Event| value_of(&event).map(|name| Msg::Engine(EngineMsg::Chosen(name))));
    html! {
        <label class="field">
            <b>{ "Engine" }</b>
            <select aria-label="Engine" data-testid="engine-choice" onchange={chosen}>
                { for CHOICES.iter().map(|&(name, choice, words)| html! {
                    <option value={name} selected={choice == engine.choice}>{ words }</option>
                }) }
            </select>
            <small data-testid="engine-why">{ engine.why() }</small>
        </label>
    }
}

/// What trying both engines gave.
fn found(engine: &EngineState) -> Html {
    let (Service::Running, Some(trial)) = (&engine.service, &engine.trial) else { return Html::default() };
    let gpu = match &trial.gpu {
        Ok(gpu) => format!(
            "WebGPU {:.1} ms, at most {:.0e} beside the CPU on fixed rows ({GPU_TOLERANCE:.0e} is taken)",
            gpu.ms, gpu.error_max
        ),
        Err(fault) => fault.to_string(),
    };
    html! {
        <p class="foot" data-testid="engine-trial">
            { format!("{TRIAL_ROWS} states at once: CPU {:.1} ms; {gpu}.", trial.cpu_ms) }
        </p>
    }
}

/// All states of the table, scored.
fn table(engine: &EngineState, send: &Send) -> Html {
    let wanted = on(send, || Msg::Engine(EngineMsg::TableWanted));
    let at_work = engine.rows_request.is_some();
    let said = match &engine.table {
        Some(table) => {
            let mean =
                table.scores.iter().map(|&score| f64::from(score)).sum::<f64>() / table.scores.len() as f64;
            format!(
                "{} states scored in {:.0} ms by {}; their mean p(s) is {}.",
                table.scores.len(),
                table.ms,
                table.engine.name(),
                text::price(mean)
            )
        }
        None if at_work => "Phase 1 runs again for the features of all states …".to_owned(),
        None => "All states of the table at once, in batches.".to_owned(),
    };
    let ms = engine.table.as_ref().map(|table| table.ms.to_string());
    html! {
        <p class="do">
            <button class="btn" data-testid="score-table" disabled={at_work} onclick={wanted}>
                { "Score all states" }
            </button>
            { " " }<span data-testid="table-scores" data-value={ms}>{ said }</span>
        </p>
    }
}

/// Self-regulation with the model that scores: both figures, on fresh tasks.
fn regulation(engine: &EngineState, send: &Send) -> Html {
    let wanted = on(send, || Msg::Engine(EngineMsg::JudgeWanted));
    let at_work = engine.judging.request.is_some();
    let said = match (&engine.judging.found, at_work) {
        (_, true) => "The base acts alone on fresh tasks …".to_owned(),
        (Some(found), _) => app::regulation_figure(found, RegulationFigure::Roc).caption,
        (None, _) => {
            "Does the model know when to stop? The base alone on fresh tasks, stopped where 1 − p(s) is too \
                      large."
                .to_owned()
        }
    };
    html! {
        <section data-testid="regulation" aria-label="Self-regulation">
            <p class="do">
                <button class="btn" data-testid="judge" disabled={at_work} onclick={wanted}>{ "Judge the model" }</button>
                { " " }<span>{ said }</span>
            </p>
            if let Some(found) = &engine.judging.found {
                <div class="counts">
                    { for RegulationFigure::ALL.iter().map(|&figure| html! {
                        <div data-testid={figure.name()}>{ drawing(&app::regulation_figure(found, figure).drawing) }</div>
                    }) }
                </div>
            }
        </section>
    }
}
