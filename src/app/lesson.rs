//! Six lessons: short prose bound to states of the page, a guess before an answer.
//!
//! A lesson is a number in the link. Its buttons set a state; its guess is a policy for the task that is looked at,
//! valued by the same table the answer comes from.

use crate::figure::Act;
use crate::language::{Text, Words};
use crate::mdp::chain::evaluate;
use crate::mdp::{ActionId, Policy};

use super::message::Effect;
use super::reading::budget_max;
use super::scene::Scene;
use super::setting::{Measure, Rule, Setting, Twin};
use super::state::State;
use super::update::{changed_policy, changed_task, step_task};

/// A lesson's number, from 1.
pub type LessonNumber = u8;
/// How many there are.
pub(super) const LESSONS: LessonNumber = 6;
/// The lesson in which the reader guesses.
pub const GUESSING: LessonNumber = 3;

/// What the reader did in a lesson.
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
    /// The guess begins anew.
    ClearPressed,
}

/// What a button of a lesson does to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// No call at all.
    NoHelp,
    /// The last call that buys anything.
    AllHelp,
    /// A budget, in hundredths of a call.
    Budget(u16),
    /// A rule.
    Rule(Rule),
    /// The twin never asks.
    TwinBase,
    /// The twin asks below the threshold of p(s).
    TwinThreshold,
    /// The twin asks at random.
    TwinRandom,
    /// The twin has this budget, in hundredths of a call.
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
    /// How it opens.
    opening: &'static [Deed],
}

const ALL: [Lesson; LESSONS as usize] = [
    Lesson {
        title: Words::lesson_1,
        question: Words::lesson_1_question,
        prose: &[Words::lesson_1_prose_1, Words::lesson_1_prose_2],
        buttons: &[(Words::lesson_no_help, Deed::NoHelp), (Words::lesson_all_help, Deed::AllHelp)],
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
        opening: &[Deed::Budget(150), Deed::Rule(Rule::Exact), Deed::TwinBase],
    },
    Lesson {
        title: Words::lesson_3,
        question: Words::lesson_3_question,
        prose: &[Words::lesson_3_prose_1],
        buttons: &[(Words::lesson_another_task, Deed::NextTask)],
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
/// What was expected.
pub(super) fn read_lesson(text: &str) -> Result<LessonNumber, String> {
    match text.parse::<LessonNumber>() {
        Ok(number) if lesson(number).is_some() => Ok(number),
        _ => Err(format!("the number of a lesson, 1 to {LESSONS}")),
    }
}

/// The reader's guess for the task that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// The task it was made for.
    task: u32,
    /// Whether the reader would ask, a flag a state.
    asks: Vec<bool>,
    /// Whether the answer is shown.
    pub is_revealed: bool,
}

/// A guess beside the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// States in which both do the same, of those where both ways were tried.
    pub n_alike: u32,
    /// Those states.
    pub n_states: u32,
    /// Success and calls of the guess, discounted, from the task's start.
    pub guess: (f64, f64),
    /// Success and calls of the answer.
    pub answer: (f64, f64),
    /// What the guess gives away at the price: (S - r M) of the answer less that of the guess.
    pub regret: f64,
}

impl Guess {
    /// The guess as marks; states without a choice stay as they are.
    #[must_use]
    pub fn acts(&self, scene: &Scene) -> Vec<Act> {
        let act = |(id, &act): (usize, &Act)| match (act, self.asks.get(id)) {
            (Act::NeverSeen, _) => Act::NeverSeen,
            (_, Some(true)) => Act::Ask,
            _ => Act::GoOn,
        };
        scene.acts.iter().enumerate().map(act).collect()
    }

    fn toggle(&mut self, scene: &Scene, state: u32) {
        self.fit(scene);
        if scene.stage.is_weighable(state)
            && let Some(asks) = self.asks.get_mut(state as usize)
        {
            *asks = !*asks;
        }
    }

    /// A guess for another task is none.
    fn fit(&mut self, scene: &Scene) {
        if self.task != scene.stage.index || self.asks.len() != scene.acts.len() {
            *self = Self { task: scene.stage.index, asks: vec![false; scene.acts.len()], is_revealed: false };
        }
    }

