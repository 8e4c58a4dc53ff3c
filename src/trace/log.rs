//! A log as it is held: names kept once, a few bytes a step.

use std::sync::Arc;

use super::format::Format;
use super::issue::Issues;
use super::names::Names;

/// One decision.
#[derive(Clone, Copy, Debug)]
pub struct LoggedStep {
    /// The state, by its number in [`Log::states`].
    pub state: u32,
    /// 0 where nobody helped, k for the k-th intervention of [`Log::interventions`].
    pub action: u8,
    /// The probability of this action, not a number where none was logged.
    pub(super) propensity: f64,
    /// p(success) where nobody helps and where help comes, likewise.
    pub(super) p: [f32; 2],
}

/// Bit for bit, since what was not logged is not a number.
impl PartialEq for LoggedStep {
    fn eq(&self, other: &Self) -> bool {
        let bits = |step: &Self| (step.propensity.to_bits(), step.p.map(f32::to_bits));
        (self.state, self.action) == (other.state, other.action) && bits(self) == bits(other)
    }
}

impl LoggedStep {
    /// The probability with which the action was chosen, if it was logged.
    #[must_use]
    pub fn propensity(&self) -> Option<f64> {
        Some(self.propensity).filter(|p| !p.is_nan())
    }

    /// p(success) where nobody helps, if it was logged.
    #[must_use]
    pub fn p_nohelp(&self) -> Option<f64> {
        Some(f64::from(self.p[0])).filter(|p| !p.is_nan())
    }

    /// p(success) where the agent asks for help, if it was logged.
    #[must_use]
    pub fn p_help(&self) -> Option<f64> {
        Some(f64::from(self.p[1])).filter(|p| !p.is_nan())
    }
}

/// One episode that ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Episode {
    /// The name of the episode, by its number in [`Log::episode_names`].
    pub name: u32,
    /// The task of the episode, by its number in [`Log::tasks`].
    pub task: u32,
    pub(super) begin: u32,
    pub(super) n_steps: u32,
    /// The outcome: 1 is success, 0 is failure; a number between is a probability of success.
    pub outcome: f64,
    /// True if the step limit ended the episode.
    pub truncated: bool,
}

/// The content of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The format of the log.
    pub format: Option<Format>,
    /// True if the log was gzipped.
    pub gzipped: bool,
    /// The size of the log in bytes, unpacked.
    pub n_bytes: u64,
    /// The number of lines of the log.
    pub n_lines: u64,
    /// The episodes, in the order in which they ended.
    pub episodes: Vec<Episode>,
    /// The steps of all episodes, one episode after the other.
    pub(super) steps: Vec<LoggedStep>,
    /// The names of the episodes.
    pub episode_names: Names,
    /// The names of the tasks.
    pub tasks: Names,
    /// The states as they were logged, each text once.
    pub states: Arc<Names>,
    /// True if the states are the log's own keys.
    pub keyed: bool,
    /// The helpers, in the order of action numbers from 1.
    pub interventions: Vec<String>,
    /// The models that acted, the first few.
    pub models: Vec<String>,
    /// The number of different named actions.
    pub n_actions_named: u64,
    /// The costs of steps without and with help: the logged sum, and the number of steps that logged one.
    pub(super) costs: [(f64, u64); 2],
    /// Episodes that did not end.
    pub n_unfinished: u64,
    /// The faults and remarks.
    pub issues: Issues,
}

impl Log {
    /// The steps of an episode.
    #[must_use]
    pub fn steps(&self, episode: &Episode) -> &[LoggedStep] {
        let begin = episode.begin as usize;
        self.steps.get(begin..begin + episode.n_steps as usize).unwrap_or_default()
    }

    /// The places of an episode's steps among all steps.
    pub(super) fn places(&self, episode: &Episode) -> core::ops::Range<usize> {
        let begin = episode.begin as usize;
        begin..begin + episode.n_steps as usize
    }

    /// The number of steps of all episodes.
    #[must_use]
    pub fn n_steps(&self) -> u64 {
        self.episodes.iter().map(|episode| u64::from(episode.n_steps)).sum()
    }

    /// The number of interventions, at least one: a log without help has one that was never called.
    #[must_use]
    pub fn n_interventions(&self) -> usize {
        self.interventions.len().max(1)
    }

    /// The name of an action: `nohelp`, or who helps.
    #[must_use]
    pub fn action_name(&self, action: u8) -> &str {
        match usize::from(action).checked_sub(1) {
            None => "nohelp",
            Some(place) => self.interventions.get(place).map_or("help", String::as_str),
        }
    }

    /// True if every step has the probability of its action.
    #[must_use]
    pub fn has_propensities(&self) -> bool {
        !self.episodes.is_empty()
            && self
                .episodes
                .iter()
                .flat_map(|episode| self.steps(episode))
                .all(|step| step.propensity().is_some())
    }

    /// Forgets the states and tasks that only episodes which do not count had.
    pub(super) fn keep_names_in_use(&mut self) {
        let mut states = vec![false; self.states.len()];
        let mut tasks = vec![false; self.tasks.len()];
        for episode in &self.episodes {
            tasks[episode.task as usize] = true;
            self.steps(episode).iter().for_each(|step| states[step.state as usize] = true);
        }
        if let Some((names, numbers)) = self.states.only(&states) {
            // Steps of no episode stay where they are, and lead nowhere.
            self.steps.iter_mut().for_each(|step| step.state = numbers[step.state as usize]);
            self.states = Arc::new(names);
        }
        if let Some((names, numbers)) = self.tasks.only(&tasks) {
            self.episodes.iter_mut().for_each(|episode| episode.task = numbers[episode.task as usize]);
            self.tasks = names;
        }
    }

    pub(super) fn leave_out(&mut self, left_out: &[bool]) {
        let mut marks = left_out.iter();
        self.episodes.retain(|_| !marks.next().copied().unwrap_or(false));
    }

    /// Numbers the interventions as they are given, or by name, so that the order of the lines does not matter.
    pub(super) fn order_interventions(&mut self, given: Option<&[String]>) {
        let old = core::mem::take(&mut self.interventions);
        let mut used = vec![given.is_some(); old.len()];
        for step in self.episodes.iter().flat_map(|episode| self.steps(episode)) {
            if let Some(place) = usize::from(step.action).checked_sub(1) {
                used[place] = true;
            }
        }
        let mut new = given.map_or_else(|| old.clone(), <[String]>::to_vec);
        if given.is_none() {
            new.retain(|name| old.iter().zip(&used).any(|(other, &used)| other == name && used));
            new.sort_unstable();
        }
        let place = |name: &String| new.iter().position(|other| other == name).unwrap_or(0) as u8 + 1;
        let numbers: Vec<u8> = core::iter::once(0).chain(old.iter().map(place)).collect();
        self.steps.iter_mut().for_each(|step| step.action = numbers[usize::from(step.action)]);
        self.interventions = new;
    }
}
