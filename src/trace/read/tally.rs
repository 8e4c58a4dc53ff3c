//! Rows to episodes: every check between lines, names to numbers, steps to a few bytes each.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::columns::{Column, Columns};
use super::field::{Fault, Row, field_name};
use super::issue::{Issue, Issues, Warning, quoted};
use super::names::{Names, hash};
use super::{Limits, ReadError};
use crate::trace::log::{Episode, Log, Step};

/// More names of helpers than this are a column that holds something else.
const INTERVENTIONS_MAX: usize = 32;

/// Different actions are counted up to here.
const ACTIONS_COUNTED: usize = 1 << 20;

/// Where an episode stands.
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
    steps: Vec<Step>,
    next_state: Option<u64>,
}

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
    actions: BTreeSet<u64>,
    models: Names,
    keyed: Option<bool>,
    strays: (u64, u64),
    uncounted: u64,
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
            actions: BTreeSet::new(),
            models: Names::default(),
            keyed: None,
            strays: (0, 0),
            uncounted: 0,
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
    fn step(&mut self, slot: usize, line: u64, row: &Row<'_>) -> Result<Step, Fault> {
        self.check_order(slot, line, row)?;
        self.check_end(row)?;
        if *self.keyed.get_or_insert(row.keyed) != row.keyed {
            let (found, expected) =
                if row.keyed { ("present", "none, as before") } else { ("missing", "one, as before") };
            return Err(Fault::new(Column::StateKey, found, expected));
        }
        self.check_task(slot, row)?;
        let action = self.action(row)?;
        if let Some(action) = row.action.as_deref().filter(|_| self.actions.len() < ACTIONS_COUNTED) {
            self.actions.insert(hash(action));
        }
        if let Some(model) = row.model.as_deref().filter(|_| self.models.len() < INTERVENTIONS_MAX) {
            self.models.intern(model);
        }
        let expected = self.open[slot].next_state.take();
        if expected.is_some_and(|expected| expected != hash(&row.state)) {
            self.strays = (self.strays.0 + 1, if self.strays.0 == 0 { line } else { self.strays.1 });
        }
        // A key has no next key beside it to compare.
        self.open[slot].next_state = row.next_state.as_deref().filter(|_| !row.keyed).map(hash);
        if let Some(cost) = row.cost {
            let total = &mut self.log.costs[usize::from(action > 0)];
            *total = (total.0 + cost, total.1 + 1);
        }
        let none = f64::NAN;
        let p = row.p.map(|p| p.unwrap_or(none) as f32);
        let state = self.states.intern(&row.state);
        Ok(Step { state, action, propensity: row.propensity.unwrap_or(none), p })
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
                self.uncounted += 1;
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
        self.status[id as usize] = Status::Ended(self.log.episodes.len() as u32);
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

    /// The log, without what was wrong.
    pub(super) fn finish(mut self) -> Log {
        self.warn_of_unfinished();
        self.warn_of_order();
        let mut log = self.log;
        log.leave_out(&self.left_out);
        log.order_interventions(self.known.as_deref());
        log.states = Arc::new(self.states);
        log.episode_names = self.episodes;
        log.n_lines = self.n_lines;
        log.n_actions_named = self.actions.len() as u64;
        log.models = self.models.iter().map(str::to_owned).collect();
        log.keyed = self.keyed.unwrap_or(false);
        log.issues = self.issues;
        log
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

    fn warn_of_order(&mut self) {
        if self.uncounted > 0 {
            let name = self.columns.name(Column::T);
            let text = format!(
                "{} lines have no \"{name}\": steps are taken in the order of the file",
                self.uncounted
            );
            self.issues.warnings.push(Warning::new("no-t", text));
        }
        if self.strays.0 > 0 {
            let (n, line) = self.strays;
            let name = self.columns.name(Column::NextState);
            let text = format!(
                "{n} times \"{name}\" is not the state of the step that follows, first at line {line}: the steps that \
                 were logged count"
            );
            self.issues.warnings.push(Warning::new("next-state", text));
        }
    }
}
