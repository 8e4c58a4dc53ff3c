//! C: the same task, twice: with the policy's calls, and never helped.

use askwell::app::{self, Lane, Msg, Scene};
use askwell::figure::Outcome;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::controls::committed;
use super::drawing::{drawing, key_under};
use super::{Send, Shown, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let Shown { state, scene, .. } = shown;
    let pictures = app::episode(state, scene);
    let step = scene.step(&state.setting);
    let onclick = super::maybe(send, |event: MouseEvent| key_under(&event).map(Msg::StepSelected));
    html! {
        <section class="panel epi" data-testid="episode" aria-labelledby="episode-heading">
            <header>
                <h2 id="episode-heading"><span class="lt">{ "C" }</span>{ "The same task, twice" }</h2>
                <p class="quote">{ scene.stage.quote.clone() }</p>
                { which_task(shown, send) }
            </header>
            <div class="lane">
                <div class="plan">{ drawing(&pictures.helped_plan) }</div>
                <div class="lines" onclick={onclick.clone()}>{ for pictures.helped_trace.iter().map(drawing) }</div>
                { transcript(&scene.helped, &format!("Helped at C = {}", askwell::figure::text::calls(state.setting.budget)), Some(step), send) }
            </div>
            <div class="lane">
                <div class="plan">{ drawing(&pictures.twin_plan) }</div>
                <div class="lines" {onclick}>
                    { for pictures.twin_trace.iter().map(drawing) }
                    { scrubber(scene, step, send) }
                </div>
                { transcript(&scene.stage.twin, "Its twin, never helped", None, send) }
            </div>
        </section>
    }
}

fn which_task(shown: Shown<'_>, send: &Send) -> Html {
    let Shown { state, experiment, scene, .. } = shown;
    let split = super::maybe(send, |event: Event| super::controls::value_of(&event).map(Msg::SplitChosen));
    html! {
        <div class="ctx" role="group" aria-label="Task">
            <button class="btn quiet" aria-label="Previous task" onclick={on(send, || Msg::TaskStepped(-1))}>{ "‹" }</button>
            <label class="field">{ "Task " }
                <input class="num" inputmode="numeric" data-testid="task" autocomplete="off"
                    value={scene.stage.index.to_string()} onchange={committed(send, Msg::TaskTyped)} />
            </label>
            <button class="btn quiet" aria-label="Next task" onclick={on(send, || Msg::TaskStepped(1))}>{ "›" }</button>
            <span>{ format!("of {}, ", experiment.n_tasks()) }</span>
            <select aria-label="Kind of tasks" data-testid="split" onchange={split}>
                { for askwell::household::Split::ALL.iter().map(|split| html! {
                    <option value={split.name()} selected={*split == state.setting.split}>{ split.paper_name() }</option>
                }) }
            </select>
            <span data-testid="actor">{ " base actor, " }</span>
            <span data-testid="intervention">{ "help from a stronger model" }</span>
        </div>
    }
}

fn scrubber(scene: &Scene, step: u32, send: &Send) -> Html {
    let oninput = super::maybe(send, |event: InputEvent| {
        let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
        Some(Msg::StepSelected(input.value_as_number() as u32))
    });
    html! {
        <input class="scrub" type="range" min="0" max={scene.last_step().to_string()} step="1"
            value={step.to_string()} aria-label="Step of the episode" data-testid="scrubber"
            aria-valuetext={format!("step {} of {}", step + 1, scene.last_step() + 1)} {oninput} />
    }
}

fn transcript(lane: &Lane, title: &str, step: Option<u32>, send: &Send) -> Html {
    let outcome = match lane.outcome {
        Outcome::Success => format!("success, {}", askwell::figure::text::counted(lane.n_calls, "call")),
        Outcome::Failure => lane.failure.to_owned(),
    };
    html! {
        <div class="tr">
            <h3>{ title.to_owned() }{ " " }<span>{ outcome }</span></h3>
            <ol>
                { for lane.steps.iter().enumerate().map(|(index, line)| {
                    let index = index as u32;
                    let is_on = step == Some(index);
                    let send = send.clone();
                    let onclick = Callback::from(move |_: MouseEvent| send.emit(Msg::StepSelected(index)));
                    html! {
                        <li class={match (is_on, line.asked) { (false, _) => "", (true, false) => "on", (true, true) => "on ask" }} aria-current={is_on.then_some("step")} {onclick}>
                            <span class="num">{ index + 1 }</span>
                            { drawing(&app::step_glyph(line.asked)) }
                            <span>
                                if line.asked { <b>{ "Asked. " }</b> }
                                { line.sentence.clone() }
                            </span>
                        </li>
                    }
                }) }
            </ol>
        </div>
    }
}
