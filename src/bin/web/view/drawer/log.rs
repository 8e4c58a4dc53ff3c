//! The log drawer: the log of the reader's own agent, and what one more call an episode would buy.

mod columns;

use askwell::app::{
    Drawer, LogCompared, LogExample, LogExport, LogMsg, LogOption, LogPhase, LogShown, LogState, Msg,
    Setting, Understood, write_link,
};
use askwell::figure::text;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::effects::address_with;

use super::super::controls::value_of;
use super::super::drawing::{drawing, key_under, spans};
use super::super::{Send, Shown, maybe, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let (log, setting) = (&shown.state.log, &shown.state.setting);
    html! {
        <>
            <p class="lede">
                { "A log of your own agent: which steps were helped, and how each episode ended. It is read here, in this \
                   browser; nothing of it leaves this machine. Below it stands what one more call an episode would buy, and \
                   when to ask." }
            </p>
            { given(log, send) }
            { options(log, send) }
            { refused(log, send) }
            if let LogPhase::Reading { share, words } = &log.phase { { reading(*share, words, send) } }
            if let (Some(understood), Some(shown)) = (&log.understood, &log.shown) {
                { read(log, understood) }
                { views(understood, shown, send) }
                { compared(log.compared.as_ref()) }
                { learnt(log, send) }
                { exports(send) }
                { link(log, setting, send) }
            }
        </>
    }
}

fn given(log: &LogState, send: &Send) -> Html {
    let picked = maybe(send, |event: Event| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let names = crate::log::keep(&input.files()?);
        // Emptied, so that the same file can be picked again.
        input.set_value("");
        Some(Msg::Log(LogMsg::FilesGiven { names }))
    });
    let dropped = maybe(send, |event: DragEvent| {
        event.prevent_default();
        let names = crate::log::keep(&event.data_transfer()?.files()?);
        Some(Msg::Log(LogMsg::FilesGiven { names }))
    });
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let pasted = maybe(send, |event: Event| {
        let area: HtmlTextAreaElement = event.target()?.dyn_into().ok()?;
        Some(Msg::Log(LogMsg::Pasted(area.value())))
    });
    let is_reading = matches!(log.phase, LogPhase::Reading { .. });
    let example = |example: LogExample| {
        html! {
            <button class="btn" data-testid={format!("log-example-{}", example.name())} disabled={is_reading}
                onclick={on(send, move || Msg::Log(LogMsg::ExampleChosen(example)))}>{ example.title() }</button>
        }
    };
    html! {
        <div class="form" role="group" aria-label="Log" ondrop={dropped} ondragover={over} data-testid="log-drop">
            <label class="field">
                <b>{ "Files" }</b>
                <input type="file" multiple=true data-testid="log-file" onchange={picked} />
                <small>{ "or drop them here: JSON Lines, CSV or ATIF, plain or gzipped; one line a decision" }</small>
            </label>
            <label class="field">
                <b>{ "Paste" }</b>
                <textarea rows="2" data-testid="log-paste" onchange={pasted}
                    placeholder={r#"{"episode":"1","task":"a","t":0,"state":"…","intervention":null,"done":false}"#} />
            </label>
            <div class="field">
                <b>{ "Examples" }</b>
                <span class="do">{ for LogExample::ALL.map(example) }</span>
                <small>{ "logs of two public text worlds, with their experts as help" }</small>
            </div>
        </div>
    }
}

/// What a field says when it is left.
fn typed(send: &Send, option: fn(String) -> LogOption) -> Callback<Event> {
    maybe(send, move |event: Event| Some(Msg::Log(LogMsg::OptionSet(option(value_of(&event)?)))))
}

fn checked(send: &Send, option: fn(bool) -> LogOption) -> Callback<Event> {
    maybe(send, move |event: Event| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        Some(Msg::Log(LogMsg::OptionSet(option(input.checked()))))
    })
}

