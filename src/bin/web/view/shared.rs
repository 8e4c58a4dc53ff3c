//! The values and the helpers that all views share.

use askwell::app::derived::{Reading, TaskView, Yours};
use askwell::app::message::Panel;
use askwell::app::model::{Control, Drawer, LessonNumber, View};
use askwell::app::{Msg, State};
use askwell::experiment::Experiment;
use askwell::language::{Language, Words};
use yew::prelude::*;

/// The function that every view sends its messages to.
pub(crate) type Send = Callback<Msg>;

/// The data of the four linked views, once they are there.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) state: &'a State,
    pub(crate) experiment: &'a Experiment,
    pub(crate) reading: &'a Reading,
    pub(crate) scene: &'a TaskView,
    /// The functions of the drawers and panels, once they are loaded.
    pub(crate) lazy: Option<&'static LazyViews>,
}

impl<'a> Shown<'a> {
    /// True if a control is on the page: a teacher's link may leave it out.
    pub(crate) fn shows(&self, control: Control) -> bool {
        !self.state.setting.hidden.contains(control)
    }

    pub(super) fn of(state: &'a State, lazy: Option<&'static LazyViews>) -> Option<Self> {
        Some(Self {
            state,
            lazy,
            experiment: state.experiment.as_deref()?,
            reading: state.reading.as_ref()?,
            scene: state.scene.as_deref()?,
        })
    }
}

/// The line in the place of a part that is on its way.
pub(super) fn on_its_way(w: Words) -> Html {
    html! { <p class="foot" data-testid="on-its-way">{ w.loading() }</p> }
}

/// The words of the household. The agent reads them too, so they are English in every language of the page.
pub(super) fn of_household(w: Words, said: String) -> Html {
    match w.language() {
        Language::English => said.into(),
        _ => html! { <span lang="en">{ said }</span> },
    }
}

/// The callback that moves the focus to the figures. The fragment belongs to the page's state, so the link
/// itself must not be followed.
pub(crate) fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        crate::shell::effects::focus("main");
    })
}

/// A callback that sends the same message on every event.
pub(crate) fn on<E>(send: &Send, msg: impl Fn() -> Msg + 'static) -> Callback<E> {
    send.reform(move |_| msg())
}

/// A callback that sends a message on those events that mean one.
pub(crate) fn maybe<E: 'static>(send: &Send, msg: impl Fn(E) -> Option<Msg> + 'static) -> Callback<E> {
    let send = send.clone();
    Callback::from(move |event| {
        if let Some(msg) = msg(event) {
            send.emit(msg);
        }
    })
}

/// The views of the part that loads later, by address: the page's first wasm names none of these functions.
pub(crate) struct LazyViews {
    /// The content of a drawer.
    pub(crate) inside: fn(Drawer, Shown<'_>, &Send) -> Html,
    /// The content of a panel.
    pub(crate) panel: fn(Panel, Shown<'_>, &Send) -> Html,
    /// The numbers of a chart as a table.
    pub(crate) table: fn(View, Shown<'_>) -> Html,
    /// The lesson of a number, open.
    pub(crate) lesson: fn(LessonNumber, Shown<'_>, &Send) -> Html,
    /// The reader in the agent's place.
    pub(crate) takeover: fn(&Yours, Shown<'_>, &Send) -> Html,
}
