//! The lessons below the views, and the cover over a view that gives an answer away.

use askwell::app::message::LessonMsg;
use askwell::app::model::LessonNumber;
use askwell::app::{self, Msg};
use askwell::language::Words;
use yew::prelude::*;

use crate::view::shared::{Send, Shown, on, on_its_way};

/// The open lesson, where its part of the page has come.
pub(super) fn open(shown: Shown<'_>, send: &Send) -> Html {
    match (shown.state.setting.lesson, shown.lazy) {
        (None, _) => Html::default(),
        (Some(_), None) => on_its_way(shown.state.words),
        (Some(number), Some(lazy)) => (lazy.lesson)(number, shown, send),
    }
}

/// The cover over a view that must not be seen before the guess.
pub(crate) fn cover(w: Words, letter: &'static str, title: &'static str) -> Html {
    html! {
        <section class="panel covered" aria-label={title}>
            <header><h2><span class="lt">{ letter }</span>{ title }</h2></header>
            <p>{ w.hidden_until() }</p>
        </section>
    }
}

/// All lessons.
pub(crate) fn list(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let current = shown.state.setting.lesson;
    html! {
        <section class="sec" data-testid="lessons" aria-labelledby="lessons-heading">
            <h2 id="lessons-heading">{ w.six_lessons() }</h2>
            <ol class="lessons">
                { for app::model::lessons().map(|(number, lesson)| item(w, number, lesson, current, send)) }
            </ol>
        </section>
    }
}

fn item(
    w: Words,
    number: LessonNumber,
    lesson: &app::model::Lesson,
    current: Option<LessonNumber>,
    send: &Send,
) -> Html {
    let is_open = current == Some(number);
    let next = if is_open { None } else { Some(number) };
    html! {
        <li>
            <button data-testid={format!("lesson-{number}")} aria-current={is_open.then_some("true")}
                onclick={on(send, move || Msg::Lesson(LessonMsg::Opened(next)))}>
                <span><span class="num">{ number }</span><b>{ (lesson.title)(w) }</b></span><span class="q">{ (lesson.question)(w) }</span>
            </button>
        </li>
    }
}
