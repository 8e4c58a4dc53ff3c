//! The transitions of the reader's log: messages in, effects out.

use crate::app::drawers::session::state::{Latest, SessionState};
use crate::app::drawers::your_agent::linked;
use crate::app::drawers::your_agent::message::{
    LinkedLog, LogExport, LogOption, LogReply, LogRequest, LogShown, LogSource, Look, Understood,
    YourAgentMsg,
};
use crate::app::drawers::your_agent::state::{
    Awaited, GivenLog, LogPhase, ReadLog, RefusedLog, YourAgentState,
};
use crate::app::message::effect::Effect;
use crate::app::message::worker::LogEffect;
use crate::app::model::drawer::Drawer;
use crate::app::model::link;
use crate::app::state::State;
use crate::figure::text;
use crate::language::fill;
use crate::trace::read::Columns;

/// Redraws the figures if the window has another width, or the page another language.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    match state.your_agent.session.see(state.width, state.words) {
        true => show(&mut state.your_agent),
        false => Vec::new(),
    }
}

/// Takes one message about the log. The address holds the log of a link as long as that is the one of the page.
pub(in crate::app) fn update(state: &mut State, msg: YourAgentMsg) -> Vec<Effect> {
    let before = linked_log(&state.your_agent).cloned();
    let mut effects = change(state, msg);
    if linked_log(&state.your_agent) != before.as_ref() {
        effects.push(Effect::WriteLink(link::write(&state.setting) + &of_address(state)));
    }
    effects
}

/// The log of a link: one that is awaited, or was refused where no other is shown; else the one that is shown.
fn linked_log(log: &YourAgentState) -> Option<&LinkedLog> {
    let given = log.given.as_ref().filter(|_| log.is_busy() || log.read.is_none());
    let of_link = |given: &'_ GivenLog| matches!(given.source, LogSource::Link(_));
    let shown = log.read.as_ref().map(|read| &read.given);
    match &given.filter(|given| of_link(given)).or(shown)?.source {
        LogSource::Link(linked) => Some(linked),
        _ => None,
    }
}

fn change(state: &mut State, msg: YourAgentMsg) -> Vec<Effect> {
    let log = &mut state.your_agent;
    log.session.see(state.width, state.words);
    match msg {
        YourAgentMsg::FilesGiven { names, .. } if names.is_empty() => Vec::new(),
        YourAgentMsg::FilesGiven { names, kept } => {
            give(log, GivenLog { files: names, ..GivenLog::new(LogSource::Files(kept)) })
        }
        YourAgentMsg::Pasted(text) if text.trim().is_empty() => Vec::new(),
        YourAgentMsg::Pasted(text) => give(log, GivenLog::new(LogSource::Text(text))),
        YourAgentMsg::ExampleChosen(example) => give(log, GivenLog::new(LogSource::Example(example))),
        YourAgentMsg::OptionSet(option) => set(log, option),
        YourAgentMsg::RefusedPutAside => put_aside(log),
        YourAgentMsg::Cancelled => cancel(state),
        YourAgentMsg::BudgetMoved(budget) => move_budget(log, budget),
        YourAgentMsg::BudgetReleased => release_budget(log),
        YourAgentMsg::TaskChosen(task) => look(log, |look, _| {
            *look = Look { task, episode: 0, state: None, ..*look };
        }),
        YourAgentMsg::EpisodeStepped(by) => look(log, |look, shown| {
            let n = i64::from(shown.n_episodes).max(1);
            let next = (i64::from(look.episode) + i64::from(by)).rem_euclid(n);
            (look.episode, look.state) = (u32::try_from(next).unwrap_or(0), None);
        }),
        YourAgentMsg::StatePinned(state) => look(log, |look, _| look.state = Some(state)),
        YourAgentMsg::LearnPressed => learn(log),
        YourAgentMsg::ExportPressed(what) => export(log, what),
        YourAgentMsg::LinkPressed => make_link(log),
        YourAgentMsg::Replied(reply) => hear(state, *reply),
        YourAgentMsg::WorkerFailed(error) => fail(state, &error),
    }
}

/// Reads the log that a link's data hold, as the link says.
pub(in crate::app) fn open(state: &mut State, data: &str) -> Result<Vec<Effect>, &'static str> {
    let (options, linked) = linked::read(data).ok_or(state.words.log_data_expected())?;
    state.your_agent.options = options;
    Ok(give(&mut state.your_agent, GivenLog::new(LogSource::Link(linked))))
}

/// The part of the address besides the setting: the log of a link, while the log drawer is open.
pub(in crate::app) fn of_address(state: &State) -> String {
    match linked_log(&state.your_agent) {
        Some(linked) if state.setting.drawer == Some(Drawer::YourAgent) => format!("&d={}", linked.data),
        _ => String::new(),
    }
}

