//! Six lessons: short prose with buttons that set the page, and a guess before an answer.
//!
//! A lesson is a number in the link. Its buttons set a state of the page. Its guess is a policy for the
//! selected task, with values from the same table as the answer.

use crate::app::model::setting::{LessonNumber, Measure, Rule, Setting};
use crate::language::{Text, Words};

/// The number of lessons.
pub(in crate::app) const LESSONS: LessonNumber = 6;
/// The lesson in which the reader guesses.
pub const GUESSING: LessonNumber = 3;

/// The change that a button of a lesson makes to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonAction {
    /// Set the budget to no call at all.
    NoHelp,
    /// Set the budget to the largest that buys anything.
    AllHelp,
    /// Set a budget of expected calls, in hundredths of a call.
    Budget(u16),
    /// Choose a rule.
    Rule(Rule),
    /// Compare with a run that never asks.
    ComparisonBase,
    /// Compare with a run that asks below the threshold of p(s).
    ComparisonThreshold,
    /// Compare with a run that asks at random.
    ComparisonRandom,
    /// Compare with a budget of expected calls, in hundredths of a call.
    ComparisonBudget(u16),
    /// Go to the next task.
    NextTask,
}

/// A lesson, as the list of lessons shows it and as it opens.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// The heading of the lesson.
    pub title: Text,
    /// The question of the lesson.
    pub question: Text,
    /// True if the lesson is about the two episodes: C then stands right below its text, before the other
    /// views.
    pub is_of_episodes: bool,
    /// The actions that set the state it opens with.
    pub(in crate::app) opening: &'static [LessonAction],
}

const ALL: [Lesson; LESSONS as usize] = [
    Lesson {
        title: Words::lesson_1,
        question: Words::lesson_1_question,
        is_of_episodes: false,
        opening: &[LessonAction::NoHelp, LessonAction::Rule(Rule::Exact), LessonAction::ComparisonBase],
    },
    Lesson {
        title: Words::lesson_2,
        question: Words::lesson_2_question,
        is_of_episodes: false,
        opening: &[LessonAction::Budget(150), LessonAction::Rule(Rule::Exact), LessonAction::ComparisonBase],
    },
    Lesson {
        title: Words::lesson_3,
        question: Words::lesson_3_question,
        is_of_episodes: false,
        opening: &[LessonAction::Budget(100), LessonAction::Rule(Rule::Exact), LessonAction::ComparisonBase],
    },
    Lesson {
        title: Words::lesson_4,
        question: Words::lesson_4_question,
        is_of_episodes: true,
        opening: &[
            LessonAction::Budget(100),
            LessonAction::Rule(Rule::Exact),
            LessonAction::ComparisonThreshold,
        ],
    },
    Lesson {
        title: Words::lesson_5,
        question: Words::lesson_5_question,
        is_of_episodes: true,
        opening: &[
            LessonAction::Budget(150),
            LessonAction::Rule(Rule::Exact),
            LessonAction::ComparisonBudget(30),
        ],
    },
    Lesson {
        title: Words::lesson_6,
        question: Words::lesson_6_question,
        is_of_episodes: false,
        opening: &[LessonAction::Budget(100), LessonAction::Rule(Rule::Paper), LessonAction::ComparisonBase],
    },
];

/// The paragraphs and the buttons of an open lesson.
#[derive(Clone, Copy, Debug)]
pub struct LessonBody {
    /// The paragraphs of the lesson.
    pub prose: &'static [Text],
    /// The buttons of the lesson, each with its action.
    pub buttons: &'static [(Text, LessonAction)],
}

/// The bodies of the lessons, in their order. They stand apart from [`ALL`], since only an open lesson needs them.
const BODIES: [LessonBody; LESSONS as usize] = [
    LessonBody {
        prose: &[Words::lesson_1_prose_1, Words::lesson_1_prose_2],
        buttons: &[
            (Words::lesson_no_help, LessonAction::NoHelp),
            (Words::lesson_all_help, LessonAction::AllHelp),
        ],
    },
    LessonBody {
        prose: &[Words::lesson_2_prose_1, Words::lesson_2_prose_2],
        buttons: &[
            (Words::lesson_150, LessonAction::Budget(150)),
            (Words::lesson_80, LessonAction::Budget(80)),
            (Words::lesson_30, LessonAction::Budget(30)),
        ],
    },
    LessonBody {
        prose: &[Words::lesson_3_prose_1],
        buttons: &[(Words::lesson_another_task, LessonAction::NextTask)],
    },
    LessonBody {
        prose: &[Words::lesson_4_prose_1, Words::lesson_4_prose_2],
        buttons: &[
            (Words::lesson_threshold, LessonAction::ComparisonThreshold),
            (Words::lesson_random, LessonAction::ComparisonRandom),
            (Words::lesson_another_task, LessonAction::NextTask),
        ],
    },
    LessonBody {
        prose: &[Words::lesson_5_prose_1],
        buttons: &[
            (Words::lesson_twin_30, LessonAction::ComparisonBudget(30)),
            (Words::lesson_twin_80, LessonAction::ComparisonBudget(80)),
            (Words::lesson_another_task, LessonAction::NextTask),
        ],
    },
    LessonBody {
        prose: &[Words::lesson_6_prose_1, Words::lesson_6_prose_2],
        buttons: &[
            (Words::lesson_paper, LessonAction::Rule(Rule::Paper)),
            (Words::lesson_exact, LessonAction::Rule(Rule::Exact)),
            (Words::lesson_50, LessonAction::Budget(50)),
            (Words::lesson_100, LessonAction::Budget(100)),
        ],
    },
];

/// The body of the lesson of a number; `None` if there is no such lesson.
#[must_use]
pub fn lesson_body(number: LessonNumber) -> Option<&'static LessonBody> {
    BODIES.get(usize::from(number.checked_sub(1)?))
}

/// The lesson of a number; `None` if there is no such lesson.
#[must_use]
pub fn lesson(number: LessonNumber) -> Option<&'static Lesson> {
    ALL.get(usize::from(number.checked_sub(1)?))
}

/// Every lesson with its number.
pub fn lessons() -> impl Iterator<Item = (LessonNumber, &'static Lesson)> {
    (1..).zip(ALL.iter())
}

/// The number of a lesson, from a link.
///
/// # Errors
/// The numbers that were expected.
pub(in crate::app) fn read_lesson(text: &str) -> Result<LessonNumber, String> {
    match text.parse::<LessonNumber>() {
        Ok(number) if lesson(number).is_some() => Ok(number),
        _ => Err(format!("the number of a lesson, 1 to {LESSONS}")),
    }
}

/// The note of a lesson's last button. A button may have to change the measure of the budget, and then says
/// so.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Said {
    pub text: String,
    /// The rule, the measure and the budget that the note speaks of; under any others it is out of date.
    pub of: (Rule, Measure, f64),
}

/// The rule, the measure and the budget of a setting.
pub(in crate::app) fn counted_by(setting: &Setting) -> (Rule, Measure, f64) {
    (setting.rule, setting.measure, setting.budget)
}
