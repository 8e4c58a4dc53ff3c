//! The models drawer: which model scores, which engine runs it and why, and the reader's own file.

use askwell::app::draw::RegulationFigure;
use askwell::app::drawers::models::{ModelsMsg, ModelsState, ScoringModel, Service};
use askwell::app::{self, Msg};
use askwell::figure::text;
use askwell::language::{Text, Words, fill};
use askwell::net::engine::{Choice, Engine, GPU_TOLERANCE, TRIAL_ROWS};
use yew::prelude::*;

use super::super::choice::{Select, option};
use super::super::controls::committed;
use super::super::drawing::drawing;
use crate::view::shared::{Send, Shown, on};
use crate::workers::files;

const CHOICES: [(&str, Choice, Text); 4] = [
    ("auto", Choice::Auto, Words::choice_auto),
    ("cpu", Choice::Only(Engine::Cpu), Words::choice_cpu),
    ("gpu", Choice::Only(Engine::Gpu), Words::choice_gpu),
    ("built-in", Choice::Only(Engine::BuiltIn), Words::choice_built_in),
];

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let engine = &shown.state.models;
    html! {
        <>
            <p class="lede">
                { w.models_lede() }
            </p>
            <div class="form" role="group" aria-label={w.drawer_models()}>
                { model(w, engine, send) }
                { choice(w, engine, send) }
            </div>
            if let Some(error) = &engine.refused {
                <p class="notice" role="alert" data-testid="model-error">{ error.clone() }</p>
            }
            { found(w, engine) }
            { table(w, engine, send) }
            { regulation(w, engine, send) }
        </>
    }
}

fn model(w: Words, engine: &ModelsState, send: &Send) -> Html {
    let name = match &engine.model {
        ScoringModel::Trained => w.the_prm_trained_here().to_owned(),
        ScoringModel::File { name, .. } => fill(w.your_file(), &[&name]),
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
    let trained = on(send, || Msg::Models(ModelsMsg::TrainedChosen));
    html! {
        <div class="field" data-testid="model-drop" ondrop={dropped} ondragover={over}>
            <b>{ w.model() }</b>
            <span data-testid="model">{ name }</span>
            if let Some(file) = loading { <span>{ fill(w.loading_file(), &[&file]) }</span> }
            <label>
                <span class="sr">{ w.your_own_onnx() }</span>
                <input type="file" accept=".onnx" data-testid="model-file" onchange={picked} />
            </label>
            if engine.model != ScoringModel::Trained {
                <button class="btn" data-testid="model-trained" onclick={trained}>{ w.use_the_one_trained_here() }</button>
            }
            <small>
                { w.or_drop_onnx() }
            </small>
        </div>
    }
}

fn given(send: &Send) -> impl Fn(String, Vec<u8>) + 'static {
    let send = send.clone();
    move |name, content| send.emit(Msg::Models(ModelsMsg::FileGiven { name, content }))
}

fn choice(w: Words, engine: &ModelsState, send: &Send) -> Html {
    let choices = CHOICES.iter().map(|&(name, _, text)| option(name, text(w))).collect::<Vec<_>>();
    let chosen = CHOICES.iter().find(|(_, choice, _)| *choice == engine.choice).map_or("", |(name, ..)| name);
    html! {
        <label class="field">
            <b>{ w.engine() }</b>
            <Select testid="engine-choice" label={w.engine()} value={chosen} options={choices}
                onchoose={committed(send, |name| Msg::Models(ModelsMsg::Chosen(name)))} />
            <small data-testid="engine-why">{ engine.why() }</small>
        </label>
    }
}

/// The result of trying both engines.
fn found(w: Words, engine: &ModelsState) -> Html {
    let (Service::Running, Some(trial)) = (&engine.service, &engine.trial) else { return Html::default() };
    let gpu = match &trial.gpu {
        Ok(gpu) => fill(
            w.gpu_trial(),
            &[
                &format!("{:.1}", gpu.ms),
                &format!("{:.0e}", gpu.error_max),
                &format!("{:.0e}", GPU_TOLERANCE),
            ],
        ),
        Err(fault) => fault.to_string(),
    };
    html! {
        <p class="foot" data-testid="engine-trial">
            { fill(w.engine_trial(), &[&TRIAL_ROWS, &format!("{:.1}", trial.cpu_ms), &gpu]) }
        </p>
    }
}

/// All states of the table, scored.
fn table(w: Words, engine: &ModelsState, send: &Send) -> Html {
    let wanted = on(send, || Msg::Models(ModelsMsg::TableWanted));
    let at_work = engine.rows_request.is_some();
    let said = match &engine.table {
        Some(table) => {
            let mean =
                table.scores.iter().map(|&score| f64::from(score)).sum::<f64>() / table.scores.len() as f64;
            fill(
                w.states_scored(),
                &[&table.scores.len(), &format!("{:.0}", table.ms), &table.engine.name(), &text::price(mean)],
            )
        }
        None if at_work => w.phase_1_runs_again().to_owned(),
        None => w.all_states_at_once().to_owned(),
    };
    let ms = engine.table.as_ref().map(|table| table.ms.to_string());
    html! {
        <p class="do">
            <button class="btn" data-testid="score-table" disabled={at_work} onclick={wanted}>
                { w.score_all_states() }
            </button>
            { " " }<span data-testid="table-scores" data-value={ms}>{ said }</span>
        </p>
    }
}

/// Self-regulation with the model that scores: both figures, on fresh tasks.
fn regulation(w: Words, engine: &ModelsState, send: &Send) -> Html {
    let wanted = on(send, || Msg::Models(ModelsMsg::JudgeWanted));
    let at_work = engine.judging.request.is_some();
    let said = match (&engine.judging.found, at_work) {
        (_, true) => w.base_acts_alone().to_owned(),
        (Some(found), _) => app::draw::regulation_figure(w, found, RegulationFigure::Roc).caption,
        (None, _) => w.does_it_know_when_to_stop().to_owned(),
    };
    html! {
        <section data-testid="regulation" aria-label={w.self_regulation()}>
            <p class="do">
                <button class="btn" data-testid="judge" disabled={at_work} onclick={wanted}>{ w.judge_the_model() }</button>
                { " " }<span>{ said }</span>
            </p>
            if let Some(found) = &engine.judging.found {
                <div class="counts">
                    { for RegulationFigure::ALL.iter().map(|&figure| html! {
                        <div data-testid={figure.name()}>{ drawing(&app::draw::regulation_figure(w, found, figure).drawing) }</div>
                    }) }
                </div>
            }
        </section>
    }
}
