//! What happens to a reader's log.

use super::super::drawer::Drawer;
use super::super::latest::{Latest, panel_width};
use super::super::link;
use super::super::message::Effect;
use super::super::state::State;
use super::linked;
use super::message::{LogEffect, LogMsg, LogOption, LogReply, LogRequest, LogSource, Look};
use super::state::{LogPhase, LogState};
use crate::language::fill;
use crate::trace::read::Columns;

/// Where the window has another width, what is shown is drawn for it.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    let width = panel_width(state.width);
    if width == state.log.look.width {
        return Vec::new();
    }
    state.log.look.width = width;
    show(&mut state.log)
}

/// Takes one message about the log. Once another one is read, the address no longer holds the log of a link.
pub(in crate::app) fn update(state: &mut State, msg: LogMsg) -> Vec<Effect> {
    let was_linked = is_linked(state);
    let mut effects = change(state, msg);
    if was_linked && !is_linked(state) {
        effects.push(Effect::WriteLink(link::write(&state.setting)));
    }
    effects
}

fn is_linked(state: &State) -> bool {
    matches!(state.log.source, Some(LogSource::Link(_)))
}

fn change(state: &mut State, msg: LogMsg) -> Vec<Effect> {
    state.log.look.width = panel_width(state.width);
    let log = &mut state.log;
    match msg {
        LogMsg::FilesGiven { names } => {
            let name = match names.as_slice() {
                [] => return Vec::new(),
                [name] => name.clone(),
                [first, rest @ ..] => fill(state.words.and_more(), &[&first, &rest.len()]),
            };
            read(log, LogSource::Files, name)
        }
        LogMsg::Pasted(text) if text.trim().is_empty() => Vec::new(),
        LogMsg::Pasted(text) => read(log, LogSource::Text(text), "the pasted text".to_owned()),
        LogMsg::ExampleChosen(example) => read(log, LogSource::Example(example), example.title().to_owned()),
        LogMsg::OptionSet(option) => set(log, option),
        LogMsg::Cancelled => cancel(state),
        LogMsg::BudgetMoved(budget) => move_budget(log, budget),
        LogMsg::BudgetReleased => {
            log.in_gesture = false;
            compare(log)
        }
        LogMsg::TaskChosen(task) => look(log, |look| {
            *look = Look { task, episode: 0, state: None, ..*look };
        }),
        LogMsg::EpisodeStepped(by) => {
            let n = log.shown.as_ref().map_or(1, |shown| i64::from(shown.n_episodes).max(1));
            look(log, |look| {
                let next = (i64::from(look.episode) + i64::from(by)).rem_euclid(n);
                (look.episode, look.state) = (u32::try_from(next).unwrap_or(0), None);
            })
        }
        LogMsg::StatePinned(state) => look(log, |look| look.state = Some(state)),
        LogMsg::LearnPressed => learn(log),
        LogMsg::ExportPressed(what) => ask(log, LogRequest::Export(what)),
        LogMsg::LinkPressed => {
            let request = LogRequest::Link { options: log.options.clone() };
            log.source
                .clone()
                .map(|source| Effect::Log(LogEffect::Read(source, request)))
                .into_iter()
                .collect()
        }
        LogMsg::Replied(reply) => hear(state, *reply),
        LogMsg::WorkerFailed(error) => fail(state, &error),
    }
}

/// Reads the log that a link's data hold, as the link says.
pub(in crate::app) fn open(state: &mut State, data: &str) -> Result<Vec<Effect>, &'static str> {
    let (options, linked) = linked::read(data).ok_or("a log, as “Make a link” packs it")?;
    state.log.options = options;
    Ok(read(&mut state.log, LogSource::Link(linked), "the log of the link".to_owned()))
}

/// What the address holds besides the setting: the log, as long as it is the one the link brought and its drawer is open.
pub(in crate::app) fn of_address(state: &State) -> String {
    match &state.log.source {
        Some(LogSource::Link(linked)) if state.setting.drawer == Some(Drawer::Log) => {
            format!("&d={}", linked.data)
        }
        _ => String::new(),
    }
}

fn read(log: &mut LogState, source: LogSource, name: String) -> Vec<Effect> {
    log.next_request += 1;
    let request = log.next_request;
    log.awaited = Some(request);
    log.given = name;
    log.source = Some(source.clone());
    log.phase = LogPhase::Reading { share: 0.0, words: String::new() };
    log.refused.clear();
    log.guess = None;
    (log.showing, log.comparing, log.compared) = (Latest::default(), None, None);
    (log.learning, log.learnt, log.linked) = (None, None, None);
    log.look = Look { width: log.look.width, ..Look::default() };
    let request = LogRequest::Read { request, options: log.options.clone(), look: log.look };
    vec![Effect::Log(LogEffect::Read(source, request))]
}

/// An option that changes what lines mean reads the log again; the others analyse again what was read.
fn set(log: &mut LogState, option: LogOption) -> Vec<Effect> {
    let options = &mut log.options;
    let before = options.clone();
    let reads = !matches!(
        option,
        LogOption::Rules(_) | LogOption::ShareStates(_) | LogOption::ByTask(_) | LogOption::Lenient(_)
    );
    match option {
        LogOption::Columns(text) => options.columns = text,
        LogOption::Column(column, name) => {
            let mut columns = Columns::parse(&options.columns).unwrap_or_default();
            columns.choose(column, &name);
            options.columns = columns.written();
        }
        LogOption::Outcome(text) => options.outcome = text,
        LogOption::Success(text) => options.success = text,
        LogOption::Rules(text) => options.rules = text,
        LogOption::ShareStates(share) => options.share_states = share,
        LogOption::ByTask(by_task) => options.by_task = by_task,
        LogOption::Lenient(lenient) => options.lenient = lenient,
    }
    if *options == before {
        return Vec::new();
    }
    match log.source.clone() {
        None => Vec::new(),
        Some(source) if reads => {
            let name = log.given.clone();
            read(log, source, name)
        }
        Some(_) => analyse(log),
    }
}

