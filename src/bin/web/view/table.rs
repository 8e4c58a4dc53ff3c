//! A chart's numbers as a table, in the part of the page that loads later.

use askwell::app::draw::{self, ChartTable};
use askwell::app::model::View;
use yew::prelude::*;

use crate::view::shared::{Shown, on_its_way};

/// The table below a chart, where the reader has asked for tables.
pub(super) fn view(chart: View, shown: Shown<'_>) -> Html {
    if !shown.state.shows_tables {
        return Html::default();
    }
    shown.lazy.map_or_else(|| on_its_way(shown.state.words), |lazy| (lazy.table)(chart, shown))
}

/// The numbers of a chart; D has none, for it says them all.
pub(crate) fn of(chart: View, shown: Shown<'_>) -> Html {
    let state = shown.state;
    match chart {
        View::Curve => drawn(&draw::curve_table(state, shown.experiment, shown.reading)),
        View::Policy => drawn(&draw::policy_table(state, shown.scene)),
        View::Episode => drawn(&draw::episode_table(state, shown.scene)),
        View::Why => Html::default(),
    }
}

fn drawn(table: &ChartTable) -> Html {
    html! {
        <div class="scroll numbers chart-numbers" tabindex="0" role="region" aria-label={table.caption.clone()}>
            <table class="plain">
                <caption>{ table.caption.clone() }</caption>
                <thead><tr>{ for table.columns.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }</tr></thead>
                <tbody>{ for table.rows.iter().map(|row| line(row)) }</tbody>
            </table>
        </div>
    }
}

fn line(row: &[String]) -> Html {
    let cell = |(place, text): (usize, &String)| match place {
        0 => html! { <th scope="row">{ text.clone() }</th> },
        _ => html! { <td>{ text.clone() }</td> },
    };
    html! { <tr>{ for row.iter().enumerate().map(cell) }</tr> }
}
