//! The report on a log before any conclusion: its size, its coverage, and its doubtful points.

use serde::{Deserialize, Serialize};

use super::confounding::{Confounding, confounding};
use crate::mdp::{ActionId, StateId};
use crate::trace::counts::{Counts, Table};
use crate::trace::format::Format;
use crate::trace::log::Log;
use crate::trace::normalise::Normaliser;
use crate::trace::read::{Issue, Warning};

/// Below so many episodes a mean says little.
const FEW_EPISODES: usize = 30;

/// One action and how often it was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionCount {
    /// `nohelp`, or the name of who helps.
    pub name: String,
    /// Steps with it.
    pub steps: u64,
    /// Episodes with it.
    pub episodes: u64,
    /// States in which it was tried.
    pub states: u64,
}

/// The coverage of states and actions by the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// States of the table.
    pub states: u64,
    /// States in which every action was tried.
    pub states_with_all: u64,
    /// The share of all steps that were in such states.
    pub steps_with_all: f64,
    /// Pairs of a state and an action that were tried.
    pub pairs: u64,
    /// The number of pairs that were tried only once.
    pub pairs_once: u64,
    /// Steps a pair, the median.
    pub steps_per_pair: u64,
}

/// The effect of the rules for texts on the states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The rules, as text.
    pub rules: String,
    /// Coverage of the states as logged.
    pub before: Coverage,
    /// Coverage after the rules.
    pub after: Coverage,
    /// Some texts that became one: the texts as logged, then what they became.
    pub example: Option<(String, String, String)>,
}

/// The report on a log before any conclusion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The format of the log.
    pub format: Option<Format>,
    /// True if the log was gzipped.
    pub gzipped: bool,
    /// The size of the log in bytes, unpacked.
    pub bytes: u64,
    /// The number of lines of the log.
    pub lines: u64,
    /// Episodes that count.
    pub episodes: u64,
    /// Episodes left out because they did not end.
    pub unfinished: u64,
    /// Tasks.
    pub tasks: u64,
    /// The fewest and the most episodes of a task.
    pub episodes_per_task: (u64, u64),
    /// Different states as they were logged.
    pub states_logged: u64,
    /// Steps of all episodes.
    pub steps: u64,
    /// The most steps of an episode.
    pub steps_max: u64,
    /// `nohelp` and the interventions.
    pub actions: Vec<ActionCount>,
    /// Different actions that were named, as the log calls them.
    pub actions_named: u64,
    /// The models that acted, the first few.
    pub models: Vec<String>,
    /// Episodes whose steps were used up.
    pub truncated: u64,
    /// Outcomes that are neither 0 nor 1.
    pub outcomes_between: u64,
    /// Mean success.
    pub success: f64,
    /// Mean calls an episode.
    pub calls: f64,
    /// The share of episodes with help.
    pub helped: f64,
    /// Mean cost of a step without and with help, where logged.
    pub costs: [Option<f64>; 2],
    /// True if every step has the probability of its action.
    pub propensities: bool,
    /// The coverage of states and actions.
    pub coverage: Coverage,
    /// The effect of the given rules, or of the usual ones if none were given.
    pub effect: Option<Effect>,
    /// The evidence that the state predicts help.
    pub confounding: Option<Confounding>,
    /// All errors.
    pub errors: u64,
    /// The first errors.
    pub errors_told: Vec<Issue>,
    /// The warnings to read before believing a number.
    pub warnings: Vec<Warning>,
}

