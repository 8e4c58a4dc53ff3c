//! The one place where the page's state changes.

use std::rc::Rc;

use crate::experiment::{Experiment, Order};
use crate::household::Split;
use crate::language::fill;

use super::embed;
use super::engine;
use super::evidence;
use super::greeting;
use super::history;
use super::languages;
use super::later::{LATER, Later};
use super::lesson;
use super::link;
use super::linked_marks::{self, LinkedMarks};
use super::log;
use super::message::{Effect, Job, Msg, Progress};
use super::notice::{self, Place};
use super::problem::ProblemMsg;
use super::reading::Reading;
use super::remote::{self, RemoteMsg};
use super::scene::{Scene, Stage};
use super::setting::{MadeBy, Measure, Rule, Setting, Theme};
use super::showcase::showcase;
use super::state::{Pending, Phase, State};
use super::takeover;

/// Takes one message; the effects are for the shell to perform, in order.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    update_with(state, msg, Some(&LATER))
}

/// The same where what answers for the drawers and panels may not be there yet: messages that [`Msg::needs_later`] then
/// do nothing.
pub fn update_with(state: &mut State, msg: Msg, later: Option<&Later>) -> Vec<Effect> {
    let mut effects = greeting::yield_to(state, &msg);
    let (before, was_in_motion) = (state.setting.clone(), state.is_in_motion());
    let marks_before = linked_marks::of_address(state);
    end_gesture(state, &msg);
    let is_travel = matches!(msg, Msg::UndoPressed | Msg::RedoPressed);
    let opens = matches!(msg, Msg::LinkOpened(_)) && state.experiment.is_none();
    let may_keep = is_travel || matches!(msg, Msg::LinkOpened(_));
    let is_mending = is_travel || msg.is_answer() || matches!(msg, Msg::Problem(ProblemMsg::CancelPressed));
    notice::answered(state, &msg);
    effects.extend(change(state, msg, later));
    if !may_keep {
        takeover::give_back_if_changed(state, &before);
    }
    effects.extend(languages::follow(state));
    let is_settled = !state.is_in_motion() && !state.budget_is_moving();
    if is_settled {
        keep_step(state);
    }
    effects.extend(later.map_or_else(Vec::new, |later| (later.follow)(state)));
    // A link follows every settled change; a drag or a playing episode would only flood the address bar.
    let is_marked_anew = linked_marks::of_address(state) != marks_before;
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

/// Any other act ends a drag, even where the browser does not say that the slider was let go.
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

/// A step behind the episode's last one is the last, so that the link says what is shown.
fn keep_step(state: &mut State) {
    if let (None, Some(scene), Some(step)) = (state.pending, &state.scene, &mut state.setting.step) {
        *step = (*step).min(scene.last_step());
    }
}

fn change(state: &mut State, msg: Msg, later: Option<&Later>) -> Vec<Effect> {
    match msg {
        Msg::LinkOpened(fragment) => return open_link(state, &fragment, later),
        Msg::BudgetChanged(budget) => move_budget(state, budget),
        Msg::BudgetReleased => state.in_gesture = false,
        Msg::BudgetTyped(text) => match link::read_budget(&text) {
            Ok(budget) => {
                move_budget(state, budget);
                state.in_gesture = false;
                state.is_typing_budget = false;
            }
            Err(expected) => {
                let told = fill(state.words.budget_not_used(), &[&text.trim(), &expected]);
                state.notify_at(Place::Budget, told);
            }
        },
        Msg::RuleChosen(rule) => {
            state.setting.rule = rule;
            if rule == Rule::Paper && state.setting.measure == Measure::Cap {
                // The paper has no hard cap.
                choose_measure(state, Measure::Calls);
                state.notify_at(Place::Rule, state.words.cap_became_calls().to_owned());
            } else {
                changed_policy(state);
            }
        }
        Msg::MeasureChosen(measure) => choose_measure(state, measure),
        Msg::SeedTyped(text) => match link::read_seed(&text) {
            Ok(seed) if seed == state.setting.seed => {}
            Ok(seed) => {
                state.setting.seed = seed;
                return order(state);
            }
            Err(expected) => {
                let told = fill(state.words.seed_not_used(), &[&text.trim(), &expected]);
                state.notify_at(Place::Seed, told);
            }
        },
        Msg::SplitChosen(name) => {
            if let Some(split) = Split::from_name(&name).filter(|&split| split != state.setting.split) {
                state.setting.split = split;
                return order(state);
            }
        }
        Msg::TaskTyped(text) => type_task(state, &text),
        Msg::TaskStepped(by) => step_task(state, by),
        Msg::StepSelected(step) => select_step(state, step),
        Msg::StepScrubbed(step) => {
            state.is_scrubbing = true;
            select_step(state, step);
        }
        Msg::StepReleased => state.is_scrubbing = false,
        Msg::EpisodeStepped => step_episode(state),
        Msg::PlayPressed if state.playing => return stop(state),
        Msg::PlayPressed => return play(state),
        Msg::SpeedStepped(by) => return step_speed(state, by),
        Msg::Ticked if state.playing => {
            step_episode(state);
            if at_end(state) {
                return stop(state);
            }
        }
        Msg::Ticked => {}
        Msg::ResetPressed => {
            let effects = stop(state);
            select_step(state, 0);
            return effects;
        }
        Msg::UndoPressed => return history::travel(state, true),
        Msg::RedoPressed => return history::travel(state, false),
        Msg::GreetingAllowed { may_move } => return greeting::begin(state, may_move),
        Msg::SweepMoved(share) => return greeting::sweep(state, share),
        Msg::BudgetTyping(is_typing) => state.is_typing_budget = is_typing,
        Msg::StepHovered(step) => {
            let at = |step: u32| state.scene.as_ref()?.helped.steps.get(step as usize)?.state;
            state.hovered = step.and_then(at);
        }
        Msg::StateHovered(hovered) => state.hovered = hovered,
        Msg::TwinChosen(text) => match link::read_twin(&text) {
            Ok(twin) => {
                state.setting.twin = twin;
                changed_policy(state);
            }
            Err(expected) => {
                let told = fill(state.words.twin_not_used(), &[&text.trim(), &expected]);
                state.notify_at(Place::Twin, told);
            }
        },
        Msg::BreakpointStepped(by) => step_breakpoint(state, by),
        Msg::Takeover(msg) => return takeover::update(state, msg),
        Msg::Lesson(msg) => return lesson::update(state, msg),
        Msg::StateWalked(by) => walk(state, by),
        Msg::StatePinned(id) if lesson::is_hidden(state) => lesson::guess_at(state, id),
        Msg::StatePinned(pinned) => {
            state.pinned = if state.pinned == Some(pinned) { None } else { Some(pinned) };
        }
        Msg::EscapePressed => {
            state.pinned = None;
            state.hovered = None;
            state.panel = None;
            state.is_typing_budget = false;
            if state.remote.is_busy() {
                return answer(state, Msg::Remote(RemoteMsg::Stopped), later);
            }
        }
        Msg::PanelToggled(panel) => {
            state.panel = if state.panel == Some(panel) { None } else { Some(panel) };
        }
        Msg::DrawerToggled(drawer) => {
            state.setting.drawer = if state.setting.drawer == Some(drawer) { None } else { Some(drawer) };
        }
        Msg::ThemeToggled { machine_is_dark } => return toggle_theme(state, machine_is_dark),
        Msg::LanguageChosen(language) => state.setting.language = language,
        Msg::WordsArrived { language, outcome } => return languages::arrived(state, language, outcome),
        Msg::TablesToggled => state.shows_tables = !state.shows_tables,
        Msg::CopyPressed(text) => return vec![Effect::Copy(text)],
        Msg::Copied(outcome) => match outcome {
            Ok(_) => state.announcement = state.words.copied().to_owned(),
            Err(error) => state.notify(fill(state.words.not_copied(), &[&error])),
        },
        Msg::Resized(width) => state.width = width,
        Msg::SettingSent(parts) => return embed::take(state, &parts),
        Msg::OutOfSight => return stop(state),
        Msg::NoticeClosed(index) => {
            if index < state.notices.len() {
                state.notices.remove(index);
            }
        }
        Msg::CancelPressed => return cancel(state),
        Msg::RetryPressed => return run(state),
        Msg::WorkerProgressed { request, progress } => hear_progress(state, request, progress),
        Msg::ExperimentArrived { request, experiment } => return receive(state, request, *experiment),
        Msg::Engine(msg) => return engine::update(state, msg),
        Msg::LaterArrived => {}
        Msg::LaterFailed => {
            state.setting.drawer = None;
            state.panel = None;
            state.notify(state.words.part_did_not_load().to_owned());
        }
        Msg::Evidence(_) | Msg::SetUp(_) | Msg::Share(_) | Msg::Remote(_) | Msg::Log(_) | Msg::Problem(_) => {
            return answer(state, msg, later);
        }
        Msg::WorkerFailed { request, error } => {
            if !evidence::failed(state, request, &error) {
                fail(state, request, error);
            }
        }
    }
    Vec::new()
}

fn answer(state: &mut State, msg: Msg, later: Option<&Later>) -> Vec<Effect> {
    later.map_or_else(Vec::new, |later| (later.update)(state, msg))
}

/// The link that the address bar shows: the setting, and a recording that is replayed.
fn address(state: &State) -> String {
    link::write(&linked_marks::with_marks(state)) + &remote::of_address(state) + &log::of_address(state)
}

fn open_link(state: &mut State, fragment: &str, later: Option<&Later>) -> Vec<Effect> {
    let (setting, mut dropped) = link::read(fragment);
    remote::forget_linked(state);
    let mut effects = Vec::new();
    if let Some(data) = link::data(fragment) {
        let opened = later.ok_or("a part of the page that did not load");
        match opened.and_then(|later| (later.open)(state, setting.drawer, &data)) {
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

/// Another setting takes the place of the one there is.
pub(super) fn adopt(state: &mut State, setting: Setting) -> Vec<Effect> {
    adopt_with(state, setting, false)
}

fn adopt_with(state: &mut State, mut setting: Setting, opens_lesson: bool) -> Vec<Effect> {
    link::agree(&mut setting);
    let order_before = state.setting.order();
    let theme = setting.theme;
    let marks = std::mem::take(&mut setting.marks);
    state.setting = setting;
    state.pinned = None;
    state.in_gesture = false;
    let mut effects = vec![Effect::ShowTheme(theme)];
    let is_new_order = state.setting.order() != order_before;
    if state.experiment.is_none() && state.pending.is_none() || is_new_order {
        effects.extend(run(state));
    }
    if let Some(pending) = &mut state.pending {
        pending.has_takeover = state.setting.takeover.is_some();
    }
    // A link that names a lesson and no budget opens the lesson's own state.
    if opens_lesson {
        lesson::open(state);
    }
    changed_task(state);
    state.linked_marks = LinkedMarks::new(&state.setting, marks);
    linked_marks::restore(state);
    end_opening(state);
    effects
}

/// The reader orders another experiment, and the household of the problem drawer follows it.
pub(super) fn order(state: &mut State) -> Vec<Effect> {
    state.setting.made = MadeBy::default();
    run(state)
}

/// Orders the experiment behind the setting, unless it is shown already; one still under way is ended. What an earlier
/// result has of it is not computed again.
pub(super) fn run(state: &mut State) -> Vec<Effect> {
    let mut effects: Vec<Effect> =
        state.pending.take().iter().map(|pending| Effect::Cancel { request: pending.request }).collect();
    if state.experiment.as_ref().is_some_and(|shown| shown.order == state.setting.order()) {
        state.history.request_arrived();
        changed_task(state);
        return effects;
    }
    if state.experiment.is_some() {
        state.history.request_begins();
    }
    state.next_request += 1;
    let request = state.next_request;
    state.pending = Some(Pending { request, progress: None, has_takeover: state.setting.takeover.is_some() });
    if state.experiment.is_none() {
        state.phase = Phase::Loading;
    }
    let order = state.setting.order();
    let earlier = state.experiment.iter().find(|earlier| order.shares_networks(&earlier.order));
    let earlier = earlier.map_or_else(Vec::new, |earlier| earlier.to_bytes());
    effects.push(Effect::Run { request, job: Job::Experiment { order, earlier } });
    effects
}

/// Ends the work under way; the setting goes back to what is on the page.
fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(pending) = state.pending.take() else { return Vec::new() };
    match &state.experiment {
        Some(experiment) => {
            let order = experiment.order;
            return_to(state, &order, &pending);
        }
        None => state.phase = Phase::Failed(state.words.cancelled_before().to_owned()),
    }
    state.announcement = state.words.cancelled().to_owned();
    vec![Effect::Cancel { request: pending.request }]
}

/// The newer experiment does not come: the setting is again that of the one shown.
fn return_to(state: &mut State, order: &Order, pending: &Pending) {
    state.setting.take_order(order);
    state.setting.made = state.history.made_before_request();
    link::agree(&mut state.setting);
    state.setting.takeover.take_if(|_| pending.has_takeover);
    state.history.request_ended(&state.setting);
    changed_task(state);
    linked_marks::restore(state);
    end_opening(state);
}

/// The request that is answered, if it is the one awaited; then it is no longer.
fn awaited(state: &mut State, request: u32) -> Option<Pending> {
    state.pending.take_if(|pending| pending.request == request)
}

fn hear_progress(state: &mut State, request: u32, progress: Progress) {
    if let Some(pending) = state.pending.as_mut().filter(|pending| pending.request == request) {
        pending.progress = Some(progress);
    }
}

fn receive(state: &mut State, request: u32, experiment: Experiment) -> Vec<Effect> {
    let Some(pending) = awaited(state, request) else { return Vec::new() };
    // Choices made in a task of the experiment before end with it.
    state.setting.takeover.take_if(|_| !pending.has_takeover);
    state.phase = Phase::Ready;
    state.previous = None;
    state.scene = None;
    state.showcase = showcase(&experiment);
    state.experiment = Some(Rc::new(experiment));
    state.history.request_arrived();
    changed_task(state);
    linked_marks::restore(state);
    end_opening(state);
    engine::result_arrived(state)
}

fn fail(state: &mut State, request: u32, error: String) {
    if engine::job_failed(state, request, &error) {
        return;
    }
    let Some(pending) = awaited(state, request) else { return };
    if let Some(experiment) = &state.experiment {
        let order = experiment.order;
        return_to(state, &order, &pending);
        state.notify(fill(state.words.new_result_failed(), &[&error]));
    } else {
        state.phase = Phase::Failed(error);
    }
}

fn move_budget(state: &mut State, budget: f64) {
    if !state.in_gesture {
        state.in_gesture = true;
        state.previous.clone_from(&state.reading);
    }
    // A slider without a number answers NaN; the budget then stays.
    if budget.is_finite() {
        state.setting.budget = state.setting.measure.budget(budget.clamp(0.0, link::BUDGET_MAX));
    }
    changed_policy(state);
}

/// Counting differently keeps the policy: the budget is what the same position costs in the other measure.
pub(super) fn choose_measure(state: &mut State, measure: Measure) {
    state.setting.measure = measure;
    if measure == Measure::Cap && state.setting.rule == Rule::Paper {
        state.setting.rule = Rule::Exact;
        state.notify_at(Place::Rule, state.words.paper_became_exact().to_owned());
    }
    if let Some(reading) = &state.reading {
        let calls = reading.calls.of(measure);
        // A cap that the same calls would fill, and that allows one at least.
        let budget = if measure == Measure::Cap { calls.round().max(1.0) } else { calls };
        state.setting.budget = round_to_hundredths(budget);
    }
    state.previous = None;
    changed_policy(state);
}

fn round_to_hundredths(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// The policy changed: everything that follows from it is derived again.
pub(super) fn changed_policy(state: &mut State) {
    let Some(experiment) = state.experiment.clone() else { return };
    let setting = state.setting_of_scene();
    let reading = Reading::at(&experiment, &setting);
    // The last change of the budget is told within one rule and measure alone.
    state.previous.take_if(|previous| !previous.is_beside(&reading));
    let index = setting.task.unwrap_or(state.showcase);
    let kept = state
        .scene
        .as_ref()
        .map(|scene| scene.stage.clone())
        .filter(|stage| stage.index == index && *stage.order() == experiment.order);
    let Some(stage) = kept.or_else(|| Stage::new(&experiment, index).map(Rc::new)) else { return };
    let scene = Scene::new(&experiment, stage, &setting, &reading, state.previous.as_ref());
    state.announcement = reading.sentence(state.words, &setting, &scene);
    state.scene = Some(Rc::new(scene));
    state.reading = Some(reading);
    takeover::keep_legal(state);
}

/// Another task: what was pinned belongs to the old one.
pub(super) fn changed_task(state: &mut State) {
    state.pinned = None;
    state.hovered = None;
    // While another experiment is on its way, its number of tasks counts.
    if let Some(experiment) = state.experiment.as_ref().filter(|_| state.pending.is_none())
        && let Some(task) = state.setting.task
        && task >= experiment.n_tasks()
    {
        let n_tasks = experiment.n_tasks();
        (state.setting.task, state.setting.step, state.setting.takeover) = (None, None, None);
        refuse_task(state, task, n_tasks);
    }
    changed_policy(state);
}

fn refuse_task(state: &mut State, task: u32, n_tasks: u32) {
    state.notify_at(Place::Task, fill(state.words.no_such_task(), &[&task, &n_tasks.saturating_sub(1)]));
}

/// A link's episode is there: a step that it lacks is told.
fn end_opening(state: &mut State) {
    if state.pending.is_some() || !std::mem::take(&mut state.opens_link) {
        return;
    }
    if let (Some(step), Some(scene)) = (state.setting.step, &state.scene) {
        let last = scene.last_step();
        if step > last {
            state.notify(fill(state.words.no_such_step(), &[&step, &last]));
        }
    }
}

/// The states in their order, round and round; what stands there is said aloud.
fn walk(state: &mut State, by: i32) {
    let Some(scene) = state.scene.clone() else { return };
    let n_states = i64::from(scene.stage.n_states()).max(1);
    // Where the episode stands tells of the answer, so a walk does not begin there while that is hidden.
    let at_step = || scene.state_at_step(&state.setting).filter(|_| !lesson::is_hidden(state));
    let here = state.hovered.or(state.pinned).or_else(at_step);
    let next = here.map_or(0, |here| (i64::from(here) + i64::from(by)).rem_euclid(n_states));
    state.hovered = u32::try_from(next).ok();
    state.announcement = super::draw::state_words(state, &scene, next as usize);
}

/// To the next budget, up or down, at which the task's policy changes.
fn step_breakpoint(state: &mut State, by: i32) {
    let (Some(experiment), Some(scene)) = (state.experiment.clone(), state.scene.clone()) else { return };
    let here = state.setting.budget;
    let budgets = super::reading::task_breakpoints(&experiment, &scene, &state.setting);
    let next = if by > 0 {
        budgets.into_iter().find(|&budget| budget > here + 1e-9)
    } else {
        budgets.into_iter().rev().find(|&budget| budget < here - 1e-9)
    };
    match next {
        Some(budget) => {
            move_budget(state, budget);
            state.in_gesture = false;
        }
        None => state.announcement = state.words.no_further_change().to_owned(),
    }
}

fn type_task(state: &mut State, text: &str) {
    let n_tasks = match &state.experiment {
        Some(experiment) if state.pending.is_none() => experiment.n_tasks(),
        _ => state.setting.n_tasks,
    };
    let told = match text.trim().parse::<u32>() {
        Ok(task) if task < n_tasks => {
            state.setting.task = Some(task);
            state.setting.step = None;
            changed_task(state);
            return;
        }
        Ok(task) => return refuse_task(state, task, n_tasks),
        Err(_) => fill(state.words.task_not_used(), &[&text.trim()]),
    };
    state.notify_at(Place::Task, told);
}

/// The next task, or the previous one, round and round.
pub(super) fn step_task(state: &mut State, by: i32) {
    let (Some(experiment), Some(scene)) = (&state.experiment, &state.scene) else { return };
    let n_tasks = i64::from(experiment.n_tasks());
    let task = i64::from(scene.stage.index);
    state.setting.task = u32::try_from((task + i64::from(by)).rem_euclid(n_tasks.max(1))).ok();
    state.setting.step = None;
    changed_task(state);
}

fn select_step(state: &mut State, step: u32) {
    let last = state.scene.as_ref().map_or(0, |scene| scene.last_step());
    state.setting.step = Some(step.min(last));
    state.pinned = None;
    if state.setting.measure == Measure::Cap {
        // What to do depends on the calls that are left there.
        changed_policy(state);
    }
}

fn current_step(state: &State) -> u32 {
    state.scene.as_ref().map_or(0, |scene| scene.step(&state.setting))
}

fn step_episode(state: &mut State) {
    let next = current_step(state) + 1;
    select_step(state, next);
}

fn at_end(state: &State) -> bool {
    state.scene.as_ref().is_none_or(|scene| current_step(state) >= scene.last_step())
}

fn play(state: &mut State) -> Vec<Effect> {
    if state.scene.is_none() {
        return Vec::new();
    }
    if at_end(state) {
        select_step(state, 0);
    }
    state.playing = true;
    vec![Effect::StartTicking { every_ms: state.speed.step_ms() }]
}

fn step_speed(state: &mut State, by: i32) -> Vec<Effect> {
    state.speed = if by == 0 { state.speed.next() } else { state.speed.stepped(by) };
    if state.playing { vec![Effect::StartTicking { every_ms: state.speed.step_ms() }] } else { Vec::new() }
}

pub(super) fn stop(state: &mut State) -> Vec<Effect> {
    if !state.playing {
        return Vec::new();
    }
    state.playing = false;
    vec![Effect::StopTicking]
}

fn toggle_theme(state: &mut State, machine_is_dark: bool) -> Vec<Effect> {
    let is_dark = match state.setting.theme {
        Theme::Auto => machine_is_dark,
        Theme::Light => false,
        Theme::Dark => true,
    };
    state.setting.theme = if is_dark { Theme::Light } else { Theme::Dark };
    vec![Effect::ShowTheme(state.setting.theme)]
}

#[cfg(test)]
#[path = "update_test.rs"]
pub(super) mod test;