fn options(log: &LogState, send: &Send) -> Html {
    let options = &log.options;
    let rules = maybe(send, |event: Event| {
        let area: HtmlTextAreaElement = event.target()?.dyn_into().ok()?;
        Some(Msg::Log(LogMsg::OptionSet(LogOption::Rules(area.value()))))
    });
    let tick = |label: &'static str, id: &'static str, is_on: bool, option: fn(bool) -> LogOption| {
        html! {
            <label class="tick">
                <input type="checkbox" data-testid={id} checked={is_on} onchange={checked(send, option)} />{ label }
            </label>
        }
    };
    html! {
        <details class="log-options">
            <summary>{ "How it is read" }</summary>
            { columns::menus(log, send) }
            <div class="form" role="group" aria-label="How it is read">
                <label class="field">
                    <b>{ "Columns" }</b>
                    <input data-testid="log-columns" value={options.columns.clone()} autocomplete="off"
                        placeholder="episode=ep_id,outcome=reward" onchange={typed(send, LogOption::Columns)} />
                    <small>{ "where your names differ: ours=yours, with commas between; or the menus, once a log is there" }</small>
                </label>
                <label class="field">
                    <b>{ "Texts" }</b>
                    <textarea rows="3" data-testid="log-rules" value={options.rules.clone()} onchange={rules}
                        placeholder={"dates\ntimes\nids\ncut step #\nspaces"} />
                    <small>{ "rules that make texts of one state alike, a rule a line: dates, times, ids, numbers, spaces, \
                              case, cut PATTERN, replace PATTERN => TEXT" }</small>
                </label>
                <label class="field">
                    <b>{ "ATIF outcome" }</b>
                    <input data-testid="log-outcome" value={options.outcome.clone()} autocomplete="off"
                        placeholder="extra.reward" onchange={typed(send, LogOption::Outcome)} />
                    <small>{ "where a trajectory says how it ended" }</small>
                </label>
                <label class="field">
                    <b>{ "ATIF success" }</b>
                    <input data-testid="log-success" value={options.success.clone()} autocomplete="off"
                        placeholder="solved" onchange={typed(send, LogOption::Success)} />
                    <small>{ "the text that means success, if it is a text" }</small>
                </label>
                <div class="field">
                    <b>{ "Weighs" }</b>
                    { tick("tasks share their states", "log-share", options.share_states, LogOption::ShareStates) }
                    { tick("every task weighs the same", "log-by-task", options.by_task, LogOption::ByTask) }
                    { tick("leave out what is wrong", "log-lenient", options.lenient, LogOption::Lenient) }
                </div>
            </div>
        </details>
    }
}

fn refused(log: &LogState, send: &Send) -> Html {
    if log.refused.is_empty() {
        return Html::default();
    }
    let stays = if log.shown.is_some() { " The log read before stays." } else { "" };
    html! {
        <div class="notice" role="alert" data-testid="log-error">
            <div>
                <p>{ format!("{} is not taken.{stays} “Leave out what is wrong” goes on without these lines.", log.given) }</p>
                <ul>{ for log.refused.iter().map(|error| html! { <li>{ error.clone() }</li> }) }</ul>
                { columns::guess(log, send) }
            </div>
        </div>
    }
}

fn reading(share: f64, words: &str, send: &Send) -> Html {
    html! {
        <p class="do" data-testid="log-progress">
            <progress max="1" value={share.to_string()} aria-label="Reading"></progress>
            { " " }<span>{ words.to_owned() }</span>{ " " }
            <button class="btn" data-testid="log-cancel" onclick={on(send, || Msg::Log(LogMsg::Cancelled))}>{ "Cancel" }</button>
        </p>
    }
}

fn read(log: &LogState, understood: &Understood) -> Html {
    html! {
        <>
            <h3 data-testid="log-name">{ log.name.clone() }</h3>
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
                    <summary>{ "What was left out" }</summary>
                    <ul>{ for understood.errors.iter().map(|text| html! { <li>{ text.clone() }</li> }) }</ul>
                </details>
            }
        </>
    }
}

fn views(understood: &Understood, shown: &LogShown, send: &Send) -> Html {
    html! {
        <>
            { budget(understood, shown, send) }
            <div class="log-grid">
                <section class="panel" data-testid="log-curve" aria-label="What a call buys, in your log">
                    <header><h3>{ "What a call buys" }</h3><p>{ spans(&shown.sentence) }</p></header>
                    { drawing(&shown.curve) }
                </section>
                { policy(understood, shown, send) }
                { episode(shown, send) }
                { why(shown) }
            </div>
        </>
    }
}

