//! The worker's side of a log: bytes and wishes in, answers out.

use std::sync::Arc;

use serde_json::json;

use crate::app::drawers::session::worker::{Files, Session};
use crate::app::drawers::your_agent::message::{
    LogCompared, LogExport, LogOptions, LogRefusal, LogReply, LogRequest, LogShown, Look, Understood,
};
use crate::app::drawers::your_agent::{draw, linked};
use crate::app::message::spoken::{Speaker, Spoken};
use crate::language::{Words, counted, fill};
use crate::mdp::{ActionId, file};
use crate::trace::read::{AtifOptions, Columns, Limits, Options, Progress, ReadError};
use crate::trace::{
    Analysis, AnalysisOptions, Estimate, Log, Normaliser, PolicyRow, Reader, Replicate, Results, TextError,
    Weigh, policy_text,
};

/// Tasks that are listed by name.
const TASKS_LISTED: usize = 200;
/// A larger file goes into no link, in bytes.
const LINK_FILE_MAX: u64 = 4_000_000;

/// A session that holds a log. A new log replaces it only once it is read and analysed.
#[derive(Default)]
pub struct LogSession {
    speaker: Speaker,
    reading: Option<Reader>,
    analysis: Option<Analysis>,
    /// The tasks that have episodes, and how many.
    tasks: Vec<(u32, u32)>,
    replicates: Vec<Replicate>,
    next_replicate: u32,
    /// The comparison under way.
    comparing: Option<u32>,
    /// The column names of the log read last, even if it was refused.
    names: Vec<String>,
    /// The column names of the log that is analysed.
    names_on_desk: Vec<String>,
}

impl Session for LogSession {
    type Request = LogRequest;
    type Reply = LogReply;

    fn speak(&mut self, spoken: &Spoken) {
        self.speaker.hear(spoken);
    }

    fn respond(&mut self, request: LogRequest, files: &dyn Files, reply: &mut dyn FnMut(LogReply)) {
        match request {
            LogRequest::Read { request, options, look } => {
                let read = self.read(request, &options, files, reply);
                reply(self.understand(request, &options, look, read));
            }
            LogRequest::Analyse { request, options, look } => {
                let analysed = self.analyse(&options);
                reply(self.understand(request, &options, look, analysed));
            }
            LogRequest::Show { request, look } => {
                let Some(shown) = self.show(look) else { return };
                // A comparison at another budget is of no use any more; the next one comes when the budget is let go.
                if self.compared_budget() != Some(shown.budget) {
                    self.comparing = None;
                }
                reply(LogReply::Shown { request, shown: Box::new(shown) });
            }
            LogRequest::Compare { request, budget } => {
                self.begin_comparing(budget);
                self.comparing = Some(request);
                reply(LogReply::Compared { request, compared: self.compared() });
            }
            LogRequest::Learn { request, look } => {
                let learnt = self.learn();
                if let Some(shown) = self.show(look) {
                    reply(LogReply::Learnt { request, learnt, shown: Box::new(shown) });
                }
            }
            LogRequest::Link { request, options } => {
                let log = files.one(LINK_FILE_MAX);
                reply(LogReply::Linked { request, data: log.and_then(|log| self.link(&options, &log)) });
            }
            LogRequest::Export { what, budget } => {
                self.export(what, budget).into_iter().for_each(reply);
            }
        }
    }

    fn is_at_work(&self) -> bool {
        self.comparing.is_some()
    }

    fn go_on(&mut self) -> Option<LogReply> {
        if self.compare_on() {
            return None;
        }
        let request = self.comparing.take()?;
        Some(LogReply::Compared { request, compared: self.compared() })
    }

    fn news(&self, _left_ms: Option<f64>) -> Option<LogReply> {
        Some(LogReply::Compared { request: self.comparing?, compared: self.compared() })
    }
}

