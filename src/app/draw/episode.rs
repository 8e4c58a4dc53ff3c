//! View C of the selected task: the house and p(s) along the steps, for the episode and its comparison.

use crate::actor::{Cast, Help};
use crate::app::derived::result::policy_heading;
use crate::app::model::setting::{Comparison, Measure, Rule, Setting};
use crate::experiment::Experiment;
use crate::figure::glyph::{Icon, icon};
use crate::figure::plan::{self, Plan, Receptacle, Room, Thing};
use crate::figure::trace::{self as figure, End, Repeat, Step, Trace};
use crate::figure::{Drawing, Outcome};
use crate::household::{self, Household, Place, ThingId};
use crate::language::{Words, counted, fill};
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};

use crate::app::derived::episode_run::EpisodeRun;
use crate::app::derived::task_view::TaskView;
use crate::app::derived::task_words;
use crate::app::draw::widths;
use crate::app::state::State;

/// View C.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeView {
    /// The house, with the helped episode's way.
    pub helped_plan: Drawing,
    /// p(s) along the helped episode, for each width.
    pub helped_trace: Vec<Drawing>,
    /// The house, with the path of the comparison run.
    pub twin_plan: Drawing,
    /// The chart of p(s) along the comparison, for each width.
    pub comparison_trace: Vec<Drawing>,
}

/// The sign before a line of the transcript.
#[must_use]
pub fn step_glyph(w: Words, asked: bool) -> Drawing {
    icon(if asked { Icon::Star } else { Icon::Chevron }, 11.0, if asked { w.asked() } else { "" })
}

/// View C of a state.
#[must_use]
pub fn episode(state: &State, scene: &TaskView) -> EpisodeView {
    let step = scene.step(&state.setting);
    let (helped, comparison) = (&scene.helped, &scene.comparison);
    let slots = helped.steps.len().max(comparison.steps.len()) as u32 + 1;
    // Both draw the same up to the first step at which one asks and the other does not, or the reader decides.
    let parting = helped
        .steps
        .iter()
        .zip(&comparison.steps)
        .position(|(a, b)| a.asked != b.asked || a.action != b.action);
    let from = parting.unwrap_or(helped.steps.len());
    let dotted: Vec<f64> = state.models.p_of(comparison).skip(from).collect();
    let upper = Trace {
        selected: Some(step),
        whose: whose(state, scene),
        comparison: (from as u32, if parting.is_some() { dotted } else { Vec::new() }),
        ..scored(state, helped, slots)
    };
    let lower = Trace {
        selected: Some(step),
        has_scrubber: true,
        whose: whose_comparison(state.words, &state.setting),
        repeats: repeats(state.words, comparison),
        ..scored(state, comparison, slots)
    };
    let draw = |trace: &Trace| widths(state).into_iter().map(|width| trace.draw(width)).collect();
    EpisodeView {
        helped_plan: plan(state.words, scene, helped, Some(step)),
        helped_trace: draw(&upper),
        twin_plan: plan(state.words, scene, comparison, None),
        comparison_trace: draw(&lower),
    }
}

/// The heading of the upper episode: its policy, or the reader.
#[must_use]
pub fn whose(state: &State, scene: &TaskView) -> String {
    match &scene.yours {
        Some(yours) => fill(state.words.you_from_step(), &[&(yours.from + 1)]),
        None => policy_heading(state.words, &state.setting),
    }
}

/// The reason why an optimal policy lets this task fail without a call. None under the paper's rule, under a
/// cap, or after a takeover.
#[must_use]
pub fn why_no_call(state: &State, experiment: &Experiment, scene: &TaskView) -> Option<String> {
    let Setting { rule, measure, budget, .. } = state.setting;
    let is_average = rule == Rule::Exact && measure != Measure::Cap && budget > 0.0;
    let is_let_fail = scene.helped.n_calls == 0 && scene.helped.outcome == Some(Outcome::Failure);
    (is_average && is_let_fail && scene.yours.is_none())
        .then(|| fill(state.words.budget_is_an_average(), &[&experiment.n_tasks()]))
}

/// The heading of the lower episode.
fn whose_comparison(w: Words, setting: &Setting) -> String {
    let name = match setting.comparison {
        Comparison::Base => w.twin_base(),
        Comparison::Random => w.twin_random(),
        Comparison::Threshold => w.twin_threshold(),
        Comparison::Budget(budget) => return policy_heading(w, &Setting { budget, ..setting.clone() }),
    };
    task_words::capitalised(name)
}

