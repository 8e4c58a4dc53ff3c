//! `askwell import`: an agent's own log, what was understood of it, and what one more call would buy.

mod parquet;
mod read;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use askwell::language::{Words, counted};
use askwell::mdp::{Budget, file};
use askwell::trace::read::Columns;
use askwell::trace::{
    Analysis, AnalysisOptions, Estimate, Normaliser, PolicyRow, Replicate, Report, Results, TextModel, Weigh,
    Why, policy_text,
};
use clap::ValueEnum;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::frontier::document;
use crate::output::{self, all_differ, print};
use crate::parallel;
use crate::problem::{gamma, short};
use read::read;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The log, in one file or several: JSON Lines, CSV or ATIF, plain or gzipped, or Parquet; - is standard input
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<String>,
    /// The format of the log [default: found from its beginning]
    #[arg(long, value_enum)]
    format: Option<Kind>,
    /// The columns that the log gives other names: episode=ep_id,outcome=reward
    #[arg(long, value_name = "COLUMN=NAME,...", value_parser = columns)]
    columns: Option<Columns>,
    /// The interventions that may help, in the order of the actions [default: all names met]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    interventions: Option<Vec<String>>,
    /// ATIF: where the outcome stands in a trajectory, such as extra.reward
    #[arg(long, value_name = "PATH")]
    outcome: Option<String>,
    /// ATIF: a file of how each trajectory ended: {"NAME": OUTCOME, ...} or lines NAME,OUTCOME, where NAME is a
    /// trajectory_id, a session_id or the name of a file
    #[arg(long, value_name = "FILE", conflicts_with = "outcome")]
    outcomes: Option<PathBuf>,
    /// ATIF: the text that means success there
    #[arg(long, value_name = "TEXT", conflicts_with = "outcomes")]
    success: Option<String>,
    /// ATIF: where the task stands in a trajectory
    #[arg(long, value_name = "PATH")]
    task: Option<String>,
    /// ATIF: what says in a step who helped [default: a model other than the agent's]
    #[arg(long, value_name = "PATH")]
    helper: Option<String>,
    /// ATIF: what the agent saw, in a step [default: the last observation or message]
    #[arg(long, value_name = "PATH")]
    state: Option<String>,
    /// Rules that make texts of one state alike: usual, a file of rules, or rules with semicolons between (usual;
    /// numbers)
    #[arg(long, value_name = "RULES", value_parser = rules)]
    normalise: Option<Rules>,
    /// Let the same text be the same state in every task
    #[arg(long)]
    share_states: bool,
    /// The weights: every episode weighs the same, or every task
    #[arg(long, value_enum, default_value_t = Weight::Episodes)]
    weigh: Weight,
    /// Leave out what is wrong, and go on
    #[arg(long)]
    lenient: bool,
    /// γ of the frontier and of the exported problem
    #[arg(long, default_value_t = 0.999, value_parser = gamma)]
    gamma: f64,
    /// Calls an episode at which policies are compared [default: those of the log]
    #[arg(long, value_name = "C", allow_negative_numbers = true, value_parser = crate::problem::budget)]
    budget: Option<Budget>,
    /// Replicates the intervals stand on [default: 200, fewer for a long log]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10_000))]
    replicates: Option<u32>,
    /// The seed of the intervals
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the problem as an MDP file, for solve, frontier and budget
    #[arg(long, value_name = "FILE")]
    mdp: Option<PathBuf>,
    /// Write the best policy for the budget
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Learn from the texts of the states where the best policy asks, and write that as an ONNX network
    #[arg(long, value_name = "FILE")]
    onnx: Option<PathBuf>,
    /// Learn chances of success from the texts of the states, and put them into the problem
    #[arg(long)]
    scores: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Jsonl,
    Csv,
    Atif,
    Parquet,
}

#[derive(Clone, Copy, ValueEnum)]
enum Weight {
    Episodes,
    Tasks,
}

fn columns(text: &str) -> Result<Columns, String> {
    Columns::parse(text).map_err(|error| error.to_string())
}

/// Rules, and the file that they came from.
#[derive(Clone)]
struct Rules {
    normaliser: Normaliser,
    file: Option<PathBuf>,
}

