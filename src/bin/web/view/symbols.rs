//! The symbols of the page and the equations behind it, as in the paper.

use askwell::app::SYMBOLS;
use yew::prelude::*;

/// The symbols, and four equations.
pub(crate) fn view() -> Html {
    html! {
        <>
            <dl class="keys symbols">
                { for SYMBOLS.iter().map(|(symbol, what)| html! { <><dt class="i">{ *symbol }</dt><dd>{ *what }</dd></> }) }
            </dl>
            <h3>{ "What a policy is worth" }</h3>
            { worth() }
            <h3>{ "Where the exact policy asks" }</h3>
            { exact() }
            <h3>{ "Where the paper’s rule asks" }</h3>
            { paper() }
            <h3>{ "What a call costs further on" }</h3>
            { usage() }
        </>
    }
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
