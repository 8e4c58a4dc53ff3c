//! The title line: what this is, and the controls that are always at hand.

use askwell::app::Msg;
use askwell::app::message::Panel;
use askwell::app::model::{Control, Drawer, Measure, Place, Rule};
use yew::prelude::*;

use super::beside;
use super::choice::{Select, option};
use super::controls::{committed, icon_button};
use super::field::Field;
use crate::view::shared::{Send, Shown, on};

const PLAY: &str = "M2.5 1v10l8-5z";
const PAUSE: &str = "M2 1h3v10H2zM7 1h3v10H7z";
const STEP: &str = "M1 1v10l6.5-5zM9 1h2v10H9z";
const RESET: &str = "M1 1h2v10H1zM11 1v10L4.5 6z";

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let (state, w) = (shown.state, shown.state.words);
    let (play, play_icon) = if state.playing { (w.pause(), PAUSE) } else { (w.play(), PLAY) };
    let theme = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| {
            send.emit(Msg::ThemeToggled { machine_is_dark: crate::shell::effects::machine_is_dark() });
        })
    };
    html! {
        <header class="top">
            <a class="skip" href="#main" onclick={crate::view::shared::skip()}>{ w.to_the_figures() }</a>
            <h1>{ "Askwell " }<em>{ w.question_of_the_page() }</em></h1>
            if shown.shows(Control::Episode) {
            <div class="tools" role="group" aria-label={w.episode()}>
                { icon_button("play", play, play_icon, "btn pri", on(send, || Msg::PlayPressed)) }
                { icon_button("step", w.step(), STEP, "btn", on(send, || Msg::EpisodeStepped)) }
                { icon_button("reset", w.reset(), RESET, "btn", on(send, || Msg::ResetPressed)) }
            </div>
            }
            if shown.shows(Control::Rule) { { rule(shown, send) } }
            if shown.shows(Control::Seed) {
            <div class="seed">
                <label><span class="lab">{ w.seed() }</span>
                    <Field testid="seed" inputmode="numeric" fault={beside::id(state, Place::Seed)}
                        value={state.setting.seed.to_string()} oncommit={committed(send, Msg::SeedTyped)} />
                </label>
                { beside::line(state, Place::Seed, send) }
            </div>
            }
            <div class="tools">
                if shown.shows(Control::Share) {
                <>
                <button class="btn" data-testid="share" aria-expanded={is_open(shown, Panel::Share)}
                    onclick={on(send, || Msg::PanelToggled(Panel::Share))}>{ w.share() }</button>
                <button class="btn" data-testid="cite" aria-expanded={is_open(shown, Panel::Cite)}
                    onclick={on(send, || Msg::PanelToggled(Panel::Cite))}>{ w.cite() }</button>
                </>
                }
                <button class="btn quiet" id="theme" data-testid="theme" aria-label={w.light_or_dark()} onclick={theme}>
                    { "◐" }
                </button>
                { engine(shown, send) }
            </div>
        </header>
    }
}

/// The engine that scores now; a press opens the drawer about it.
fn engine(shown: Shown<'_>, send: &Send) -> Html {
    let engine = &shown.state.models;
    let (name, rest) = engine.engine().name().split_once(',').unwrap_or(("", ""));
    html! {
        <button class="chip" data-testid="engine" title={engine.why()}
            onclick={on(send, || Msg::DrawerToggled(Drawer::Models))}>
            <i></i><span data-still="CPU">{ name.to_owned() }<span class="mo">{ format!(",{rest}") }</span></span>
        </button>
    }
}

fn is_open(shown: Shown<'_>, panel: Panel) -> &'static str {
    if shown.state.panel == Some(panel) { "true" } else { "false" }
}

fn rule(shown: Shown<'_>, send: &Send) -> Html {
    let choose =
        committed(send, |name| Msg::RuleChosen(if name == "paper" { Rule::Paper } else { Rule::Exact }));
    let count = committed(send, |name| {
        Msg::MeasureChosen(match name.as_str() {
            "discounted" => Measure::Discounted,
            "cap" => Measure::Cap,
            _ => Measure::Calls,
        })
    });
    let (state, w) = (shown.state, shown.state.words);
    let told = beside::id(state, Place::Rule);
    let rules = vec![option("exact", w.rule_exact()), option("paper", w.rule_paper())];
    let measures = vec![
        option("calls", w.calls_made()),
        option("discounted", w.calls_discounted()),
        option("cap", w.budget_is_a_cap()),
    ];
    html! {
        <div class="tools field">
            <Select testid="rule" label={w.rule()} value={askwell::app::model::rule_name(state.setting.rule)} options={rules}
                onchoose={choose} told={told.clone()} />
            <Select testid="measure" label={w.what_the_budget_counts()}
                value={askwell::app::model::measure_name(state.setting.measure)} options={measures} onchoose={count} {told} />
            { beside::line(state, Place::Rule, send) }
        </div>
    }
}
