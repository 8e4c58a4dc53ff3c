//! The symbols of the page and the equations behind it, as in the paper.

use yew::prelude::*;

/// A symbol, what it is, and where the paper has it.
const SYMBOLS: [(&str, &str); 8] = [
    ("C", "the budget: expected calls for help a task"),
    ("r", "the price of a call, in success: what the budget’s last call bought (5.2)"),
    ("γ", "the discount of a step; the paper gives none, ours is .95"),
    ("S", "the chance of success from a state, discounted"),
    ("M", "the expected calls from a state, discounted (5.3); in tables E[U] from the start"),
    ("V", "what the best policy is worth: success less the price of its calls"),
    ("p(s)", "the process reward model’s guess at success in state s (4.2)"),
    ("Δ", "asking now less going on now, the same policy afterwards"),
];

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
