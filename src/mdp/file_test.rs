//! The documents that the reader takes and those that it refuses, with its words.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::super::testing::{SHAPES, cases, random_mdp};
use super::*;

const GOOD: &str = r#"{"gamma": 0.9, "states": ["a", "b", "W", "L"], "start": ["a"],
 "transitions": {"nohelp": [["a", "b", 0.5], ["b", "W", 0.5]], "help": [["a", "W", 0.5]]},
 "terminal": {"success": ["W"], "failure": ["L"]},
 "p_nohelp": {"a": 0.25, "b": 0.5}, "p_help": {"a": 0.5}}"#;

/// Reads the good file with one thing replaced.
fn refused(old: &str, new: &str, expected: Expect) {
    assert!(GOOD.contains(old), "{old}");
    expected.assert_eq(&read(&GOOD.replace(old, new)).unwrap_err().to_string());
}

#[test]
fn a_good_file_is_read() {
    let file = read(GOOD).unwrap();
    assert_eq!(file.states.iter().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(file.mdp.row(StateId(0), ActionId::NOHELP).failure(), 0.5);
    assert_eq!(file.missing_p(), None);
    assert!(!file.mdp.available(StateId(1), ActionId::HELP));
}

#[test]
fn states_may_be_numbers() {
    let text = r#"{"gamma": 1, "states": 3, "start": {"0": 2}, "terminal": {"success": [2]},
        "transitions": {"nohelp": [[0, 1, 1], ["1", 2, 0.5]], "help": [[0, 2, 1.0]]}, "p_help": {"0": 1}}"#;
    let file = read(text).unwrap();
    assert_eq!(file.states.iter().collect::<Vec<_>>(), ["0", "1"]);
    assert_eq!(file.mdp.row(StateId(1), ActionId::NOHELP).success, 0.5);
    assert_eq!(file.missing_p(), Some(("p_nohelp".to_owned(), "0".into())));
}

