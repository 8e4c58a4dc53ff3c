//! The paper's tables and findings, made again in the worker on demand, beside the printed numbers.

use askwell::app::drawers::paper::{Asked, Made, MadeOf, PaperMsg, Running, SIZES, cell_words, column_head};
use askwell::app::message::time_left;
use askwell::app::{self, Msg};
use askwell::experiment::Order;
use askwell::figure::text;
use askwell::language::{Text, Words, fill};
use askwell::study::published::footnotes_of;
use askwell::study::{Cell, Finding, Row, Table};
use yew::prelude::*;

use super::super::drawing::drawing;
use crate::view::shared::{Send, Shown, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let seed = shown.state.setting.seed;
    html! {
        <>
            <p class="lede">
                { fill(w.evidence_lede(), &[&seed, &SIZES.n_train, &SIZES.n_test, &SIZES.repetitions]) }
            </p>
            { for Asked::ALL.iter().map(|&asked| part(shown, asked, send)) }
            { for FIGURES.iter().map(|&(number, title)| paper_figure(shown, number, title(shown.state.words), send)) }
        </>
    }
}

/// The paper's figures that are drawn here; 1 and 2 are the page's own opening.
const FIGURES: [(u8, Text); 4] =
    [(3, Words::figure_3), (4, Words::figure_4), (5, Words::figure_5), (6, Words::figure_6)];

fn paper_figure(shown: Shown<'_>, number: u8, title: &'static str, send: &Send) -> Html {
    let w = shown.state.words;
    let made = shown.state.paper.figures.iter().find(|figured| figured.number == number);
    let press = |of_this_task| on(send, move || Msg::Paper(PaperMsg::FigurePressed { number, of_this_task }));
    html! {
        <section data-testid={format!("figure-{number}")} aria-label={title}>
            <p class="counts">
                <button class="btn" data-testid={format!("find-{number}")} onclick={press(false)}>
                    { if number == 4 { w.figure_draw() } else { w.find_a_task() } }
                </button>
                if number != 4 {
                    <button class="btn" onclick={press(true)}>{ w.this_pages_task() }</button>
                }
                <b>{ title }</b>
            </p>
            if let Some(figured) = made {
                { of_another_order(w, &figured.order, &shown.state.setting.order()) }
                <div class="scroll" tabindex="0" role="region" aria-label={title}>{ drawing(&figured.figure.drawing) }</div>
                <p class="note">{ figured.figure.caption.clone() }</p>
                <p class="note">{ w.same_by_command() }<code>{ figured.command() }</code></p>
            }
        </section>
    }
}

/// Says so where a figure was drawn from another experiment than the page's.
fn of_another_order(w: Words, order: &Order, now: &Order) -> Html {
    if order == now {
        return Html::default();
    }
    let [made, now] = [order, now].map(|order| app::derived::order_words(w, order));
    html! { <p class="notice" data-testid="made-with-another">{ fill(w.made_with_another(), &[&made, &now]) }</p> }
}

/// Says so where a table was made with another seed than the page's.
fn of_another_seed(w: Words, seed: u64, now: u64) -> Html {
    if seed == now {
        return Html::default();
    }
    html! { <p class="notice" data-testid="made-with-another">{ fill(w.made_with_seed(), &[&seed, &now]) }</p> }
}

/// One table, or the findings: a button, then what came.
fn part(shown: Shown<'_>, asked: Asked, send: &Send) -> Html {
    let w = shown.state.words;
    let evidence = &shown.state.paper;
    let running = evidence.running.filter(|running| running.asked == asked);
    let made = evidence.of(asked);
    let run = on(send, move || Msg::Paper(PaperMsg::RunPressed(asked)));
    html! {
        <section data-testid={asked.name()} aria-label={asked.title(w)}>
            <p class="counts">
                <button class="btn" data-testid={format!("run-{}", asked.name())} onclick={run}>
                    { if made.is_some() { w.make_it_again() } else { w.make() } }
                </button>
                <b>{ asked.title(w) }</b>
                if let Some(running) = running { { progress(w, running, send) } }
            </p>
            if let Some(line) = evidence.failure(w, asked) { <p class="notice" role="alert">{ line }</p> }
            if let Some(of @ MadeOf { seed, made, .. }) = made {
                { of_another_seed(w, *seed, shown.state.setting.seed) }
                { match &**made {
                    Made::Table(table) => table_view(shown, of, table, send),
                    Made::Findings(findings) => findings_view(findings, *seed),
                } }
                <p class="note">{ w.same_by_command() }<code>{ asked.command(*seed) }</code></p>
            }
        </section>
    }
}

