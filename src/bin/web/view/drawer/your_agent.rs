//! The log drawer: the log of the reader's own agent, and what one more call an episode would buy.

mod columns;

use askwell::app::drawers::your_agent::{
    LogCompared, LogExample, LogExport, LogOption, LogPhase, LogShown, ReadLog, Understood, YourAgentMsg,
    YourAgentState,
};
use askwell::app::model::{Drawer, write_link};
use askwell::app::{Msg, Setting};
use askwell::figure::text;
use askwell::language::{Words, fill};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::shell::effects::address_with;

use super::super::choice::{self, Select};
use super::super::controls::{committed, keyed};
use super::super::drawing::{drawing, spans};
use super::super::field::Field;
use crate::view::shared::{Send, Shown, maybe, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let (log, setting, w) = (&shown.state.your_agent, &shown.state.setting, shown.state.words);
    html! {
        <>
            <p class="lede">
                { w.log_lede() }
            </p>
            { given(w, log, send) }
            { options(w, log, send) }
            { refused(w, log, send) }
            if let LogPhase::Reading { share, .. } = log.phase { { reading(w, share, log.phase.words(w), send) } }
            if let Some(log_read) = &log.read {
                <fieldset class="whole" disabled={log.is_busy()}>
                    { read(w, log_read) }
                    { views(w, &log_read.understood, &log_read.shown, send) }
                    { compared(w, log_read.compared.as_ref()) }
                    { learnt(w, log_read, send) }
                    { exports(w, send) }
                    { link(w, log_read, setting, send) }
                    <p class="note">{ w.same_by_command() }<code data-testid="log-command">{ log_read.command() }</code></p>
                </fieldset>
            }
        </>
    }
}

fn given(w: Words, log: &YourAgentState, send: &Send) -> Html {
    let picked = maybe(send, |event: Event| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let (kept, names) = crate::workers::session::keep(&input.files()?);
        // Emptied, so that the same file can be picked again.
        input.set_value("");
        Some(Msg::YourAgent(YourAgentMsg::FilesGiven { names, kept }))
    });
    let dropped = maybe(send, |event: DragEvent| {
        event.prevent_default();
        let dropped = event.data_transfer()?;
        let files = dropped.files().filter(|files| files.length() > 0);
        Some(Msg::YourAgent(match files {
            Some(files) => {
                let (kept, names) = crate::workers::session::keep(&files);
                YourAgentMsg::FilesGiven { names, kept }
            }
            None => YourAgentMsg::Pasted(dropped.get_data("text/plain").ok()?),
        }))
    });
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let pasted = committed(send, |text| Msg::YourAgent(YourAgentMsg::Pasted(text)));
    let is_reading = matches!(log.phase, LogPhase::Reading { .. });
    let example = |example: LogExample| {
        html! {
            <button class="btn" data-testid={format!("log-example-{}", example.name())} disabled={is_reading}
                onclick={on(send, move || Msg::YourAgent(YourAgentMsg::ExampleChosen(example)))}>{ example.title(w) }</button>
        }
    };
    html! {
        <div class="form" role="group" aria-label={w.log_label()} ondrop={dropped} ondragover={over} data-testid="log-drop">
            <label class="field">
                <b>{ w.files() }</b>
                <input type="file" multiple=true data-testid="log-file" onchange={picked} />
                <small>{ w.or_drop_log() }</small>
            </label>
            <label class="field">
                <b>{ w.paste() }</b>
                <Field testid="log-paste" rows={2_u32} oncommit={pasted}
                    placeholder={r#"{"episode":"1","task":"a","t":0,"state":"…","intervention":null,"done":false}"#} />
            </label>
            <div class="field">
                <b>{ w.examples() }</b>
                <span class="do">{ for LogExample::ALL.map(example) }</span>
                <small>{ w.examples_note() }</small>
            </div>
        </div>
    }
}

