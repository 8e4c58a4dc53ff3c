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
mod symbols;
mod table;
mod takeover;
mod why;

use askwell::app::{Control, Msg, Phase, Scene, State};
use askwell::experiment::Experiment;
use askwell::language::{Language, Words};
use yew::prelude::*;

use crate::later::Later;

/// The function that every view sends its messages to.
pub(crate) type Send = Callback<Msg>;

/// All that the four linked views need, once it is there.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) state: &'a State,
    pub(crate) experiment: &'a Experiment,
    pub(crate) reading: &'a askwell::app::Reading,
    pub(crate) scene: &'a Scene,
    /// The functions that drawers and panels need, once it is there.
    pub(crate) later: Option<&'static Later>,
}

impl<'a> Shown<'a> {
    /// True if a control is on the page: a teacher's link may leave it out.
    pub(crate) fn shows(&self, control: Control) -> bool {
        !self.state.setting.hidden.contains(control)
    }

    fn of(state: &'a State, later: Option<&'static Later>) -> Option<Self> {
        Some(Self {
            state,
            later,
            experiment: state.experiment.as_deref()?,
            reading: state.reading.as_ref()?,
            scene: state.scene.as_deref()?,
        })
    }
}

/// The whole page.
pub(crate) fn page(state: &State, later: Option<&'static Later>, send: &Send) -> Html {
    let w = state.words;
    let is_hidden = askwell::app::is_hidden(state);
    let is_of_episodes =
        state.setting.lesson.and_then(askwell::app::lesson).is_some_and(|lesson| lesson.is_of_episodes);
    let episodes = |shown: Shown<'_>| {
        if is_hidden { lesson::cover(w, "C", w.same_task_twice()) } else { episode::view(shown, send) }
    };
    html! {
        <>
            { panels::notices(state, send) }
            { loading::view(state, send) }
            if let (Phase::Ready, Some(shown), Some(views)) = (&state.phase, Shown::of(state, later), state.setting.embed) {
                { embed::view(shown, views, send) }
            } else if let (Phase::Ready, Some(shown)) = (&state.phase, Shown::of(state, later)) {
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

/// The line that stands where a part of the page is on its way.
fn on_its_way(w: Words) -> Html {
    html! { <p class="foot" data-testid="on-its-way">{ w.loading() }</p> }
}

/// Words that the household says: the agent reads it too, so it is English whatever the page is in.
fn of_household(w: Words, said: String) -> Html {
    match w.language() {
        Language::English => said.into(),
        _ => html! { <span lang="en">{ said }</span> },
    }
}

/// Moves the focus to the figures; the fragment belongs to the page's state, so the link must not be followed.
pub(crate) fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        crate::effects::focus("main");
    })
}

/// A message sent on every event, whatever the event says.
pub(crate) fn on<E>(send: &Send, msg: impl Fn() -> Msg + 'static) -> Callback<E> {
    send.reform(move |_| msg())
}

/// A message on those events that mean one.
pub(crate) fn maybe<E: 'static>(send: &Send, msg: impl Fn(E) -> Option<Msg> + 'static) -> Callback<E> {
    let send = send.clone();
    Callback::from(move |event| {
        if let Some(msg) = msg(event) {
            send.emit(msg);
        }
    })
}