/// Takes another log; the log that is shown stays until the new one is read.
fn give(log: &mut YourAgentState, given: GivenLog) -> Vec<Effect> {
    log.given = Some(given);
    read(log)
}

/// The log given last is awaited from now on, and what was awaited is no more; answers its source and the request's
/// number.
fn await_log(log: &mut YourAgentState, look: Look) -> Option<(LogSource, u32)> {
    let given = log.given.clone()?;
    let source = given.source.clone();
    (log.refused, log.session.failed) = (None, None);
    let awaited = Awaited { given, options: log.options.clone(), look, is_again: false };
    Some((source, log.session.begin(awaited)))
}

/// Reads the log given last.
fn read(log: &mut YourAgentState) -> Vec<Effect> {
    let look = Look { width: log.session.width, ..Look::default() };
    let Some((source, request)) = await_log(log, look) else { return Vec::new() };
    log.phase = LogPhase::BEGUN;
    let request = LogRequest::Read { request, options: log.options.clone(), look };
    vec![Effect::Log(LogEffect::Read(source, request))]
}

/// Analyses otherwise the log that is shown, at the same budget.
fn analyse(log: &mut YourAgentState) -> Vec<Effect> {
    let budget = log.read.as_ref().and_then(|read| read.look.budget);
    let look = Look { width: log.session.width, budget, ..Look::default() };
    let Some((_, request)) = await_log(log, look) else { return Vec::new() };
    ask(LogRequest::Analyse { request, options: log.options.clone(), look })
}

/// Reads the shown log again if the worker holds another log, or none. The shown log is never looked at in
/// another one.
fn hold_again(log: &mut YourAgentState) -> Vec<Effect> {
    let Some(read) = log.read.as_ref().filter(|read| read.made_by != log.held) else { return Vec::new() };
    let (given, options) = (read.given.clone(), read.options.clone());
    let (source, look) = (given.source.clone(), Look { width: log.session.width, ..read.look });
    let request = log.session.begin(Awaited { given, options: options.clone(), look, is_again: true });
    log.phase = LogPhase::BEGUN;
    vec![Effect::Log(LogEffect::Read(source, LogRequest::Read { request, options, look }))]
}

/// An option is about the log given last. Where that is the one that is shown, and the option does not change what its
/// lines mean, it is analysed again; else it is read again.
fn set(log: &mut YourAgentState, option: LogOption) -> Vec<Effect> {
    let options = &mut log.options;
    let before = options.clone();
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
    // A worker that is busy may hold another log by the time it hears of this.
    if log.is_read_so() && !log.is_busy() { analyse(log) } else { read(log) }
}

/// The log that is shown is the one that the options are about again.
fn put_aside(log: &mut YourAgentState) -> Vec<Effect> {
    if let Some(read) = log.read.as_ref().filter(|_| !log.is_busy()) {
        log.given = Some(read.given.clone());
        log.options.clone_from(&read.options);
        (log.refused, log.session.failed) = (None, None);
    }
    Vec::new()
}

fn ask(request: LogRequest) -> Vec<Effect> {
    vec![Effect::Log(LogEffect::Ask(request))]
}

/// The log that is shown, and its session; nothing while another one is about to take its place, since
/// the worker would answer from that.
fn settled(log: &mut YourAgentState) -> Option<(&mut ReadLog, &mut SessionState<Awaited>)> {
    if log.is_busy() {
        return None;
    }
    Some((log.read.as_deref_mut()?, &mut log.session))
}

fn move_budget(log: &mut YourAgentState, budget: f64) -> Vec<Effect> {
    let Some((read, _)) = settled(log).filter(|_| budget.is_finite()) else { return Vec::new() };
    if !core::mem::replace(&mut read.in_gesture, true) {
        read.look.since = Some(read.shown.budget);
    }
    look(log, |look, _| look.budget = Some(budget.max(0.0)))
}

fn release_budget(log: &mut YourAgentState) -> Vec<Effect> {
    if let Some((read, _)) = settled(log) {
        read.in_gesture = false;
    }
    compare(log)
}

fn look(log: &mut YourAgentState, change: impl FnOnce(&mut Look, &LogShown)) -> Vec<Effect> {
    if let Some((read, _)) = settled(log) {
        change(&mut read.look, &read.shown);
    }
    show(log)
}

/// Has the shown log read again if the worker does not hold it; none if nothing needs to be read first.
fn wake(log: &mut YourAgentState) -> Option<Vec<Effect>> {
    let effects = if !log.is_busy() { hold_again(log) } else { Vec::new() };
    (!effects.is_empty()).then_some(effects)
}