impl LogSession {
    /// Reads and analyses the files. If that fails, the session keeps the log it had.
    fn read(
        &mut self,
        request: u32,
        options: &LogOptions,
        files: &dyn Files,
        reply: &mut dyn FnMut(LogReply),
    ) -> Result<(), LogRefusal> {
        self.begin(options)?;
        let list = files.list()?;
        let whole: u64 = list.iter().map(|(_, size)| size).sum();
        let (mut done, mut lines, mut episodes) = (0, 0, 0);
        for (place, (name, size)) in list.iter().enumerate() {
            if list.len() > 1 {
                self.next_file(name)?;
            }
            let mut from = 0;
            while from < *size {
                let piece = files.piece(place, from)?;
                let progress = self.push(&piece)?;
                (from, done) = (from + piece.len() as u64, done + piece.len() as u64);
                (lines, episodes) = (progress.lines, progress.episodes);
                let share = done as f64 / whole.max(1) as f64;
                reply(LogReply::Progressed { request, share, lines, episodes });
            }
        }
        reply(LogReply::Progressed { request, share: 1.0, lines, episodes });
        self.finish(options)
    }

    /// The answer once a log is read or analysed.
    fn understand(
        &mut self,
        request: u32,
        options: &LogOptions,
        look: Look,
        outcome: Result<(), LogRefusal>,
    ) -> LogReply {
        let shown = outcome.and_then(|()| {
            self.comparing = None;
            self.show(look).ok_or_else(|| LogRefusal::from(self.speaker.words.no_log_to_analyse()))
        });
        match shown {
            Ok(shown) => {
                LogReply::Understood { request, understood: self.understood(), shown: Box::new(shown) }
            }
            Err(refusal) => {
                LogReply::Refused { request, refusal, names: self.names.clone(), guess: self.guess(options) }
            }
        }
    }

    /// Begins to read a log.
    ///
    /// # Errors
    /// Options that are none, a line each.
    pub fn begin(&mut self, options: &LogOptions) -> Result<(), LogRefusal> {
        self.names.clear();
        analysis_options(options)?;
        let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let columns = match given(&options.columns) {
            Some(text) => Columns::parse(&text).map_err(|error| format!("columns: {error}"))?,
            None => Columns::default(),
        };
        let atif = AtifOptions {
            outcome: given(&options.outcome),
            success: given(&options.success),
            ..AtifOptions::default()
        };
        self.reading =
            Some(Reader::new(Options { columns, atif, limits: Limits::page(), ..Options::default() }));
        Ok(())
    }

