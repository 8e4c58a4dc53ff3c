//! A log in the session: read, looked at, refused.

use crate::app::drawers::your_agent::message::{LogExport, Look};
use crate::app::drawers::your_agent::worker::*;

/// Two tasks of a fork: alone it fails at `fork`, with help it succeeds; each way tried alike often.
fn fork() -> String {
    let mut lines = String::new();
    for task in 0..2 {
        for episode in 0..40 {
            let helped = episode % 2 == 0;
            let name = format!("{task}.{episode}");
            let help = if helped { "\"expert\"" } else { "null" };
            lines.push_str(&format!(
                "{{\"episode\":\"{name}\",\"task\":\"t{task}\",\"t\":0,\"state_key\":\"door\",\"intervention\":null,\
                 \"done\":false}}\n{{\"episode\":\"{name}\",\"task\":\"t{task}\",\"t\":1,\"state_key\":\"fork\",\
                 \"intervention\":{help},\"done\":true,\"outcome\":{helped}}}\n"
            ));
        }
    }
    lines
}

fn read(session: &mut LogSession, text: &str, options: &LogOptions) -> Result<(), LogRefusal> {
    session.begin(options)?;
    for piece in text.as_bytes().chunks(1_000) {
        session.push(piece)?;
    }
    session.finish(options)
}

fn opened() -> LogSession {
    let mut session = LogSession::default();
    read(&mut session, &fork(), &LogOptions::default()).unwrap();
    session
}

fn look(budget: f64) -> Look {
    Look { budget: Some(budget), width: 500.0, ..Look::default() }
}

#[test]
fn a_call_at_the_fork_buys_success_and_nothing_else_does() {
    let mut session = opened();
    let understood = session.understood();
    assert_eq!(understood.tasks, [("t0".to_owned(), 40), ("t1".to_owned(), 40)]);
    let [warning] = &understood.warnings[..] else { panic!("{:?}", understood.warnings) };
    assert!(warning.starts_with("in 2 of 4 states not every action was tried"), "{warning}");
    for budget in [0.0, 0.25, 0.5, 1.0] {
        let shown = session.show(look(budget)).unwrap();
        assert!((shown.success - budget).abs() < 1e-9, "{budget}: {}", shown.success);
        assert_eq!(shown.calls, Some(budget));
    }
    let shown = session.show(look(1.0)).unwrap();
    assert_eq!(shown.steps.iter().map(|step| step.asks).collect::<Vec<_>>(), [false, true]);
    assert!(shown.why.unwrap().asks, "the first call is what is looked at");
    let door = session.show(Look { state: Some(0), ..look(1.0) }).unwrap();
    assert_eq!((door.text.as_str(), door.why), ("door", None), "help was never tried at the door");
}

#[test]
fn a_change_of_the_budget_is_told_against_the_one_before() {
    let mut session = opened();
    let shown = session.show(Look { since: Some(0.0), ..look(1.0) }).unwrap();
    assert_eq!(shown.changed, "1 of 2 changed");
    let shown = session.show(Look { since: Some(1.0), ..look(1.0) }).unwrap();
    assert_eq!(shown.changed, "0 of 2 changed");
}

#[test]
fn a_log_with_an_error_is_refused_with_its_line_and_the_one_before_stays() {
    let mut session = opened();
    let broken = fork().replace(
        "\"t\":1,\"state_key\":\"fork\",\"intervention\":null",
        "\"t\":7,\"state_key\":\"fork\",\"intervention\":null",
    );
    let LogRefusal { errors, more, can_leave_out } =
        read(&mut session, &broken, &LogOptions::default()).unwrap_err();
    assert!(can_leave_out, "the helped half is left");
    assert!(errors[0].starts_with("line 4: t: "), "{errors:?}");
    assert_eq!((errors.len(), more), (20, 20), "{errors:?}");
    assert!((session.show(look(1.0)).unwrap().success - 1.0).abs() < 1e-9);
    let lenient = LogOptions { lenient: true, ..LogOptions::default() };
    read(&mut session, &broken, &lenient).unwrap();
    assert_eq!(session.understood().tasks[0].1, 20, "the helped half is left");
}

#[test]
fn options_that_are_none_are_refused_before_anything_is_read() {
    let mut session = LogSession::default();
    let refused = |session: &mut LogSession, options: LogOptions| {
        session.begin(&options).unwrap_err().errors.join("\n")
    };
    let rules = LogOptions { rules: "dates\nnonsense".to_owned(), ..LogOptions::default() };
    assert!(refused(&mut session, rules).contains("rule 2: \"nonsense\"; expected"));
    let columns = LogOptions { columns: "episode".to_owned(), ..LogOptions::default() };
    assert!(refused(&mut session, columns).contains("expected"));
}

