//! Six lessons: short prose bound to states of the page, a guess before an answer.
//!
//! A lesson is a number in the link. Its buttons set a state; its guess is a policy for the task that is looked at,
//! valued by the same table the answer comes from.

mod guess;

use crate::figure::text;
use crate::language::{Text, Words, fill};

use super::message::Effect;
use super::reading::budget_max;
use super::setting::{Measure, Rule, Setting, Twin};
use super::state::State;
use super::update::{changed_policy, changed_task, choose_measure, step_task};
pub use guess::{Guess, Verdict, guessing, is_hidden};
pub(super) use guess::{guess_at, guessed, restore};

/// A lesson's number, from 1.
pub type LessonNumber = u8;
/// The number of them.
pub(super) const LESSONS: LessonNumber = 6;
/// The lesson in which the reader guesses.
pub const GUESSING: LessonNumber = 3;

/// The acts that the reader did in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonMsg {
    /// A lesson was opened, or the open one closed.
    Opened(Option<LessonNumber>),
    /// A button of the lesson's prose was pressed.
    Done(Deed),
    /// Back to the state the lesson opens with.
    ResetPressed,
    /// The guess is to be compared with the answer.
    ComparePressed,
    /// B is to show the guess, or the answer again.
    GuessShown(bool),
    /// The guess starts again from nothing.
    ClearPressed,
}

/// The change that a button of a lesson does to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// No call at all.
    NoHelp,
    /// The largest budget that buys anything.
    AllHelp,
    /// A budget of expected calls, in hundredths of a call.
    Budget(u16),
    /// A rule.
    Rule(Rule),
    /// The twin never asks.
    TwinBase,
    /// The twin asks below the threshold of p(s).
    TwinThreshold,
    /// The twin asks at random.
    TwinRandom,
    /// The twin has this budget of expected calls, in hundredths of a call.
    TwinBudget(u16),
    /// The next task.
    NextTask,
}

/// A lesson's words.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// Its heading.
    pub title: Text,
    /// Its question.
    pub question: Text,
    /// Its paragraphs.
    pub prose: &'static [Text],
    /// Its buttons.
    pub buttons: &'static [(Text, Deed)],
    /// True if it is about the two episodes: C then stands right below its text, before the other views.
    pub is_of_episodes: bool,
    /// The setting it opens with.
    opening: &'static [Deed],
}

const ALL: [Lesson; LESSONS as usize] = [
    Lesson {
        title: Words::lesson_1,
        question: Words::lesson_1_question,
        prose: &[Words::lesson_1_prose_1, Words::lesson_1_prose_2],
        buttons: &[(Words::lesson_no_help, Deed::NoHelp), (Words::lesson_all_help, Deed::AllHelp)],
        is_of_episodes: false,
        opening: &[Deed::NoHelp, Deed::Rule(Rule::Exact), Deed::TwinBase],
    },
    Lesson {
        title: Words::lesson_2,
        question: Words::lesson_2_question,
        prose: &[Words::lesson_2_prose_1, Words::lesson_2_prose_2],
        buttons: &[
            (Words::lesson_150, Deed::Budget(150)),
            (Words::lesson_80, Deed::Budget(80)),
            (Words::lesson_30, Deed::Budget(30)),
        ],
        is_of_episodes: false,
        opening: &[Deed::Budget(150), Deed::Rule(Rule::Exact), Deed::TwinBase],
    },
    Lesson {
        title: Words::lesson_3,
        question: Words::lesson_3_question,
        prose: &[Words::lesson_3_prose_1],
        buttons: &[(Words::lesson_another_task, Deed::NextTask)],
        is_of_episodes: false,
        opening: &[Deed::Budget(100), Deed::Rule(Rule::Exact), Deed::TwinBase],
    },
    Lesson {
        title: Words::lesson_4,
        question: Words::lesson_4_question,
        prose: &[Words::lesson_4_prose_1, Words::lesson_4_prose_2],
        buttons: &[
            (Words::lesson_threshold, Deed::TwinThreshold),
            (Words::lesson_random, Deed::TwinRandom),
            (Words::lesson_another_task, Deed::NextTask),
        ],
        is_of_episodes: true,
        opening: &[Deed::Budget(100), Deed::Rule(Rule::Exact), Deed::TwinThreshold],
    },
    Lesson {
        title: Words::lesson_5,
        question: Words::lesson_5_question,
        prose: &[Words::lesson_5_prose_1],
        buttons: &[
            (Words::lesson_twin_30, Deed::TwinBudget(30)),
            (Words::lesson_twin_80, Deed::TwinBudget(80)),
            (Words::lesson_another_task, Deed::NextTask),
        ],
        is_of_episodes: true,
        opening: &[Deed::Budget(150), Deed::Rule(Rule::Exact), Deed::TwinBudget(30)],
    },
    Lesson {
        title: Words::lesson_6,
        question: Words::lesson_6_question,
        prose: &[Words::lesson_6_prose_1, Words::lesson_6_prose_2],
        buttons: &[
            (Words::lesson_paper, Deed::Rule(Rule::Paper)),
            (Words::lesson_exact, Deed::Rule(Rule::Exact)),
            (Words::lesson_50, Deed::Budget(50)),
            (Words::lesson_100, Deed::Budget(100)),
        ],
        is_of_episodes: false,
        opening: &[Deed::Budget(100), Deed::Rule(Rule::Paper), Deed::TwinBase],
    },
];

