//! The glossary of the page and the equations behind it, as in the paper.

use askwell::app::derived::{Term, glossary};
use askwell::language::Words;
use yew::prelude::*;

/// The terms with their symbols, and four equations.
pub(crate) fn view(w: Words) -> Html {
    html! {
        <>
            <dl class="keys symbols" data-testid="glossary-terms">{ for glossary(w.language()).map(line) }</dl>
            <h3>{ w.what_a_policy_is_worth() }</h3>
            { worth() }
            <h3>{ w.where_the_exact_policy_asks() }</h3>
            { exact() }
            <h3>{ w.where_the_papers_rule_asks() }</h3>
            { paper() }
            <h3>{ w.what_a_call_costs_further_on() }</h3>
            { usage() }
        </>
    }
}

fn line(term: Term) -> Html {
    let symbol = if term.symbol.is_empty() {
        Html::default()
    } else {
        html! { <>{ " " }<i>{ term.symbol }</i></> }
    };
    let section = if term.section.is_empty() {
        Html::default()
    } else {
        html! { <span class="note">{ format!(" ({})", term.section) }</span> }
    };
    html! { <><dt>{ term.name }{ symbol }</dt><dd>{ term.meaning }{ section }</dd></> }
}

fn worth() -> Html {
    html! { <math display="block"><mi>{ "V" }</mi><mo>{ "=" }</mo><mi>{ "S" }</mi><mo>{ "−" }</mo><mi>{ "r" }</mi><mi>{ "M" }</mi></math> }
}

fn exact() -> Html {
    html! {
        <math display="block"><mi>{ "Δ" }</mi><mi>{ "S" }</mi><mo>{ ">" }</mo><mi>{ "r" }</mi><mi>{ "Δ" }</mi><mi>{ "M" }</mi></math>
    }
}

fn paper() -> Html {
    html! {
        <math display="block">
            <mi>{ "r" }</mi><mo>{ "<" }</mo>
            <mfrac>
                <mrow><msub><mi>{ "p" }</mi><mtext>{ "help" }</mtext></msub><mo>{ "−" }</mo><msub><mi>{ "p" }</mi><mtext>{ "nohelp" }</mtext></msub></mrow>
                <mrow>
                    <msub><mi>{ "p" }</mi><mtext>{ "help" }</mtext></msub><msub><mi>{ "M" }</mi><mtext>{ "help" }</mtext></msub><mo>{ "−" }</mo>
                    <msub><mi>{ "p" }</mi><mtext>{ "nohelp" }</mtext></msub><msub><mi>{ "M" }</mi><mtext>{ "nohelp" }</mtext></msub>
                </mrow>
            </mfrac>
        </math>
    }
}

fn usage() -> Html {
    html! {
        <math display="block">
            <msub><mi>{ "M" }</mi><mtext>{ "help" }</mtext></msub><mo>{ "=" }</mo><mn>{ "1" }</mn><mo>{ "+" }</mo><mi>{ "γ" }</mi>
            <munder><mo>{ "∑" }</mo><mi>{ "s′" }</mi></munder>
            <mi>{ "P" }</mi><mo>{ "(" }</mo><mi>{ "s′" }</mi><mo>{ "|" }</mo><mi>{ "s" }</mi><mo>{ "," }</mo><mtext>{ "help" }</mtext><mo>{ ")" }</mo>
            <mi>{ "M" }</mi><mo>{ "(" }</mo><mi>{ "s′" }</mi><mo>{ ")" }</mo>
        </math>
    }
}