/// A file of rules, or the rules themselves.
fn rules(text: &str) -> Result<Rules, String> {
    let from_file = match fs::read_to_string(text) {
        Ok(rules) => {
            let normaliser = Normaliser::parse(&rules).map_err(|error| format!("{text}: {error}"))?;
            return Ok(Rules { normaliser, file: Some(text.into()) });
        }
        Err(error) => error,
    };
    match Normaliser::parse(text) {
        Ok(normaliser) => Ok(Rules { normaliser, file: None }),
        Err(error) if text.contains(';') => Err(error.to_string()),
        Err(error) => Err(format!("no file of rules ({from_file}), and no rules ({error})")),
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    keeps_its_files_apart(arguments)?;
    let log = read(arguments)?;
    let mut analysis = Analysis::with(Arc::new(log), options(arguments), parallel::frontier)
        .with_context(|| arguments.logs.join(" "))?;
    let n = arguments.replicates.unwrap_or_else(|| analysis.n_replicates());
    let replicates: Vec<Replicate> =
        (0..n).into_par_iter().filter_map(|number| analysis.replicate(number)).collect();
    let results = analysis.results(&replicates);
    let learnt = learn(arguments, &mut analysis)?;
    if let Some(path) = &arguments.mdp {
        output::write("--mdp", path, file::to_json(&analysis.file))?;
    }
    if let Some(path) = &arguments.policy {
        output::write("--policy", path, policy_text(&analysis))?;
    }
    print(&if arguments.json {
        answer(&analysis, &results, &learnt)
    } else {
        text(&analysis, &results)?
            + &learnt.iter().map(|(what, model)| format!("\n{}", model.in_words(what))).collect::<String>()
    })
}

/// No file is written over what is read, or over another one.
fn keeps_its_files_apart(arguments: &Arguments) -> anyhow::Result<()> {
    let logs = arguments.logs.iter().map(|log| ("the log", Path::new(log)));
    let rules = arguments.normalise.iter().filter_map(|rules| Some(("--normalise", rules.file.as_deref()?)));
    let outcomes = arguments.outcomes.iter().map(|file| ("--outcomes", file.as_path()));
    let written = [("--mdp", &arguments.mdp), ("--policy", &arguments.policy), ("--onnx", &arguments.onnx)];
    let written = written.into_iter().filter_map(|(option, path)| Some((option, path.as_deref()?)));
    all_differ(&logs.chain(rules).chain(outcomes).collect::<Vec<_>>(), &written.collect::<Vec<_>>())
}

/// The networks that were asked for, by what they say.
fn learn(arguments: &Arguments, analysis: &mut Analysis) -> anyhow::Result<Vec<(&'static str, TextModel)>> {
    let mut learnt = Vec::new();
    if arguments.scores {
        let model = analysis.train_prm(arguments.seed, |_| true).context("--scores")?;
        analysis.take_scores(&model).context("--scores")?;
        learnt.push(("success", model));
    }
    if let Some(path) = &arguments.onnx {
        let model = analysis.train_helper(arguments.seed, |_| true).context("--onnx")?;
        output::write("--onnx", path, model.helper_onnx(analysis, arguments.seed).context("--onnx")?)?;
        learnt.push(("ask", model));
    }
    Ok(learnt)
}

fn options(arguments: &Arguments) -> AnalysisOptions {
    AnalysisOptions {
        gamma: arguments.gamma,
        rules: arguments.normalise.as_ref().map(|rules| rules.normaliser.clone()),
        share_states: arguments.share_states,
        weigh: match arguments.weigh {
            Weight::Episodes => Weigh::Episodes,
            Weight::Tasks => Weigh::Tasks,
        },
        budget: arguments.budget.map(Budget::get),
        seed: arguments.seed,
    }
}

fn answer(analysis: &Analysis, results: &Results, learnt: &[(&'static str, TextModel)]) -> String {
    let learnt: Map<String, Value> = learnt
        .iter()
        .map(|(what, model)| {
            let told = json!({
                "rows": model.n_rows, "held_out_tasks": model.held_out_tasks, "calibration": model.calibration,
                "brier_of_mean": model.brier_of_mean,
            });
            ((*what).to_owned(), told)
        })
        .collect();
    let breakpoints: Vec<Value> = analysis.frontier.vertices().iter().map(document).collect();
    let why: Vec<Why> = analysis.asks().into_iter().take(SHOWN).map(|state| analysis.why(state)).collect();
    json!({
        "report": analysis.report, "results": results, "horizon": analysis.horizon,
        "gamma": analysis.options().gamma, "why": why, "learnt": learnt, "breakpoints": breakpoints,
    })
    .to_string()
}

/// The most states whose reasons are listed.
const SHOWN: usize = 5;

fn text(analysis: &Analysis, results: &Results) -> anyhow::Result<String> {
    let mut text = understood(&analysis.report);
    for warning in &analysis.report.warnings {
        write!(text, "\nwarning     {}", warning.text)?;
    }
    write!(text, "\n\n{}", policies(results)?)?;
    write!(text, "\n\n{:<12}success of the best policy, in the table it was made from", "calls")?;
    for point in &results.curve {
        write!(text, "\n{:<12}{}", short(point.calls), shown(&point.success))?;
    }
    let asks = analysis.asks();
    write!(text, "\n\nThe best policy for {} calls asks in {} states", short(results.budget), asks.len())?;
    for state in asks.into_iter().take(SHOWN) {
        write!(text, "\n{}", because(analysis, &analysis.why(state)))?;
    }
    Ok(text)
}

fn understood(report: &Report) -> String {
    let lines: Vec<String> =
        report.facts().into_iter().map(|(label, text)| format!("{label:<12}{text}")).collect();
    lines.join("\n")
}

fn policies(results: &Results) -> anyhow::Result<String> {
    let mut text = format!(
        "{:<22}{:<26}{:<26}{:<26}{:<8}seen twice",
        "policy", "success", "calls", "success by weights", "inside"
    );
    for row in &results.policies {
        let PolicyRow { name, success, calls, weighted_success, effective, inside, seen_twice, .. } = row;
        let too_few = || {
            effective.map_or("-".to_owned(), |n| counted(Words::ENGLISH.worth_n_episodes(), n.round() as u32))
        };
        let weighted = weighted_success.as_ref().map_or_else(too_few, shown);
        let share = |share: &f64| format!("{:.0} %", 100.0 * share);
        write!(
            text,
            "\n{name:<22}{:<26}{:<26}{weighted:<26}{:<8}{}",
            shown(success),
            shown(calls),
            share(inside),
            share(seen_twice)
        )?;
    }
    if let Some((optimism, best)) = results.optimism.zip(results.best_success.as_ref()) {
        write!(
            text,
            "\nThe best policy looks {} too good in the table it was made from: rather {}",
            short(optimism),
            shown(best)
        )?;
    }
    match &results.gain {
        Some(gain) => write!(text, "\nOne more call an episode would bring {} of success", shown(gain))?,
        None => write!(
            text,
            "\nSome states can only ask: no policy stays within {} calls",
            short(results.budget)
        )?,
    }
    let n = results.replicates;
    write!(text, "\nIntervals: 95 %, Bayesian bootstrap over episodes, {n} replicates; tasks as they are")?;
    Ok(text)
}

/// `0.512 (0.468 to 0.556)`.
fn shown(estimate: &Estimate) -> String {
    let interval = estimate.interval.map(|(low, high)| format!(" ({low:.3} to {high:.3})"));
    format!("{:.3}{}", estimate.value, interval.unwrap_or_default())
}

fn because(analysis: &Analysis, why: &Why) -> String {
    let name: String = why.name.chars().take(60).collect::<String>().replace('\n', " ");
    let each = why.actions.iter().zip(&why.seen).filter(|(numbers, _)| numbers.available);
    let each = each.map(|(numbers, seen)| {
        let calls: f64 = numbers.usage.iter().sum();
        let action = analysis.action_name(numbers.action);
        format!("{action} {:.3} with {calls:.2} calls (seen {seen})", numbers.success)
    });
    format!("  {name}: {}", each.collect::<Vec<_>>().join("; "))
}
