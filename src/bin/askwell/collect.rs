//! `askwell collect`: Phase 1 as a trace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use askwell::actor::{BaseActor, Cast, Help};
use askwell::experiment::{Order, TwoHelps};
use askwell::household::Split;
use askwell::mdp::file::to_json;
use askwell::reward_model::{QOptions, train_q};
use askwell::rollout::{Collection, Plan};
use askwell::trace::{mdp_json, write_task, write_task_of};
use rayon::prelude::*;

use crate::output::{self, Whole, all_differ, print};
use crate::{model, names, problem};

/// Tasks that are held in memory at once.
const TASKS_AT_ONCE: u32 = 256;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The kind of tasks: s-obj or pnp.
    #[arg(long, default_value = "s-obj", value_parser = names::split)]
    split: Split,
    /// The base actor, which acts where nobody helps: llama or gpt-4o-mini.
    #[arg(long, default_value = "llama", value_parser = names::actor)]
    actor: BaseActor,
    /// The interventions, separated by commas: better, mcts.
    #[arg(long, default_value = "better", value_delimiter = ',', value_parser = names::help_step_by_step)]
    intervention: Vec<Help>,
    /// The number of training tasks.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    tasks: u32,
    /// The seed everything random follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Episodes of Phase 1 a task and probability of help.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    reps: u32,
    /// The file to write the trace to, one JSON line a decision.
    #[arg(long)]
    out: PathBuf,
    /// Write each state as text too, as a language model would be prompted with it.
    #[arg(long)]
    text: bool,
    /// Write what was collected as an MDP file too, for solve, frontier and budget; with a language model, or with
    /// --intervention better,mcts as the page makes it: what was never tried without help is filled by the PRM.
    #[arg(long, value_name = "FILE")]
    mdp: Option<PathBuf>,
    /// γ of that file.
    #[arg(long, default_value_t = 0.95, value_parser = problem::gamma)]
    gamma: f64,
    #[command(flatten)]
    model: model::Options,
    /// Print what was collected as one JSON document.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let written = [
        ("--out", Some(&arguments.out)),
        ("--mdp", arguments.mdp.as_ref()),
        ("--cassette", arguments.model.cassette.as_ref()),
    ];
    let written = written.into_iter().filter_map(|(option, path)| Some((option, path?.as_path())));
    all_differ(&[], &written.collect::<Vec<_>>())?;
    let mut collection = Collection::new(arguments.split, arguments.actor, arguments.seed);
    collection.helps.clone_from(&arguments.intervention);
    collection.plan = match collection.helps.as_slice() {
        [_] => Plan::one_help(),
        [first, second] if first != second => Plan::two_helps(),
        _ => anyhow::bail!("--intervention: expected one intervention, or two that differ"),
    };
    collection.plan.repetitions = arguments.reps;
    if collection.helps.contains(&Help::Mcts) {
        let q = train_q(&collection.world, &collection.profiles, arguments.seed, &QOptions::default())?;
        collection.profiles.q = Some(Arc::new(q));
    }
    if arguments.model.is_set() {
        return by_model(&collection, arguments);
    }
    // A place that cannot be written is told before minutes of work, not after.
    let out = Whole::create("--out", &arguments.out)?;
    if let Some(file) = &arguments.mdp {
        write_problem(arguments, file)?;
    }
    let summary = write_trace(&collection, arguments, out)?;
    print(&summary.text(&collection, arguments.json))
}

/// The household with two helps as the page solves it.
fn write_problem(arguments: &Arguments, file: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        arguments.intervention == TwoHelps::HELPS && arguments.actor == BaseActor::default(),
        "--mdp: expected --intervention better,mcts and --actor llama, or a language model"
    );
    let order = Order {
        n_tasks: arguments.tasks,
        gamma: arguments.gamma,
        repetitions: arguments.reps,
        ..Order::new(arguments.seed, arguments.split)
    };
    let problem = TwoHelps::new(order)?.run(|_| {}).context("--mdp")?;
    output::write("--mdp", file, to_json(&problem.file()))
}