#[test]
fn intervals_come_one_replicate_at_a_time_and_end() {
    let mut session = opened();
    session.begin_comparing(1.0);
    assert_eq!((session.compared().share, session.compared().budget), (0.0, 1.0));
    let mut n = 0;
    while session.compare_on() {
        n += 1;
    }
    let compared = session.compared();
    assert_eq!((n, compared.share), (200, 1.0));
    let best = compared.rows.last().unwrap();
    assert_eq!(best[1], "100.0 (100.0 to 100.0)", "{compared:?}");
    let never = &compared.rows[1];
    assert_eq!(never[1], "0.0 (0.0 to 0.0)", "{compared:?}");
}

#[test]
fn a_policy_that_one_episode_follows_is_worth_one_episode() {
    let step = |episode: u32, helped: bool| {
        format!(
            "{{\"episode\":{episode},\"t\":0,\"state\":\"s\",\"intervention\":{helped},\"outcome\":{helped},\
             \"propensity\":0.5}}\n"
        )
    };
    let worth = |n_alone: u32| {
        let text: String = (0..40).map(|episode| step(episode, episode >= n_alone)).collect();
        let mut session = LogSession::default();
        read(&mut session, &text, &LogOptions::default()).unwrap();
        session.begin_comparing(1.0);
        let rows = session.compared().rows;
        rows.iter().find(|row| row[0] == "never ask").unwrap()[3].clone()
    };
    assert_eq!([worth(1), worth(2)], ["worth 1 episode", "worth 2 episodes"]);
}

#[test]
fn what_is_saved_can_be_read_again() {
    let mut session = opened();
    session.show(look(1.0)).unwrap();
    let mut text = |what: LogExport| match session.export(what, 1.0) {
        Some(LogReply::Written { content, .. }) => String::from_utf8(content).unwrap(),
        other => panic!("{other:?}"),
    };
    assert!(crate::mdp::file::read(&text(LogExport::Mdp)).is_ok());
    let policy: serde_json::Value = serde_json::from_str(&text(LogExport::Policy)).unwrap();
    assert_eq!(policy["interventions"][0], "expert");
    let frontier: serde_json::Value = serde_json::from_str(&text(LogExport::Frontier)).unwrap();
    assert_eq!(frontier["breakpoints"][1]["success"], 1.0);
}

#[test]
fn chances_are_learnt_from_texts_and_stand_along_the_episode() {
    let mut session = LogSession::default();
    let texts = fork().replace("\"state_key\":\"", "\"state\":\"you stand at the ");
    read(&mut session, &texts, &LogOptions::default()).unwrap();
    assert_eq!(session.show(look(1.0)).unwrap().trace, None, "the log has no chances of its own");
    let words = session.learn().unwrap();
    assert!(words.starts_with("Learnt from ") && words.contains("held-out episodes"), "{words}");
    assert!(session.show(look(1.0)).unwrap().trace.is_some());
    match session.export(LogExport::Network, 1.0) {
        Some(LogReply::Written { name, content }) => {
            assert_eq!(name, "askwell-log-helper.onnx");
            assert!(crate::net::onnx::import_onnx(&content).is_ok());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_log_of_keys_has_no_words_to_learn_from() {
    let mut session = opened();
    session.show(look(1.0)).unwrap();
    let words = session.learn().unwrap_err();
    assert!(words.contains("expected"), "{words}");
    assert!(matches!(session.export(LogExport::Network, 1.0), Some(LogReply::NotWritten { .. })));
}

#[test]
fn leaving_out_is_advised_only_where_something_is_left() {
    let refusal = |bytes: &[u8]| {
        let (mut session, options) = (LogSession::default(), LogOptions::default());
        session.begin(&options).unwrap();
        session.push(bytes).map(drop).and_then(|()| session.finish(&options)).unwrap_err()
    };
    let zstd = b"\x28\xb5\x2f\xfd rest of a file".as_slice();
    let broken_everywhere = fork().replace("\"t\":1", "\"t\":7").into_bytes();
    for bytes in [b"PAR1 rest of a file".as_slice(), zstd, b"\xff\xfe{\0", b"", b"a,b\n1,2\n"] {
        assert!(!refusal(bytes).can_leave_out, "{bytes:?}");
    }
    assert!(!refusal(&broken_everywhere).can_leave_out, "no episode is left");
    let one_line = fork() + "no line of a log\n";
    assert!(refusal(one_line.as_bytes()).can_leave_out);
}

#[test]
fn an_analysis_after_a_refused_log_names_the_columns_of_the_log_on_the_desk() {
    let mut session = opened();
    let names = session.understood().names;
    let renamed = fork().replace("\"episode\"", "\"run\"");
    read(&mut session, &renamed, &LogOptions::default()).unwrap_err();
    assert!(session.names.contains(&"run".to_owned()), "the refused one says its own");
    session.analyse(&LogOptions { by_task: true, ..LogOptions::default() }).unwrap();
    assert_eq!(session.understood().names, names);
}
