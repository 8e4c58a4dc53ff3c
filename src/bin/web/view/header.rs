//! The title line: what this is, and the controls that are always at hand.

use askwell::app::{Control, Drawer, Measure, Msg, Panel, Rule};
use yew::prelude::*;

use super::controls::{committed, icon_button, value_of};
use super::{Send, Shown, maybe, on};

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
            send.emit(Msg::ThemeToggled { machine_is_dark: crate::effects::machine_is_dark() });
        })
    };
    html! {
        <header class="top">
            <a class="skip" href="#main" onclick={super::skip()}>{ w.to_the_figures() }</a>
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
            <label class="seed">
                <span class="lab">{ w.seed() }</span>
                <input data-testid="seed" inputmode="numeric" autocomplete="off"
                    value={state.setting.seed.to_string()} onchange={committed(send, Msg::SeedTyped)} />
            </label>
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

/// Who scores now; a press opens what there is to know about it.
fn engine(shown: Shown<'_>, send: &Send) -> Html {
    let engine = &shown.state.engine;
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
    let choose = maybe(send, |event: Event| {
        Some(Msg::RuleChosen(if value_of(&event)? == "paper" { Rule::Paper } else { Rule::Exact }))
    });
    let count = maybe(send, |event: Event| {
        Some(Msg::MeasureChosen(match value_of(&event)?.as_str() {
            "discounted" => Measure::Discounted,
            "cap" => Measure::Cap,
            _ => Measure::Calls,
        }))
    });
    let (setting, w) = (&shown.state.setting, shown.state.words);
    let option = |name: &'static str, text: &'static str, chosen: &str| {
        html! { <option value={name} selected={name == chosen}>{ text }</option> }
    };
    let (rule, measure) =
        (askwell::app::rule_name(setting.rule), askwell::app::measure_name(setting.measure));
    html! {
        <div class="tools field">
            <select aria-label={w.rule()} data-testid="rule" data-value={rule} onchange={choose}>
                { option("exact", w.rule_exact(), rule) }
                { option("paper", w.rule_paper(), rule) }
            </select>
            <select aria-label={w.what_the_budget_counts()} data-testid="measure" onchange={count}>
                { option("calls", w.calls_made(), measure) }
                { option("discounted", w.calls_discounted(), measure) }
                { option("cap", w.budget_is_a_cap(), measure) }
            </select>
        </div>
    }
}
