//! The drawer of problems: where the paper's rule errs, in a few states; the reader's own MDP file; the household
//! with two helps.

mod household;

use askwell::app::drawers::problems::{
    ProblemMsg, ProblemOpened, ProblemShown, ProblemState, StateRow, price_step, rule_heads, story,
};
use askwell::app::model::{HOUSEHOLD, Place};
use askwell::app::{Msg, State};
use askwell::language::{Words, counted, fill};
use askwell::mdp::scenario::{ALL, Scenario};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::beside;
use super::super::controls::committed;
use super::super::drawing::{drawing, key_pressed};
use super::super::field::Field;
use crate::view::shared::{Send, Shown, maybe, on};

/// The ids of the first fields of prices, for tests.
const PRICE_FIELDS: [&str; 3] = ["problem-typed-0", "problem-typed-1", "problem-typed-2"];

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let (state, w) = (shown.state, shown.state.words);
    let (problem, now) = (&state.problem, state.setting.order());
    html! {
        <>
            <p class="lede">
                { w.problem_lede() }
            </p>
            { stories(w, problem, send) }
            { own(w, send) }
            if let Some(error) = &problem.refused {
                <div class="notice" role="alert" data-testid="problem-error">
                    <p>{ format!("{}: {error}", problem.asked_name()) }</p>
                </div>
            }
            if let Some(error) = &problem.session.failed {
                <div class="notice" role="alert" data-testid="problem-error">
                    <p>{ fill(w.problem_not_opened(), &[error]) }</p>
                </div>
            }
            if let Some(making) = problem.making {
                { household::making(w, making, send) }
            } else if let Some(share) = problem.solving {
                { solving(w, problem.asked_name(), share, send) }
            } else if problem.is_opening() { <p role="status">{ fill(w.is_opened(), &[&problem.asked_name()]) }</p> }
            if let (Some(opened), Some(shown)) = (&problem.opened, &problem.shown) {
                { solved(state, opened, shown, send) }
            }
            if let Some(household) = &problem.household {
                { household::view(state, household, problem.made_with_another(now), now, send) }
            }
            { commands(w, problem) }
        </>
    }
}

/// The commands that give the same numbers, a line each.
fn commands(w: Words, problem: &ProblemState) -> Html {
    let commands = problem.commands();
    if commands.is_empty() {
        return Html::default();
    }
    html! {
        <div class="note" data-testid="problem-commands">
            { w.same_by_command() }
            { for commands.into_iter().map(|command| html! { <><br /><code>{ command }</code></> }) }
        </div>
    }
}

/// The lines on a large problem: the share that is solved, and a way to end it.
fn solving(w: Words, name: &str, share: f64, send: &Send) -> Html {
    awaited(w, "problem-solving", &fill(w.problem_is_solved(), &[&name]), share, html! {}, send)
}

/// The lines on the work under way: its progress, notes on it, and a way to end it.
fn awaited(w: Words, id: &'static str, what: &str, share: f64, more: Html, send: &Send) -> Html {
    html! {
        <div class="notice awaited" role="status" data-testid={id}>
            <p class="counts">
                <progress max="100" value={(100.0 * share).round().to_string()} aria-label={what.to_owned()}></progress>
                <span>{ what }</span>
                { more }
                <button class="btn" data-testid="problem-cancel"
                    onclick={on(send, || Msg::Problem(ProblemMsg::CancelPressed))}>{ w.cancel() }</button>
            </p>
            <p>{ w.what_was_shown_stays() }</p>
        </div>
    }
}

fn stories(w: Words, problem: &ProblemState, send: &Send) -> Html {
    let told = |name: &'static str| {
        let is_open = problem.name() == name;
        html! {
            <li>
                <button class="btn" data-testid={format!("problem-{name}")} aria-pressed={is_open.to_string()}
                    onclick={on(send, move || Msg::Problem(ProblemMsg::ScenarioChosen(name)))}>
                    { name.replace('-', " ") }
                </button>
                <span>{ story(w, name).unwrap_or_default() }</span>
            </li>
        }
    };
    let small = ALL.iter().map(|scenario: &Scenario| scenario.name);
    html! { <ul class="stories">{ for small.chain([HOUSEHOLD]).map(told) }</ul> }
}

fn own(w: Words, send: &Send) -> Html {
    let picked = maybe(send, |event: Event| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let (kept, names) = crate::workers::session::keep(&input.files()?);
        // Emptied, so that the same file can be picked again.
        input.set_value("");
        Some(Msg::Problem(ProblemMsg::FileGiven { name: names.into_iter().next()?, kept }))
    });
    html! {
        <div class="form" role="group" aria-label={w.your_own_problem()}>
            <label class="field">
                <b>{ w.your_own() }</b>
                <input type="file" accept=".json,application/json" data-testid="problem-file" onchange={picked} />
                <small>{ w.problem_note() }</small>
            </label>
        </div>
    }
}

