//! The one place where a message becomes a change of the state. It only sends each message to the part that answers it.

use crate::app::drawers::language_model::linked as model_link;
use crate::app::drawers::language_model::message::LanguageModelMsg;
use crate::app::drawers::lazy::{LAZY_UPDATES, LazyUpdates};
use crate::app::drawers::problems::message::ProblemMsg;
use crate::app::drawers::{models, paper, your_agent};
use crate::app::message::effect::Effect;
use crate::app::message::page::Msg;
use crate::app::model::link;
use crate::app::state::State;
use crate::app::update::adopt::adopt_with;
use crate::app::update::recompute::keep_step;
use crate::app::update::{
    budget, embed, episode, experiment, greeting, history, language, lesson, notices, page, takeover, task,
};

/// Takes one message; the effects are for the shell to perform, in order.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    update_with(state, msg, Some(&LAZY_UPDATES))
}

/// Takes one message. Without `lazy`, a message for which [`Msg::needs_lazy`] is true does nothing.
pub fn update_with(state: &mut State, msg: Msg, lazy: Option<&LazyUpdates>) -> Vec<Effect> {
    let mut effects = greeting::yield_to(state, &msg);
    let (before, was_in_motion) = (state.setting.clone(), state.is_in_motion());
    let marks_before = state.marks_of_address();
    end_gesture(state, &msg);
    let is_travel = matches!(msg, Msg::UndoPressed | Msg::RedoPressed);
    let opens = matches!(msg, Msg::LinkOpened(_)) && state.experiment.is_none();
    let may_keep = is_travel || matches!(msg, Msg::LinkOpened(_));
    let is_mending = is_travel || msg.is_answer() || matches!(msg, Msg::Problem(ProblemMsg::CancelPressed));
    notices::answered(state, &msg);
    effects.extend(change(state, msg, lazy));
    if !may_keep {
        takeover::give_back_if_changed(state, &before);
    }
    effects.extend(language::follow(state));
    let is_settled = !state.is_in_motion() && !state.budget_is_moving();
    if is_settled {
        keep_step(state);
    }
    effects.extend(lazy.map_or_else(Vec::new, |lazy| (lazy.follow)(state)));
    // A link follows every settled change; a drag or a playing episode would only flood the address bar.
    let is_marked_anew = state.marks_of_address() != marks_before;
    if is_settled && (state.setting != before || is_marked_anew || was_in_motion) {
        effects.push(Effect::WriteLink(address(state)));
    }
    if opens {
        state.history.begin(&state.setting);
    } else if is_settled && is_mending {
        state.history.amend(&state.setting);
    } else if is_settled {
        state.history.settle(&state.setting);
    }
    effects
}

/// Ends a drag on any other act, even if the browser does not say that the slider was let go.
fn end_gesture(state: &mut State, msg: &Msg) {
    let goes_on = match msg {
        Msg::BudgetChanged(_) => !state.is_scrubbing,
        Msg::StepScrubbed(_) => !state.in_gesture,
        _ => !msg.is_act(),
    };
    if (state.in_gesture || state.is_scrubbing) && !goes_on {
        (state.in_gesture, state.is_scrubbing) = (false, false);
        keep_step(state);
        state.history.settle(&state.setting);
    }
}

