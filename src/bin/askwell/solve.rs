//! `askwell solve`: one price (or one an intervention), the optimal policy or the paper's rule.

use std::borrow::Cow;
use std::fmt::Write;

use anyhow::bail;
use askwell::mdp::chain::{Acting, evaluate, evaluate_to_horizon, evaluate_undiscounted};
use askwell::mdp::paper::{self, PSource, PaperOptions, PaperSolution, Sign};
use askwell::mdp::{MdpFile, Policy, Price, Totals, Unseen};
use clap::ValueEnum;
use serde::{Serialize, Serializer};

use crate::output::{print, print_json};
use crate::problem::{read, short, shorts, shown};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An MDP JSON file, - for standard input, or scenario:NAME
    #[arg(value_name = "FILE")]
    file: String,
    /// The price of a call; with several interventions, one price each
    #[arg(long, value_name = "R", required = true, allow_negative_numbers = true, value_parser = crate::problem::price)]
    price: Vec<Price>,
    /// The exact optimum, or the paper's iteration as written
    #[arg(long, value_enum, default_value_t = Rule::Exact)]
    rule: Rule,
    /// The source of p for the paper's rule
    #[arg(long, value_enum, default_value_t = Source::Given)]
    p_source: Source,
    /// The treatment of the paper's ratio: as the paper writes it, or with its sign kept
    #[arg(long, value_enum, default_value_t = Reading::AsWritten)]
    sign: Reading,
    /// The value of an action never seen in a state [default: mask; for the paper's rule zero]
    #[arg(long, value_enum)]
    unseen: Option<Missing>,
    /// The most sweeps of the paper's rule
    #[arg(long, value_name = "N", default_value_t = 400)]
    sweeps: u32,
    /// M before the paper's first sweep, in every state
    #[arg(long, value_name = "M0", default_value_t = 0.0, allow_negative_numbers = true, value_parser = initial)]
    initial: f64,
    /// Count undiscounted calls and success up to this many steps only [default: to the end]
    #[arg(long, value_name = "STEPS")]
    horizon: Option<u32>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rule {
    Exact,
    Paper,
}

#[derive(Clone, Copy, ValueEnum)]
enum Source {
    /// The file's p_nohelp and p_help
    Given,
    /// The table's success of never and of always asking
    Table,
    /// The success of the policy of the iteration itself
    #[value(alias = "on-policy")]
    Onpolicy,
    /// One step on the table, then never asking
    #[value(alias = "look-ahead")]
    Lookahead,
}

#[derive(Clone, Copy, ValueEnum)]
enum Reading {
    AsWritten,
    Signed,
}

#[derive(Clone, Copy, ValueEnum)]
enum Missing {
    /// The action is not available
    Mask,
    /// Nothing follows: value 0, no further calls
    Zero,
}

fn initial(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number
        .filter(|m| m.is_finite() && *m >= 0.0)
        .ok_or_else(|| "expected a finite number, 0 or more".to_owned())
}

/// The policy of a rule, with its calls and success.
struct Answer {
    policy: Policy,
    totals: Totals,
    undiscounted: Totals,
    /// The paper's iteration, if that was the rule.
    iteration: Option<PaperSolution>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let file = read(&arguments.file)?;
    let prices: Vec<f64> = arguments.price.iter().map(|price| price.get()).collect();
    let expected = file.mdp.n_interventions();
    if prices.len() != expected {
        let each = if expected == 1 { "one".to_owned() } else { format!("{expected}, one an intervention") };
        bail!("--price: given {}; expected {each}", prices.len());
    }
    let answer = match arguments.rule {
        Rule::Exact => solve_exact(arguments, &file, &prices),
        Rule::Paper => solve_paper(arguments, &file, &prices)?,
    };
    if arguments.json {
        return print_json(&document(&file, &prices, &answer));
    }
    print(&text(&file, &prices, &answer)?)
}

fn solve_exact(arguments: &Arguments, file: &MdpFile, prices: &[f64]) -> Answer {
    let solution = crate::parallel::solve(&file.mdp, prices, unseen(arguments, Unseen::Mask));
    let totals = Totals { success: solution.success, usage: solution.usage };
    let undiscounted = count(arguments, file, &solution.policy);
    Answer { policy: solution.policy, totals, undiscounted, iteration: None }
}

fn solve_paper(arguments: &Arguments, file: &MdpFile, prices: &[f64]) -> anyhow::Result<Answer> {
    let p_source = match arguments.p_source {
        Source::Given => PSource::Given,
        Source::Table => PSource::Table,
        Source::Onpolicy => PSource::OnPolicy,
        Source::Lookahead => PSource::LookAhead,
    };
    if let Some((field, state)) = file.missing_p().filter(|_| p_source == PSource::Given) {
        bail!(
            "{}: {field}: no value for state \"{state}\"; expected one for each action seen in a state, or --p-source \
             table, onpolicy or lookahead",
            shown(&arguments.file)
        );
    }
    let options = PaperOptions {
        p_source,
        sign: match arguments.sign {
            Reading::AsWritten => Sign::AsWritten,
            Reading::Signed => Sign::Signed,
        },
        unseen: unseen(arguments, Unseen::Zero),
        sweeps: arguments.sweeps,
        initial: arguments.initial,
        ..PaperOptions::at(prices)
    };
    let iteration = paper::iterate(&file.mdp, &options);
    let policy = iteration.policy.clone();
    let totals = evaluate(&file.mdp, &policy).totals(&file.mdp);
    let undiscounted = count(arguments, file, &policy);
    Ok(Answer { policy, totals, undiscounted, iteration: Some(iteration) })
}

