//! The lessons: the open one above the views, all of them below.

use askwell::app::message::LessonMsg;
use askwell::app::model::{GUESSING, LessonNumber};
use askwell::app::{self, Msg};
use askwell::figure::text;
use askwell::language::{Words, fill};
use yew::prelude::*;

use crate::view::shared::{Send, Shown, on};

/// The open lesson.
pub(crate) fn open(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let number = shown.state.setting.lesson;
    let Some((number, lesson)) = number.and_then(|number| Some((number, app::model::lesson(number)?))) else {
        return Html::default();
    };
    let press = |msg: LessonMsg| on(send, move || Msg::Lesson(msg.clone()));
    html! {
        <section class="lesson" data-testid="lesson" aria-labelledby="lesson-heading">
            <div>
                <p class="note">{ fill(w.lesson_n(), &[&number]) }</p>
                <h2 id="lesson-heading">{ (lesson.title)(w) }</h2>
                <p class="question">{ (lesson.question)(w) }</p>
            </div>
            <div class="prose">
                { for lesson.prose.iter().map(|text| html! { <p>{ text(w) }</p> }) }
                if let Some(note) = shown.state.lesson_note() { <p data-testid="lesson-note"><b>{ note.to_owned() }</b></p> }
            </div>
            <div class="do">
                { for lesson.buttons.iter().map(|&(name, action)| html! {
                    <button class="btn" onclick={press(LessonMsg::Done(action))}>{ name(w) }</button>
                }) }
                if number == GUESSING { { guess(shown, send) } }
                <span class="steps">
                    <button class="btn quiet" data-testid="lesson-reset" onclick={press(LessonMsg::ResetPressed)}>{ w.reset() }</button>
                    if app::model::lesson(number + 1).is_some() {
                        <button class="btn quiet" data-testid="lesson-next" onclick={press(LessonMsg::Opened(Some(number + 1)))}>{ w.next_lesson() }</button>
                    }
                    <button class="btn quiet" onclick={press(LessonMsg::Opened(None))}>{ w.close() }</button>
                </span>
            </div>
        </section>
    }
}

fn guess(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let Some(guess) = shown.state.guessing() else { return Html::default() };
    let press = |msg: LessonMsg| on(send, move || Msg::Lesson(msg.clone()));
    if !guess.is_revealed {
        return html! {
            <button class="btn pri" data-testid="compare-guess" onclick={press(LessonMsg::ComparePressed)}>{ w.compare_with_the_answer() }</button>
        };
    }
    let verdict = guess.verdict(shown.scene, shown.reading.price);
    let pair = |name: &str, of: (f64, f64)| {
        html! { <tr><th scope="row">{ name.to_owned() }</th><td class="num">{ w.decimals(text::number(of.0, 3)) }</td><td class="num">{ w.decimals(text::number(of.1, 3)) }</td></tr> }
    };
    html! {
        <>
            <table class="plain verdict-table" data-testid="verdict">
                <caption>{ fill(w.states_alike(), &[&verdict.n_alike, &verdict.n_states]) }</caption>
                <thead><tr>
                    <th scope="col"><span class="sr">{ w.policy() }</span></th>
                    <th scope="col" class="num">{ w.success_space() }<span class="i">{ "S" }</span></th>
                    <th scope="col" class="num">{ w.calls_space() }<span class="i">{ "M" }</span></th>
                </tr></thead>
                <tbody>{ pair(w.your_guess(), verdict.guess) }{ pair(w.the_answer(), verdict.answer) }</tbody>
            </table>
            <p>{ w.regret_at_this_price() }<b data-testid="regret" data-value={verdict.regret.to_string()}>{ w.decimals(text::number(verdict.regret, 3)) }</b>
                { fill(w.regret_formula(), &[&text::price(shown.reading.price)]) }</p>
            <button class="btn" data-testid="show-guess" onclick={press(LessonMsg::GuessShown(!guess.is_shown))}>
                { if guess.is_shown { w.show_the_answer() } else { w.show_your_guess() } }</button>
            <button class="btn" onclick={press(LessonMsg::ClearPressed)}>{ w.guess_again() }</button>
        </>
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