/// The callback of a text field, which sends its option when the field is left.
fn typed(send: &Send, option: fn(String) -> LogOption) -> Callback<String> {
    committed(send, move |text| Msg::YourAgent(YourAgentMsg::OptionSet(option(text))))
}

fn checked(send: &Send, option: fn(bool) -> LogOption) -> Callback<Event> {
    maybe(send, move |event: Event| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        Some(Msg::YourAgent(YourAgentMsg::OptionSet(option(input.checked()))))
    })
}

fn options(w: Words, log: &YourAgentState, send: &Send) -> Html {
    let options = &log.options;
    let tick = |label: &'static str, id: &'static str, is_on: bool, option: fn(bool) -> LogOption| {
        html! {
            <label class="tick">{ choice::tick(id.into(), is_on, label, checked(send, option)) }</label>
        }
    };
    html! {
        <details class="log-options">
            <summary>{ w.how_it_is_read() }</summary>
            { columns::menus(w, log, send) }
            <div class="form" role="group" aria-label={w.how_it_is_read()}>
                <label class="field">
                    <b>{ w.columns() }</b>
                    <Field testid="log-columns" value={options.columns.clone()}
                        placeholder="episode=ep_id,outcome=reward" oncommit={typed(send, LogOption::Columns)} />
                    <small>{ w.columns_note() }</small>
                </label>
                <label class="field">
                    <b>{ w.texts_label() }</b>
                    <Field testid="log-rules" rows={3_u32} value={options.rules.clone()} oncommit={typed(send, LogOption::Rules)}
                        placeholder={"dates\ntimes\nids\ncut step #\nspaces"} />
                    <small>{ w.texts_note() }</small>
                </label>
                <label class="field">
                    <b>{ w.atif_outcome() }</b>
                    <Field testid="log-outcome" value={options.outcome.clone()}
                        placeholder="extra.reward" oncommit={typed(send, LogOption::Outcome)} />
                    <small>{ w.atif_outcome_note() }</small>
                </label>
                <label class="field">
                    <b>{ w.atif_success() }</b>
                    <Field testid="log-success" value={options.success.clone()}
                        placeholder="solved" oncommit={typed(send, LogOption::Success)} />
                    <small>{ w.atif_success_note() }</small>
                </label>
                <div class="field">
                    <b>{ w.weighs() }</b>
                    { tick(w.tasks_share_states(), "log-share", options.share_states, LogOption::ShareStates) }
                    { tick(w.every_task_weighs(), "log-by-task", options.by_task, LogOption::ByTask) }
                    { tick(w.leave_out_wrong(), "log-lenient", options.lenient, LogOption::Lenient) }
                </div>
            </div>
        </details>
    }
}

fn refused(w: Words, log: &YourAgentState, send: &Send) -> Html {
    if let Some(error) = &log.session.failed {
        return html! {
            <div class="notice" role="alert" data-testid="log-error"><p>{ fill(w.log_not_read(), &[error]) }</p></div>
        };
    }
    let (Some(refused), Some(given)) = (&log.refused, &log.given) else { return Html::default() };
    let leave_out = || Msg::YourAgent(YourAgentMsg::OptionSet(LogOption::Lenient(true)));
    html! {
        <div class="notice" role="alert" data-testid="log-error">
            <div>
                <p>{ fill(w.log_not_taken(), &[&given.name(w)]) }</p>
                <ul>
                    { for refused.refusal.errors.iter().map(|error| html! { <li>{ error.clone() }</li> }) }
                    if refused.refusal.more > 0 { <li>{ fill(w.log_more_errors(), &[&refused.refusal.more]) }</li> }
                </ul>
                { columns::guess(w, refused.guess.as_deref(), send) }
                if refused.refusal.can_leave_out {
                    <p class="do">
                        <button class="btn" data-testid="log-leave-out" onclick={on(send, leave_out)}>{ w.log_leave_out() }</button>
                    </p>
                }
                if let Some(read) = &log.read { { before_stays(w, read, send) } }
            </div>
        </div>
    }
}

