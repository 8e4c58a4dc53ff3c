//! The household with two helps: how far it is, the map of prices and the surface of budgets, what both come to.

use askwell::app::drawers::problems::{
    HouseholdRow, HouseholdShown, HouseholdState, HouseholdView, Plane, ProblemMaking, ProblemMsg,
};
use askwell::app::message::time_left;
use askwell::app::model::Place;
use askwell::app::{self, Msg, State};
use askwell::experiment::{Order, TwoHelpsStage};
use askwell::figure::Drawing;
use askwell::language::{Words, counted, fill};
use yew::prelude::*;

use super::super::super::beside;
use super::super::super::drawing::{drawing, key_pressed};
use super::{awaited, slider};
use crate::view::shared::{Send, maybe};

/// The stage at work, its counts, the time that is left, and how to end it.
pub(super) fn making(w: Words, making: ProblemMaking, send: &Send) -> Html {
    let now = making.done;
    let (stage, count) = match now.stage {
        TwoHelpsStage::Explore => (w.two_explore(), w.count_tasks()),
        TwoHelpsStage::TrainQ => (w.two_train_q(), w.count_batches()),
        TwoHelpsStage::Collect => (w.two_collect(), w.count_tasks()),
        TwoHelpsStage::TrainPrms => (w.two_train_prms(), w.count_batches()),
    };
    let more = html! {
        <>
            <span>{ fill(count, &[&now.done, &now.of]) }</span>
            <span>{ time_left(w, making.left_ms) }</span>
        </>
    };
    awaited(w, "problem-making", stage, now.share(), more, send)
}

/// The household; where it was made with another setting (`made`) than the page has `now`, that is said.
pub(super) fn view(
    state: &State,
    household: &HouseholdView,
    made: Option<Order>,
    now: Order,
    send: &Send,
) -> Html {
    let w = state.words;
    let (opened, shown) = (&household.opened, &household.shown);
    let names = [w.price_of_better(), w.price_of_mcts()];
    let price =
        |place: usize| slider(state, place, names[place], shown.prices[place], opened.price_max, send);
    let [map, surface] = &*household.figures;
    let [reached, brings, one_more] = household.verdict(w);
    let cells = opened.map_cells * opened.map_cells;
    let tried = opened.paper_cells * opened.paper_cells;
    html! {
        <>
            <h3 data-testid="problem-name">{ askwell::app::model::HOUSEHOLD }</h3>
            <p class="lede">{ w.household_story() }</p>
            if let Some(made) = made {
                <p class="notice">
                    { fill(w.made_with_another(), &[&app::derived::order_words(w, &made), &app::derived::order_words(w, &now)]) }
                </p>
            }
            <p data-testid="household-facts" data-whole={household.is_whole().to_string()}>{ household.facts(w) }</p>
            <div class="do prices">{ for (0..2).map(price) }</div>
            { beside::line(state, Place::ProblemPrice, send) }
            <p data-testid="household-budgets">{ household.budgets(w) }</p>
            <p data-testid="household-verdict">
                { reached }{ " " }<b>{ brings }</b>{ " " }{ one_more }{ " " }{ household.paper(w) }
            </p>
            <div class="log-grid">
                { plane(Plane::Prices, w.calls_map_title(), map, fill(w.calls_map_keys(), &[&tried, &cells]), send) }
                { plane(Plane::Budgets, w.surface_title(), surface, w.surface_keys().to_owned(), send) }
            </div>
            <div class="log-grid">
                <section class="panel" aria-label={w.both_rules()}>{ rows(w, household) }</section>
                <section class="panel" aria-label={w.th_state()}>{ states(w, shown) }</section>
            </div>
        </>
    }
}

/// A figure in which a place is chosen, by the pointer or by the arrow keys.
fn plane(which: Plane, title: &'static str, figure: &Drawing, note: String, send: &Send) -> Html {
    let chosen = move |key| match which {
        Plane::Prices => ProblemMsg::CellChosen(key),
        Plane::Budgets => ProblemMsg::CornerChosen(key),
    };
    let onclick =
        maybe(send, move |event: MouseEvent| key_pressed(&event).map(|key| Msg::Problem(chosen(key))));
    let onkeydown = maybe(send, move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => [1, 0],
            "ArrowLeft" => [-1, 0],
            "ArrowUp" => [0, 1],
            "ArrowDown" => [0, -1],
            _ => return None,
        };
        event.prevent_default();
        event.stop_propagation();
        Some(Msg::Problem(ProblemMsg::Stepped(which, by)))
    });
    let testid = match which {
        Plane::Prices => "household-map",
        Plane::Budgets => "household-surface",
    };
    html! {
        <section class="panel">
            <header><h3>{ title }</h3></header>
            <div class="states" tabindex="0" role="group" aria-label={title} data-testid={testid} {onclick} {onkeydown}>
                { drawing(figure) }
            </div>
            <p class="note">{ note }</p>
        </section>
    }
}

fn rows(w: Words, household: &HouseholdView) -> Html {
    let row = |row: HouseholdRow| {
        html! {
            <tr>
                <th scope="row">{ row.name }</th>
                { for row.numbers.into_iter().map(|number| html! { <td>{ w.decimals(number) }</td> }) }
            </tr>
        }
    };
    let heads =
        [w.th_rule(), w.th_worth(), w.th_success_discounted(), w.th_calls_better(), w.th_calls_mcts()];
    html! {
        <div class="scroll" tabindex="0">
            <table class="numbers" data-testid="household-rules">
                <thead><tr>{ for heads.map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                <tbody>{ for household.rows(w).into_iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn states(w: Words, shown: &HouseholdShown) -> Html {
    let row = |state: &HouseholdState| {
        let differs = state.paper.is_some_and(|paper| paper != state.exact);
        let paper = state.paper.map_or("…", |paper| HouseholdView::action(w, paper));
        html! {
            <tr class={classes!(differs.then_some("differs"))}>
                <th scope="row" lang="en" title={state.name.clone()}>{ state.words.clone() }</th>
                <td>{ HouseholdView::action(w, state.exact) }</td>
                <td>{ paper }{ if differs { " ≠" } else { "" } }</td>
            </tr>
        }
    };
    html! {
        <div class="scroll" tabindex="0">
            <table class="numbers" data-testid="household-states">
                <thead><tr>
                    <th scope="col">{ w.th_state() }</th><th scope="col">{ w.th_optimum() }</th>
                    <th scope="col">{ w.papers_rule() }</th>
                </tr></thead>
                <tbody>{ for shown.states.iter().map(row) }</tbody>
            </table>
            if shown.more_states > 0 { <p>{ counted(w.and_more_states(), shown.more_states) }</p> }
        </div>
    }
}
