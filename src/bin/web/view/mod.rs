//! The views: functions of borrowed state, one file each. They send messages and keep nothing.

mod bar;
mod beside;
mod choice;
mod controls;
mod curve;
pub(crate) mod drawer;
mod drawing;
mod embed;
mod episode;
mod field;
mod footer;
mod header;
mod lesson;
mod loading;
pub(crate) mod panels;
mod policy;
mod share;
pub(crate) mod shared;
mod sheet;
mod symbols;
mod table;
mod takeover;
mod why;

use askwell::app::model::{self, Control};
use askwell::app::{Phase, State};
use yew::prelude::*;

use shared::{LazyViews, Send, Shown};

/// The whole page.
pub(crate) fn page(state: &State, lazy: Option<&'static LazyViews>, send: &Send) -> Html {
    let w = state.words;
    let is_hidden = state.is_answer_hidden();
    let is_of_episodes =
        state.setting.lesson.and_then(model::lesson).is_some_and(|lesson| lesson.is_of_episodes);
    let episodes = |shown: Shown<'_>| {
        if is_hidden { lesson::cover(w, "C", w.same_task_twice()) } else { episode::view(shown, send) }
    };
    html! {
        <>
            { panels::notices(state, send) }
            { loading::view(state, send) }
            if let (Phase::Ready, Some(shown), Some(views)) = (&state.phase, Shown::of(state, lazy), state.setting.embed) {
                { embed::view(shown, views, send) }
            } else if let (Phase::Ready, Some(shown)) = (&state.phase, Shown::of(state, lazy)) {
                { header::view(shown, send) }
                if shown.shows(Control::Budget) { { bar::view(shown, send) } }
                { panels::view(shown, send) }
                <main id="main" tabindex="-1">
                    { lesson::open(shown, send) }
                    if is_of_episodes { { episodes(shown) } }
                    <div class="grid">
                        { curve::view(shown) }
                        { policy::view(shown, send) }
                        if is_hidden { { lesson::cover(w, "D", w.why_here()) } } else { { why::view(shown) } }
                    </div>
                    if !is_of_episodes { { episodes(shown) } }
                    if shown.shows(Control::Lessons) { { lesson::list(shown, send) } }
                    if shown.shows(Control::Drawers) { { drawer::view(shown, send) } }
                </main>
                { footer::view(shown, send) }
            }
            <p class="sr" role="status" data-testid="status">{ state.announcement.clone() }</p>
        </>
    }
}