fn budget(understood: &Understood, shown: &LogShown, send: &Send) -> Html {
    let moved = maybe(send, |event: InputEvent| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        Some(Msg::Log(LogMsg::BudgetMoved(input.value_as_number())))
    });
    let released = on(send, || Msg::Log(LogMsg::BudgetReleased));
    let gives = match shown.calls {
        Some(calls) => format!(
            "{} calls used, success {}, price {}",
            text::calls(calls),
            text::success(shown.success),
            text::price(shown.price)
        ),
        None => "some states can only ask: no policy stays within it".to_owned(),
    };
    html! {
        <label class="field log-budget">
            <b>{ "Budget " }<span data-testid="log-budget-value" data-value={shown.budget.to_string()}>
                { text::calls(shown.budget) }</span>{ " calls an episode" }</b>
            <input type="range" min="0" max={understood.budget_max.to_string()} step="0.01" data-testid="log-budget"
                value={shown.budget.to_string()} aria-label="Budget, calls an episode" oninput={moved} onchange={released} />
            <small data-testid="log-success-value" data-value={shown.success.to_string()}>{ gives }</small>
        </label>
    }
}

fn policy(understood: &Understood, shown: &LogShown, send: &Send) -> Html {
    let chosen =
        maybe(send, |event: Event| Some(Msg::Log(LogMsg::TaskChosen(value_of(&event)?.parse().ok()?))));
    let pinned =
        maybe(send, |event: MouseEvent| key_under(&event).map(|state| Msg::Log(LogMsg::StatePinned(state))));
    let option = |(place, (name, n)): (usize, &(String, u32))| {
        let name = if name.is_empty() { "no task named" } else { name };
        html! {
            <option value={place.to_string()} selected={place == shown.look.task as usize}>
                { format!("{name} ({n} episodes)") }
            </option>
        }
    };
    let more = match understood.more_tasks {
        0 => String::new(),
        more => format!("{more} more tasks are counted and not listed"),
    };
    html! {
        <section class="panel" data-testid="log-policy" aria-label="Where it asks, in a task of your log">
            <header>
                <h3>{ "Where it asks" }</h3>
                <p><b data-testid="log-changed">{ shown.changed.clone() }</b></p>
            </header>
            <label class="log-task">
                <span>{ "Task" }</span>
                <select data-testid="log-task" onchange={chosen}>{ for understood.tasks.iter().enumerate().map(option) }</select>
                <small>{ more }</small>
            </label>
            <div class="states" onclick={pinned}>{ drawing(&shown.policy) }</div>
        </section>
    }
}

