//! The open lesson above the views, in the part of the page that loads later.

use askwell::app::Msg;
use askwell::app::message::LessonMsg;
use askwell::app::model::{self, GUESSING, LessonNumber};
use askwell::figure::text;
use askwell::language::fill;
use yew::prelude::*;

use crate::view::shared::{Send, Shown, on};

/// A lesson with its prose and its buttons.
pub(crate) fn of(number: LessonNumber, shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let (Some(lesson), Some(body)) = (model::lesson(number), model::lesson_body(number)) else {
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
                { for body.prose.iter().map(|text| html! { <p>{ text(w) }</p> }) }
                if let Some(note) = shown.state.lesson_note() { <p data-testid="lesson-note"><b>{ note.to_owned() }</b></p> }
            </div>
            <div class="do">
                { for body.buttons.iter().map(|&(name, action)| html! {
                    <button class="btn" onclick={press(LessonMsg::Done(action))}>{ name(w) }</button>
                }) }
                if number == GUESSING { { guess(shown, send) } }
                <span class="steps">
                    <button class="btn quiet" data-testid="lesson-reset" onclick={press(LessonMsg::ResetPressed)}>{ w.reset() }</button>
                    if model::lesson(number + 1).is_some() {
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