/// The house with the path of an episode. It shows the reader what the agent cannot see: where the things
/// stand at first.
fn plan(w: Words, scene: &TaskView, lane: &EpisodeRun, selected: Option<u32>) -> Drawing {
    let task = &scene.stage.task;
    let hidden = &task.hidden;
    let rooms = task.rooms().map(|room| Room {
        name: task_words::room(task, room),
        receptacles: task
            .places_in(room)
            .map(|place| receptacle(household::receptacle(task, place)))
            .collect(),
    });
    let things = (0..task.n_things).map(ThingId);
    let things: Vec<Thing> = match scene.yours.as_ref().filter(|yours| yours.is_open()) {
        // Who decides sees no more than the agent does.
        Some(yours) => yours.seen.iter().flatten().map(|place| thing_at(*place, false)).collect(),
        None => things.map(|thing| thing_at(hidden.places[thing.index()], thing == hidden.object)).collect(),
    };
    let steps = lane.steps.iter().map(|step| plan::Step {
        room: u32::from(step.room.0),
        to: u32::from(step.room_after.0),
        asked: step.asked,
        shown: step.shown,
    });
    let plan = Plan {
        rooms: rooms.collect(),
        steps: steps.collect(),
        selected,
        things,
        people: Vec::new(),
        words: w,
    };
    plan.draw(plan::WIDE)
}

fn thing_at(place: Place, is_meant: bool) -> Thing {
    Thing { room: u32::from(place.room.0), receptacle: u32::from(place.receptacle), is_meant }
}

/// The drawing that goes with a receptacle's name.
fn receptacle(name: &str) -> Receptacle {
    match name {
        "counter" => Receptacle::Counter,
        "cabinet" => Receptacle::Cabinet,
        "couch" => Receptacle::Couch,
        "chair" => Receptacle::Chair,
        "bench" => Receptacle::Bench,
        "bed" => Receptacle::Bed,
        _ => Receptacle::Table,
    }
}

fn widths(state: &State) -> Vec<f64> {
    match state.width {
        0.0 => vec![figure::WIDE, figure::NARROW],
        w if w >= widths::WIDE_FROM => vec![figure::WIDE],
        w if w >= widths::MIDDLE_FROM => vec![widths::room(w) - 324.0],
        w => vec![(w - 32.0).max(288.0)],
    }
}

/// p(s) of a household in this task by the model that scores now, as in the traces.
#[must_use]
pub fn p_at(state: &State, experiment: &Experiment, scene: &TaskView, household: &Household) -> f64 {
    let cast = Cast::new(scene.stage.profiles(), &[Help::Better], &scene.stage.task);
    let mut row = [0.0; N_FEATURES];
    features(household, &cast.base, SelfKnowledge::default(), &mut row);
    state.models.own_p(&row).unwrap_or_else(|| scene.p_at(experiment, household))
}

/// The trace of an episode, by the model that scores now.
fn scored(state: &State, lane: &EpisodeRun, slots: u32) -> Trace {
    let mut trace = trace(state.words, lane, slots);
    for (step, p) in trace.steps.iter_mut().zip(state.models.p_of(lane)) {
        step.p = p;
    }
    trace
}

/// The trace of an episode, by the model trained here.
pub(super) fn trace(w: Words, lane: &EpisodeRun, slots: u32) -> Trace {
    let steps =
        lane.steps.iter().map(|step| Step { p: step.p, label: step.label.clone(), asked: step.asked });
    Trace {
        steps: steps.collect(),
        end: lane.outcome.map(|outcome| end(w, lane, outcome)),
        slots,
        words: w,
        ..Trace::default()
    }
}

fn end(w: Words, lane: &EpisodeRun, outcome: Outcome) -> End {
    let steps = counted(w.after_n_steps(), lane.steps.len() as u32);
    let (label, short) = match outcome {
        Outcome::Success if lane.n_calls == 0 => {
            (fill(w.success_in_steps(), &[&steps]), w.outcome_success().to_owned())
        }
        Outcome::Success => (
            fill(w.success_in_steps_with(), &[&steps, &counted(w.n_calls(), lane.n_calls)]),
            w.outcome_success().to_owned(),
        ),
        Outcome::Failure => (lane.failure(w).to_owned(), lane.failure(w).to_owned()),
    };
    End { outcome, label, short }
}

/// Runs of steps that look at the same room again.
pub(super) fn repeats(w: Words, lane: &EpisodeRun) -> Vec<Repeat> {
    let mut repeats: Vec<Repeat> = Vec::new();
    let mut from = 0;
    for index in 1..=lane.steps.len() {
        let stays = lane.steps.get(index).is_some_and(|step| step.room_after == lane.steps[from].room_after);
        if stays {
            continue;
        }
        if index - from >= 3 {
            let label = if repeats.is_empty() { w.same_room_again().to_owned() } else { String::new() };
            repeats.push(Repeat { from: from as u32, to: index as u32 - 1, label });
        }
        from = index;
    }
    repeats
}
