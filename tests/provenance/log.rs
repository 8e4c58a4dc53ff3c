//! The log drawer.

use std::fs;

use askwell::app::drawers::session::Session;
use askwell::app::drawers::your_agent::{
    LogExport, LogOption, LogReply, LogRequest, LogSession, LogSource, ReadLog, YourAgentMsg,
};
use askwell::app::message::LogEffect;
use askwell::app::{Effect, Msg, State, update};
use serde_json::Value;

use super::{json, run};

/// A page that reads the one log.
struct Page {
    state: State,
    session: LogSession,
    log: String,
    saved: Vec<(String, Vec<u8>)>,
}

impl Page {
    fn tell(&mut self, msg: YourAgentMsg) {
        for effect in update(&mut self.state, Msg::YourAgent(msg)) {
            match effect {
                Effect::Log(LogEffect::Read(LogSource::Files(_), request) | LogEffect::Ask(request)) => {
                    for reply in self.replies(request) {
                        self.tell(YourAgentMsg::Replied(Box::new(reply)));
                    }
                }
                Effect::SaveBytes { name, content } => self.saved.push((name, content)),
                _ => {}
            }
        }
    }

    fn replies(&mut self, request: LogRequest) -> Vec<LogReply> {
        let mut replies = Vec::new();
        self.session.respond(request, &self.log.clone().into_bytes(), &mut |reply| replies.push(reply));
        while self.session.is_at_work() {
            replies.extend(self.session.go_on());
        }
        replies
    }

    fn read(&self) -> &ReadLog {
        self.state.your_agent.read.as_deref().unwrap()
    }
}

/// Half of the episodes helped at random; help helps, more behind a locked door; one line is wrong.
fn log() -> String {
    let mut lines = String::new();
    for episode in 0..90_u32 {
        let door = if episode.is_multiple_of(3) { "locked" } else { "open" };
        let helped = episode / 3 % 2 == 0;
        let hall = !(episode * 7 + 3).is_multiple_of(5) || helped;
        let end = if hall { String::new() } else { ",\"done\":true,\"reward\":0".to_owned() };
        lines += &format!(
            "{{\"run\":\"{episode}\",\"family\":\"f {}\",\"t\":0,\"state\":\"Step {episode}: the hall\",\
             \"intervention\":{helped},\"propensity\":0.5{end}}}\n",
            episode % 4
        );
        if hall {
            let (asks, t) = (episode % 4 < 2, if episode == 44 { 7 } else { 1 });
            let found = u8::from(asks || door == "open" && episode % 5 < 3);
            lines += &format!(
                "{{\"run\":\"{episode}\",\"family\":\"f {}\",\"t\":{t},\"state\":\"Step {}: the door is {door}\",\
                 \"intervention\":{asks},\"propensity\":0.5,\"done\":true,\"reward\":{found}}}\n",
                episode % 4,
                episode + 1
            );
        }
    }
    lines
}

/// `51.2 (46.8 to 55.6)`, as the page writes an estimate of the command line.
fn shown(estimate: &Value, scale: f64, places: usize) -> String {
    let number = |x: &Value| format!("{:.places$}", x.as_f64().unwrap() * scale);
    let interval = estimate["interval"].as_array();
    let interval =
        interval.map(|ends| format!(" ({} to {})", number(&ends[0]), number(&ends[1]))).unwrap_or_default();
    number(&estimate["value"]) + &interval
}

#[test]
fn the_command_of_a_log_gives_its_report_and_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let name = "my agent's log.jsonl";
    fs::write(folder.path().join(name), log()).unwrap();
    let mut page =
        Page { state: State::default(), session: LogSession::default(), log: log(), saved: Vec::new() };
    let options = [
        LogOption::Columns("episode=run,task=family,outcome=reward".to_owned()),
        LogOption::Rules("cut step #:\nspaces".to_owned()),
        LogOption::ShareStates(true),
        LogOption::ByTask(true),
        LogOption::Lenient(true),
    ];
    options.into_iter().for_each(|option| page.tell(YourAgentMsg::OptionSet(option)));
    page.tell(YourAgentMsg::FilesGiven { names: vec![name.to_owned()], kept: 0 });
    for budget in [None, Some(0.337_531), Some(1.9)] {
        if let Some(budget) = budget {
            page.tell(YourAgentMsg::BudgetMoved(budget));
            page.tell(YourAgentMsg::BudgetReleased);
        } else {
            page.tell(YourAgentMsg::LearnPressed);
        }
        let command = page.read().command();
        let told = run(&command, &[], &folder);
        let read = page.read();
        for (label, text) in &read.understood.facts {
            assert!(told.contains(&format!("{label:<12}{text}\n")), "{command}: {label} {text}: {told}");
        }
        let learnt = read.learnt.clone().unwrap().unwrap();
        assert!(told.contains(learnt.trim_end_matches('.')), "{learnt}: {told}");
        let found = json(&command, &folder);
        let (results, compared) = (&found["results"], read.compared.as_ref().unwrap());
        assert_eq!(results["budget"].as_f64().unwrap().to_bits(), read.shown.budget.to_bits());
        let rows = results["policies"].as_array().unwrap();
        assert_eq!(rows.len(), compared.rows.len());
        for (row, cells) in rows.iter().zip(&compared.rows) {
            assert_eq!(row["name"], cells[0].as_str());
            let cell = |name: &str| compared.columns.iter().position(|column| column == name).unwrap();
            assert_eq!(shown(&row["success"], 100.0, 1), cells[cell("success")]);
            assert_eq!(shown(&row["calls"], 1.0, 2), cells[cell("calls")]);
            let inside = format!("{:.0} %", 100.0 * row["inside"].as_f64().unwrap());
            assert_eq!(inside, cells[cell("inside the log")]);
        }
        let best = shown(&results["best_success"], 100.0, 1);
        assert!(compared.notes.iter().any(|note| note.contains(&best)), "{best}: {:?}", compared.notes);
        // The same files to the byte.
        page.tell(YourAgentMsg::ExportPressed(LogExport::Policy));
        page.tell(YourAgentMsg::ExportPressed(LogExport::Mdp));
        run(&command, &["--policy", "policy.json", "--mdp", "mdp.json"], &folder);
        let mdp = page.saved.pop().unwrap();
        let policy = page.saved.pop().unwrap();
        for (file, (_, content)) in [("policy.json", policy), ("mdp.json", mdp)] {
            assert!(fs::read(folder.path().join(file)).unwrap() == content, "{file} at {budget:?}");
        }
    }
}
