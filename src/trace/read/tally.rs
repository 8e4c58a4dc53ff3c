//! Rows to episodes: every check between lines, names to numbers, steps to a few bytes each.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::super::error::ReadError;
use super::super::format::Limits;
use super::super::issue::{Issue, Issues, Warning, quoted};
use super::super::names::{Names, hash};
use super::columns::{Column, Columns};
use super::field::{Fault, Row, field_name};
use crate::trace::log::{Episode, Log, LoggedStep};

/// The most names of helpers in a log: a column with more holds something else.
const INTERVENTIONS_MAX: usize = 32;

/// The most models that are told by name; each model has a bit of an episode's notes.
const MODELS_TOLD: usize = 32;

/// Different actions are counted up to here.
const ACTIONS_COUNTED: usize = 1 << 20;

/// The status of an episode.
#[derive(Clone, Copy, Debug)]
enum Status {
    Open(u32),
    Ended(u32),
    LeftOut,
}

/// An episode whose last line has not come.
#[derive(Debug, Default)]
struct Open {
    name: u32,
    task: Option<u32>,
    line: u64,
    counted: bool,
    steps: Vec<LoggedStep>,
    next_state: Option<u64>,
    notes: Notes,
    /// The action that each step named, by its number; empty as long as none did.
    actions: Vec<u32>,
}

/// The facts of an episode beside its steps; they count only if the episode does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Notes {
    /// The costs of steps without and with help: the logged sum, and the number of steps that logged one.
    costs: [(f64, u64); 2],
    /// The models that acted, one bit each; only the first few models have a bit.
    models: u32,
    /// Lines without a number of their step.
    uncounted: u32,
    /// Steps that do not lead to the state the line before says, and the line of the first.
    strays: (u32, u64),
}

/// No action was named, or too many different ones were.
const UNNAMED: u32 = u32::MAX;

/// Takes rows in, in any interleaving of episodes.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) columns: Columns,
    pub(super) file: Option<String>,
    pub(super) issues: Issues,
    pub(super) n_lines: u64,
    known: Option<Vec<String>>,
    limits: Limits,
    episodes: Names,
    status: Vec<Status>,
    /// The last row's episode: the next row's most likely too.
    last: u32,
    open: Vec<Open>,
    free: Vec<u32>,
    log: Log,
    states: Names,
    left_out: Vec<bool>,
    /// Numbers of the actions that were named, by their hashes.
    actions: HashMap<u64, u32>,
    /// The action of each step of the log, as long as the log has steps; empty where none was named.
    step_actions: Vec<u32>,
    models: Names,
    keyed: Option<bool>,
    /// The notes on each ended episode, by its index; most logs have none.
    notes: Vec<(u32, Notes)>,
}

impl Tally {
    pub(super) fn new(columns: Columns, known: Option<Vec<String>>, limits: Limits) -> Self {
        Self {
            columns,
            file: None,
            issues: Issues::default(),
            n_lines: 0,
            known,
            limits,
            episodes: Names::default(),
            status: Vec::new(),
            last: 0,
            open: Vec::new(),
            free: Vec::new(),
            log: Log::default(),
            states: Names::default(),
            left_out: Vec::new(),
            actions: HashMap::new(),
            step_actions: Vec::new(),
            models: Names::default(),
            keyed: None,
            notes: Vec::new(),
        }
    }

    pub(super) fn n_episodes(&self) -> u64 {
        self.log.episodes.len() as u64
    }

    /// An error that is about no episode that is known.
    pub(super) fn fault(&mut self, line: u64, fault: &Fault) {
        self.tell(line, fault, None);
    }

    /// An error on a line whose episode is known: it is left out.
    pub(super) fn fault_of(&mut self, line: u64, episode: Option<Cow<'_, str>>, fault: &Fault) {
        let Some(name) = episode else { return self.fault(line, fault) };
        let id = self.episode(&name);
        self.leave_out(id, line, fault);
    }

    fn tell(&mut self, line: u64, fault: &Fault, episode: Option<u32>) {
        let shown = |id| self.episodes.get(id).chars().take(60).collect();
        let issue = Issue {
            file: self.file.clone(),
            line,
            field: field_name(&self.columns, fault),
            found: fault.found.clone(),
            expected: fault.expected.clone(),
            episode: episode.map(shown),
        };
        self.issues.error(issue);
    }

