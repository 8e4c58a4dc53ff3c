//! A log on the desk: read, looked at, refused.

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

fn read(desk: &mut LogDesk, text: &str, options: &LogOptions) -> Result<(), LogRefusal> {
    desk.begin(options)?;
    for piece in text.as_bytes().chunks(1_000) {
        desk.push(piece)?;
    }
    desk.finish(options)
}

fn opened() -> LogDesk {
    let mut desk = LogDesk::default();
    read(&mut desk, &fork(), &LogOptions::default()).unwrap();
    desk
}

fn look(budget: f64) -> Look {
    Look { budget: Some(budget), width: 500.0, ..Look::default() }
}

#[test]
fn a_call_at_the_fork_buys_success_and_nothing_else_does() {
    let mut desk = opened();
    let understood = desk.understood();
    assert_eq!(understood.tasks, [("t0".to_owned(), 40), ("t1".to_owned(), 40)]);
    let [warning] = &understood.warnings[..] else { panic!("{:?}", understood.warnings) };
    assert!(warning.starts_with("in 2 of 4 states not every action was tried"), "{warning}");
    for budget in [0.0, 0.25, 0.5, 1.0] {
        let shown = desk.show(look(budget)).unwrap();
        assert!((shown.success - budget).abs() < 1e-9, "{budget}: {}", shown.success);
        assert_eq!(shown.calls, Some(budget));
    }
    let shown = desk.show(look(1.0)).unwrap();
    assert_eq!(shown.steps.iter().map(|step| step.asks).collect::<Vec<_>>(), [false, true]);
    assert!(shown.why.unwrap().asks, "the first call is what is looked at");
    let door = desk.show(Look { state: Some(0), ..look(1.0) }).unwrap();
    assert_eq!((door.text.as_str(), door.why), ("door", None), "help was never tried at the door");
}

#[test]
fn a_change_of_the_budget_is_told_against_the_one_before() {
    let mut desk = opened();
    let shown = desk.show(Look { since: Some(0.0), ..look(1.0) }).unwrap();
    assert_eq!(shown.changed, "1 of 2 changed");
    let shown = desk.show(Look { since: Some(1.0), ..look(1.0) }).unwrap();
    assert_eq!(shown.changed, "0 of 2 changed");
}

#[test]
fn a_log_with_an_error_is_refused_with_its_line_and_the_one_before_stays() {
    let mut desk = opened();
    let broken = fork().replace(
        "\"t\":1,\"state_key\":\"fork\",\"intervention\":null",
        "\"t\":7,\"state_key\":\"fork\",\"intervention\":null",
    );
    let LogRefusal { errors, more, can_leave_out } =
        read(&mut desk, &broken, &LogOptions::default()).unwrap_err();
    assert!(can_leave_out, "the helped half is left");
    assert!(errors[0].starts_with("line 4: t: "), "{errors:?}");
    assert_eq!((errors.len(), more), (20, 20), "{errors:?}");
    assert!((desk.show(look(1.0)).unwrap().success - 1.0).abs() < 1e-9);
    let lenient = LogOptions { lenient: true, ..LogOptions::default() };
    read(&mut desk, &broken, &lenient).unwrap();
    assert_eq!(desk.understood().tasks[0].1, 20, "the helped half is left");
}

#[test]
fn options_that_are_none_are_refused_before_anything_is_read() {
    let mut desk = LogDesk::default();
    let refused =
        |desk: &mut LogDesk, options: LogOptions| desk.begin(&options).unwrap_err().errors.join("\n");
    let rules = LogOptions { rules: "dates\nnonsense".to_owned(), ..LogOptions::default() };
    assert!(refused(&mut desk, rules).contains("rule 2: \"nonsense\"; expected"));
    let columns = LogOptions { columns: "episode".to_owned(), ..LogOptions::default() };
    assert!(refused(&mut desk, columns).contains("expected"));
}

#[test]
fn intervals_come_one_replicate_at_a_time_and_end() {
    let mut desk = opened();
    desk.begin_comparing(1.0);
    assert_eq!((desk.compared().share, desk.compared().budget), (0.0, 1.0));
    let mut n = 0;
    while desk.compare_on() {
        n += 1;
    }
    let compared = desk.compared();
    assert_eq!((n, compared.share), (200, 1.0));
    let best = compared.rows.last().unwrap();
    assert_eq!(best[1], "100.0 (100.0 to 100.0)", "{compared:?}");
    let never = &compared.rows[1];
    assert_eq!(never[1], "0.0 (0.0 to 0.0)", "{compared:?}");
}

#[test]
fn what_is_saved_can_be_read_again() {
    let mut desk = opened();
    desk.show(look(1.0)).unwrap();
    let mut text = |what: LogExport| match desk.export(what, 1.0) {
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
    let mut desk = LogDesk::default();
    let texts = fork().replace("\"state_key\":\"", "\"state\":\"you stand at the ");
    read(&mut desk, &texts, &LogOptions::default()).unwrap();
    assert_eq!(desk.show(look(1.0)).unwrap().trace, None, "the log has no chances of its own");
    let words = desk.learn().unwrap();
    assert!(words.starts_with("Learnt from ") && words.contains("held-out episodes"), "{words}");
    assert!(desk.show(look(1.0)).unwrap().trace.is_some());
    match desk.export(LogExport::Network, 1.0) {
        Some(LogReply::Written { name, content }) => {
            assert_eq!(name, "askwell-log-helper.onnx");
            assert!(crate::net::onnx::import_onnx(&content).is_ok());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_log_of_keys_has_no_words_to_learn_from() {
    let mut desk = opened();
    desk.show(look(1.0)).unwrap();
    let words = desk.learn().unwrap_err();
    assert!(words.contains("expected"), "{words}");
    assert!(matches!(desk.export(LogExport::Network, 1.0), Some(LogReply::NotWritten { .. })));
}

#[test]
fn leaving_out_is_advised_only_where_something_is_left() {
    let refusal = |bytes: &[u8]| {
        let (mut desk, options) = (LogDesk::default(), LogOptions::default());
        desk.begin(&options).unwrap();
        desk.push(bytes).map(drop).and_then(|()| desk.finish(&options)).unwrap_err()
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
    let mut desk = opened();
    let names = desk.understood().names;
    let renamed = fork().replace("\"episode\"", "\"run\"");
    read(&mut desk, &renamed, &LogOptions::default()).unwrap_err();
    assert!(desk.names().contains(&"run".to_owned()), "the refused one says its own");
    desk.analyse(&LogOptions { by_task: true, ..LogOptions::default() }).unwrap();
    assert_eq!(desk.understood().names, names);
}