/// The log that stays, and the way back to it.
fn before_stays(w: Words, read: &ReadLog, send: &Send) -> Html {
    let name = read.given.name(w);
    html! {
        <p class="do">
            <span>{ fill(w.log_before_stays(), &[&name]) }</span>{ " " }
            <button class="btn" data-testid="log-go-on"
                onclick={on(send, || Msg::YourAgent(YourAgentMsg::RefusedPutAside))}>{ fill(w.log_go_on_with(), &[&name]) }</button>
        </p>
    }
}

fn reading(w: Words, share: f64, words: String, send: &Send) -> Html {
    html! {
        <p class="do" data-testid="log-progress">
            <progress max="1" value={share.to_string()} aria-label={w.reading_log()}></progress>
            { " " }<span>{ words }</span>{ " " }
            <button class="btn" data-testid="log-cancel" onclick={on(send, || Msg::YourAgent(YourAgentMsg::Cancelled))}>{ w.cancel() }</button>
        </p>
    }
}

fn read(w: Words, log: &ReadLog) -> Html {
    let understood = &log.understood;
    html! {
        <>
            <h3 data-testid="log-name">{ log.given.name(w) }</h3>
            <dl class="facts" data-testid="log-facts">
                { for understood.facts.iter().map(|(label, text)| html! {
                    <div><dt>{ label.clone() }</dt><dd>{ text.clone() }</dd></div>
                }) }
            </dl>
            if !understood.warnings.is_empty() {
                <ul class="warnings" data-testid="log-warnings">
                    { for understood.warnings.iter().map(|text| html! { <li>{ text.clone() }</li> }) }
                </ul>
            }
            if !understood.errors.is_empty() {
                <details>
                    <summary>{ w.what_was_left_out() }</summary>
                    <ul>{ for understood.errors.iter().map(|text| html! { <li>{ text.clone() }</li> }) }</ul>
                </details>
            }
        </>
    }
}

fn views(w: Words, understood: &Understood, shown: &LogShown, send: &Send) -> Html {
    html! {
        <>
            { budget(w, understood, shown, send) }
            <div class="log-grid">
                <section class="panel" data-testid="log-curve" aria-label={w.what_a_call_buys_log()}>
                    <header><h3>{ w.what_a_call_buys() }</h3><p>{ spans(w, &shown.sentence) }</p></header>
                    { drawing(&shown.curve) }
                </section>
                { policy(w, understood, shown, send) }
                { episode(w, shown, send) }
                { why(w, shown) }
            </div>
        </>
    }
}

fn budget(w: Words, understood: &Understood, shown: &LogShown, send: &Send) -> Html {
    let moved = maybe(send, |event: InputEvent| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        Some(Msg::YourAgent(YourAgentMsg::BudgetMoved(input.value_as_number())))
    });
    let released = on(send, || Msg::YourAgent(YourAgentMsg::BudgetReleased));
    let gives = match shown.calls {
        Some(calls) => fill(
            w.log_reading(),
            &[&text::calls(calls), &text::success(shown.success), &text::price(shown.price)],
        ),
        None => w.only_ask().to_owned(),
    };
    html! {
        <label class="field log-budget">
            <b>{ w.budget_space() }<span data-testid="log-budget-value" data-value={shown.budget.to_string()}>
                { w.decimals(text::calls(shown.budget)) }</span>{ w.calls_an_episode() }</b>
            <input type="range" min="0" max={understood.budget_max.to_string()} step="0.01" data-testid="log-budget"
                value={shown.budget.to_string()} aria-label={w.budget_calls_an_episode()} oninput={moved} onchange={released} />
            <small data-testid="log-success-value" data-value={shown.success.to_string()}>{ gives }</small>
        </label>
    }
}