    fn leave_out(&mut self, id: u32, line: u64, fault: &Fault) {
        match self.status[id as usize] {
            // Its first error has been told; what follows may follow from it.
            Status::LeftOut => return,
            Status::Open(slot) => {
                self.open[slot as usize] = Open::default();
                self.free.push(slot);
            }
            Status::Ended(place) => self.left_out[place as usize] = true,
        }
        self.status[id as usize] = Status::LeftOut;
        self.tell(line, fault, Some(id));
    }

    fn episode(&mut self, name: &str) -> u32 {
        if self.episodes.get(self.last) == name && !self.episodes.is_empty() {
            return self.last;
        }
        let id = self.episodes.intern(name);
        if id as usize == self.status.len() {
            let slot = self.free.pop().unwrap_or_else(|| {
                self.open.push(Open::default());
                self.open.len() as u32 - 1
            });
            self.open[slot as usize].name = id;
            self.status.push(Status::Open(slot));
        }
        self.last = id;
        id
    }

    /// Takes a row in; what is wrong with it is noted.
    pub(super) fn row(&mut self, line: u64, row: &Row<'_>) -> Result<(), ReadError> {
        let id = self.episode(&row.episode);
        let slot = match self.status[id as usize] {
            Status::Open(slot) => slot as usize,
            Status::LeftOut => return Ok(()),
            Status::Ended(_) => {
                let fault = Fault::new(
                    Column::Episode,
                    format!("{} goes on after its last line", quoted(&row.episode)),
                    "nothing after the line with the outcome",
                );
                self.leave_out(id, line, &fault);
                return Ok(());
            }
        };
        match self.step(slot, line, row) {
            Ok(step) => {
                self.open[slot].steps.push(step);
                if row.outcome.is_some() {
                    self.end(id, slot, row);
                }
            }
            Err(fault) => self.leave_out(id, line, &fault),
        }
        self.check_size()
    }

    fn check_size(&self) -> Result<(), ReadError> {
        let max = self.limits.text_bytes_max;
        let text = self.states.n_bytes() + self.episodes.n_bytes() + self.log.tasks.n_bytes();
        if text as u64 > max {
            return Err(ReadError::Text { max });
        }
        if self.log.interventions.len() > INTERVENTIONS_MAX {
            let first = self.log.interventions.iter().take(3).map(|name| quoted(name)).collect::<Vec<_>>();
            return Err(ReadError::Interventions { max: INTERVENTIONS_MAX, first: first.join(", ") });
        }
        if self.log.steps.len() >= (u32::MAX - 1) as usize {
            return Err(ReadError::Lines);
        }
        Ok(())
    }

    /// Checks a row against the lines before it, and makes its names numbers.
    fn step(&mut self, slot: usize, line: u64, row: &Row<'_>) -> Result<LoggedStep, Fault> {
        self.check_order(slot, line, row)?;
        self.check_end(row)?;
        if *self.keyed.get_or_insert(row.keyed) != row.keyed {
            let (found, expected) =
                if row.keyed { ("present", "none, as before") } else { ("missing", "one, as before") };
            return Err(Fault::new(Column::StateKey, found, expected));
        }
        self.check_task(slot, row)?;
        let action = self.action(row)?;
        self.note_names(slot, row);
        let open = &mut self.open[slot];
        let expected = open.next_state.take();
        if expected.is_some_and(|expected| expected != hash(&row.state)) {
            let strays = &mut open.notes.strays;
            *strays = (strays.0 + 1, if strays.0 == 0 { line } else { strays.1 });
        }
        // A key has no next key beside it to compare.
        open.next_state = row.next_state.as_deref().filter(|_| !row.keyed).map(hash);
        if let Some(cost) = row.cost {
            let total = &mut open.notes.costs[usize::from(action > 0)];
            *total = (total.0 + cost, total.1 + 1);
        }
        let none = f64::NAN;
        let p = row.p.map(|p| p.unwrap_or(none) as f32);
        let state = self.states.intern(&row.state);
        Ok(LoggedStep { state, action, propensity: row.propensity.unwrap_or(none), p })
    }