fn episode(shown: &LogShown, send: &Send) -> Html {
    let stepped = |by: i32| on(send, move || Msg::Log(LogMsg::EpisodeStepped(by)));
    let row = |(t, step): (usize, &askwell::app::LogStep)| {
        let state = step.state;
        let is_here = shown.state == Some(state);
        let helped = match step.helper.as_str() {
            "" => "alone".to_owned(),
            helper => format!("★ {helper}"),
        };
        html! {
            <tr class={is_here.then_some("here")} aria-current={is_here.then_some("step")}>
                <th scope="row">
                    <button class="btn quiet" onclick={on(send, move || Msg::Log(LogMsg::StatePinned(state)))}>
                        { (t + 1).to_string() }</button>
                </th>
                <td>{ helped }</td>
                <td>{ if step.asks { "asks" } else { "goes on" } }</td>
                <td class="words"><span title={step.text.clone()}>{ step.text.clone() }</span></td>
            </tr>
        }
    };
    html! {
        <section class="panel" data-testid="log-episode" aria-label="An episode of your log">
            <header>
                <h3>{ "An episode" }</h3>
                <p>{ shown.outcome.clone() }</p>
                <span class="ctl">
                    <button class="btn quiet" aria-label="The episode before" onclick={stepped(-1)}>{ "‹" }</button>
                    <button class="btn quiet" data-testid="log-next-episode" title="The next episode" onclick={stepped(1)}>
                        { format!("{} of {} ", shown.look.episode + 1, shown.n_episodes) }<span aria-hidden="true">{ "›" }</span>
                    </button>
                </span>
            </header>
            if let Some(trace) = &shown.trace { { drawing(trace) } }
            <div class="scroll" tabindex="0">
                <table class="steps">
                    <thead><tr><th scope="col">{ "Step" }</th><th scope="col">{ "In the log" }</th>
                        <th scope="col">{ "Best policy" }</th><th scope="col">{ "State" }</th></tr></thead>
                    <tbody>{ for shown.steps.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn why(shown: &LogShown) -> Html {
    let weighed = match &shown.why {
        Some(why) => html! {
            <>
                <p class="verdict"><b class={if why.asks { "c-ask" } else { "c-go" }}>{ why.verdict.clone() }</b></p>
                <p class="eq">{ spans(&why.line) }</p>
                { drawing(&why.bars) }
                { drawing(&why.strips) }
            </>
        },
        None => html! {
            <p class="verdict">{ "The log never tried both ways here, so there is nothing to weigh." }</p>
        },
    };
    html! {
        <section class="panel why" data-testid="log-why" aria-label="Why here, in your log">
            <header><h3>{ "Why here?" }</h3><p>{ shown.tried.clone() }</p></header>
            { weighed }
            <pre class="state-text" tabindex="0">{ shown.text.clone() }</pre>
        </section>
    }
}

fn compared(compared: Option<&LogCompared>) -> Html {
    let Some(compared) = compared else { return Html::default() };
    html! {
        <div data-testid="log-compared" data-share={compared.share.to_string()}>
            <div class="scroll" tabindex="0">
                <table class="numbers">
                    <caption>{ format!("Policies beside the logged one, at {} calls an episode", text::calls(compared.budget)) }</caption>
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

fn learnt(log: &LogState, send: &Send) -> Html {
    html! {
        <p class="do">
            <button class="btn" data-testid="log-learn" disabled={log.is_learning()}
                onclick={on(send, || Msg::Log(LogMsg::LearnPressed))}>{ "Learn p(s) from the texts" }</button>
            { " " }<span data-testid="log-learnt">
                { match &log.learnt {
                    Some(words) => words.clone(),
                    None => "a small network over hashed words, judged on held-out tasks; p(s) then stands along the \
                             episode and in the saved problem".to_owned(),
                } }
            </span>
        </p>
    }
}

/// A link that carries the log itself, for a small one.
fn link(log: &LogState, setting: &Setting, send: &Send) -> Html {
    let made = match &log.linked {
        None => Html::default(),
        Some(Err(error)) => {
            html! { <span role="status" data-testid="log-link-error">{ format!("No link: {error}.") }</span> }
        }
        Some(Ok(data)) => {
            let setting = Setting { drawer: Some(Drawer::Log), ..setting.clone() };
            let link = address_with(&format!("{}&d={data}", write_link(&setting)));
            let words = format!("Copy the link of {} characters", link.len());
            html! {
                <button class="btn" data-testid="log-link" data-value={link.clone()}
                    onclick={on(send, move || Msg::CopyPressed(link.clone()))}>{ words }</button>
            }
        }
    };
    html! {
        <p class="do">
            <button class="btn" data-testid="log-make-link" onclick={on(send, || Msg::Log(LogMsg::LinkPressed))}>
                { "Make a link that carries this log" }
            </button>
            { made }
            <span>{ "for small logs; whoever has the link has the log" }</span>
        </p>
    }
}

fn exports(send: &Send) -> Html {
    let export = |what: LogExport, label: &'static str, id: &'static str| {
        html! {
            <button class="btn" data-testid={id}
                onclick={on(send, move || Msg::Log(LogMsg::ExportPressed(what)))}>{ label }</button>
        }
    };
    html! {
        <p class="do">
            { export(LogExport::Policy, "Save the policy", "log-save-policy") }
            { export(LogExport::Frontier, "Save the frontier", "log-save-frontier") }
            { export(LogExport::Network, "Save a network that asks (ONNX)", "log-save-onnx") }
            { export(LogExport::Mdp, "Save the problem (for askwell solve)", "log-save-mdp") }
        </p>
    }
}