    /// Begins another file of the same log; the bytes that follow belong to it.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn next_file(&mut self, name: &str) -> Result<(), LogRefusal> {
        let outcome = self.reading.as_mut().map_or(Ok(()), |reader| reader.next_file(name));
        self.noted(outcome)
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// The errors that make it impossible to read a log from the bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Progress, LogRefusal> {
        let outcome = self.reading.as_mut().map_or(Ok(Progress::default()), |reader| reader.push(bytes));
        self.noted(outcome)
    }

    /// Ends the reading, and analyses what was read.
    ///
    /// # Errors
    /// The errors in the log, line by line; an earlier log then stays.
    pub fn finish(&mut self, options: &LogOptions) -> Result<(), LogRefusal> {
        let outcome = self.reading.as_mut().map_or(Ok(()), Reader::end);
        self.noted(outcome)?;
        let Some(reader) = self.reading.take() else { return Ok(()) };
        let log = reader.finish().map_err(LogRefusal::from)?;
        self.take(Arc::new(log), options)?;
        self.names_on_desk.clone_from(&self.names);
        Ok(())
    }

    /// Keeps what the log calls its columns, above all where it is refused.
    fn noted<T>(&mut self, outcome: Result<T, ReadError>) -> Result<T, LogRefusal> {
        if let Some(reader) = &self.reading {
            self.names = reader.names();
        }
        outcome.map_err(LogRefusal::from)
    }

    /// The mapping that the column names suggest. None unless it makes a log and finds more in it than
    /// `options`.
    #[must_use]
    pub fn guess(&self, options: &LogOptions) -> Option<String> {
        let used = Columns::parse(&options.columns).unwrap_or_default();
        used.better(&self.names).map(|columns| columns.written())
    }

    /// Analyses otherwise what was read.
    ///
    /// # Errors
    /// As for [`Self::finish`].
    pub fn analyse(&mut self, options: &LogOptions) -> Result<(), LogRefusal> {
        let Some(log) = self.analysis.as_ref().map(|analysis| analysis.log().clone()) else {
            return Err(self.speaker.words.no_log_to_analyse().into());
        };
        self.take(log, options)
    }

    fn take(&mut self, log: Arc<Log>, options: &LogOptions) -> Result<(), LogRefusal> {
        let issues = &log.issues;
        if issues.n_errors > 0 && !options.lenient {
            let errors: Vec<String> = issues.errors.iter().map(ToString::to_string).collect();
            let more = issues.n_errors.saturating_sub(errors.len() as u64);
            return Err(LogRefusal { errors, more, can_leave_out: !log.episodes.is_empty() });
        }
        let analysis = Analysis::new(log, analysis_options(options)?).map_err(LogRefusal::from)?;
        let mut counts = vec![0u32; analysis.log().tasks.len()];
        analysis.log().episodes.iter().for_each(|episode| counts[episode.task as usize] += 1);
        self.tasks = (0..).zip(counts).filter(|&(_, n)| n > 0).collect();
        self.analysis = Some(analysis);
        (self.replicates, self.next_replicate) = (Vec::new(), 0);
        Ok(())
    }

    /// The facts, warnings and tasks that were found in the log; empty before there is one.
    #[must_use]
    pub fn understood(&self) -> Understood {
        let Some(analysis) = &self.analysis else { return Understood::default() };
        let report = &analysis.report;
        let listed = &self.tasks[..self.tasks.len().min(TASKS_LISTED)];
        let name = |&(task, n): &(u32, u32)| (analysis.log().tasks.get(task).to_owned(), n);
        Understood {
            facts: report.facts().into_iter().map(|(label, text)| (label.to_owned(), text)).collect(),
            warnings: report.warnings.iter().map(|warning| warning.text.clone()).collect(),
            errors: report.errors_told.iter().map(ToString::to_string).collect(),
            tasks: listed.iter().map(name).collect(),
            more_tasks: (self.tasks.len() - listed.len()) as u32,
            budget_max: draw::budget_max(analysis),
            names: self.names_on_desk.clone(),
        }
    }

    /// The budget that policies are compared at.
    #[must_use]
    pub fn compared_budget(&self) -> Option<f64> {
        self.analysis.as_ref().map(Analysis::compared_budget)
    }

    /// The figures and numbers of the log at `look`; none before there is a log.
    pub fn show(&mut self, look: Look) -> Option<LogShown> {
        let analysis = self.analysis.as_mut()?;
        let (task, _) = *self.tasks.get(look.task as usize).or(self.tasks.first())?;
        let budget = look.budget.unwrap_or(analysis.report.calls);
        analysis.look_at(budget);
        let shown = draw::show(self.speaker.words, analysis, task, look);
        Some(LogShown { language: self.speaker.language, ..shown })
    }

    /// Begins to compare policies at a budget.
    pub fn begin_comparing(&mut self, budget: f64) {
        (self.replicates, self.next_replicate) = (Vec::new(), 0);
        if let Some(analysis) = &mut self.analysis {
            analysis.look_at(budget);
            analysis.compare_again();
        }
    }

    /// One replicate more; none when all have been made.
    pub fn compare_on(&mut self) -> bool {
        let Some(analysis) = &self.analysis else { return false };
        if self.next_replicate >= analysis.n_replicates() {
            return false;
        }
        self.replicates.extend(analysis.replicate(self.next_replicate));
        self.next_replicate += 1;
        true
    }

    /// The comparison so far.
    #[must_use]
    pub fn compared(&self) -> LogCompared {
        let Some(analysis) = &self.analysis else { return LogCompared::default() };
        let share = f64::from(self.next_replicate) / f64::from(analysis.n_replicates().max(1));
        let name = |action| analysis.action_name(action).to_owned();
        let table = table(self.speaker.words, &analysis.results(&self.replicates), share, name);
        LogCompared { language: self.speaker.language, ..table }
    }

    /// Learns the chance of success from the texts of the states, which then have it; says how well that does on
    /// episodes that were held out.
    ///
    /// # Errors
    /// Why nothing could be learnt.
    pub fn learn(&mut self) -> Result<String, String> {
        let Some(analysis) = &mut self.analysis else { return Ok(String::new()) };
        let seed = analysis.options().seed;
        let model = analysis.train_prm(seed, |_| true).map_err(|error| error.to_string())?;
        analysis.take_scores(&model).map_err(|error| error.to_string())?;
        Ok(format!("{}.", model.in_words("success")))
    }

    /// The data of a link that carries a log.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn link(&self, options: &LogOptions, log: &[u8]) -> Result<String, String> {
        linked::write(self.speaker.words, options, log)
    }

    /// A file of what there is, at a budget.
    pub fn export(&mut self, what: LogExport, budget: f64) -> Option<LogReply> {
        let analysis = self.analysis.as_mut()?;
        analysis.look_at(budget);
        let written = |name: &str, content: Vec<u8>| LogReply::Written { name: name.to_owned(), content };
        Some(match what {
            LogExport::Mdp => written("askwell-log-mdp.json", file::to_json(&analysis.file).into_bytes()),
            LogExport::Policy => written("askwell-log-policy.json", policy_text(analysis).into_bytes()),
            LogExport::Frontier => written("askwell-log-frontier.json", frontier(analysis).into_bytes()),
            LogExport::Network => match network(analysis) {
                Ok(content) => written("askwell-log-helper.onnx", content),
                Err(error) => LogReply::NotWritten { error: error.to_string() },
            },
        })
    }
}