fn solved(state: &State, opened: &ProblemOpened, shown: &ProblemShown, send: &Send) -> Html {
    let (w, problem) = (state.words, &state.problem);
    let title = if opened.map_cells > 0 { w.which_help() } else { w.what_a_call_buys() };
    let has_map = opened.map_cells > 0;
    let cell = maybe(send, move |event: MouseEvent| {
        let key = key_pressed(&event).filter(|_| has_map)?;
        Some(Msg::Problem(ProblemMsg::CellChosen(key)))
    });
    let story = story(w, problem.name());
    html! {
        <>
            <h3 data-testid="problem-name">{ problem.name().to_owned() }</h3>
            if let Some(story) = story { <p class="lede">{ story }</p> }
            <p>{ opened.facts(w) }</p>
            <div class="do prices">{ for (0..shown.prices.len()).map(|place| price(state, place, opened, shown, send)) }</div>
            { beside::line(state, Place::ProblemPrice, send) }
            <p data-testid="problem-verdict" data-same={shown.is_same.to_string()}><b>{ shown.verdict.clone() }</b></p>
            <div class="log-grid">
                if let Some(figure) = &shown.figure {
                    <section class="panel" aria-label={title} data-testid="problem-figure" onclick={cell}>
                        <header><h3>{ title }</h3></header>
                        { drawing(figure) }
                    </section>
                }
                <section class="panel" aria-label={w.both_rules()}>
                    { rules(w, opened.is_discounted(), shown) }
                    { states(w, shown) }
                </section>
            </div>
        </>
    }
}

fn price(state: &State, place: usize, opened: &ProblemOpened, shown: &ProblemShown, send: &Send) -> Html {
    let w = state.words;
    let name = if shown.prices.len() > 1 {
        fill(w.price_of_help(), &[&(place + 1)])
    } else {
        w.price_space().to_owned()
    };
    slider(state, place, &name, shown.prices[place], opened.price_max, send)
}

/// The slider and the field for the price of an intervention.
fn slider(state: &State, place: usize, name: &str, price: f64, max: f64, send: &Send) -> Html {
    let w = state.words;
    let typed = committed(send, move |text| Msg::Problem(ProblemMsg::PriceTyped(place, text)));
    let moved = maybe(send, move |event: InputEvent| {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        Some(Msg::Problem(ProblemMsg::PriceMoved(place, input.value_as_number())))
    });
    html! {
        <div class="field log-budget">
            <label class="typed"><b>{ name.trim_end().to_owned() }</b>
                <Field testid={PRICE_FIELDS.get(place).copied().unwrap_or("problem-typed")} inputmode="decimal"
                    value={w.decimals(state.problem.price_in_full(place))} oncommit={typed}
                    fault={beside::id(state, Place::ProblemPrice)} />
                { w.space_a_call() }</label>
            <input type="range" min="0" max={max.to_string()} step={price_step(max)} aria-label={name.trim_end().to_owned()}
                value={price.to_string()} data-testid={format!("problem-price-{place}")} oninput={moved} />
        </div>
    }
}

fn rules(w: Words, is_discounted: bool, shown: &ProblemShown) -> Html {
    let row = |row: &askwell::app::drawers::problems::RuleRow| {
        html! {
            <tr>
                <th scope="row">{ row.name.clone() }</th>
                <td>{ row.value.clone() }</td><td>{ row.success.clone() }</td><td>{ row.calls.clone() }</td>
            </tr>
        }
    };
    html! {
        <table class="numbers" data-testid="problem-rules">
            <thead><tr>
                { for rule_heads(w, is_discounted).map(|name| html! { <th scope="col">{ name }</th> }) }
            </tr></thead>
            <tbody>{ for shown.rules.iter().map(row) }</tbody>
        </table>
    }
}

fn states(w: Words, shown: &ProblemShown) -> Html {
    let has_prices = shown.states.iter().any(|state| !state.asks.is_empty());
    let row = |state: &StateRow| {
        html! {
            <tr class={classes!(state.differs.then_some("differs"))}>
                <th scope="row">{ state.name.clone() }</th>
                <td>{ state.exact.clone() }</td>
                <td>{ state.paper.clone() }{ if state.differs { " ≠" } else { "" } }</td>
                if has_prices { <td>{ state.asks.clone() }</td> }
            </tr>
        }
    };
    html! {
        <div class="scroll" tabindex="0">
            <table class="numbers" data-testid="problem-states">
                <thead><tr>
                    <th scope="col">{ w.th_state() }</th><th scope="col">{ w.th_optimum() }</th><th scope="col">{ w.papers_rule() }</th>
                    if has_prices { <th scope="col">{ w.optimum_asks_at() }</th> }
                </tr></thead>
                <tbody>{ for shown.states.iter().map(row) }</tbody>
            </table>
            if shown.more_states > 0 { <p>{ counted(w.and_more_states(), shown.more_states) }</p> }
        </div>
    }
}
