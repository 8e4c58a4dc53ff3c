//! The figure in another page: the budget bar and the chosen views, and the way to the whole page.

use askwell::app;
use askwell::app::model::{Control, View, Views};
use askwell::language::fill;
use yew::prelude::*;

use super::{bar, curve, episode, lesson, loading, policy, why};
use crate::view::shared::{Send, Shown};

pub(crate) fn view(shown: Shown<'_>, views: Views, send: &Send) -> Html {
    let grid = [View::Curve, View::Policy, View::Why].into_iter().filter(|&view| views.contains(view));
    let w = shown.state.words;
    html! {
        <div class="embed">
            if shown.shows(Control::Budget) { { bar::view(shown, send) } }
            <main id="main" tabindex="-1">
                <div class={format!("grid n{}", grid.clone().count())}>
                    { for grid.map(|view| one(shown, view, send)) }
                </div>
                if views.contains(View::Episode) { { one(shown, View::Episode, send) } }
            </main>
            if let Some(caption) = app::export::caption(shown.state) { <p data-testid="caption">{ caption }</p> }
            <p class="whole">
                { loading::whole_page(w, &shown.state.shown_setting()) }
                { fill(w.seed_and_version(), &[&shown.experiment.order.seed, &env!("CARGO_PKG_VERSION")]) }
            </p>
        </div>
    }
}

fn one(shown: Shown<'_>, view: View, send: &Send) -> Html {
    let is_hidden = shown.state.is_answer_hidden();
    match view {
        View::Curve => curve::view(shown),
        View::Policy => policy::view(shown, send),
        View::Why if is_hidden => lesson::cover(shown.state.words, "D", shown.state.words.why_here()),
        View::Why => why::view(shown),
        View::Episode => episode::view(shown, send),
    }
}
