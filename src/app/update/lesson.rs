//! The acts of a reader in a lesson: its buttons set a state, its guess is a policy for the selected task.

use crate::app::derived::guess::Guess;
use crate::app::derived::reading::budget_max;
use crate::app::derived::task_view::TaskView;
use crate::app::message::effect::Effect;
use crate::app::message::page::LessonMsg;
use crate::app::model::lesson::{LessonAction, Said, counted_by, lesson};
use crate::app::model::marks::Guessed;
use crate::app::model::setting::{Comparison, Measure, Rule, Setting};
use crate::app::state::State;
use crate::app::update::budget::choose_measure;
use crate::app::update::recompute::{changed_policy, changed_task};
use crate::app::update::task::step_task;
use crate::figure::text;
use crate::language::{Text, Words, fill};

/// Takes one message of a lesson.
pub(in crate::app) fn update(state: &mut State, msg: LessonMsg) -> Vec<Effect> {
    match msg {
        LessonMsg::Opened(number) => {
            state.setting.lesson = number.filter(|&number| lesson(number).is_some());
            open(state);
            return vec![Effect::ShowTop];
        }
        LessonMsg::ResetPressed => open(state),
        LessonMsg::Done(action) => press(state, action),
        LessonMsg::ComparePressed => change_guess(state, |guess, _| guess.is_revealed = true),
        LessonMsg::GuessShown(is_shown) => {
            change_guess(state, |guess, _| guess.is_shown = is_shown && guess.is_revealed)
        }
        LessonMsg::ClearPressed => state.guess = Guess::default(),
    }
    Vec::new()
}

/// Sets the state that a lesson opens with: the same every time, with the budget of expected calls that its
/// text names.
pub(in crate::app) fn open(state: &mut State) {
    state.guess = Guess::default();
    state.lesson_said = None;
    let Some(lesson) = state.setting.lesson.and_then(lesson) else { return };
    state.previous.clone_from(&state.reading);
    let before = state.setting.measure;
    state.setting.task = None;
    state.setting.step = None;
    state.setting.measure = Measure::Calls;
    for &action in lesson.opening {
        set(state, action);
    }
    changed_task(state);
    if before != Measure::Calls {
        say(state, Words::lesson_counts_calls);
    }
}

/// Performs one button. An option that it does not name stays, unless the two conflict; then a note says so.
fn press(state: &mut State, action: LessonAction) {
    state.lesson_said = None;
    let is_recounted = counts_calls(action, state.setting.measure);
    if is_recounted {
        choose_measure(state, Measure::Calls);
    }
    state.previous.clone_from(&state.reading);
    set(state, action);
    match action {
        LessonAction::NextTask => step_task(state, 1),
        _ => changed_policy(state),
    }
    if is_recounted {
        say(state, Words::lesson_counts_calls);
    } else if matches!(action, LessonAction::Budget(named) if hundredths(named) > state.setting.budget) {
        say(state, Words::lesson_more_buys_nothing);
    }
}

/// True if a button needs a budget of expected calls: it names a number of them, or the paper's rule, which
/// has no cap per episode.
fn counts_calls(action: LessonAction, measure: Measure) -> bool {
    match action {
        LessonAction::Budget(_) | LessonAction::ComparisonBudget(_) => measure != Measure::Calls,
        LessonAction::Rule(Rule::Paper) => measure == Measure::Cap,
        _ => false,
    }
}

fn hundredths(calls: u16) -> f64 {
    f64::from(calls) / 100.0
}

fn set(state: &mut State, action: LessonAction) {
    let measure = state.setting.measure;
    // Before there is an experiment, nothing is known of where more calls buy nothing.
    let most = state.experiment.as_ref().map(|it| budget_max(it, measure));
    let setting: &mut Setting = &mut state.setting;
    match action {
        LessonAction::NoHelp => setting.budget = 0.0,
        LessonAction::AllHelp => setting.budget = most.unwrap_or(setting.budget),
        LessonAction::Budget(named) => setting.budget = hundredths(named).min(most.unwrap_or(f64::INFINITY)),
        LessonAction::Rule(rule) => setting.rule = rule,
        LessonAction::ComparisonBase => setting.comparison = Comparison::Base,
        LessonAction::ComparisonThreshold => setting.comparison = Comparison::Threshold,
        LessonAction::ComparisonRandom => setting.comparison = Comparison::Random,
        LessonAction::ComparisonBudget(named) => setting.comparison = Comparison::Budget(hundredths(named)),
        LessonAction::NextTask => {}
    }
}

fn say(state: &mut State, what: Text) {
    let text = fill(what(state.words), &[&text::calls(state.setting.budget)]);
    state.announcement = format!("{text} {}", state.announcement);
    state.lesson_said = Some(Said { text, of: counted_by(&state.setting) });
}

/// Changes the guess at the question on the page; it replaces a guess at another question.
pub(super) fn change_guess(state: &mut State, how: impl FnOnce(&mut Guess, &TaskView)) {
    let (Some(mut guess), Some(scene)) = (state.guessing(), state.scene.clone()) else { return };
    how(&mut guess, &scene);
    state.guess = guess;
}

/// Takes the guess of a link as the guess at the question on the page.
///
/// # Errors
/// The states that were expected, if the guess names a state that cannot be guessed.
pub(in crate::app) fn restore_guess(state: &mut State, guessed: &Guessed) -> Result<(), String> {
    let Some(scene) = state.scene.clone() else { return Ok(()) };
    if let Some(other) = guessed.asks.iter().find(|&&id| !scene.stage.is_weighable(id)) {
        return Err(format!("states of the task in which both actions were tried, unlike state {other}"));
    }
    change_guess(state, |guess, _| {
        for (id, asks) in (0..).zip(&mut guess.asks) {
            *asks = guessed.asks.contains(&id);
        }
        (guess.is_revealed, guess.is_shown) = (guessed.is_revealed, guessed.is_shown);
    });
    Ok(())
}

/// Flips the guess for a state of B that was clicked while the answer is hidden.
pub(in crate::app) fn guess_at(state: &mut State, id: u32) {
    change_guess(state, |guess, scene| {
        if let Some(asks) = guess.asks.get_mut(id as usize).filter(|_| scene.stage.is_weighable(id)) {
            *asks = !*asks;
        }
    });
}

#[cfg(test)]
#[path = "lesson_test.rs"]
mod test;