fn show(log: &mut YourAgentState) -> Vec<Effect> {
    if let Some(effects) = wake(log) {
        return effects;
    }
    let width = log.session.width;
    let Some((read, session)) = settled(log) else { return Vec::new() };
    match read.showing.ask(session) {
        Some(request) => ask(LogRequest::Show { request, look: Look { width, ..read.look } }),
        None => Vec::new(),
    }
}

/// The budget that is looked at, whether or not its picture has come.
fn budget(read: &ReadLog) -> f64 {
    read.look.budget.unwrap_or(read.shown.budget)
}

fn compare(log: &mut YourAgentState) -> Vec<Effect> {
    if let Some(effects) = wake(log) {
        return effects;
    }
    let Some((read, session)) = settled(log) else { return Vec::new() };
    let request = session.next_request();
    read.comparing = Some(request);
    ask(LogRequest::Compare { request, budget: budget(read) })
}

/// Learns the chance of success, at once or after the log is read again.
fn learn(log: &mut YourAgentState) -> Vec<Effect> {
    let width = log.session.width;
    let Some((read, session)) = settled(log).filter(|(read, _)| !read.is_learning()) else {
        return Vec::new();
    };
    let request = session.next_request();
    read.learning = Some(request);
    let look = Look { width, ..read.look };
    wake(log).unwrap_or_else(|| ask(LogRequest::Learn { request, look }))
}

fn export(log: &mut YourAgentState, what: LogExport) -> Vec<Effect> {
    if let Some(effects) = wake(log) {
        return effects;
    }
    match settled(log) {
        Some((read, _)) => ask(LogRequest::Export { what, budget: read.shown.budget }),
        None => Vec::new(),
    }
}

/// The link is of the log that is shown, read as it was.
fn make_link(log: &mut YourAgentState) -> Vec<Effect> {
    let Some((read, session)) = settled(log) else { return Vec::new() };
    let request = session.next_request();
    read.linking = Some(request);
    let request = LogRequest::Link { request, options: read.options.clone() };
    vec![Effect::Log(LogEffect::Read(read.given.source.clone(), request))]
}

/// Cancels the reading, and ends the worker, which hears nothing while it reads.
fn cancel(state: &mut State) -> Vec<Effect> {
    if !state.your_agent.is_busy() {
        return Vec::new();
    }
    state.announcement = state.words.cancelled().to_owned();
    end_worker(&mut state.your_agent)
}

fn fail(state: &mut State, error: &str) -> Vec<Effect> {
    // A worker that learning ended is not asked for that again by itself.
    state.your_agent.read.iter_mut().for_each(|read| read.learning = None);
    let effects = end_worker(&mut state.your_agent);
    state.your_agent.session.failed = Some(error.to_owned());
    state.announcement = fill(state.words.log_not_read(), &[&error]);
    effects
}

/// Ends the worker; the shown log stays. If another log was to replace it, the options are those of the shown
/// log again, and another worker reads that log. If that reading itself ends, it begins again only with the
/// next act of the reader: a worker that never comes would be asked for ever.
fn end_worker(log: &mut YourAgentState) -> Vec<Effect> {
    let awaited = log.session.give_up();
    let is_of_another = awaited.as_ref().is_some_and(|awaited| !awaited.is_again);
    log.held = 0;
    if is_of_another || log.read.is_none() {
        log.given = log.read.as_ref().map(|read| read.given.clone());
        (log.refused, log.session.failed) = (None, None);
    }
    let mut effects = vec![Effect::Log(LogEffect::Stop)];
    let Some(read) = log.read.as_deref_mut() else {
        log.phase = LogPhase::Empty;
        return effects;
    };
    log.phase = LogPhase::Ready;
    read.no_longer_awaits(is_of_another);
    if is_of_another {
        log.options.clone_from(&read.options);
        effects.extend(hold_again(log));
    }
    effects
}

fn hear(state: &mut State, reply: LogReply) -> Vec<Effect> {
    let log = &mut state.your_agent;
    match reply {
        LogReply::Progressed { request, share, lines, episodes } if log.session.awaits(request) => {
            log.phase = LogPhase::Reading { share, lines, episodes };
            Vec::new()
        }
        LogReply::Understood { request, understood, shown } => {
            log.held = request;
            match () {
                () if log.session.awaits(request) => take(state, request, understood, *shown),
                () if log.is_busy() => Vec::new(),
                () => hold_again(log),
            }
        }
        LogReply::Refused { request, refusal, names, guess } if log.session.awaits(request) => {
            state.announcement = refusal.errors.first().cloned().unwrap_or_default();
            refuse(log, RefusedLog { refusal, guess }, names)
        }
        LogReply::Written { name, content } => vec![Effect::SaveBytes { name, content }],
        LogReply::NotWritten { error } => {
            state.notify(fill(state.words.file_not_saved(), &[&error]));
            Vec::new()
        }
        reply => hear_of_read(state, reply),
    }
}