    fn policy(&self, scene: &Scene) -> Policy {
        let action = |(id, &action): (usize, &Option<ActionId>)| match self.asks.get(id) {
            _ if !scene.stage.is_weighable(id as u32) => action,
            Some(true) => Some(ActionId::HELP),
            _ => Some(ActionId::NOHELP),
        };
        scene.policy.iter().enumerate().map(action).collect()
    }

    /// The guess beside the answer, at a price.
    #[must_use]
    pub fn verdict(&self, scene: &Scene, price: f64) -> Verdict {
        let mdp = &scene.stage.mdp;
        let policy = self.policy(scene);
        let values = evaluate(mdp, &policy);
        let totals = |values: &crate::mdp::Values| {
            let totals = values.totals(mdp);
            (totals.success, totals.calls())
        };
        let (guess, answer) = (totals(&values), totals(&scene.values));
        let price = if price.is_finite() { price } else { 1.0 };
        let weighable = || (0..scene.stage.n_states()).filter(|&id| scene.stage.is_weighable(id));
        let is_alike = |id: &u32| policy[*id as usize] == scene.policy[*id as usize];
        Verdict {
            n_alike: weighable().filter(is_alike).count() as u32,
            n_states: weighable().count() as u32,
            guess,
            answer,
            regret: (answer.0 - price * answer.1) - (guess.0 - price * guess.1),
        }
    }
}

/// The guess that hides the answer now, if one does.
#[must_use]
pub fn guessing(state: &State) -> Option<&Guess> {
    (state.setting.lesson == Some(GUESSING)).then_some(&state.guess)
}

/// Whether the answer must not be seen yet.
#[must_use]
pub fn is_hidden(state: &State) -> bool {
    guessing(state).is_some_and(|guess| !guess.is_revealed)
}

/// A state of B was clicked while the answer is hidden.
pub(super) fn guess_at(state: &mut State, id: u32) {
    if let Some(scene) = state.scene.clone() {
        state.guess.toggle(&scene, id);
    }
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
        LessonMsg::Done(act) => perform(state, &[act]),
        LessonMsg::ComparePressed => {
            if let Some(scene) = state.scene.clone() {
                state.guess.fit(&scene);
            }
            state.guess.is_revealed = true;
        }
        LessonMsg::ClearPressed => state.guess = Guess::default(),
    }
    Vec::new()
}

/// The state a lesson opens with: the same every time.
pub(super) fn open(state: &mut State) {
    state.guess = Guess::default();
    let Some(lesson) = state.setting.lesson.and_then(lesson) else { return };
    state.setting.task = None;
    state.setting.step = None;
    perform(state, lesson.opening);
}

fn perform(state: &mut State, acts: &[Deed]) {
    state.previous.clone_from(&state.reading);
    for &act in acts {
        set(state, act);
    }
    if acts.contains(&Deed::NextTask) {
        step_task(state, 1);
    } else if acts.len() > 1 {
        changed_task(state);
    } else {
        changed_policy(state);
    }
}

fn set(state: &mut State, act: Deed) {
    let most = state.experiment.as_ref().map_or(2.0, |it| budget_max(it, state.setting.measure));
    let budget = |hundredths: u16| f64::from(hundredths) / 100.0;
    let setting: &mut Setting = &mut state.setting;
    if setting.measure == Measure::Cap {
        // Lessons speak of calls on average.
        setting.measure = Measure::Calls;
    }
    match act {
        Deed::NoHelp => setting.budget = 0.0,
        Deed::AllHelp => setting.budget = most,
        Deed::Budget(hundredths) => setting.budget = budget(hundredths),
        Deed::Rule(rule) => setting.rule = rule,
        Deed::TwinBase => setting.twin = Twin::Base,
        Deed::TwinThreshold => setting.twin = Twin::Threshold,
        Deed::TwinRandom => setting.twin = Twin::Random,
        Deed::TwinBudget(hundredths) => setting.twin = Twin::Budget(budget(hundredths)),
        Deed::NextTask => {}
    }
}
