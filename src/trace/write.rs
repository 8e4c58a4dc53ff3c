//! The step from episodes to lines of a log.

use serde::Serialize;

use crate::actor::Cast;
use crate::household::{Action, Household, Outcome, StateKey, Task, action_label, state_text};
use crate::rollout::{Collection, Counts, Mix, Step, Watcher, collect_task};

/// One decision.
#[derive(Serialize)]
struct LogLine<'a> {
    /// Names the episode within the file.
    episode: &'a str,
    /// Names the task: split, set, seed and index.
    task: &'a str,
    /// The decision's place in its episode, from 0, without gaps.
    t: u32,
    /// The whole state as text, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// The state's identity in the table.
    state_key: String,
    /// The intervention that acted; null where the base went on.
    intervention: Option<&'a str>,
    /// The action of the step, in words.
    action: String,
    /// True if the episode ends with this step.
    done: bool,
    /// True if the step limit ends the episode here.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    truncated: bool,
    /// True on the last line if the task succeeded, false if the task failed; absent on other lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<bool>,
    /// True on the last line of an ambiguous task, false on the last line of a clear one; absent on other lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    ambiguous: Option<bool>,
    /// The probability with which this intervention (or none) was chosen.
    propensity: f64,
    /// The actor that acts without help.
    model: &'a str,
}

/// The identity of a table state in a file of many tasks.
#[must_use]
pub fn state_key(task: &Task, key: StateKey) -> String {
    format!("{}:{:x}", task.id.index, key.bits())
}

/// The origin of an episode.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The collection of the episode.
    pub collection: &'a Collection,
    /// The mix's place in the plan.
    pub mix: usize,
    /// The repetition.
    pub repetition: u32,
    /// True to write each state as text.
    pub with_text: bool,
    /// The interventions' names, in the plan's order.
    pub names: &'a [&'a str],
}

/// Appends the lines of one episode.
pub fn write_episode(context: Context, task: &Task, steps: &[Step], outcome: Outcome, out: &mut String) {
    let collection = context.collection;
    let never = Mix(Vec::new());
    let mix = collection.plan.mixes.get(context.mix).unwrap_or(&never);
    let episode = format!("{}.{}.{}", task.id.index, context.mix, context.repetition);
    let name = task_name(task);
    let mut household = Household::new(task);
    for (t, step) in steps.iter().enumerate() {
        let done = t + 1 == steps.len();
        let help = usize::from(step.intervention).checked_sub(1).and_then(|k| context.names.get(k).copied());
        let line = LogLine {
            episode: &episode,
            task: &name,
            t: t as u32,
            state: context.with_text.then(|| state_text(&household)),
            state_key: state_key(task, step.key),
            intervention: help,
            action: label(&household, step.action),
            done,
            truncated: done && outcome == Outcome::TimedOut,
            outcome: done.then_some(outcome.is_success()),
            ambiguous: done.then_some(task.is_ambiguous()),
            propensity: mix.propensity(step.intervention),
            model: collection.profiles.actor.name(),
        };
        // A line holds no map with keys that JSON lacks, so this cannot fail.
        if let Ok(json) = serde_json::to_string(&line) {
            out.push_str(&json);
            out.push('\n');
        }
        household.step(step.action);
    }
}

fn label(household: &Household, action: Action) -> String {
    action_label(household.task(), household.room(), household.held(), action)
}

fn task_name(task: &Task) -> String {
    let id = task.id;
    format!("{}/{}/{}/{}", id.split.name(), id.set.name(), id.seed, id.index)
}

/// Collects Phase 1 of one task and appends its lines; returns successes and episodes of each mix.
pub fn write_task(collection: &Collection, index: u32, with_text: bool, out: &mut String) -> Vec<(u32, u32)> {
    let task = collection.task(index);
    let names: Vec<&str> = collection.helps.iter().map(|help| help.name()).collect();
    write_task_of(collection, &task, &collection.cast(&task), &names, with_text, out).1
}

/// The same with any cast: who helps is called by `names`, in the order of the cast. Gives the counts too.
pub fn write_task_of(
    collection: &Collection,
    task: &Task,
    cast: &Cast,
    names: &[&str],
    with_text: bool,
    out: &mut String,
) -> (Counts, Vec<(u32, u32)>) {
    let tally = vec![(0, 0); collection.plan.mixes.len()];
    let mut writer = Writer { collection, task, names, with_text, out, tally };
    let counts = collect_task(task, cast, &collection.plan, collection.keying, &mut writer);
    (counts, writer.tally)
}

struct Writer<'a> {
    collection: &'a Collection,
    task: &'a Task,
    names: &'a [&'a str],
    with_text: bool,
    out: &'a mut String,
    tally: Vec<(u32, u32)>,
}

impl Watcher for Writer<'_> {
    fn episode(&mut self, mix: usize, repetition: u32, steps: &[Step], outcome: Outcome) {
        let context = Context {
            collection: self.collection,
            mix,
            repetition,
            with_text: self.with_text,
            names: self.names,
        };
        write_episode(context, self.task, steps, outcome, self.out);
        if let Some((successes, episodes)) = self.tally.get_mut(mix) {
            *successes += u32::from(outcome.is_success());
            *episodes += 1;
        }
    }
}