fn policy(w: Words, understood: &Understood, shown: &LogShown, send: &Send) -> Html {
    let chosen =
        maybe(send, |place: String| Some(Msg::YourAgent(YourAgentMsg::TaskChosen(place.parse().ok()?))));
    let pinned = keyed(send, |state| Msg::YourAgent(YourAgentMsg::StatePinned(state)));
    let option = |(place, (name, n)): (usize, &(String, u32))| {
        let name = if name.is_empty() { w.no_task_named() } else { name };
        choice::option(place.to_string(), fill(w.task_episodes(), &[&name, n]))
    };
    let more = match understood.more_tasks {
        0 => String::new(),
        more => fill(w.more_tasks(), &[&more]),
    };
    html! {
        <section class="panel" data-testid="log-policy" aria-label={w.where_it_asks_log()}>
            <header>
                <h3>{ w.where_it_asks_short() }</h3>
                <p><b data-testid="log-changed">{ shown.changed.clone() }</b></p>
            </header>
            <label class="log-task">
                <span>{ w.task() }</span>
                <Select testid="log-task" value={shown.look.task.to_string()} onchoose={chosen}
                    options={understood.tasks.iter().enumerate().map(option).collect::<Vec<_>>()} />
                <small>{ more }</small>
            </label>
            <div class="states" onclick={pinned}>{ drawing(&shown.policy) }</div>
        </section>
    }
}

