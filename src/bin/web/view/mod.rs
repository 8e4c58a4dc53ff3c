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
pub(crate) mod explain;
mod field;
mod footer;
mod glossary;
mod header;
mod lesson;
mod loading;
pub(crate) mod open_lesson;
pub(crate) mod panels;
mod policy;
mod share;
pub(crate) mod shared;
mod sheet;
pub(crate) mod table;
pub(crate) mod takeover;
mod why;

use askwell::app::model::{self, Control};
use askwell::app::{Phase, State};
use yew::prelude::*;

use shared::{LazyViews, Send, Shown};

/// The whole page.
pub(crate) fn page(state: &State, lazy: Option<&'static LazyViews>, send: &Send) -> Html {
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
                    { figures(shown, send) }
                    if shown.shows(Control::Lessons) { { lesson::list(shown, send) } }
                    if shown.shows(Control::Drawers) { { drawer::view(shown, send) } }
                </main>
                { footer::view(shown, send) }
            }
            <p class="sr" role="status" data-testid="status">{ state.announcement.clone() }</p>
        </>
    }
}

/// The four figures, in the order of their letters; a lesson about episodes has C right below its text.
fn figures(shown: Shown<'_>, send: &Send) -> Html {
    let (w, setting) = (shown.state.words, &shown.state.setting);
    let is_hidden = shown.state.is_answer_hidden();
    let is_of_episodes = setting.lesson.and_then(model::lesson).is_some_and(|lesson| lesson.is_of_episodes);
    let cover = |letter, title| lesson::cover(w, letter, title);
    let grid = html! {
        <div class="grid">
            { curve::view(shown) }
            { policy::view(shown, send) }
            { if is_hidden { cover("D", w.why_here()) } else { why::view(shown) } }
        </div>
    };
    let episodes = if is_hidden { cover("C", w.same_task_twice()) } else { episode::view(shown, send) };
    let in_order = if is_of_episodes { [episodes, grid] } else { [grid, episodes] };
    in_order.into_iter().collect()
}
