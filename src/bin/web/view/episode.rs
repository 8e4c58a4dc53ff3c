//! C: the same task, twice: with the policy's calls, and never helped.

use askwell::app::derived::{EpisodeRun, TaskView};
use askwell::app::model::{Comparison, Control, Place, View};
use askwell::app::{self, Msg};
use askwell::figure::Outcome;
use askwell::language::{Words, counted, fill};
use yew::prelude::*;

use super::beside;
use super::choice::{Select, option};
use super::controls::{committed, keyed, slid};
use super::drawing::{drawing, key_under};
use super::field::Field;
use crate::view::shared::{Send, Shown, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let Shown { state, scene, .. } = shown;
    let w = state.words;
    let pictures = app::draw::episode(state, scene);
    let step = scene.step(&state.setting);
    let onclick = keyed(send, Msg::StepSelected);
    let onpointermove = crate::view::shared::maybe(send, {
        let (scene, hovered) = (shown.state.scene.clone(), state.hovered);
        move |event: PointerEvent| {
            let step = key_under(&event);
            let at = step.and_then(|step| scene.as_ref()?.helped.steps.get(step as usize)?.state);
            (at != hovered).then_some(Msg::StepHovered(step))
        }
    });
    let onpointerleave = crate::view::shared::on(send, || Msg::StepHovered(None));
    html! {
        <section class="panel epi" data-testid="episode" aria-labelledby="episode-heading">
            <header>
                <h2 id="episode-heading"><span class="lt">{ "C" }</span>{ w.same_task_twice() }</h2>
                <p class="quote">{ crate::view::shared::of_household(w, scene.stage.quote.clone()) }</p>
                if shown.shows(Control::Task) { { which_task(shown, send) } }
            </header>
            <div class="lane">
                <div class="plan">{ drawing(&pictures.helped_plan) }</div>
                <div class="lines" onclick={onclick.clone()} {onpointermove} {onpointerleave}>{ for pictures.helped_trace.iter().map(drawing) }</div>
                <div class="upper">
                    { transcript(w, &scene.helped, &app::draw::whose(state, scene), Some(step), state.hovered, send) }
                    if let Some(note) = app::draw::why_no_call(state, shown.experiment, scene) { <p class="note" data-testid="why-no-call">{ note }</p> }
                    if scene.yours.is_none() { { super::takeover::begin(w, step, send) } }
                </div>
            </div>
            { super::takeover::view(shown, send) }
            <div class="lane">
                <div class="plan">{ drawing(&pictures.twin_plan) }</div>
                <div class="lines" {onclick}>
                    { for pictures.comparison_trace.iter().map(drawing) }
                    { scrubber(w, scene, step, send) }
                </div>
                <div class="twin">
                    { which_twin(shown, send) }
                    { transcript(w, &scene.comparison, w.its_twin(), None, None, send) }
                </div>
            </div>
            { super::table::view(View::Episode, shown) }
        </section>
    }
}

fn which_task(shown: Shown<'_>, send: &Send) -> Html {
    let Shown { state, experiment, scene, .. } = shown;
    let w = state.words;
    let splits = askwell::household::Split::ALL.iter().map(|split| option(split.name(), split.paper_name()));
    html! {
        <div class="ctx" role="group" aria-label={w.task()}>
            <button class="btn quiet" aria-label={w.previous_task()} onclick={on(send, || Msg::TaskStepped(-1))}>{ "‹" }</button>
            <label class="field">{ w.task_space() }
                <Field testid="task" class="num" inputmode="numeric" fault={beside::id(state, Place::Task)}
                    value={scene.stage.index.to_string()} oncommit={committed(send, Msg::TaskTyped)} />
            </label>
            <button class="btn quiet" aria-label={w.next_task()} onclick={on(send, || Msg::TaskStepped(1))}>{ "›" }</button>
            <span>{ fill(w.of_n_tasks(), &[&experiment.n_tasks()]) }</span>
            <Select testid="split" label={w.kind_of_tasks()} value={state.setting.split.name()}
                options={splits.collect::<Vec<_>>()} onchoose={committed(send, Msg::SplitChosen)} />
            <button class="btn quiet num" data-testid="speed" title={w.how_fast_it_plays()}
                aria-label={fill(w.speed_change_it(), &[&state.speed.name()])} onclick={on(send, || Msg::SpeedStepped(0))}>
                { state.speed.name() }
            </button>
            <span data-testid="actor">{ w.base_actor() }</span>
            <span data-testid="intervention">{ w.help_from_a_stronger_model() }</span>
            { beside::line(state, Place::Task, send) }
        </div>
    }
}