    /// Keeps who acted in a step, and how.
    fn note_names(&mut self, slot: usize, row: &Row<'_>) {
        let open = &mut self.open[slot];
        if let Some(model) = row.model.as_deref() {
            let known = self.models.find(model);
            let place =
                known.or_else(|| (self.models.len() < MODELS_TOLD).then(|| self.models.intern(model)));
            open.notes.models |= place.map_or(0, |place| 1 << place);
        }
        if let Some(action) = row.action.as_deref() {
            let n = self.actions.len();
            let known = self.actions.get(&hash(action)).copied();
            let number = known.unwrap_or(if n < ACTIONS_COUNTED { n as u32 } else { UNNAMED });
            if known.is_none() && number != UNNAMED {
                self.actions.insert(hash(action), number);
            }
            open.actions.resize(open.steps.len(), UNNAMED);
            open.actions.push(number);
        }
    }

    fn check_order(&mut self, slot: usize, line: u64, row: &Row<'_>) -> Result<(), Fault> {
        let open = &mut self.open[slot];
        let expected = open.steps.len() as u64;
        if expected == 0 {
            open.line = line;
            open.counted = row.t.is_some();
        }
        match row.t {
            None if !open.counted => {
                open.notes.uncounted += 1;
                Ok(())
            }
            Some(t) if t == expected && open.counted => Ok(()),
            Some(t) => Err(Fault::new(
                Column::T,
                t.to_string(),
                match open.counted {
                    true => format!("{expected}, the step after the episode's last line so far"),
                    false => "none, as on the episode's first line".to_owned(),
                },
            )),
            None => Err(Fault::new(Column::T, "missing", expected.to_string())),
        }
    }

    fn check_end(&self, row: &Row<'_>) -> Result<(), Fault> {
        match (row.done, row.outcome) {
            (Some(true), None) => {
                Err(Fault::new(Column::Outcome, "missing", "success on the last line: true, false or 0 to 1"))
            }
            (Some(false), Some(outcome)) => Err(Fault::new(
                Column::Outcome,
                format!("{outcome} where {} is false", self.columns.name(Column::Done)),
                "an outcome on the last line only",
            )),
            (_, None) if row.truncated => Err(Fault::new(
                Column::Truncated,
                "true on a line that is not the last",
                "true on the last line only",
            )),
            _ => Ok(()),
        }
    }

    fn check_task(&mut self, slot: usize, row: &Row<'_>) -> Result<(), Fault> {
        let first = self.open[slot].steps.is_empty();
        match (row.task.as_deref(), self.open[slot].task) {
            (Some(name), None) if first => {
                let same = self.log.tasks.get(self.log.tasks.len().saturating_sub(1) as u32) == name;
                let task = if same && !self.log.tasks.is_empty() {
                    self.log.tasks.len() as u32 - 1
                } else {
                    self.log.tasks.intern(name)
                };
                self.open[slot].task = Some(task);
                Ok(())
            }
            (Some(name), task) if task.is_none_or(|task| self.log.tasks.get(task) != name) => {
                let expected = task.map_or("none".to_owned(), |task| quoted(self.log.tasks.get(task)));
                let expected = format!("{expected}, as on the episode's first line");
                Err(Fault::new(Column::Task, quoted(name), expected))
            }
            _ => Ok(()),
        }
    }

    fn action(&mut self, row: &Row<'_>) -> Result<u8, Fault> {
        let Some(name) = row.intervention.as_deref() else { return Ok(0) };
        if let Some(known) = &self.known
            && !known.iter().any(|known| known == name)
        {
            let known: Vec<String> = known.iter().map(|name| quoted(name)).collect();
            return Err(Fault::new(
                Column::Intervention,
                quoted(name),
                format!("null or one of {}", known.join(", ")),
            ));
        }
        let place = self.log.interventions.iter().position(|known| known == name).unwrap_or_else(|| {
            self.log.interventions.push(name.to_owned());
            self.log.interventions.len() - 1
        });
        Ok(u8::try_from(place + 1).unwrap_or(u8::MAX))
    }

    fn end(&mut self, id: u32, slot: usize, row: &Row<'_>) {
        let mut open = core::mem::take(&mut self.open[slot]);
        self.free.push(slot as u32);
        let place = self.log.episodes.len() as u32;
        self.status[id as usize] = Status::Ended(place);
        if open.notes != Notes::default() {
            self.notes.push((place, open.notes));
        }
        if !open.actions.is_empty() {
            self.step_actions.resize(self.log.steps.len(), UNNAMED);
            self.step_actions.append(&mut open.actions);
        }
        self.left_out.push(false);
        self.log.episodes.push(Episode {
            name: id,
            task: open.task.unwrap_or_else(|| self.log.tasks.intern("")),
            begin: self.log.steps.len() as u32,
            n_steps: open.steps.len() as u32,
            outcome: row.outcome.unwrap_or(0.0),
            truncated: row.truncated,
        });
        self.log.steps.append(&mut open.steps);
        // Its memory serves the next episode.
        self.open[slot] = Open { steps: open.steps, ..Open::default() };
    }