/// Phase 1 with a language model as the one intervention. It ends where the model no longer answers: what is whole is
/// written, and the same command goes on from the cassette.
fn by_model(collection: &Collection, arguments: &Arguments) -> anyhow::Result<()> {
    anyhow::ensure!(collection.helps.len() == 1, "--intervention: a language model is the only one");
    let actor = model::ModelActor::new(model::Caller::new(&arguments.model)?);
    let name = actor.model();
    let mut out = Whole::create("--out", &arguments.out)?;
    let mut summary = Summary { lines: 0, tally: vec![(0, 0); collection.plan.mixes.len()] };
    let (mut tasks, mut stopped) = (Vec::new(), None);
    for index in 0..arguments.tasks {
        let task = collection.task(index);
        let cast = Cast { base: collection.cast(&task).base, helps: vec![Box::new(actor.clone())] };
        let mut lines = String::new();
        let (counts, tally) = write_task_of(collection, &task, &cast, &[&name], arguments.text, &mut lines);
        stopped = actor.stopped();
        if stopped.is_some() {
            break;
        }
        out.add(lines.as_bytes())?;
        summary.lines += lines.lines().count() as u64;
        summary.add(tally);
        tasks.push((task, counts));
    }
    // Nothing takes the place of what an earlier run may have left there.
    if !tasks.is_empty() {
        out.finish()?;
        if let Some(file) = &arguments.mdp {
            output::write("--mdp", file, mdp_json(&tasks, arguments.gamma).to_string())?;
        }
    }
    let mut document = actor.summary();
    document["tasks"] = tasks.len().into();
    document["decisions"] = summary.lines.into();
    print(&if arguments.json {
        document.to_string()
    } else {
        format!("{}\n{} tasks; {document}", summary.text(collection, false), tasks.len())
    })?;
    match stopped {
        None => Ok(()),
        Some(stopped) => {
            anyhow::bail!("stopped after {} of {} tasks: {stopped}", tasks.len(), arguments.tasks)
        }
    }
}

/// The summary of the trace that was written.
struct Summary {
    lines: u64,
    /// Successes and episodes of each mix.
    tally: Vec<(u32, u32)>,
}

fn write_trace(collection: &Collection, arguments: &Arguments, mut out: Whole) -> anyhow::Result<Summary> {
    let mut summary = Summary { lines: 0, tally: vec![(0, 0); collection.plan.mixes.len()] };
    for start in (0..arguments.tasks).step_by(TASKS_AT_ONCE as usize) {
        let end = arguments.tasks.min(start + TASKS_AT_ONCE);
        let written: Vec<(String, Vec<(u32, u32)>)> = (start..end)
            .into_par_iter()
            .map(|index| {
                let mut lines = String::new();
                let tally = write_task(collection, index, arguments.text, &mut lines);
                (lines, tally)
            })
            .collect();
        for (lines, tally) in written {
            out.add(lines.as_bytes())?;
            summary.lines += lines.lines().count() as u64;
            summary.add(tally);
        }
    }
    out.finish()?;
    Ok(summary)
}

impl Summary {
    fn add(&mut self, tally: Vec<(u32, u32)>) {
        for (sum, (successes, episodes)) in self.tally.iter_mut().zip(tally) {
            *sum = (sum.0 + successes, sum.1 + episodes);
        }
    }

    fn text(&self, collection: &Collection, json: bool) -> String {
        let mixes = collection.plan.mixes.iter().zip(&self.tally);
        let episodes: u32 = self.tally.iter().map(|(_, episodes)| episodes).sum();
        // Of no episode there is no rate.
        let rate = |&(successes, episodes): &(u32, u32)| {
            (episodes > 0).then(|| f64::from(successes) / f64::from(episodes))
        };
        if json {
            let rows: Vec<_> = mixes
                .map(|(mix, tally)| {
                    serde_json::json!({ "probability": mix.0, "episodes": tally.1, "success": rate(tally) })
                })
                .collect();
            let document =
                serde_json::json!({ "episodes": episodes, "decisions": self.lines, "mixes": rows });
            return document.to_string();
        }
        let mixes = mixes.map(|(mix, tally)| {
            let rate =
                rate(tally).map_or("of no episode".to_owned(), |rate| format!("{:.1} %", 100.0 * rate));
            format!("\nhelp with probability {:?}: success {rate}", mix.0)
        });
        format!("{episodes} episodes, {} decisions{}", self.lines, mixes.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_no_episode_there_is_no_rate() {
        let collection = Collection::new(Split::SObj, BaseActor::default(), 1);
        let n_mixes = collection.plan.mixes.len();
        let mut summary = Summary { lines: 0, tally: vec![(0, 0); n_mixes] };
        assert_eq!(summary.text(&collection, false).matches("success of no episode").count(), n_mixes);
        summary.add(vec![(1, 2); n_mixes]);
        assert_eq!(summary.text(&collection, false).matches("success 50.0 %").count(), n_mixes);
        let document: serde_json::Value =
            serde_json::from_str(&summary.text(&collection, true)).expect("JSON");
        assert_eq!(document["mixes"][0]["success"], 0.5);
    }
}
