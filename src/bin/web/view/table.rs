//! A chart's numbers as a table.

use askwell::app::draw::ChartTable;
use yew::prelude::*;

pub(crate) fn view(table: &ChartTable) -> Html {
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