fn unseen(arguments: &Arguments, default: Unseen) -> Unseen {
    match arguments.unseen {
        None => default,
        Some(Missing::Mask) => Unseen::Mask,
        Some(Missing::Zero) => Unseen::Zero,
    }
}

fn count(arguments: &Arguments, file: &MdpFile, policy: &Policy) -> Totals {
    match arguments.horizon {
        Some(steps) => evaluate_to_horizon(&file.mdp, Acting::Policy(policy), steps).totals,
        None => evaluate_undiscounted(&file.mdp, Acting::Policy(policy)).totals(&file.mdp),
    }
}

/// The start-weighted mean of the M the iteration stopped at, an intervention.
fn usage_iterate(file: &MdpFile, iteration: &PaperSolution) -> Vec<f64> {
    let k = file.mdp.n_interventions();
    let of = |c: usize| -> Vec<f64> { iteration.usage_iterate.iter().skip(c).step_by(k).copied().collect() };
    (0..k).map(|c| file.mdp.start_mean(&of(c))).collect()
}

/// The answer as JSON, written as it goes: with millions of states it is larger than their problem.
#[derive(Serialize)]
struct Document<'a> {
    converged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    flipping: Option<Vec<Cow<'a, str>>>,
    period: Option<u32>,
    policy: Named<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    round: Option<Option<u32>>,
    success: f64,
    success_undiscounted: f64,
    sweeps: u32,
    usage: &'a [f64],
    #[serde(skip_serializing_if = "Option::is_none")]
    usage_iterate: Option<Vec<f64>>,
    usage_undiscounted: &'a [f64],
    value: f64,
}

/// The policy by name: the action of each state.
struct Named<'a>(&'a MdpFile, &'a Policy);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.named_policy(self.1))
    }
}

fn document<'a>(file: &'a MdpFile, prices: &[f64], answer: &'a Answer) -> Document<'a> {
    let iteration = answer.iteration.as_ref();
    let flipping = |found: &PaperSolution| found.flipping.iter().map(|&state| file.name(state)).collect();
    Document {
        converged: iteration.is_none_or(|found| found.converged),
        flipping: iteration.map(flipping),
        period: iteration.map_or(Some(1), |found| found.period),
        policy: Named(file, &answer.policy),
        round: iteration.map(|found| found.round),
        success: answer.totals.success,
        success_undiscounted: answer.undiscounted.success,
        sweeps: iteration.map_or(0, |found| found.sweeps),
        usage: &answer.totals.usage,
        usage_iterate: iteration.map(|found| usage_iterate(file, found)),
        usage_undiscounted: &answer.undiscounted.usage,
        value: answer.totals.value(prices),
    }
}

fn text(file: &MdpFile, prices: &[f64], answer: &Answer) -> anyhow::Result<String> {
    let mut text = String::new();
    writeln!(text, "value    {}", short(answer.totals.value(prices)))?;
    writeln!(
        text,
        "success  {} ({} undiscounted)",
        short(answer.totals.success),
        short(answer.undiscounted.success)
    )?;
    let (usage, counted) = (shorts(&answer.totals.usage), shorts(&answer.undiscounted.usage));
    writeln!(text, "usage    {usage} ({counted} undiscounted)")?;
    if let Some(iteration) = &answer.iteration {
        writeln!(text, "iterate  M = {}", shorts(&usage_iterate(file, iteration)))?;
        writeln!(text, "sweeps   {}, {}", iteration.sweeps, settled(file, iteration))?;
    }
    let asks = file.named_policy(&answer.policy).filter(|(_, action)| action != "nohelp");
    let asks: Vec<String> = asks.map(|(state, action)| format!("{state}: {action}")).collect();
    match asks.len() {
        0 => write!(text, "asks     nowhere")?,
        n => write!(text, "asks     in {n} of {} states\n  {}", file.states.len(), asks.join("\n  "))?,
    }
    Ok(text)
}

fn settled(file: &MdpFile, iteration: &PaperSolution) -> String {
    if iteration.converged {
        return "settled".to_owned();
    }
    let flipping: Vec<_> = iteration.flipping.iter().map(|&state| file.name(state)).collect();
    let period = iteration.period.map_or(String::new(), |period| format!(" (period {period})"));
    format!("not settled{period}; still changing: {}", flipping.join(", "))
}