/// A lesson by its number; `None` of a number there is not.
#[must_use]
pub fn lesson(number: LessonNumber) -> Option<&'static Lesson> {
    ALL.get(usize::from(number.checked_sub(1)?))
}

/// Every lesson with its number.
pub fn lessons() -> impl Iterator<Item = (LessonNumber, &'static Lesson)> {
    (1..).zip(ALL.iter())
}

/// A lesson's number as a link has it.
///
/// # Errors
/// The number that was expected.
pub(super) fn read_lesson(text: &str) -> Result<LessonNumber, String> {
    match text.parse::<LessonNumber>() {
        Ok(number) if lesson(number).is_some() => Ok(number),
        _ => Err(format!("the number of a lesson, 1 to {LESSONS}")),
    }
}

/// The words that a lesson said last: a button may have to count the budget differently, and says so.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    text: String,
    /// The rule, the measure and the budget it speaks of; with any other it is out of date.
    of: (Rule, Measure, f64),
}

/// The change that the last button changed besides what it names; nothing once the reader has set something else.
#[must_use]
pub fn lesson_note(state: &State) -> Option<&str> {
    let said = state.lesson_said.as_ref().filter(|_| state.setting.lesson.is_some())?;
    (said.of == counted_by(&state.setting)).then_some(&said.text)
}

fn counted_by(setting: &Setting) -> (Rule, Measure, f64) {
    (setting.rule, setting.measure, setting.budget)
}

/// Takes one message of a lesson.
pub(super) fn update(state: &mut State, msg: LessonMsg) -> Vec<Effect> {
    match msg {
        LessonMsg::Opened(number) => {
            state.setting.lesson = number.filter(|&number| lesson(number).is_some());
            open(state);
            return vec![Effect::ShowTop];
        }
        LessonMsg::ResetPressed => open(state),
        LessonMsg::Done(deed) => press(state, deed),
        LessonMsg::ComparePressed => guess::change(state, |guess, _| guess.is_revealed = true),
        LessonMsg::GuessShown(is_shown) => {
            guess::change(state, |guess, _| guess.is_shown = is_shown && guess.is_revealed);
        }
        LessonMsg::ClearPressed => state.guess = Guess::default(),
    }
    Vec::new()
}

/// The state a lesson opens with: the same every time, and with the budget of expected calls that its text speaks of.
pub(super) fn open(state: &mut State) {
    state.guess = Guess::default();
    state.lesson_said = None;
    let Some(lesson) = state.setting.lesson.and_then(lesson) else { return };
    state.previous.clone_from(&state.reading);
    let before = state.setting.measure;
    state.setting.task = None;
    state.setting.step = None;
    state.setting.measure = Measure::Calls;
    for &deed in lesson.opening {
        set(state, deed);
    }
    changed_task(state);
    if before != Measure::Calls {
        say(state, Words::lesson_counts_calls);
    }
}

/// One button. Whatever it does not name stays as it is, unless the two cannot stand together; then it says so.
fn press(state: &mut State, deed: Deed) {
    state.lesson_said = None;
    let is_recounted = counts_calls(deed, state.setting.measure);
    if is_recounted {
        choose_measure(state, Measure::Calls);
    }
    state.previous.clone_from(&state.reading);
    set(state, deed);
    match deed {
        Deed::NextTask => step_task(state, 1),
        _ => changed_policy(state),
    }
    if is_recounted {
        say(state, Words::lesson_counts_calls);
    } else if matches!(deed, Deed::Budget(named) if hundredths(named) > state.setting.budget) {
        say(state, Words::lesson_more_buys_nothing);
    }
}

/// True if a button must have the budget count expected calls: it names a number of them, or the paper's rule, which
/// knows no hard cap.
fn counts_calls(deed: Deed, measure: Measure) -> bool {
    match deed {
        Deed::Budget(_) | Deed::TwinBudget(_) => measure != Measure::Calls,
        Deed::Rule(Rule::Paper) => measure == Measure::Cap,
        _ => false,
    }
}

fn hundredths(calls: u16) -> f64 {
    f64::from(calls) / 100.0
}

fn set(state: &mut State, deed: Deed) {
    let measure = state.setting.measure;
    // Before there is an experiment, nothing is known of where more calls buy nothing.
    let most = state.experiment.as_ref().map(|it| budget_max(it, measure));
    let setting: &mut Setting = &mut state.setting;
    match deed {
        Deed::NoHelp => setting.budget = 0.0,
        Deed::AllHelp => setting.budget = most.unwrap_or(setting.budget),
        Deed::Budget(named) => setting.budget = hundredths(named).min(most.unwrap_or(f64::INFINITY)),
        Deed::Rule(rule) => setting.rule = rule,
        Deed::TwinBase => setting.twin = Twin::Base,
        Deed::TwinThreshold => setting.twin = Twin::Threshold,
        Deed::TwinRandom => setting.twin = Twin::Random,
        Deed::TwinBudget(named) => setting.twin = Twin::Budget(hundredths(named)),
        Deed::NextTask => {}
    }
}

fn say(state: &mut State, what: Text) {
    let text = fill(what(state.words), &[&text::calls(state.setting.budget)]);
    state.announcement = format!("{text} {}", state.announcement);
    state.lesson_said = Some(Said { text, of: counted_by(&state.setting) });
}

#[cfg(test)]
#[path = "lesson_test.rs"]
mod test;