/// The log that is awaited is none; one that was read before stays.
fn refuse(log: &mut YourAgentState, refused: RefusedLog, names: Vec<String>) -> Vec<Effect> {
    let Some(Awaited { is_again, .. }) = log.session.give_up() else { return Vec::new() };
    if is_again {
        // It can no longer be read.
        log.session.failed = refused.refusal.errors.into_iter().next();
        log.read = None;
    } else {
        log.refused = Some(refused);
        if let Some(given) = log.given.as_mut().filter(|_| !names.is_empty()) {
            given.names = names;
        }
    }
    log.phase = if log.read.is_some() { LogPhase::Ready } else { LogPhase::Empty };
    let held = hold_again(log);
    if held.is_empty() { show_again(log) } else { held }
}

/// The log that was awaited is read: it is the one that is shown from now on.
fn take(state: &mut State, request: u32, understood: Understood, shown: LogShown) -> Vec<Effect> {
    let log = &mut state.your_agent;
    let Some(Awaited { mut given, options, look, is_again }) = log.session.give_up() else {
        return Vec::new();
    };
    log.phase = LogPhase::Ready;
    if is_again {
        return take_again(log, request);
    }
    given.names.clone_from(&understood.names);
    log.given = Some(given.clone());
    state.announcement = fill(state.words.log_is_read(), &[&given.name(state.words)]);
    log.read = Some(Box::new(ReadLog {
        given,
        options,
        understood,
        shown,
        compared: None,
        learnt: None,
        linked: None,
        made_by: request,
        look,
        showing: Latest::default(),
        comparing: None,
        learning: None,
        linking: None,
        in_gesture: false,
    }));
    [show_again(log), compare(log)].concat()
}

/// Takes note that the worker holds the shown log again. Results that it no longer knows are asked for again;
/// the rest stays.
fn take_again(log: &mut YourAgentState, request: u32) -> Vec<Effect> {
    let (width, language) = (log.session.width, log.session.language);
    let Some(read) = log.read.as_deref_mut() else { return Vec::new() };
    read.made_by = request;
    (read.showing, read.in_gesture) = Default::default();
    let learns = read.learning.take().is_some() || matches!(read.learnt, Some(Ok(_)));
    let is_behind = read.shown.look != (Look { width, ..read.look }) || read.shown.language != language;
    let is_compared =
        read.compared.as_ref().is_some_and(|table| table.share >= 1.0 && table.budget == budget(read));
    let mut effects = match () {
        () if learns => learn(log),
        () if is_behind => show(log),
        () => Vec::new(),
    };
    if !is_compared {
        effects.extend(compare(log));
    }
    effects
}

/// An answer about the log that is shown.
fn hear_of_read(state: &mut State, reply: LogReply) -> Vec<Effect> {
    let Some(read) = state.your_agent.read.as_deref_mut() else { return Vec::new() };
    match reply {
        LogReply::Shown { request, shown } if read.showing.has_come(request) => {
            let is_another_language = shown.language != read.shown.language;
            read.shown = *shown;
            let mut effects = show_again(&mut state.your_agent);
            if effects.is_empty() {
                announce(state);
            }
            if is_another_language {
                effects.extend(compare(&mut state.your_agent));
            }
            return effects;
        }
        LogReply::Compared { request, compared } if read.comparing == Some(request) => {
            read.compared = Some(compared);
        }
        LogReply::Learnt { request, learnt, shown } if read.learning == Some(request) => {
            read.learning = None;
            state.announcement = match &learnt {
                Ok(words) => words.clone(),
                Err(error) => fill(state.words.nothing_is_learnt(), &[error]),
            };
            read.learnt = Some(learnt);
            read.shown = *shown;
        }
        LogReply::Linked { request, data } if read.linking == Some(request) => {
            read.linking = None;
            state.announcement = match &data {
                Ok(_) => state.words.the_link_is_made().to_owned(),
                Err(error) => fill(state.words.no_link(), &[&error]),
            };
            read.linked = Some(data);
        }
        _ => {}
    }
    Vec::new()
}

/// Says what the budget gives, once it is let go.
fn announce(state: &mut State) {
    let Some(read) = state.your_agent.read.as_ref().filter(|read| !read.in_gesture) else { return };
    let (calls, success) = (text::calls(read.shown.budget), text::percent_number(read.shown.success));
    state.announcement = fill(state.words.log_announced(), &[&calls, &success]);
}

/// Asks for the newest figures if those that came are older, of another width or in another language.
fn show_again(log: &mut YourAgentState) -> Vec<Effect> {
    let view = (log.session.width, log.session.language);
    let is_old = |(read, _): (&mut ReadLog, _)| {
        read.showing.take_wanted() || (read.shown.look.width, read.shown.language) != view
    };
    match settled(log).is_some_and(is_old) {
        true => show(log),
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