    /// The log, without what was wrong: nothing in it is of an episode that does not count.
    pub(super) fn finish(mut self) -> Log {
        let notes = self.notes_that_count();
        self.warn_of_unfinished();
        self.warn_of_order(&notes);
        let n_actions_named = self.actions_that_count();
        let mut log = self.log;
        log.leave_out(&self.left_out);
        log.order_interventions(self.known.as_deref());
        log.states = Arc::new(self.states);
        log.keep_names_in_use();
        log.episode_names = self.episodes;
        log.n_lines = self.n_lines;
        log.costs = notes.costs;
        log.n_actions_named = n_actions_named;
        let acted = self.models.iter().enumerate().filter(|(place, _)| notes.models >> place & 1 == 1);
        log.models = acted.map(|(_, name)| name.to_owned()).collect();
        log.keyed = self.keyed.unwrap_or(false);
        log.issues = self.issues;
        log
    }

    /// The notes of all episodes that count, together.
    fn notes_that_count(&self) -> Notes {
        let count = self.notes.iter().filter(|(place, _)| !self.left_out[*place as usize]);
        count.fold(Notes::default(), |mut sum, (_, notes)| {
            for (sum, cost) in sum.costs.iter_mut().zip(notes.costs) {
                *sum = (sum.0 + cost.0, sum.1 + cost.1);
            }
            sum.models |= notes.models;
            sum.uncounted += notes.uncounted;
            let first =
                |a: (u32, u64), b: (u32, u64)| if a.0 == 0 || b.0 > 0 && b.1 < a.1 { b.1 } else { a.1 };
            sum.strays = (sum.strays.0 + notes.strays.0, first(sum.strays, notes.strays));
            sum
        })
    }

    /// The number of different actions the steps of all episodes that count named.
    fn actions_that_count(&self) -> u64 {
        let mut named = vec![false; self.actions.len()];
        for (episode, _) in self.log.episodes.iter().zip(&self.left_out).filter(|(_, left_out)| !**left_out) {
            for place in self.log.places(episode) {
                let action = self.step_actions.get(place).copied().unwrap_or(UNNAMED);
                if let Some(named) = named.get_mut(action as usize) {
                    *named = true;
                }
            }
        }
        named.into_iter().filter(|&named| named).count() as u64
    }

    fn warn_of_unfinished(&mut self) {
        let unfinished: Vec<&Open> = self.open.iter().filter(|open| !open.steps.is_empty()).collect();
        self.log.n_unfinished = unfinished.len() as u64;
        if unfinished.is_empty() {
            return;
        }
        let told: Vec<String> = unfinished
            .iter()
            .take(3)
            .map(|open| format!("{} (from line {})", quoted(self.episodes.get(open.name)), open.line))
            .collect();
        let more = if unfinished.len() > 3 { ", …" } else { "" };
        let text = format!(
            "{} {} no last line with an outcome and {} left out: {}{more}",
            unfinished.len(),
            if unfinished.len() == 1 { "episode has" } else { "episodes have" },
            if unfinished.len() == 1 { "is" } else { "are" },
            told.join(", "),
        );
        self.issues.warnings.push(Warning::new("unfinished", text));
    }

    fn warn_of_order(&mut self, notes: &Notes) {
        if notes.uncounted > 0 {
            let name = self.columns.name(Column::T);
            let text = format!(
                "{} no \"{name}\": steps are taken in the order of the file",
                if notes.uncounted == 1 {
                    "1 line has".to_owned()
                } else {
                    format!("{} lines have", notes.uncounted)
                }
            );
            self.issues.warnings.push(Warning::new("no-t", text));
        }
        if notes.strays.0 > 0 {
            let (n, line) = notes.strays;
            let name = self.columns.name(Column::NextState);
            let times = if n == 1 { "once".to_owned() } else { format!("{n} times") };
            let text = format!(
                "{times} \"{name}\" is not the state of the step that follows, first at line {line}: the steps that \
                 were logged count"
            );
            self.issues.warnings.push(Warning::new("next-state", text));
        }
    }
}