/// Looks at a log and its table.
pub(super) fn report(
    log: &Log,
    table: &Table,
    counts: &Counts,
    rules: Option<&Normaliser>,
    shared: bool,
) -> Report {
    let n = log.episodes.len().max(1) as f64;
    let of_outcomes = |count: &dyn Fn(f64) -> f64| log.episodes.iter().map(|e| count(e.outcome)).sum::<f64>();
    let actions = action_counts(log, table, counts);
    let calls: u64 = actions.iter().skip(1).map(|action| action.steps).sum();
    let helped = log.episodes.iter().filter(|e| log.steps(e).iter().any(|step| step.action > 0)).count();
    let mean = |(sum, n): (f64, u64)| (n > 0).then(|| sum / n as f64);
    let mut report = Report {
        format: log.format,
        gzipped: log.gzipped,
        bytes: log.n_bytes,
        lines: log.n_lines,
        episodes: log.episodes.len() as u64,
        unfinished: log.n_unfinished,
        tasks: 0,
        episodes_per_task: (0, 0),
        states_logged: log.states.len() as u64,
        steps: log.n_steps(),
        steps_max: u64::from(log.steps_max()),
        actions,
        actions_named: log.n_actions_named,
        models: log.models.clone(),
        truncated: log.episodes.iter().filter(|episode| episode.truncated).count() as u64,
        outcomes_between: log.episodes.iter().filter(|e| e.outcome > 0.0 && e.outcome < 1.0).count() as u64,
        success: of_outcomes(&|outcome| outcome) / n,
        calls: calls as f64 / n,
        helped: helped as f64 / n,
        costs: log.costs.map(mean),
        propensities: log.has_propensities(),
        coverage: coverage(table, counts),
        effect: effect(log, table, counts, rules, shared),
        confounding: (!log.has_propensities()).then(|| confounding(log, table)).flatten(),
        errors: log.issues.n_errors,
        errors_told: log.issues.errors.clone(),
        warnings: log.issues.warnings.clone(),
    };
    report.count_tasks(log);
    report.warn(shared);
    report
}

fn action_counts(log: &Log, table: &Table, counts: &Counts) -> Vec<ActionCount> {
    let mut found: Vec<ActionCount> = (0..table.n_actions() as u8)
        .map(|action| ActionCount {
            name: log.action_name(action).to_owned(),
            steps: 0,
            episodes: 0,
            states: 0,
        })
        .collect();
    for episode in &log.episodes {
        let mut with = vec![false; found.len()];
        for step in log.steps(episode) {
            found[usize::from(step.action)].steps += 1;
            with[usize::from(step.action)] = true;
        }
        found.iter_mut().zip(with).for_each(|(action, with)| action.episodes += u64::from(with));
    }
    for row in counts.rows().chunks_exact(table.n_actions()) {
        found.iter_mut().zip(row).for_each(|(action, &n)| action.states += u64::from(n > 0.0));
    }
    found
}

/// The coverage of states and actions.
pub(super) fn coverage(table: &Table, counts: &Counts) -> Coverage {
    let states = counts.rows().chunks_exact(table.n_actions());
    let all = |row: &[f64]| row.iter().all(|&n| n > 0.0);
    let steps: f64 = counts.rows().iter().sum();
    let with_all: f64 = states.clone().filter(|row| all(row)).flatten().sum();
    let mut pairs: Vec<f64> = counts.rows().iter().copied().filter(|&n| n > 0.0).collect();
    pairs.sort_by(f64::total_cmp);
    Coverage {
        states: states.len() as u64,
        states_with_all: states.filter(|row| all(row)).count() as u64,
        // An empty sum is -0.
        steps_with_all: with_all.abs() / steps.max(1.0),
        pairs: pairs.len() as u64,
        pairs_once: pairs.iter().filter(|&&n| n < 1.5).count() as u64,
        steps_per_pair: pairs.get(pairs.len() / 2).copied().unwrap_or(0.0) as u64,
    }
}

/// The effect of the given rules, or of the usual ones; none if states are the log's own keys and no rules are given.
fn effect(
    log: &Log,
    table: &Table,
    counts: &Counts,
    rules: Option<&Normaliser>,
    shared: bool,
) -> Option<Effect> {
    if log.keyed && rules.is_none() {
        return None;
    }
    let usual = Normaliser::usual();
    let given = rules.unwrap_or(&usual);
    let here = coverage(table, counts);
    let weights = vec![1.0; log.episodes.len()];
    let other = Table::new(log, if rules.is_some() { None } else { Some(given) }, shared);
    // Rules that join no texts join no states.
    let there = match table.n_texts() == other.n_texts() {
        true => here.clone(),
        false => coverage(&other, &other.count(log, &weights, super::Weigh::Episodes)),
    };
    let (before, after) = if rules.is_some() { (there, here) } else { (here, there) };
    Some(Effect { rules: given.to_text(), before, after, example: merged(log, given) })
}

