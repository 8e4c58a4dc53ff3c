//! The step from a log to counts: the states, what followed in each, and how often.

use std::collections::HashMap;
use std::sync::Arc;

use super::log::Log;
use super::names::Names;
use super::normalise::Normaliser;
use crate::mdp::{ActionId, Mdp, MdpBuilder, MdpError, MdpFile, StateId, StateNames, Successor};

/// The weighting of episodes at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weigh {
    /// Every episode the same: means are those of the log.
    #[default]
    Episodes,
    /// Every task the same, however many episodes it has.
    Tasks,
}

impl Weigh {
    /// The weight of each episode in a mean over episodes or tasks, given its weight among the episodes of its task.
    pub(super) fn shares(self, log: &Log, weights: &[f64]) -> Vec<f64> {
        if self == Self::Episodes {
            return weights.to_vec();
        }
        let mut of_task = vec![0.0; log.tasks.len()];
        for (episode, weight) in log.episodes.iter().zip(weights) {
            of_task[episode.task as usize] += weight;
        }
        let share = |(episode, weight): (&super::Episode, &f64)| weight / of_task[episode.task as usize];
        log.episodes.iter().zip(weights).map(share).collect()
    }
}

/// A kind of transition in the log: all steps with the same state, action and successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kind {
    state: u32,
    action: u8,
    /// The state that followed; none at the end.
    next: Option<u32>,
}

/// The steps of a log as transitions between the states of a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The texts of the states, after the rules.
    texts: Arc<Names>,
    /// The text and the task of each state.
    states: Vec<(u32, u32)>,
    kinds: Vec<Kind>,
    /// The kind of each step of the log, and its state.
    kind_of: Vec<u32>,
    /// The mean p of each state and action, where the log has any; below 0 where there is none.
    pub(super) p: Vec<f64>,
    n_actions: usize,
    shared: bool,
}

/// The weighted counts of each kind of transition: each episode has a weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// Weight of each kind.
    kinds: Vec<f64>,
    /// The part of it that ended in success; 0 where the episode went on.
    wins: Vec<f64>,
    /// Weight of each row: a state and an action.
    rows: Vec<f64>,
    /// Weight of each state where episodes begin.
    starts: Vec<f64>,
}

impl Table {
    /// The table of a log. The same text is the same state within a task, or across tasks where they share states.
    #[must_use]
    pub fn new(log: &Log, rules: Option<&Normaliser>, shared: bool) -> Self {
        let (texts, text_of) = texts(log, rules);
        let mut table = Self {
            texts,
            states: Vec::new(),
            kinds: Vec::new(),
            kind_of: vec![u32::MAX; log.steps.len()],
            p: Vec::new(),
            n_actions: log.n_interventions() + 1,
            shared,
        };
        table.link(log, &text_of);
        table.average_p(log);
        table
    }

    fn link(&mut self, log: &Log, text_of: &[u32]) {
        let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
        let mut kinds: HashMap<Kind, u32> = HashMap::new();
        for episode in &log.episodes {
            let task = if self.shared { 0 } else { episode.task };
            let mut number = |state: u32| {
                let key = (text_of[state as usize], task);
                *numbers.entry(key).or_insert_with(|| {
                    self.states.push(key);
                    self.states.len() as u32 - 1
                })
            };
            let steps = log.steps(episode);
            let Some(first) = steps.first() else { continue };
            let mut state = number(first.state);
            for (place, step) in steps.iter().enumerate() {
                let next = steps.get(place + 1).map(|next| number(next.state));
                let kind = Kind { state, action: step.action, next };
                let known = *kinds.entry(kind).or_insert_with(|| {
                    self.kinds.push(kind);
                    self.kinds.len() as u32 - 1
                });
                self.kind_of[episode.begin as usize + place] = known;
                state = next.unwrap_or(0);
            }
        }
    }

    /// p of `nohelp` counts where it was given; so does that of help, for a log with one intervention.
    fn average_p(&mut self, log: &Log) {
        let width = self.n_actions;
        let mut sums = vec![(0.0, 0u32); self.states.len() * width];
        for (step, &kind) in log.steps.iter().zip(&self.kind_of).filter(|(_, kind)| **kind != u32::MAX) {
            let row = self.kinds[kind as usize].state as usize * width;
            let given = [step.p_nohelp(), step.p_help().filter(|_| width == 2)];
            for (action, p) in given.into_iter().enumerate().filter_map(|(action, p)| Some((action, p?))) {
                sums[row + action].0 += p;
                sums[row + action].1 += 1;
            }
        }
        if sums.iter().any(|sum| sum.1 > 0) {
            self.p = sums.iter().map(|&(sum, n)| if n > 0 { sum / f64::from(n) } else { -1.0 }).collect();
        }
    }

    /// The number of states.
    #[must_use]
    pub fn n_states(&self) -> usize {
        self.states.len()
    }

    /// The number of actions, with `nohelp`.
    #[must_use]
    pub fn n_actions(&self) -> usize {
        self.n_actions
    }

    /// The number of texts of its states, after the rules.
    pub(super) fn n_texts(&self) -> usize {
        self.texts.len()
    }

    /// The text of a state, after the rules.
    #[must_use]
    pub fn text(&self, state: StateId) -> &str {
        self.states.get(state.index()).map_or("", |state| self.texts.get(state.0))
    }

