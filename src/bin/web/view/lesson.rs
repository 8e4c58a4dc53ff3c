//! The lessons: the open one above the views, all of them below.

use askwell::app::{self, GUESSING, LessonMsg, LessonNumber, Msg};
use askwell::figure::text;
use yew::prelude::*;

use super::{Send, Shown, on};

/// The open lesson.
pub(crate) fn open(shown: Shown<'_>, send: &Send) -> Html {
    let number = shown.state.setting.lesson;
    let Some((number, lesson)) = number.and_then(|number| Some((number, app::lesson(number)?))) else {
        return Html::default();
    };
    let press = |msg: LessonMsg| on(send, move || Msg::Lesson(msg.clone()));
    html! {
        <section class="lesson" data-testid="lesson" aria-labelledby="lesson-heading">
            <div>
                <p class="note">{ format!("Lesson {number}") }</p>
                <h2 id="lesson-heading">{ lesson.title }</h2>
                <p class="question">{ lesson.question }</p>
            </div>
            <div class="prose">{ for lesson.prose.iter().map(|text| html! { <p>{ *text }</p> }) }</div>
            <div class="do">
                { for lesson.buttons.iter().map(|&(name, deed)| html! {
                    <button class="btn" onclick={press(LessonMsg::Done(deed))}>{ name }</button>
                }) }
                if number == GUESSING { { guess(shown, send) } }
                <span class="steps">
                    <button class="btn quiet" data-testid="lesson-reset" onclick={press(LessonMsg::ResetPressed)}>{ "Reset" }</button>
                    if app::lesson(number + 1).is_some() {
                        <button class="btn quiet" data-testid="lesson-next" onclick={press(LessonMsg::Opened(Some(number + 1)))}>{ "Next lesson" }</button>
                    }
                    <button class="btn quiet" onclick={press(LessonMsg::Opened(None))}>{ "Close" }</button>
                </span>
            </div>
        </section>
    }
}

fn guess(shown: Shown<'_>, send: &Send) -> Html {
    let Some(guess) = app::guessing(shown.state) else { return Html::default() };
    let press = |msg: LessonMsg| on(send, move || Msg::Lesson(msg.clone()));
    if !guess.is_revealed {
        return html! {
            <button class="btn pri" data-testid="compare-guess" onclick={press(LessonMsg::ComparePressed)}>{ "Compare with the answer" }</button>
        };
    }
    let verdict = guess.verdict(shown.scene, shown.reading.price);
    let pair = |name: &str, of: (f64, f64)| {
        html! { <tr><th scope="row">{ name.to_owned() }</th><td class="num">{ text::number(of.0, 3) }</td><td class="num">{ text::number(of.1, 3) }</td></tr> }
    };
    html! {
        <>
            <table class="plain verdict-table" data-testid="verdict">
                <caption>{ format!("{} of {} states alike; differences are ringed in B", verdict.n_alike, verdict.n_states) }</caption>
                <thead><tr>
                    <th scope="col"><span class="sr">{ "Policy" }</span></th>
                    <th scope="col" class="num">{ "Success " }<span class="i">{ "S" }</span></th>
                    <th scope="col" class="num">{ "Calls " }<span class="i">{ "M" }</span></th>
                </tr></thead>
                <tbody>{ pair("Your guess", verdict.guess) }{ pair("The answer", verdict.answer) }</tbody>
            </table>
            <p>{ "Regret at this price " }<b data-testid="regret" data-value={verdict.regret.to_string()}>{ text::number(verdict.regret, 3) }</b>
                { format!(" = (S − {} M) of the answer less that of your guess", text::price(shown.reading.price)) }</p>
            <button class="btn" onclick={press(LessonMsg::ClearPressed)}>{ "Guess again" }</button>
        </>
    }
}

/// What must not be seen before the guess.
pub(crate) fn cover(letter: &'static str, title: &'static str) -> Html {
    html! {
        <section class="panel covered" aria-label={title}>
            <header><h2><span class="lt">{ letter }</span>{ title }</h2></header>
            <p>{ "hidden until you compare" }</p>
        </section>
    }
}

/// All lessons.
pub(crate) fn list(shown: Shown<'_>, send: &Send) -> Html {
    let current = shown.state.setting.lesson;
    html! {
        <section class="sec" data-testid="lessons" aria-labelledby="lessons-heading">
            <h2 id="lessons-heading">{ "Six lessons" }</h2>
            <ol class="lessons">
                { for app::lessons().map(|(number, lesson)| item(number, lesson, current, send)) }
            </ol>
        </section>
    }
}

fn item(number: LessonNumber, lesson: &app::Lesson, current: Option<LessonNumber>, send: &Send) -> Html {
    let is_open = current == Some(number);
    let next = if is_open { None } else { Some(number) };
    html! {
        <li>
            <button data-testid={format!("lesson-{number}")} aria-current={is_open.then_some("true")}
                onclick={on(send, move || Msg::Lesson(LessonMsg::Opened(next)))}>
                <span><span class="num">{ number }</span><b>{ lesson.title }</b></span><span class="q">{ lesson.question }</span>
            </button>
        </li>
    }
}
