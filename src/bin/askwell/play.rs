//! `askwell play`: one episode as text, or a person who acts in the terminal.

use std::io::BufRead;
use std::sync::Arc;

use anyhow::Context;
use askwell::actor::{Actor, BaseActor, Mcts, Oracle, Profiles, RandomActor};
use askwell::household::{
    Action, Household, Outcome, Split, Task, TaskId, TaskSet, World, action_label, observation_text,
    oracle_length, parse_action, state_text,
};
use askwell::reward_model::{QOptions, train_q};
use askwell::rollout::episode_random;

use crate::{model, names, output};

/// The random stream of these episodes: the same as the page's.
const STREAM: u64 = 2_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The kind of tasks: s-obj, pnp or s-hum.
    #[arg(long, default_value = "s-obj", value_parser = names::split)]
    split: Split,
    /// The task's number.
    #[arg(long, default_value_t = 0)]
    task: u32,
    /// The seed everything random follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The set of tasks: train, validation, test or calibration.
    #[arg(long, default_value = "train", value_parser = names::task_set)]
    set: TaskSet,
    /// The actor: base, better, mcts, oracle, random or human.
    #[arg(long, default_value = "base")]
    actor: Who,
    /// The base actor that the first three actors are or help: llama or gpt-4o-mini.
    #[arg(long, default_value = "llama", value_parser = names::actor)]
    base: BaseActor,
    /// Print the whole state before each step, as a language model would be prompted with it.
    #[arg(long)]
    states: bool,
    /// Print the episode as one JSON document.
    #[arg(long, conflicts_with = "states")]
    json: bool,
    #[command(flatten)]
    model: model::Options,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Who {
    Base,
    Better,
    Mcts,
    Oracle,
    Random,
    Human,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { split, set, seed, task: index, .. } = *arguments;
    let world = World::new(split);
    let task = Task::generate(&world, TaskId { split, set, seed, index });
    let mut household = Household::new(&task);
    if arguments.actor == Who::Human {
        by_hand(&mut household)?;
        return output::print(&verdict(&household));
    }
    if arguments.model.is_set() {
        return by_model(arguments, &mut household);
    }
    let actor = actor(arguments, &world, &task)?;
    let mut random = episode_random(task.id, STREAM, 0);
    let mut text = if arguments.states { String::new() } else { state_text(&household) + "\n" };
    let mut steps = Vec::new();
    while let Some(action) = actor.act(&household, &mut random) {
        if arguments.states {
            text += &format!("{}\n", state_text(&household));
        }
        let (line, step) = step(&mut household, action);
        text += &format!("{line}\n");
        steps.push(step);
    }
    if arguments.json {
        return output::print(&document(&household, steps).to_string());
    }
    output::print(&(text + "\n" + &verdict(&household)))
}

/// The actor, bound to the task.
fn actor(arguments: &Arguments, world: &World, task: &Task) -> anyhow::Result<Box<dyn Actor>> {
    let profiles = Profiles::new(arguments.split, arguments.base);
    let (base, strong) = profiles.bind(task);
    Ok(match arguments.actor {
        Who::Better => Box::new(strong),
        Who::Mcts => {
            let q = train_q(world, &profiles, arguments.seed, &QOptions::default())?;
            Box::new(Mcts::new(base, Some(Arc::new(q))))
        }
        Who::Oracle => Box::new(Oracle),
        Who::Random => Box::new(RandomActor),
        Who::Base | Who::Human => Box::new(base),
    })
}

/// A language model acts, within its caps; each step with what it said, and how sure it was where it tells.
fn by_model(arguments: &Arguments, household: &mut Household) -> anyhow::Result<()> {
    let actor = model::ModelActor::new(model::Caller::new(&arguments.model)?);
    // The model's answer is the same whatever is drawn here.
    let mut random = episode_random(household.task().id, STREAM, 0);
    let prompt = arguments.model.prompt;
    let mut text = if arguments.states { String::new() } else { prompt.text(household) + "\n" };
    let mut steps = Vec::new();
    while let Some(action) = actor.act(household, &mut random) {
        if arguments.states {
            text += &format!("{}\n", prompt.text(household));
        }
        let (line, mut step) = step(household, action);
        text += &line;
        if let Some(kept) = actor.said() {
            text += &format!(" (It said “{}”", kept.text.trim());
            text += &kept.certainty.map_or(String::new(), |it| format!(", with probability {it:.3}"));
            text += ".)";
            step["said"] = kept.text.into();
            step["certainty"] = kept.certainty.into();
        }
        text += "\n";
        steps.push(step);
    }
    if let Some(stopped) = actor.stopped() {
        anyhow::bail!("stopped after {} steps: {stopped}", steps.len());
    }
    if arguments.json {
        let mut document = document(household, steps);
        document["model"] = actor.summary();
        return output::print(&document.to_string());
    }
    output::print(&format!("{text}\n{}\n{}", verdict(household), actor.summary()))
}

/// Does an action; its line for people and its entry for JSON.
fn step(household: &mut Household, action: Action) -> (String, serde_json::Value) {
    let task = household.task();
    let label = action_label(task, household.room(), household.held(), action);
    household.step(action);
    let noticed = household.last().map_or_else(String::new, |entry| observation_text(task, entry));
    let line = format!("{}. {label}. {noticed}", household.steps_taken());
    (line.trim_end().to_owned(), serde_json::json!({ "action": label, "observation": noticed }))
}

fn document(household: &Household, steps: Vec<serde_json::Value>) -> serde_json::Value {
    let task = household.task();
    serde_json::json!({
        "split": task.id.split.name(),
        "set": task.id.set.name(),
        "seed": task.id.seed,
        "task": task.id.index,
        "ambiguous": task.is_ambiguous(),
        "oracle_steps": oracle_length(task),
        "start": state_text(&Household::new(task)),
        "steps": steps,
        "success": household.outcome().is_success(),
        "failure": household.failure().map(askwell::household::Failure::name),
        "truncated": household.outcome() == Outcome::TimedOut,
    })
}

/// The outcome of the episode, its kind, and the fewest steps that would have done.
fn verdict(household: &Household) -> String {
    let task = household.task();
    let end = match (household.outcome(), household.failure()) {
        (Outcome::Success, _) => "Success".to_owned(),
        (_, Some(failure)) => format!("Failure: {}", failure.name()),
        (_, None) => "Left unfinished".to_owned(),
    };
    let kind = if task.is_ambiguous() { "an ambiguous episode" } else { "a clear episode" };
    let steps = household.steps_taken();
    format!("{end}, after {steps} steps; {kind}; the oracle needs {}.", oracle_length(task))
}

/// A person acts: by the number of an action or in words. What is not on the list is asked for again; the end of the
/// input ends the episode.
fn by_hand(household: &mut Household) -> anyhow::Result<()> {
    let mut lines = std::io::stdin().lock().lines();
    while !household.outcome().is_terminal() {
        let legal = household.legal_actions();
        let mut text = state_text(household) + "\nYour action, by its number from 1 or in words:";
        loop {
            output::print(&text)?;
            let Some(line) = lines.next() else { return Ok(()) };
            let line = line.context("standard input: expected text")?;
            let numbered =
                line.trim().parse::<usize>().ok().and_then(|n| legal.get(n.checked_sub(1)?).copied());
            if let Some(action) = numbered.or_else(|| parse_action(household, &line)) {
                let (line, _) = step(household, action);
                output::print(&format!("\n{line}\n"))?;
                break;
            }
            text =
                format!("“{}” is not on the list; expected one of its {} actions.", line.trim(), legal.len());
        }
    }
    Ok(())
}
