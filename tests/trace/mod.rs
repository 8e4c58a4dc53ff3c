//! `askwell import`: from a log to numbers, and one clear line for whatever is wrong.

mod parquet;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

fn askwell(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn answer(arguments: &[&str], input: &str) -> String {
    let output = askwell(arguments, input);
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str], input: &str) -> Value {
    serde_json::from_str(&answer(&[arguments, &["--json"]].concat(), input)).unwrap()
}

fn refusal(arguments: &[&str], input: &str) -> String {
    let output = askwell(arguments, input);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A path in a folder of its own, which is removed when dropped.
struct Path(PathBuf, #[expect(dead_code, reason = "dropped with the path")] TempDir);

impl Path {
    fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self(folder.path().join(name), folder)
    }

    fn name(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

const LOG: &str = r#"{"episode":1,"t":0,"state":"door","intervention":null,"propensity":0.5}
{"episode":1,"t":1,"state":"room","intervention":"sage","propensity":0.5,"outcome":true}
{"episode":2,"t":0,"state":"door","intervention":"sage","propensity":0.5,"outcome":true}
{"episode":3,"t":0,"state":"door","intervention":null,"propensity":0.5}
{"episode":3,"t":1,"state":"room","intervention":null,"propensity":0.5,"outcome":false}
"#;

/// An agent that stays where it is, and then leaves with help.
const LOOP: &str = r#"{"episode":1,"t":0,"state":"a door","intervention":null}
{"episode":1,"t":1,"state":"a door","intervention":"sage","outcome":true}
"#;

#[test]
fn what_was_collected_comes_back_as_the_same_frontier() {
    let (trace, mdp, policy) = (Path::new("a.jsonl"), Path::new("a.json"), Path::new("policy.json"));
    let collect = ["collect", "--tasks", "4", "--seed", "2", "--out", trace.name()];
    answer(&collect, "");
    let import = [
        "import",
        trace.name(),
        "--gamma",
        "0.95",
        "--mdp",
        mdp.name(),
        "--policy",
        policy.name(),
        "--budget",
        "1",
    ];
    let found = json(&import, "");
    assert_eq!((&found["report"]["episodes"], &found["report"]["tasks"]), (&84.into(), &4.into()));
    let frontier = json(&["frontier", mdp.name()], "");
    let breakpoints = |value: &Value| value["breakpoints"].as_array().unwrap().clone();
    assert_eq!(breakpoints(&found).len(), breakpoints(&frontier).len());
    for (a, b) in breakpoints(&found).iter().zip(breakpoints(&frontier)) {
        for field in ["usage", "success"] {
            assert!((a[field].as_f64().unwrap() - b[field].as_f64().unwrap()).abs() < 1e-12, "{a} {b}");
        }
    }
    let policy: Value = serde_json::from_str(&fs::read_to_string(&policy.0).unwrap()).unwrap();
    assert_eq!((&policy["budget"], &policy["interventions"][0]), (&1.0.into(), &"better".into()));
    assert!(policy["states"].as_array().unwrap().iter().any(|state| state["action"] == "better"));
    let (first, again) = (answer(&import, ""), answer(&import, ""));
    assert_eq!(first, again);
    // Two runs of other lengths stand on the same first replicates; other seeds differ.
    assert_ne!(first, answer(&[&import[..], &["--seed", "2"]].concat(), ""));
}

#[test]
fn a_log_from_standard_input_is_told_in_a_few_lines() {
    let text = answer(&["import", "-", "--replicates", "0", "--budget", "1"], LOG);
    expect![[r#"
        read        5 lines of JSON Lines, 410 bytes
        episodes    3 of 1 task, 5 steps; 0 out of steps, 0 without an end left out, 0 errors
        outcome     success 66.7 %, 0.67 calls an episode, help in 66.7 % of the episodes
        action      nohelp: 3 steps in 2 episodes and 2 states
        action      sage: 2 steps in 2 episodes and 2 states
        states      2; every action tried in 2, where 100.0 % of the steps are; 3 of 4 pairs seen once
        rules       dates; times; ids; cut step #; cut turn #; spaces: 2; every action tried in 2, where 100.0 % of the steps are; 3 of 4 pairs seen once
        propensity  logged: policies are weighted by it too
        warning     only 3 episodes: the intervals are wide, and believe them
        warning     3 of 4 pairs of a state and an action were seen only once: what the table says of them is one episode's luck, and the intervals do not show it

        policy                success                   calls                     success by weights        inside  seen twice
        as logged             0.667                     0.667                     -                         100 %   100 %
        never ask             0.000                     0.000                     worth 1 episode           100 %   0 %
        always sage           1.000                     1.000                     worth 1 episode           100 %   0 %
        best for the budget   1.000                     1.000                     worth 1 episode           100 %   0 %
        One more call an episode would bring 0.000 of success
        Intervals: 95 %, Bayesian bootstrap over episodes, 0 replicates; tasks as they are
    "#]]
    .assert_eq(&format!("{}\n", text.split("\n\ncalls ").next().unwrap()));
}

#[test]
fn whatever_is_wrong_ends_with_exit_code_2_and_says_where() {
    let broken = LOG.replace(
        "\"t\":1,\"state\":\"room\",\"intervention\":null",
        "\"t\":2,\"state\":\"room\",\"intervention\":null",
    );
    expect![[r#"
        askwell: -: 1 error; --lenient leaves out what is wrong
          line 5: t: 2; expected 1, the step after the episode's last line so far (episode 3 is left out)
    "#]]
    .assert_eq(&refusal(&["import", "-"], &broken));
    assert_eq!(json(&["import", "-", "--lenient"], &broken)["report"]["episodes"], 2);
    let cases: [(&[&str], &str, &str); 11] = [
        (&["import", "-"], "", "the log is empty; expected one line a decision"),
        (&["import", "no/such/file"], "", "no/such/file: cannot be read"),
        (
            &["import", "-"],
            "a,b\n1,2\n",
            "line 1: the columns \"a\", \"b\"; expected a column \"episode\", or a mapping that names it",
        ),
        (
            &["import", "-"],
            "PAR1",
            "a Parquet file, which `askwell import FILE` alone reads; expected JSON Lines, CSV or ATIF",
        ),
        (
            &["import", "-"],
            "ep_id,obs,help\n1,door,0\n",
            "perhaps its names mean --columns episode=ep_id,state=obs,",
        ),
        (&["import", "-", "--columns", "ep=x"], LOG, "ep: no such column; expected one of episode"),
        (
            &["import", "-", "--normalise", "nofile.txt"],
            LOG,
            "no file of rules (No such file or directory (os error 2)), and no rules (rule 1: \"nofile.txt\"; expected usual, dates, times",
        ),
        (
            &["import", "-", "--normalise", "usual; squash"],
            LOG,
            "rule 2: \"squash\"; expected usual, dates, times",
        ),
        (
            &["import", "-", "--interventions", "oracle"],
            LOG,
            "intervention: \"sage\"; expected null or one of \"oracle\"",
        ),
        (&["import", "-", "--gamma", "2"], LOG, "'--gamma <GAMMA>': expected a number above 0 and at most 1"),
        (
            &["import", "-", "--gamma", "1"],
            LOOP,
            "gamma 1, and from state \"a door\" some way of acting never ends; expected a gamma below 1, such as 0.999",
        ),
    ];
    for (arguments, input, expected) in cases {
        let text = refusal(arguments, input);
        assert!(text.contains(expected), "{arguments:?}: {text}");
    }
}

#[test]
fn columns_and_rules_come_from_the_command_line() {
    let csv = "ep;obs;helped;reward\n1;Step 1: a door;0;0\n2;Step 2: a door;1;1\n3;Step 9: a door;0;1\n";
    let columns = ["--columns", "episode=ep,state=obs,intervention=helped,outcome=reward"];
    let found = json(&[&["import", "-", "--normalise", "cut step #:"], &columns[..]].concat(), csv);
    assert_eq!(found["report"]["coverage"]["states"], 1);
    assert_eq!(found["results"]["policies"][1]["success"]["value"], 0.5);
    // From the third of a call that the log has, to one more.
    assert!((found["results"]["gain"]["value"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-12);
    // The usual rules and one more.
    let both = json(&[&["import", "-", "--normalise", "usual; numbers; cut :"], &columns[..]].concat(), csv);
    assert_eq!(both["report"]["coverage"]["states"], 1);
    let plain = json(&[&["import", "-"], &columns[..]].concat(), csv);
    assert_eq!(plain["report"]["coverage"]["states"], 3);
    assert_eq!(plain["report"]["effect"]["after"]["states"], 1);
}

#[test]
fn networks_are_learnt_from_texts_and_say_what_they_reach() {
    let mut log = String::new();
    for episode in 0..80 {
        let (door, helped) = (["locked", "open"][episode % 2], episode / 2 % 2 == 1);
        let outcome = door == "open" || helped;
        log.push_str(&format!("{{\"episode\":{episode},\"t\":0,\"state\":\"The door is {door}\",\"intervention\":{helped},\"outcome\":{outcome}}}\n"));
    }
    let (onnx, mdp) = (Path::new("helper.onnx"), Path::new("scores.json"));
    let import = [
        "import",
        "-",
        "--replicates",
        "0",
        "--budget",
        "0.5",
        "--scores",
        "--onnx",
        onnx.name(),
        "--mdp",
        mdp.name(),
    ];
    let found = json(&import, &log);
    assert_eq!(found["learnt"]["ask"]["held_out_tasks"], false);
    for what in ["ask", "success"] {
        let learnt = &found["learnt"][what];
        assert!(learnt["calibration"]["brier"].as_f64() < learnt["brier_of_mean"].as_f64(), "{learnt}");
    }
    assert!(fs::read(&onnx.0).unwrap().len() > 4 * 128 * 32);
    // The problem has what the paper's rule needs.
    let solved = json(&["solve", mdp.name(), "--price", "0.3", "--rule", "paper"], "");
    assert_eq!(solved["policy"]["The door is locked"], "help");
    let text = refusal(&["import", "-", "--onnx", onnx.name()], &log.replace("\"state\"", "\"state_key\""));
    assert!(text.contains("--onnx: the log's states are keys; expected texts to learn from"), "{text}");
}

#[test]
fn trajectories_take_their_outcomes_from_a_file() {
    let step =
        r#"{"step_id":1,"source":"user","message":"go"},{"step_id":2,"source":"agent","message":"done"}"#;
    let trajectory = |name: &str| {
        format!(
            r#"{{"schema_version":"ATIF-v1.7","session_id":"{name}","agent":{{"name":"a","version":"1","model_name":"m"}},"steps":[{step}]}}"#
        )
    };
    let log = trajectory("one") + "\n" + &trajectory("two, too");
    for (name, text) in [("o.csv", "one,1\ntwo, too,0\n"), ("o.json", r#"{"one": 1, "two, too": 0}"#)] {
        let file = Path::new(name);
        fs::write(&file.0, text).unwrap();
        let found = json(&["import", "-", "--outcomes", file.name(), "--replicates", "0"], &log);
        assert_eq!((&found["report"]["success"], &found["report"]["format"]), (&0.5.into(), &"atif".into()));
        fs::write(&file.0, "one;1\n").unwrap();
        let text = refusal(&["import", "-", "--outcomes", file.name()], &log);
        assert!(
            text.contains("line 1: \"one;1\"; expected NAME,OUTCOME with a number from 0 to 1"),
            "{text}"
        );
    }
}