fn analysis_options(options: &LogOptions) -> Result<AnalysisOptions, LogRefusal> {
    let rules = match options.rules.trim() {
        "" => None,
        text => Some(Normaliser::parse(text).map_err(LogRefusal::from)?),
    };
    let weigh = if options.by_task { Weigh::Tasks } else { Weigh::Episodes };
    Ok(AnalysisOptions { rules, share_states: options.share_states, weigh, ..AnalysisOptions::default() })
}

fn network(analysis: &Analysis) -> Result<Vec<u8>, TextError> {
    let seed = analysis.options().seed;
    analysis.train_helper(seed, |_| true)?.helper_onnx(analysis, seed)
}

fn frontier(analysis: &Analysis) -> String {
    let corners = analysis.frontier.vertices().iter().zip(&analysis.curve.points);
    let corners: Vec<_> = corners
        .map(|(vertex, &(calls, success))| {
            let price = if vertex.price.is_finite() { json!(vertex.price) } else { json!(null) };
            json!({ "price": price, "calls": calls, "success": success })
        })
        .collect();
    json!({ "horizon": analysis.horizon, "gamma": analysis.options().gamma, "breakpoints": corners })
        .to_string()
}

fn table(w: Words, results: &Results, share: f64, action_name: impl Fn(ActionId) -> String) -> LogCompared {
    let weighted = results.policies.iter().any(|row| row.weighted_success.is_some());
    let mut columns = vec![w.column_policy(), w.column_success(), w.column_calls()];
    if weighted {
        columns.push(w.success_by_weights());
    }
    columns.extend([w.inside_the_log(), w.seen_twice()]);
    let row = |row: &PolicyRow| {
        let name = draw::way_name(w, row, &action_name);
        let mut cells = vec![name, shown(w, &row.success, 100.0, 1), shown(w, &row.calls, 1.0, 2)];
        if weighted {
            let few = || {
                row.effective.map_or("–".to_owned(), |n| counted(w.worth_n_episodes(), n.round() as u32))
            };
            let weighted = row.weighted_success.as_ref();
            cells.push(weighted.map_or_else(few, |estimate| shown(w, estimate, 100.0, 1)));
        }
        cells.extend([row.inside, row.seen_twice].map(|share| format!("{:.0} %", 100.0 * share)));
        cells
    };
    LogCompared {
        language: w.language(),
        budget: results.budget,
        columns: columns.into_iter().map(str::to_owned).collect(),
        rows: results.policies.iter().map(row).collect(),
        notes: notes(w, results),
        share,
    }
}

fn notes(w: Words, results: &Results) -> Vec<String> {
    let mut notes = vec![match &results.gain {
        Some(gain) => fill(w.one_more_call_brings(), &[&shown(w, gain, 100.0, 1)]),
        None => w.no_policy_stays_within().to_owned(),
    }];
    if let Some((optimism, best)) = results.optimism.zip(results.best_success.as_ref()) {
        let points = format!("{:.1}", 100.0 * optimism);
        notes.push(fill(w.best_looks_too_good(), &[&points, &shown(w, best, 100.0, 1)]));
    }
    notes.push(fill(w.in_brackets_95(), &[&results.replicates]));
    notes
}

/// `51.2 (46.8 to 55.6)`.
fn shown(w: Words, estimate: &Estimate, scale: f64, places: usize) -> String {
    let number = |x: f64| format!("{:.places$}", x * scale);
    let value = number(estimate.value);
    match estimate.interval {
        Some((low, high)) => fill(w.number_with_interval(), &[&value, &number(low), &number(high)]),
        None => fill(w.number_alone(), &[&value]),
    }
}

#[cfg(test)]
mod tests;