fn episode(w: Words, shown: &LogShown, send: &Send) -> Html {
    let stepped = |by: i32| on(send, move || Msg::YourAgent(YourAgentMsg::EpisodeStepped(by)));
    let row = |(t, step): (usize, &askwell::app::drawers::your_agent::LogStep)| {
        let state = step.state;
        let is_here = shown.state == Some(state);
        let helped = match step.helper.as_str() {
            "" => w.alone().to_owned(),
            helper => format!("★ {helper}"),
        };
        html! {
            <tr class={is_here.then_some("here")} aria-current={is_here.then_some("step")}>
                <th scope="row">
                    <button class="btn quiet" onclick={on(send, move || Msg::YourAgent(YourAgentMsg::StatePinned(state)))}>
                        { (t + 1).to_string() }</button>
                </th>
                <td>{ helped }</td>
                <td>{ if step.asks { w.state_asks() } else { w.state_goes_on() } }</td>
                <td class="words"><span title={step.text.clone()}>{ step.text.clone() }</span></td>
            </tr>
        }
    };
    html! {
        <section class="panel" data-testid="log-episode" aria-label={w.an_episode_of_your_log()}>
            <header>
                <h3>{ w.an_episode() }</h3>
                <p>{ shown.outcome.clone() }</p>
                <span class="ctl">
                    <button class="btn quiet" aria-label={w.the_episode_before()} onclick={stepped(-1)}>{ "‹" }</button>
                    <button class="btn quiet" data-testid="log-next-episode" title={w.the_next_episode()} onclick={stepped(1)}>
                        { fill(w.n_of_n_space(), &[&(shown.look.episode + 1), &shown.n_episodes]) }<span aria-hidden="true">{ "›" }</span>
                    </button>
                </span>
            </header>
            if let Some(trace) = &shown.trace { { drawing(trace) } }
            <div class="scroll" tabindex="0">
                <table class="steps">
                    <thead><tr><th scope="col">{ w.step() }</th><th scope="col">{ w.in_the_log() }</th>
                        <th scope="col">{ w.best_policy() }</th><th scope="col">{ w.state() }</th></tr></thead>
                    <tbody>{ for shown.steps.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn why(w: Words, shown: &LogShown) -> Html {
    let weighed = match &shown.why {
        Some(why) => html! {
            <>
                <p class="verdict"><b class={if why.asks { "c-ask" } else { "c-go" }}>{ why.verdict.clone() }</b></p>
                <p class="eq">{ spans(w, &why.line) }</p>
                { drawing(&why.bars) }
                { drawing(&why.strips) }
            </>
        },
        None => html! {
            <p class="verdict">{ w.log_nothing_to_weigh() }</p>
        },
    };
    html! {
        <section class="panel why" data-testid="log-why" aria-label={w.why_here_log()}>
            <header><h3>{ w.why_here() }</h3><p>{ shown.tried.clone() }</p></header>
            { weighed }
            <pre class="state-text" tabindex="0">{ shown.text.clone() }</pre>
        </section>
    }
}

fn compared(w: Words, compared: Option<&LogCompared>) -> Html {
    let Some(compared) = compared else { return Html::default() };
    html! {
        <div data-testid="log-compared" data-share={compared.share.to_string()}>
            <div class="scroll" tabindex="0">
                <table class="numbers">
                    <caption>{ fill(w.policies_beside(), &[&text::calls(compared.budget)]) }</caption>
                    <thead><tr>
                        { for compared.columns.iter().map(|name| html! { <th scope="col">{ name.clone() }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for compared.rows.iter().map(|row| html! {
                            <tr>{ for row.iter().enumerate().map(|(place, cell)| match place {
                                0 => html! { <th scope="row">{ cell.clone() }</th> },
                                _ => html! { <td>{ cell.clone() }</td> },
                            }) }</tr>
                        }) }
                    </tbody>
                </table>
            </div>
            { for compared.notes.iter().map(|note| html! { <p class="foot">{ note.clone() }</p> }) }
        </div>
    }
}

fn learnt(w: Words, log: &ReadLog, send: &Send) -> Html {
    html! {
        <p class="do">
            <button class="btn" data-testid="log-learn" disabled={log.is_learning()}
                onclick={on(send, || Msg::YourAgent(YourAgentMsg::LearnPressed))}>{ w.learn_p() }</button>
            { " " }<span data-testid="log-learnt">
                { match &log.learnt {
                    Some(Ok(words)) => words.clone(),
                    Some(Err(error)) => fill(w.nothing_is_learnt(), &[error]),
                    None => w.learn_p_note().to_owned(),
                } }
            </span>
        </p>
    }
}

/// A link that carries the log itself, for a small one.
fn link(w: Words, log: &ReadLog, setting: &Setting, send: &Send) -> Html {
    let made = match &log.linked {
        None => Html::default(),
        Some(Err(error)) => {
            html! { <span role="status" data-testid="log-link-error">{ fill(w.no_link(), &[&error]) }</span> }
        }
        Some(Ok(data)) => {
            let setting = Setting { drawer: Some(Drawer::YourAgent), ..setting.clone() };
            let link = address_with(&format!("{}&d={data}", write_link(&setting)));
            let words = fill(w.copy_the_link_of(), &[&link.len()]);
            html! {
                <button class="btn" data-testid="log-link" data-value={link.clone()}
                    onclick={on(send, move || Msg::CopyPressed(link.clone()))}>{ words }</button>
            }
        }
    };
    html! {
        <p class="do">
            <button class="btn" data-testid="log-make-link" onclick={on(send, || Msg::YourAgent(YourAgentMsg::LinkPressed))}>
                { w.make_a_link_log() }
            </button>
            { made }
            <span>{ w.make_a_link_note() }</span>
        </p>
    }
}

fn exports(w: Words, send: &Send) -> Html {
    let export = |what: LogExport, label: &'static str, id: &'static str| {
        html! {
            <button class="btn" data-testid={id}
                onclick={on(send, move || Msg::YourAgent(YourAgentMsg::ExportPressed(what)))}>{ label }</button>
        }
    };
    html! {
        <p class="do">
            { export(LogExport::Policy, w.save_the_policy(), "log-save-policy") }
            { export(LogExport::Frontier, w.save_the_frontier(), "log-save-frontier") }
            { export(LogExport::Network, w.save_a_network(), "log-save-onnx") }
            { export(LogExport::Mdp, w.save_the_problem(), "log-save-mdp") }
        </p>
    }
}