    /// The task of a state, by its number in the log; 0 where tasks share states.
    pub(super) fn task(&self, state: StateId) -> u32 {
        self.states.get(state.index()).map_or(0, |state| state.1)
    }

    /// The state and the action of a step of the log, by its place among all steps.
    pub(super) fn row_of(&self, step: usize) -> (StateId, ActionId) {
        let kind = self.kinds[self.kind_of[step] as usize];
        (StateId(kind.state), ActionId(kind.action))
    }

    /// The counts with a weight an episode.
    #[must_use]
    pub fn count(&self, log: &Log, weights: &[f64], weigh: Weigh) -> Counts {
        let mut counts = Counts {
            kinds: vec![0.0; self.kinds.len()],
            wins: vec![0.0; self.kinds.len()],
            rows: vec![0.0; self.n_states() * self.n_actions],
            starts: vec![0.0; self.n_states()],
        };
        let shares = weigh.shares(log, weights);
        for ((episode, &weight), share) in log.episodes.iter().zip(weights).zip(shares) {
            let kinds = &self.kind_of[log.places(episode)];
            for &kind in kinds {
                counts.kinds[kind as usize] += weight;
            }
            let (Some(&first), Some(&last)) = (kinds.first(), kinds.last()) else { continue };
            counts.wins[last as usize] += weight * episode.outcome;
            counts.starts[self.kinds[first as usize].state as usize] += share;
        }
        for (kind, n) in self.kinds.iter().zip(&counts.kinds) {
            counts.rows[self.row(kind)] += n;
        }
        counts
    }

    fn row(&self, kind: &Kind) -> usize {
        kind.state as usize * self.n_actions + usize::from(kind.action)
    }

    /// The problem of the counts: `P(s' | s, a) = count[s][a][s'] / Σ count[s][a]`; what was never tried is not
    /// available.
    ///
    /// # Errors
    /// γ that is none, or 1 where some way of acting never ends; more than 254 interventions.
    pub fn mdp(&self, counts: &Counts, gamma: f64) -> Result<Mdp, MdpError> {
        let mut builder = MdpBuilder::new(gamma, self.n_actions - 1);
        (0..self.n_states()).for_each(|_| {
            builder.state();
        });
        for (place, kind) in self.kinds.iter().enumerate() {
            let (n, row) = (counts.kinds[place], counts.rows[self.row(kind)]);
            if row > 0.0 {
                let (to, n) = match kind.next {
                    Some(next) => (Successor::State(StateId(next)), n),
                    None => (Successor::Success, counts.wins[place]),
                };
                builder.transition(StateId(kind.state), ActionId(kind.action), to, n / row);
            }
        }
        for (state, &weight) in counts.starts.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            builder.start(StateId(state as u32), weight);
        }
        for (row, &p) in self.p.iter().enumerate().filter(|(_, p)| **p >= 0.0) {
            let (state, action) = (row / self.n_actions, row % self.n_actions);
            builder.p(StateId(state as u32), ActionId(action as u8), p.clamp(0.0, 1.0));
        }
        builder.into_mdp()
    }

    /// The problem with names: the text of each state, after its task's name where a text stands for several states.
    ///
    /// # Errors
    /// As for [`Self::mdp`].
    pub fn file(&self, log: &Log, counts: &Counts, gamma: f64) -> Result<MdpFile, MdpError> {
        let names = self.names(log);
        Ok(MdpFile { mdp: self.mdp(counts, gamma)?, states: names })
    }
}

impl Table {
    /// A name of its own for each state: its text, or its task and its text.
    fn names(&self, log: &Log) -> StateNames {
        let mut of_text = vec![0u32; self.texts.len()];
        self.states.iter().for_each(|state| of_text[state.0 as usize] += 1);
        if of_text.iter().all(|&n| n <= 1) {
            return self.states.iter().map(|state| self.texts.get(state.0)).collect();
        }
        let plain = |&(text, task): &(u32, u32)| format!("{}: {}", log.tasks.get(task), self.texts.get(text));
        // Quoted, a task cannot be mistaken for a part of the text.
        let quoted =
            |&(text, task): &(u32, u32)| format!("{:?} {}", log.tasks.get(task), self.texts.get(text));
        let mut seen = Names::default();
        self.states.iter().for_each(|state| {
            seen.intern(&plain(state));
        });
        match seen.len() == self.states.len() {
            true => self.states.iter().map(plain).collect(),
            false => self.states.iter().map(quoted).collect(),
        }
    }
}

impl Counts {
    /// The weighted count of an action in a state.
    #[must_use]
    pub fn of_row(&self, table: &Table, state: StateId, action: ActionId) -> f64 {
        self.rows[state.index() * table.n_actions + action.index()]
    }

    /// The rows, state-major.
    pub(super) fn rows(&self) -> &[f64] {
        &self.rows
    }
}

/// The texts after the rules, and which one each text of the log became.
fn texts(log: &Log, rules: Option<&Normaliser>) -> (Arc<Names>, Vec<u32>) {
    let Some(rules) = rules else {
        return (Arc::clone(&log.states), (0..log.states.len() as u32).collect());
    };
    let mut texts = Names::default();
    let of = log.states.iter().map(|text| texts.intern(&rules.apply(text))).collect();
    (Arc::new(texts), of)
}