fn change(state: &mut State, msg: Msg, lazy: Option<&LazyUpdates>) -> Vec<Effect> {
    match msg {
        Msg::LinkOpened(fragment) => return open_link(state, &fragment, lazy),
        Msg::BudgetChanged(budget) => budget::move_budget(state, budget),
        Msg::BudgetReleased => state.in_gesture = false,
        Msg::BudgetTyped(text) => budget::type_budget(state, &text),
        Msg::BudgetTyping(is_typing) => state.is_typing_budget = is_typing,
        Msg::BreakpointStepped(by) => budget::step_breakpoint(state, by),
        Msg::RuleChosen(rule) => budget::choose_rule(state, rule),
        Msg::MeasureChosen(measure) => budget::choose_measure(state, measure),
        Msg::ComparisonChosen(text) => budget::choose_twin(state, &text),
        Msg::SeedTyped(text) => return experiment::type_seed(state, &text),
        Msg::SplitChosen(name) => return experiment::choose_split(state, &name),
        Msg::TaskTyped(text) => task::type_task(state, &text),
        Msg::TaskStepped(by) => task::step_task(state, by),
        Msg::StateWalked(by) => task::walk(state, by),
        Msg::StateHovered(hovered) => state.hovered = hovered,
        Msg::StatePinned(id) if state.is_answer_hidden() => lesson::guess_at(state, id),
        Msg::StatePinned(id) => page::pin(state, id),
        Msg::StepSelected(step) => episode::select_step(state, step),
        Msg::StepScrubbed(step) => {
            state.is_scrubbing = true;
            episode::select_step(state, step);
        }
        Msg::StepReleased => state.is_scrubbing = false,
        Msg::StepHovered(step) => episode::hover_step(state, step),
        Msg::EpisodeStepped => episode::step_episode(state),
        Msg::PlayPressed if state.playing => return episode::stop(state),
        Msg::PlayPressed => return episode::play(state),
        Msg::SpeedStepped(by) => return episode::step_speed(state, by),
        Msg::Ticked => return episode::tick(state),
        Msg::ResetPressed => return episode::reset(state),
        Msg::OutOfSight => return episode::stop(state),
        Msg::UndoPressed => return history::travel(state, true),
        Msg::RedoPressed => return history::travel(state, false),
        Msg::GreetingAllowed { may_move } => return greeting::begin(state, may_move),
        Msg::SweepMoved(share) => return greeting::sweep(state, share),
        Msg::Takeover(msg) => return takeover::update(state, msg),
        Msg::Lesson(msg) => return lesson::update(state, msg),
        Msg::EscapePressed => {
            page::escape(state);
            if state.language_model.is_busy() {
                return answer(state, Msg::LanguageModel(LanguageModelMsg::Stopped), lazy);
            }
        }
        Msg::PanelToggled(panel) => page::toggle_panel(state, panel),
        Msg::DrawerToggled(drawer) => page::toggle_drawer(state, drawer),
        Msg::ThemeToggled { machine_is_dark } => return page::toggle_theme(state, machine_is_dark),
        Msg::TablesToggled => state.shows_tables = !state.shows_tables,
        Msg::CopyPressed(text) => return vec![Effect::Copy(text)],
        Msg::Copied(outcome) => page::copied(state, outcome),
        Msg::NoticeClosed(index) => page::close_notice(state, index),
        Msg::Resized(width) => state.width = width,
        Msg::LanguageChosen(language) => state.setting.language = language,
        Msg::WordsArrived { language, outcome } => return language::arrived(state, language, outcome),
        Msg::SettingSent(parts) => return embed::take(state, &parts),
        Msg::CancelPressed => return experiment::cancel(state),
        Msg::RetryPressed => return experiment::run(state),
        Msg::WorkerProgressed { request, progress } => experiment::hear_progress(state, request, progress),
        Msg::ExperimentArrived { request, experiment } => {
            if experiment::receive(state, request, *experiment) {
                return models::result_arrived(state);
            }
        }
        Msg::WorkerFailed { request, error } => {
            if !paper::failed(state, request, &error) && !models::job_failed(state, request, &error) {
                experiment::fail(state, request, error);
            }
        }
        Msg::Models(msg) => return models::update(state, msg),
        Msg::LazyArrived => {}
        Msg::LazyFailed => page::part_failed(state),
        Msg::Paper(_)
        | Msg::Settings(_)
        | Msg::Share(_)
        | Msg::LanguageModel(_)
        | Msg::YourAgent(_)
        | Msg::Problem(_) => {
            return answer(state, msg, lazy);
        }
    }
    Vec::new()
}

fn answer(state: &mut State, msg: Msg, lazy: Option<&LazyUpdates>) -> Vec<Effect> {
    lazy.map_or_else(Vec::new, |lazy| (lazy.update)(state, msg))
}

/// The link that the address bar shows: the setting, and a recording that is replayed.
fn address(state: &State) -> String {
    link::write(&state.setting_with_marks()) + &model_link::of_address(state) + &your_agent::of_address(state)
}

fn open_link(state: &mut State, fragment: &str, lazy: Option<&LazyUpdates>) -> Vec<Effect> {
    let (setting, mut dropped) = link::read(fragment);
    model_link::forget_linked(state);
    let mut effects = Vec::new();
    if let Some(data) = link::data(fragment) {
        let opened = lazy.ok_or("a part of the page that did not load");
        match opened.and_then(|lazy| (lazy.open)(state, setting.drawer, &data)) {
            Ok(reading) => effects = reading,
            Err(expected) => dropped.push(link::Dropped::data(&data, expected)),
        }
    }
    state.notify_dropped(&dropped);
    state.opens_link = true;
    state.previous = None;
    let opens_lesson = setting.lesson.is_some() && !link::names(fragment, "C");
    effects.extend(adopt_with(state, setting, opens_lesson));
    effects
}

#[cfg(test)]
#[path = "dispatch_test.rs"]
pub(in crate::app) mod test;