/// The list of comparison policies.
fn which_twin(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let comparison = shown.state.setting.comparison;
    let choose =
        committed(send, |name| Msg::ComparisonChosen(if name == "budget" { "0.5".to_owned() } else { name }));
    let twins = vec![
        option("base", w.twin_base()),
        option("random", w.twin_random()),
        option("threshold", w.twin_threshold()),
        option("budget", w.twin_budget()),
    ];
    html! {
        <div class="ctx who">
            <Select testid="twin" label={w.who_plays_the_twin()} value={app::export::comparison_kind(comparison)} options={twins}
                onchoose={choose} />
            if let Comparison::Budget(budget) = comparison {
                <label class="field">{ "C = " }
                    <Field testid="twin-budget" inputmode="decimal" fault={beside::id(shown.state, Place::Comparison)}
                        value={budget.to_string()} oncommit={committed(send, Msg::ComparisonChosen)} />
                </label>
            }
            { beside::line(shown.state, Place::Comparison, send) }
        </div>
    }
}

fn scrubber(w: Words, scene: &TaskView, step: u32, send: &Send) -> Html {
    let oninput = slid(send, |step| Msg::StepScrubbed(step as u32));
    let onchange = on(send, || Msg::StepReleased);
    html! {
        <input class="scrub" type="range" min="0" max={scene.last_step().to_string()} step="1"
            value={step.to_string()} aria-label={w.step_of_the_episode()} data-testid="scrubber"
            aria-valuetext={fill(w.step_n_of_n(), &[&(step + 1), &(scene.last_step() + 1)])} {oninput} {onchange} />
    }
}

fn transcript(
    w: Words,
    lane: &EpisodeRun,
    title: &str,
    step: Option<u32>,
    hovered: Option<u32>,
    send: &Send,
) -> Html {
    let outcome = match lane.outcome {
        None => w.under_way().to_owned(),
        Some(Outcome::Success) => fill(w.success_and_calls(), &[&counted(w.n_calls(), lane.n_calls)]),
        Some(Outcome::Failure) => lane.failure(w).to_owned(),
    };
    html! {
        <div class="tr">
            <h3>{ title.to_owned() }{ " " }<span>{ outcome }</span></h3>
            <ol tabindex="0" aria-label={title.to_owned()}>
                { for lane.steps.iter().enumerate().map(|(index, line)| {
                    let index = index as u32;
                    let is_on = step == Some(index);
                    let send = send.clone();
                    let onclick = Callback::from(move |_: MouseEvent| send.emit(Msg::StepSelected(index)));
                    html! {
                        <li class={class_of(is_on, line.asked, hovered.is_some() && line.state == hovered)} aria-current={is_on.then_some("step")} {onclick}>
                            <span class="num">{ index + 1 }</span>
                            { drawing(&app::draw::step_glyph(w, line.asked)) }
                            <span>
                                if line.asked { <b>{ w.asked_space() }</b> }
                                { crate::view::shared::of_household(w, line.sentence.clone()) }
                            </span>
                        </li>
                    }
                }) }
            </ol>
        </div>
    }
}

fn class_of(is_on: bool, asked: bool, is_peeked: bool) -> &'static str {
    match (is_on, asked) {
        (true, true) => "on ask",
        (true, false) => "on",
        (false, _) if is_peeked => "peek",
        (false, _) => "",
    }
}