fn analyse(log: &mut LogState) -> Vec<Effect> {
    log.next_request += 1;
    log.awaited = Some(log.next_request);
    log.refused.clear();
    log.guess = None;
    log.look = Look { width: log.look.width, budget: log.look.budget, ..Look::default() };
    let (request, options) = (log.next_request, log.options.clone());
    ask(log, LogRequest::Analyse { request, options, look: log.look })
}

fn ask(log: &LogState, request: LogRequest) -> Vec<Effect> {
    if log.source.is_none() {
        return Vec::new();
    }
    vec![Effect::Log(LogEffect::Ask(request))]
}

fn move_budget(log: &mut LogState, budget: f64) -> Vec<Effect> {
    if !budget.is_finite() {
        return Vec::new();
    }
    if !core::mem::replace(&mut log.in_gesture, true) {
        log.look.since = log.shown.as_ref().map(|shown| shown.budget);
    }
    look(log, |look| look.budget = Some(budget.max(0.0)))
}

fn look(log: &mut LogState, change: impl FnOnce(&mut Look)) -> Vec<Effect> {
    change(&mut log.look);
    show(log)
}

fn show(log: &mut LogState) -> Vec<Effect> {
    if log.phase != LogPhase::Ready {
        return Vec::new();
    }
    match log.showing.ask(&mut log.next_request) {
        Some(request) => ask(log, LogRequest::Show { request, look: log.look }),
        None => Vec::new(),
    }
}

fn compare(log: &mut LogState) -> Vec<Effect> {
    log.next_request += 1;
    log.comparing = Some(log.next_request);
    ask(log, LogRequest::Compare { request: log.next_request })
}

fn learn(log: &mut LogState) -> Vec<Effect> {
    if log.phase != LogPhase::Ready || log.is_learning() {
        return Vec::new();
    }
    log.next_request += 1;
    log.learning = Some(log.next_request);
    ask(log, LogRequest::Learn { request: log.next_request, look: log.look })
}

/// The worker goes, and with it what it had read.
fn cancel(state: &mut State) -> Vec<Effect> {
    let log = &mut state.log;
    *log = LogState { options: log.options.clone(), next_request: log.next_request, ..LogState::default() };
    state.announcement = state.words.cancelled().to_owned();
    vec![Effect::Log(LogEffect::Stop)]
}

fn fail(state: &mut State, error: &str) -> Vec<Effect> {
    let effects = cancel(state);
    state.log.refused = vec![fill(state.words.log_not_read(), &[&error])];
    state.announcement.clone_from(&state.log.refused[0]);
    effects
}

fn hear(state: &mut State, reply: LogReply) -> Vec<Effect> {
    let log = &mut state.log;
    match reply {
        LogReply::Progressed { request, share, words } if log.awaited == Some(request) => {
            log.phase = LogPhase::Reading { share, words };
        }
        LogReply::Understood { request, understood, shown } if log.awaited == Some(request) => {
            log.awaited = None;
            log.phase = LogPhase::Ready;
            log.names.clone_from(&understood.names);
            log.understood = Some(understood);
            log.name.clone_from(&log.given);
            state.announcement = fill(state.words.log_is_read(), &[&log.name]);
            log.shown = Some(*shown);
            return compare(log);
        }
        LogReply::Shown { request, shown } if log.showing.has_come(request) => {
            log.shown = Some(*shown);
            let is_settled = !log.in_gesture;
            if log.showing.take_wanted() {
                return show(log);
            }
            if is_settled && let Some(shown) = &log.shown {
                state.announcement = fill(
                    state.words.log_announced(),
                    &[
                        &crate::figure::text::calls(shown.budget),
                        &crate::figure::text::percent_number(shown.success),
                    ],
                );
            }
        }
        LogReply::Compared { request, compared } if log.comparing == Some(request) => {
            log.compared = Some(compared);
        }
        LogReply::Learnt { request, words, shown } if log.learning == Some(request) => {
            log.learning = None;
            state.announcement.clone_from(&words);
            log.learnt = Some(words);
            log.shown = Some(*shown);
        }
        LogReply::Written { name, content } => return vec![Effect::SaveBytes { name, content }],
        LogReply::Linked { data } => {
            state.announcement = match &data {
                Ok(_) => state.words.the_link_is_made().to_owned(),
                Err(error) => fill(state.words.no_link(), &[&error]),
            };
            log.linked = Some(data);
        }
        LogReply::NotWritten { error } => state.notify(fill(state.words.file_not_saved(), &[&error])),
        LogReply::Refused { request, errors, names, guess } if log.awaited == Some(request) => {
            log.awaited = None;
            log.phase = if log.shown.is_some() { LogPhase::Ready } else { LogPhase::Empty };
            state.announcement = errors.first().cloned().unwrap_or_default();
            (log.refused, log.names, log.guess) = (errors, names, guess);
        }
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