fn progress(w: Words, running: Running, send: &Send) -> Html {
    let percent = (100.0 * running.share).round();
    html! {
        <>
            <progress max="100" value={percent.to_string()} aria-label={running.asked.title(w)}></progress>
            <span>{ time_left(w, running.left_ms) }</span>
            <button class="btn" data-testid="cancel-evidence"
                onclick={on(send, || Msg::Paper(PaperMsg::CancelPressed))}>{ w.cancel() }</button>
        </>
    }
}

fn table_view(shown: Shown<'_>, made: &MadeOf, table: &Table<Option<Cell>>, send: &Send) -> Html {
    let (w, asked) = (shown.state.words, made.asked);
    let evidence = &shown.state.paper;
    let csv = app::drawers::paper::table_file(made, table);
    let file = format!("data:text/csv;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&csv)));
    let head = |(column, (name, _)): (usize, &(String, _))| {
        let sorted = evidence.sorted.filter(|&(which, by, _)| (which, by) == (asked, column));
        let order = sorted.map_or("none", |(_, _, falls)| if falls { "descending" } else { "ascending" });
        let sort = on(send, move || Msg::Paper(PaperMsg::SortPressed(asked, column)));
        html! {
            <th scope="col" class="num" aria-sort={order}>
                <button class="sort" onclick={sort} title={name.clone()}>{ column_head(w, name).unwrap_or(name).to_owned() }</button>
            </th>
        }
    };
    html! {
        <>
            <div class="scroll numbers" tabindex="0" role="region" aria-label={asked.title(w)}>
                <table class="plain">
                    <thead><tr>
                        { for table.label_names.iter().map(|name| html! { <th scope="col">{ name.clone() }</th> }) }
                        { for table.figures.iter().enumerate().map(head) }
                    </tr></thead>
                    <tbody>{ for app::drawers::paper::sorted_rows(evidence, asked, table).into_iter().map(|row| line(w, row)) }</tbody>
                </table>
            </div>
            <p><a class="btn" download={format!("{}.csv", asked.name())} href={file}>{ "CSV" }</a></p>
            <ul class="note" aria-label={w.of_the_papers_numbers()}>
                { for footnotes_of(table.number).into_iter().map(|note| html! { <li lang="en">{ note }</li> }) }
            </ul>
        </>
    }
}

fn line(w: Words, row: &Row<Option<Cell>>) -> Html {
    html! {
        <tr>
            { for row.labels.iter().map(|label| html! { <th scope="row">{ app::drawers::paper::row_label(w, label) }</th> }) }
            { for row.cells.iter().map(|cell| figure(w, *cell)) }
        </tr>
    }
}

/// The cell of a table: the simulated figure with its error, and the paper's figure below.
fn figure(w: Words, cell: Option<Cell>) -> Html {
    let Some(cell) = cell else { return html! { <td class="num">{ "" }</td> } };
    let (ours, paper) = cell_words(w, &cell);
    html! {
        <td class="num" data-value={cell.value.to_string()}>
            <span>{ ours }</span>
            if let Some(paper) = paper { <small>{ paper }</small> }
        </td>
    }
}

/// The findings, in English in every language: their claims are the paper's.
fn findings_view(findings: &[Finding], seed: u64) -> Html {
    html! { <dl class="findings" lang="en">{ for findings.iter().map(|found| finding(found, seed)) }</dl> }
}

fn finding(finding: &Finding, seed: u64) -> Html {
    html! {
        <>
            <dt>
                { format!("{} on {}: {}. ", finding.id, finding.split.paper_name(), finding.claim) }
                <b>{ finding.verdict.words() }</b>
            </dt>
            { for finding.checks.iter().map(|check| html! {
                <dd data-value={check.figure.value.to_string()}>
                    { format!("{}: {:.2} ±{:.2}; {}: {}", check.what, check.figure.value, text::interval_half(check.figure.se),
                      check.bound.words(), check.verdict.words()) }
                </dd>
            }) }
            <dd><code>{ app::drawers::paper::finding_command(&finding.id, seed) }</code></dd>
        </>
    }
}