#[test]
fn the_same_start_weighs_twice_and_the_same_transition_adds_up() {
    let text = GOOD
        .replace(r#"["a"],"#, r#"["a", "b", "a"],"#)
        .replace(r#"[["a", "W", 0.5]]"#, r#"[["a", "W", 0.5], ["a", "W", 0.25]]"#);
    let file = read(&text).unwrap();
    assert_eq!(file.mdp.start().collect::<Vec<_>>(), [(StateId(0), 2.0 / 3.0), (StateId(1), 1.0 / 3.0)]);
    assert_eq!(file.mdp.row(StateId(0), ActionId::HELP).success, 0.75);
}

#[test]
fn malformed_documents_are_refused_with_their_line() {
    refused("\"gamma\": 0.9,", "\"gamma\": ,", expect!["expected value at line 1 column 11"]);
    refused("0.9", "NaN", expect!["expected value at line 1 column 11"]);
    refused("0.9", "1e999", expect!["number out of range at line 1 column 15"]);
    refused("0.9", "\"high\"", expect![[r#"invalid type: string "high", expected f64 at line 1 column 16"#]]);
    refused(
        "\"gamma\": 0.9",
        "\"gamma\": 0.9, \"gamma\": 0.9",
        expect!["duplicate field `gamma` at line 1 column 22"],
    );
    refused(
        "\"p_help\"",
        "\"q\"",
        expect![
            "unknown field `q`, expected one of `version`, `note`, `gamma`, `states`, `start`, `transitions`, `terminal`, `p_nohelp`, `p_help` at line 4 column 39"
        ],
    );
    refused(
        "[\"a\", \"W\", 0.5]",
        "[\"a\", \"W\"]",
        expect!["invalid length 2, expected a tuple of size 3 at line 2 column 82"],
    );
    refused("}}", "}", expect!["EOF while parsing an object at line 4 column 56"]);
    assert!(read("").is_err() && read("[]").is_err() && read("\u{0}").is_err());
}

#[test]
fn missing_fields_are_named() {
    for field in ["gamma", "states", "start", "transitions", "terminal"] {
        let text = GOOD.replacen(&format!("\"{field}\""), "\"note\"", 1);
        let text = if field == "gamma" { text.replace("0.9", "\"\"") } else { text };
        let error = read(&text).unwrap_err();
        // A field that is no text cannot pass for a note; gamma can.
        assert!(field != "gamma" || error.to_string().starts_with("gamma: missing"), "{error}");
    }
    expect!["start: missing; expected a list of states, or an object of weights"]
        .assert_eq(&read(r#"{"gamma": 1, "states": 2}"#).unwrap_err().to_string());
    refused(
        "\"nohelp\": [[\"a\", \"b\", 0.5], [\"b\", \"W\", 0.5]], ",
        "",
        expect!["transitions.nohelp: missing; expected a list of [state, next state, probability]"],
    );
}

#[test]
fn wrong_numbers_are_refused_with_their_place() {
    refused("0.9", "1.5", expect!["gamma: 1.5; expected a number above 0 and at most 1"]);
    refused("0.9", "0", expect!["gamma: 0; expected a number above 0 and at most 1"]);
    refused(
        "[\"b\", \"W\", 0.5]",
        "[\"b\", \"W\", -0.5]",
        expect!["transitions.nohelp[1]: probability -0.5; expected a number from 0 to 1"],
    );
    refused(
        "[\"b\", \"W\", 0.5]",
        "[\"b\", \"W\", 1e300]",
        expect!["transitions.nohelp[1]: probability 1e300; expected a number from 0 to 1"],
    );
    refused(
        "[\"b\", \"W\", 0.5]",
        "[\"b\", \"W\", 0.5], [\"b\", \"L\", 0.6]",
        expect![[r#"transitions.nohelp: the row of state "b" sums to 1.1; expected at most 1"#]],
    );
    refused("\"a\": 0.25", "\"a\": 1.25", expect!["p_nohelp.a: 1.25; expected a number from 0 to 1"]);
    refused("[\"a\"],", "{\"a\": -1},", expect!["start.a: -1; expected a finite number, 0 or more"]);
    refused(
        "[\"a\"],",
        "{\"a\": 0},",
        expect!["start: no weight above 0; expected at least one start state with a finite weight above 0"],
    );
    refused(
        "[\"a\"],",
        "[],",
        expect!["start: no weight above 0; expected at least one start state with a finite weight above 0"],
    );
    refused(
        "[\"a\", \"b\", \"W\", \"L\"]",
        "4000000000",
        expect!["states: 4000000000, which takes about 800 GB of memory; expected at most 20000000"],
    );
    refused(
        "[\"a\", \"b\", \"W\", \"L\"]",
        "[]",
        expect![[
            r#"transitions.nohelp[0]: unknown state "a"; expected one of the names in states or terminal"#
        ]],
    );
}

#[test]
fn wrong_names_are_refused_with_their_place() {
    refused(
        "[\"a\", \"b\", 0.5]",
        "[\"a\", \"c\", 0.5]",
        expect![[
            r#"transitions.nohelp[0]: unknown state "c"; expected one of the names in states or terminal"#
        ]],
    );
    refused(
        "[\"a\", \"b\", 0.5]",
        "[\"L\", \"b\", 0.5]",
        expect![[r#"transitions.nohelp[0]: terminal state "L"; expected a state that is not terminal"#]],
    );
    refused(
        "[\"a\"],",
        "[\"W\"],",
        expect![[r#"start[0]: terminal state "W"; expected a state that is not terminal"#]],
    );
    refused(
        "\"b\", \"W\", \"L\"",
        "\"b\", \"b\", \"L\"",
        expect![[r#"states[2]: "b" a second time; expected each name once"#]],
    );
    refused(
        "\"failure\": [\"L\"]",
        "\"failure\": [\"W\"]",
        expect![[r#"terminal.failure[0]: "W" a second time; expected each terminal once"#]],
    );
    refused(
        "\"a\": 0.25",
        "\"z\": 0.25",
        expect![[r#"p_nohelp.z: unknown state "z"; expected one of the names in states or terminal"#]],
    );
    refused(
        "\"a\": 0.25",
        "\"a\": 0.25, \"a\": 0.5",
        expect!["p_nohelp.a: a second time; expected each state once"],
    );
    refused(
        "\"help\":",
        "\"help2\":",
        expect![
            "transitions.help2: an action that does not fit the others; expected nohelp and help, or nohelp and help1, help2, ... without a gap"
        ],
    );
    refused(
        "\"help\":",
        "\"nohelp\":",
        expect!["transitions.nohelp: a second time; expected each action once"],
    );
    refused("[[\"a\", \"W\", 0.5]]", "[]", expect!["transitions.help: no transition; expected at least one"]);
}

#[test]
fn gamma_one_needs_an_end() {
    let text = GOOD
        .replace("0.9", "1")
        .replace("[[\"a\", \"W\", 0.5]]", "[[\"b\", \"a\", 1]]")
        .replace("\"b\", 0.5]", "\"b\", 1]");
    expect![[r#"gamma: 1, and from state "a" some way of acting never ends; expected a gamma below 1, or that every way of acting ends"#]].assert_eq(&read(&text).unwrap_err().to_string());
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_is_written_is_read_back(seed: u64, shape in 0..3usize, k in 1..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 3, 8);
        let states = mdp.states().map(|state| format!("s{}", state.0)).collect();
        let file = MdpFile { mdp, states };
        // A random problem may lack every transition of an intervention, which no file may; nothing else is refused.
        let seen = |action| file.mdp.states().any(|state| file.mdp.available(state, action));
        let is_whole = file.mdp.actions().skip(1).all(seen);
        let back = read(&to_json(&file));
        prop_assert_eq!(back.is_ok(), is_whole, "{:?}", back.err());
        let Ok(back) = back else { return Ok(()) };
        let again = read_from(to_json(&file).as_bytes()).unwrap();
        prop_assert_eq!(&again, &back);
        for state in file.mdp.states() {
            for action in file.mdp.actions() {
                prop_assert_eq!(back.mdp.row(state, action), file.mdp.row(state, action));
                prop_assert_eq!(back.mdp.p(state, action), file.mdp.p(state, action));
            }
        }
    }
}
