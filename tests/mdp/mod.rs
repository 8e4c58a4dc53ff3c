//! `askwell solve`, `frontier` and `budget`: the answers, and one clear line for whatever is wrong.

use std::{
    fs,
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

use expect_test::{Expect, expect};
use serde_json::Value;
use tempfile::NamedTempFile;

fn askwell(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_askwell")).args(arguments).output().expect("askwell starts")
}

/// Standard output of a command that succeeds and says nothing else.
fn answer(arguments: &str) -> String {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let output = askwell(&arguments);
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn json(arguments: &str) -> Value {
    serde_json::from_str(&answer(&format!("{arguments} --json"))).expect("one JSON document")
}

/// Standard error of a command that refuses its input: exit code 2 and nothing on standard output.
fn refusal(arguments: &[&str]) -> String {
    let output = askwell(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).expect("text");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A file of its own for one test, removed when dropped.
struct File(NamedTempFile);

impl File {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let file = tempfile::Builder::new().suffix(name).tempfile().expect("a temporary file");
        fs::write(file.path(), bytes).expect("a file in the temporary folder");
        Self(file)
    }

    fn path(&self) -> &str {
        self.0.path().to_str().expect("a path that is text")
    }
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

#[test]
fn solve_gives_both_rules_on_every_story() {
    // Name and price, then V of the optimum and of the paper's policy.
    let stories = [
        ("hopeless-state --price .5", 0.0, -0.4),
        ("sign-flip --price .2", 0.7, 0.0),
        ("equal-usage --price .1", 0.8, 0.25),
        ("prm-continuation --price .3", 0.4, 0.0),
        ("two-fixed-points --price .5", 0.038 / 0.145, 0.038 / 0.145),
        ("two-fixed-points --initial 1 --price .5", 0.038 / 0.145, 0.07),
        ("discount-buys-speed --price .2", 0.75, 0.630_249_409_724_609_4),
        ("discount-off --price .2", 1.0, 1.0),
        ("two-helps --price .3 --price .1", 0.6, 0.25),
    ];
    for (story, exact, paper) in stories {
        near(&json(&format!("solve scenario:{story}"))["value"], exact);
        near(&json(&format!("solve scenario:{story} --rule paper"))["value"], paper);
    }
}

#[test]
fn the_paper_s_rule_says_that_it_does_not_settle() {
    for price in [".1", ".2"] {
        let found = json(&format!("solve scenario:period-two --price {price} --rule paper"));
        assert_eq!(
            (&found["converged"], &found["period"]),
            (&Value::Bool(false), &Value::from(2)),
            "{price}"
        );
        assert_eq!(json(&format!("solve scenario:period-two --price {price}"))["converged"], true);
    }
    let loops = json("solve scenario:no-fixed-point --price .4 --rule paper");
    assert_eq!((&loops["converged"], &loops["flipping"][0]), (&Value::Bool(false), &Value::from("s")));
    let usages = [(".3", 1.6), (".4", 0.2), (".5", 1.0), (".6", 0.0)];
    for (price, usage) in usages {
        let found = json(&format!("solve scenario:usage-not-monotone --price {price} --rule paper"));
        near(&found["usage_iterate"][0], usage);
        near(&found["usage"][0], usage);
    }
}

#[test]
fn documents_have_the_promised_fields() {
    expect![[r#"
        {"converged":true,"period":1,"policy":{"s":"help1"},"success":0.9,"success_undiscounted":0.9,"sweeps":0,"usage":[1.0,0.0],"usage_undiscounted":[1.0,0.0],"value":0.6000000000000001}
    "#]].assert_eq(&answer("solve scenario:two-helps --price .3 --price .1 --json"));
    expect![[r#"
        {"converged":true,"flipping":[],"period":1,"policy":{"s":"help2"},"round":1,"success":0.35,"success_undiscounted":0.35,"sweeps":2,"usage":[0.0,1.0],"usage_iterate":[0.0,1.0],"usage_undiscounted":[0.0,1.0],"value":0.24999999999999997}
    "#]].assert_eq(&answer("solve scenario:two-helps --price .3 --price .1 --rule paper --json"));
    expect![[r#"
        {"breakpoints":[{"price":null,"success":0.0,"usage":0.0},{"price":0.1,"success":0.1,"usage":1.0}]}
    "#]]
    .assert_eq(&answer("frontier scenario:hopeless --json"));
    expect![[r#"
        {"mix":{"high":{"price":0.1,"success":0.1,"usage":1.0},"low":{"price":null,"success":0.0,"usage":0.0},"weight":0.25},"price":0.1,"success":0.025,"usage":0.25}
    "#]].assert_eq(&answer("budget scenario:hopeless --budget .25 --json"));
    expect![[r#"
        {"cap":1.0,"mix":null,"price":null,"success":0.1,"usage":1.0}
    "#]]
    .assert_eq(&answer("budget scenario:hopeless --budget 1.5 --cap --json"));
}

#[test]
fn each_intervention_may_have_a_budget_of_its_own() {
    let found = json("budget scenario:two-helps --budget .25 --budget .5");
    near(&found["success"], 0.25 * 0.9 + 0.5 * 0.35 + 0.25 * 0.1);
    near(&found["usage"][0], 0.25);
    near(&found["usage"][1], 0.5);
    assert!(found["gap"].as_f64().expect("a number") <= 1e-10);
    let weights = found["mix"].as_array().expect("a list").iter().map(|share| share["weight"].as_f64());
    assert!((weights.flatten().sum::<f64>() - 1.0).abs() < 1e-9);
    let surface = json("frontier scenario:two-helps --surface 4");
    near(&surface["success"][2][1], 0.25 * 0.9 + 0.5 * 0.35 + 0.25 * 0.1);
    let said = refusal(&["budget", "scenario:hopeless", "--budget", "1", "--budget", "1"]);
    assert_eq!(said, "askwell: --budget: given 2; expected one\n");
    let said = refusal(&["frontier", "scenario:hopeless", "--surface", "4"]);
    assert_eq!(said, "askwell: --surface: 1 intervention(s) in the file; expected 2\n");
}

#[test]
fn explain_says_where_a_decision_turns() {
    let found = json("explain scenario:hopeless --state s --price .5");
    assert_eq!(
        (&found["exact"]["action"], &found["paper"]["action"]),
        (&Value::from("nohelp"), &Value::from("help"))
    );
    near(&found["exact"]["actions"][1]["worth_up_to"], 0.1);
    let turns = found["decisions"].as_array().expect("a list");
    assert_eq!(turns.len(), 2);
    near(&turns[1]["price_above"], 0.1);
    near(&turns[1]["budget_from"], 1.0);
    let said = refusal(&["explain", "scenario:hopeless", "--state", "nowhere", "--price", ".5"]);
    assert_eq!(
        said,
        "askwell: --state: no state \"nowhere\" in scenario:hopeless; expected a name from its states\n"
    );
}

#[test]
fn scenarios_come_with_both_rules_numbers() {
    let found = json("scenarios");
    let first = &found["scenarios"][0];
    assert_eq!(first["name"], "hopeless-state");
    near(&first["exact"]["value"], 0.0);
    near(&first["paper"]["value"], -0.4);
}

#[test]
fn text_is_for_people() {
    expect![[r#"
        value    0.7
        success  0.9 (0.9 undiscounted)
        usage    1 (1 undiscounted)
        asks     in 3 of 5 states
          s0: help
          b2: help
          b3: help
    "#]]
    .assert_eq(&answer("solve scenario:sign-flip --price .2"));
    expect![[r#"
        value    -1.449275
        success  0 (0 undiscounted)
        usage    14.492754 (50 undiscounted)
        iterate  M = 10.469235
        sweeps   400, not settled (period 2); still changing: s0
        asks     in 2 of 2 states
          s0: help
          s1: help
    "#]]
    .assert_eq(&answer("solve scenario:period-two --price .1 --rule paper"));
    expect![[r#"
        below price  usage        success
        any          0            0
        0.45         1            0.45
        0.4          1.5          0.65
    "#]]
    .assert_eq(&answer("frontier scenario:invisible-budget"));
    expect![[r#"
        success  0.225
        usage    0.5
        price    0.45
        mix      with probability 0.5 the policy of usage 1, else that of usage 0
    "#]]
    .assert_eq(&answer("budget scenario:invisible-budget --budget .5"));
    expect![[r#"
        success  0.2
        usage    0.5
        cap      1 calls an episode
    "#]]
    .assert_eq(&answer("budget scenario:invisible-budget --budget 1 --cap"));
}

#[test]
fn switches_of_the_paper_s_rule_change_what_they_say() {
    near(&json("solve scenario:sign-flip --price .2 --rule paper --sign signed")["value"], 0.7);
    near(&json("solve scenario:two-fixed-points --price .5 --rule paper --sweeps 0")["sweeps"], 0.0);
    for source in ["given", "table", "onpolicy", "lookahead"] {
        let found =
            json(&format!("solve scenario:no-fixed-point --price .1 --rule paper --p-source {source}"));
        assert_eq!(found["policy"]["s"], "help", "{source}");
    }
    near(&json("solve scenario:no-fixed-point --price .1 --horizon 3")["usage_undiscounted"][0], 1.75);
}

const GOOD: &str = r#"{"gamma": 0.9, "states": ["a", "W"], "start": ["a"],
 "transitions": {"nohelp": [["a", "W", 0.5]], "help": [["a", "W", 0.8]]}, "terminal": {"success": ["W"]}}"#;

#[test]
fn a_file_is_solved() {
    let file = File::new("good.json", GOOD.as_bytes());
    near(&json(&format!("solve {} --price .1", file.path()))["value"], 0.9 * 0.8 - 0.1);
    let help = refusal(&["solve", file.path(), "--price", ".1", "--rule", "paper"]);
    assert!(help.contains("p_nohelp: no value for state \"a\"") && help.lines().count() == 1, "{help}");
}

/// Holds the error of each command on a bad file against the expected text, without the file's path.
fn refused(bytes: &[u8], expected: &Expect) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let file = File::new(&format!("bad-{}.json", COUNT.fetch_add(1, Ordering::Relaxed)), bytes);
    let said =
        [&["solve", "--price", ".1"][..], &["frontier"], &["budget", "--budget", "1"]].map(|command| {
            let text = refusal(&[command, &[file.path()]].concat());
            text.strip_prefix(&format!("askwell: {}: ", file.path())).expect("names the file").to_owned()
        });
    assert!(said.iter().all(|line| *line == said[0]), "{said:?}");
    expected.assert_eq(&said[0]);
}

#[test]
fn bad_files_get_one_clear_line() {
    let changed = |old: &str, new: &str| {
        assert!(GOOD.contains(old), "{old}");
        GOOD.replace(old, new).into_bytes()
    };
    refused(
        b"",
        &expect![[r#"
        EOF while parsing a value at line 1 column 0
    "#]],
    );
    refused(
        b"\xff\xfe",
        &expect![[r#"
        expected value at line 1 column 1
    "#]],
    );
    refused(
        b"{}",
        &expect![[r#"
        gamma: missing; expected a number above 0 and at most 1
    "#]],
    );
    refused(
        &changed("0.9", "NaN"),
        &expect![[r#"
        expected value at line 1 column 11
    "#]],
    );
    refused(
        &changed("0.9", "2"),
        &expect![[r#"
        gamma: 2; expected a number above 0 and at most 1
    "#]],
    );
    refused(
        &changed("\"start\": [\"a\"],", ""),
        &expect![[r#"
        start: missing; expected a list of states, or an object of weights
    "#]],
    );
    refused(
        &changed("[\"a\"],", "[\"b\"],"),
        &expect![[r#"
        start[0]: unknown state "b"; expected one of the names in states or terminal
    "#]],
    );
    refused(
        &changed("[\"a\", \"W\"]", "[\"a\", \"a\"]"),
        &expect![[r#"
        states[1]: "a" a second time; expected each name once
    "#]],
    );
    refused(
        &changed("0.5", "-0.5"),
        &expect![[r#"
        transitions.nohelp[0]: probability -0.5; expected a number from 0 to 1
    "#]],
    );
    refused(
        &changed("0.5", "1e308"),
        &expect![[r#"
        transitions.nohelp[0]: probability 1e308; expected a number from 0 to 1
    "#]],
    );
    refused(
        &changed("0.5]", "0.5], [\"a\", \"a\", 0.7]"),
        &expect![[r#"
        transitions.nohelp: the row of state "a" sums to 1.2; expected at most 1
    "#]],
    );
    refused(
        &changed("[\"a\", \"W\"]", "[]"),
        &expect![[r#"
        transitions.nohelp[0]: unknown state "a"; expected one of the names in states or terminal
    "#]],
    );
}

#[test]
fn chains_without_an_end_and_interventions_without_data_get_one_clear_line() {
    let document = |gamma: &str, help: &str| {
        format!(
            r#"{{"gamma": {gamma}, "states": ["a", "b", "W"], "start": ["a"], "transitions": {{"nohelp": [["a", "b", 1],
            ["b", "W", 1]], {help}}}, "terminal": {{"success": ["W"], "failure": []}}}}"#
        )
        .into_bytes()
    };
    refused(
        &document("1", r#""help": [["b", "a", 1]]"#),
        &expect![[r#"
        gamma: 1, and from state "a" some way of acting never ends; expected a gamma below 1, or that every way of acting ends
    "#]],
    );
    refused(
        &document("0.9", r#""help": []"#),
        &expect![[r#"
        transitions.help: no transition; expected at least one
    "#]],
    );
    refused(
        &document("0.9", r#""help1": [["a", "W", 1]], "help2": []"#),
        &expect![[r#"
        transitions.help2: no transition; expected at least one
    "#]],
    );
}

#[test]
fn bad_arguments_get_one_clear_line() {
    let first = |arguments: &[&str]| refusal(arguments).lines().next().unwrap_or_default().to_owned();
    expect!["error: invalid value '-1' for '--price <R>': price -1: expected a finite number, 0 or more"]
        .assert_eq(&first(&["solve", "scenario:hopeless", "--price", "-1"]));
    expect!["error: invalid value 'NaN' for '--price <R>': price NaN: expected a finite number, 0 or more"]
        .assert_eq(&first(&["solve", "scenario:hopeless", "--price", "NaN"]));
    expect!["error: invalid value 'cheap' for '--price <R>': expected a number, 0 or more"]
        .assert_eq(&first(&["solve", "scenario:hopeless", "--price", "cheap"]));
    expect!["askwell: --price: given 1; expected 2, one an intervention"].assert_eq(&first(&[
        "solve",
        "scenario:two-helps",
        "--price",
        "1",
    ]));
    expect!["error: the following required arguments were not provided:"]
        .assert_eq(&first(&["solve", "scenario:hopeless"]));
    expect!["error: invalid value 'inf' for '--budget <C>': budget inf: expected a finite number, 0 or more"]
        .assert_eq(&first(&["budget", "scenario:hopeless", "--budget", "inf"]));
    expect!["askwell: scenario:nowhere: no such scenario; expected one of hopeless-state, sign-flip, equal-usage, prm-continuation, no-fixed-point, two-fixed-points, usage-not-monotone, discount-buys-speed, discount-off, two-helps, invisible-budget, period-two"].assert_eq(&first(&["frontier", "scenario:nowhere"]));
    assert!(first(&["frontier", "no such file"]).starts_with("askwell: no such file: cannot be read"));
}

/// The problem drawer and the command line agree on the household with two interventions.
#[test]
fn the_household_with_two_helps_is_the_same_here_and_in_the_page() {
    use askwell::app::drawers::problems::{ProblemLook, ProblemReply, ProblemRequest, ProblemSession};
    use askwell::app::drawers::session::Session;
    use askwell::{experiment::Order, household::Split};

    let order = Order { n_tasks: 10, ..Order::new(5, Split::PnP) };
    let mut session = ProblemSession::default();
    let look = |prices: &[f64], budgets: &[f64]| ProblemLook {
        prices: prices.to_vec(),
        budgets: budgets.to_vec(),
        width: 400.0,
    };
    let ask = |session: &mut ProblemSession, request| session.answer(request, || Err(String::new()));
    ask(&mut session, ProblemRequest::Household { request: 1, order, look: look(&[0.1, 0.05], &[]) });
    let made = std::iter::from_fn(|| Some(session.go_on())).flatten().next();
    let Some(ProblemReply::Made { shown, .. }) = made else { panic!("{made:?}") };
    let grown = std::iter::from_fn(|| Some(session.go_on())).flatten().next();
    let Some(ProblemReply::Grown { shown: whole, planes, .. }) = grown else { panic!("{grown:?}") };

    let (file, trace) = (File::new("two-helps.json", b""), File::new("two-helps.jsonl", b""));
    answer(&format!(
        "collect --split pnp --seed 5 --tasks 10 --intervention better,mcts --out {} --mdp {}",
        trace.path(),
        file.path()
    ));
    let near = |what: &str, a: f64, b: &Value, by: f64| {
        let b = b.as_f64().unwrap();
        assert!((a - b).abs() <= by, "{what}: {a} and {b}");
    };
    let solved = json(&format!("solve {} --price 0.1 --price 0.05", file.path()));
    near("S", shown.optimum.success, &solved["success"], 1e-12);
    near("M of MCTS", shown.optimum.calls[1], &solved["usage"][1], 1e-12);
    let paper = json(&format!("solve {} --rule paper --price 0.1 --price 0.05", file.path()));
    near("the paper's S", whole.paper.unwrap().success, &paper["success"], 1e-12);
    let surface = json(&format!("frontier {} --surface 12", file.path()));
    let corners = surface["success"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
    assert_eq!(planes.corners.len(), corners.clone().count());
    for (corner, success) in planes.corners.iter().zip(corners) {
        near("a corner", corner.unwrap().success, success, 2e-4);
    }
    let show = ProblemRequest::Show { request: 2, look: look(&[], &[0.4, 0.3]) };
    let Some(ProblemReply::Looked { shown, .. }) = ask(&mut session, show) else {
        panic!("nothing is shown")
    };
    let plan = json(&format!("budget {} --budget 0.4 --budget 0.3", file.path()));
    near("S of budgets", shown.optimum.success, &plan["success"], 1e-6);
}