/// Two texts that the rules make one.
fn merged(log: &Log, rules: &Normaliser) -> Option<(String, String, String)> {
    /// An example is found early or not worth the time.
    const LOOKED_AT: usize = 2_000;
    let mut seen = std::collections::BTreeMap::new();
    log.states.iter().take(LOOKED_AT).find_map(|text| {
        let short = rules.apply(text).into_owned();
        match seen.get(&short) {
            Some(&first) => Some((str::to_owned(first), text.to_owned(), short)),
            None => {
                seen.insert(short, text);
                None
            }
        }
    })
}

impl Report {
    fn count_tasks(&mut self, log: &Log) {
        let mut of_task = vec![0u64; log.tasks.len()];
        log.episodes.iter().for_each(|episode| of_task[episode.task as usize] += 1);
        of_task.retain(|&n| n > 0);
        self.tasks = of_task.len() as u64;
        let (least, most) = (of_task.iter().min(), of_task.iter().max());
        self.episodes_per_task = (least.copied().unwrap_or(0), most.copied().unwrap_or(0));
    }

    fn warn(&mut self, shared: bool) {
        let mut warn = |kind: &str, text: String| self.warnings.push(Warning::new(kind, text));
        let calls: u64 = self.actions.iter().skip(1).map(|action| action.steps).sum();
        if calls == 0 {
            warn("no-help", "nobody ever helped in this log: it cannot say what help would bring".to_owned());
        }
        if (self.episodes as usize) < FEW_EPISODES {
            let episodes = if self.episodes == 1 { "episode" } else { "episodes" };
            let text = format!("only {} {episodes}: the intervals are wide, and believe them", self.episodes);
            warn("few-episodes", text);
        }
        if self.episodes_per_task.0 < 2 && !shared && self.tasks > 1 {
            let text = "some tasks have one episode, and the same text in two tasks is two states: what was learnt in one \
                        task does not serve another; let tasks share states if a text means the same in all of them";
            warn("lone-episodes", text.to_owned());
        }
        let coverage = &self.coverage;
        if coverage.states_with_all < coverage.states && calls > 0 {
            let text = format!(
                "in {} of {} states not every action was tried ({:.0} % of the steps were where all were): nothing is \
                 known about the others, and the policy does not take them",
                coverage.states - coverage.states_with_all,
                coverage.states,
                100.0 * coverage.steps_with_all,
            );
            warn("coverage", text);
        }
        if coverage.pairs_once * 2 > coverage.pairs {
            let text = format!(
                "{} of {} pairs of a state and an action were seen only once: what the table says of them is one \
                 episode's luck, and the intervals do not show it",
                coverage.pairs_once, coverage.pairs,
            );
            warn("seen-once", text);
        }
        if let Some(found) = self.confounding.as_ref().filter(|found| found.is_confounded) {
            let text = format!(
                "help can be told from the state ({:.3} ± {:.3} nats a step better than its mean rate, on held-out \
                 episodes) and the log has no propensity: where help went to states that differ in what was not logged, \
                 its effect is not what the table says",
                found.lift, found.lift_se,
            );
            warn("confounded", text);
        }
    }
}

impl Log {
    /// The most steps of an episode.
    pub(super) fn steps_max(&self) -> u32 {
        self.episodes.iter().map(|episode| episode.n_steps).max().unwrap_or(0)
    }
}

/// The number of times that each action was taken in a state: for "why here?".
pub(super) fn seen(table: &Table, counts: &Counts, state: StateId) -> Vec<u64> {
    (0..table.n_actions() as u8).map(|action| counts.of_row(table, state, ActionId(action)) as u64).collect()
}
