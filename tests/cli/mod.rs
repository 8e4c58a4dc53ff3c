//! Rules for every command: a reader who goes away is no fault, no file is lost, and bad values are told before any
//! work is done.

use std::{
    fs,
    io::{Write, pipe},
    net::{TcpListener, TcpStream},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use expect_test::expect;
use tempfile::TempDir;

/// The longest time that a command may take on a busy machine.
const WAIT: Duration = Duration::from_secs(120);

const LOG: &str = r#"{"episode":1,"t":0,"state":"door","intervention":null}
{"episode":1,"t":1,"state":"room","intervention":"sage","outcome":true}
{"episode":2,"t":0,"state":"door","intervention":"sage","outcome":true}
{"episode":3,"t":0,"state":"door","intervention":null,"outcome":false}
"#;

/// A command for each of the program's, with little to do. `PLACE` is a folder of its own, which holds a log.
const COMMANDS: [&str; 13] = [
    "solve scenario:hopeless-state --price .5",
    "frontier scenario:hopeless-state --json",
    "budget scenario:invisible-budget --budget .5",
    "explain scenario:period-two --state s1 --price .1",
    "scenarios",
    "collect --tasks 1 --out PLACE/trace.jsonl",
    "import PLACE/log.jsonl --replicates 0",
    "table 1 --tasks 2 --train 2 --reps 1",
    "figure qr --out PLACE/qr.svg",
    "findings --only F1 --tasks 2 --train 2 --reps 1",
    "play",
    "train prm --tasks 2 --out PLACE",
    "serve --port PORT --app PLACE",
];

/// A folder of its own for one test, removed when dropped.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.put("log.jsonl", LOG);
        place.put("index.html", "<!doctype html><html><head></head></html>");
        place
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn askwell(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
        let place = self.0.path().to_str().unwrap();
        command
            .current_dir(self.0.path())
            .args(arguments.split_whitespace().map(|it| it.replace("PLACE", place)));
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &str) -> Output {
        self.askwell(arguments).output().unwrap()
    }

    /// Standard error of a command that refuses its input.
    #[track_caller]
    fn refusal(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {output:?}");
        assert!(output.stdout.is_empty(), "{arguments}: {output:?}");
        String::from_utf8(output.stderr).unwrap().replace(self.0.path().to_str().unwrap(), "PLACE")
    }
}

/// Something to write to that nobody reads.
fn nobody() -> Stdio {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn each_command_of_the_program_is_tried_here() {
    let help = String::from_utf8(Place::new().run("--help").stdout).unwrap();
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let names = listed.lines().map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let names: Vec<&str> = names.filter(|&name| name != "help").collect();
    assert_eq!(names.len(), COMMANDS.len(), "{names:?}");
    for name in names {
        assert!(
            COMMANDS.iter().any(|command| command.split(' ').next() == Some(name)),
            "{name} is not tried"
        );
    }
}

#[test]
fn a_reader_who_has_gone_away_ends_no_command_in_a_fault() {
    let place = Place::new();
    let (served, ended): (Vec<&str>, Vec<&str>) =
        COMMANDS.into_iter().partition(|command| command.starts_with("serve"));
    for arguments in ended {
        let output = place.askwell(arguments).stdout(nobody()).stderr(Stdio::piped()).spawn().unwrap();
        let output = output.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        let code = place.askwell(arguments).stdout(nobody()).stderr(nobody()).status().unwrap().code();
        assert_eq!(code, Some(0), "{arguments}, with nobody at standard error either");
    }
    let code = place.askwell("solve no/such/file --price 1").stderr(nobody()).status().unwrap().code();
    assert_eq!(code, Some(2), "a refusal that nobody reads");
    // The server goes on.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let arguments = served[0].replace("PORT", &address.port().to_string());
    let mut child = place.askwell(&arguments).stdout(nobody()).stderr(nobody()).spawn().unwrap();
    let started = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(started.elapsed() < WAIT && child.try_wait().unwrap().is_none(), "nothing is served");
        thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn no_file_is_written_over_one_that_is_read_or_over_another() {
    let place = Place::new();
    place.put("rules", "spaces\n");
    place.put("outcomes.csv", "one,1\n");
    place.put("s-obj.llama.json", "{}");
    let cases = [
        ("import log.jsonl --mdp log.jsonl", "--mdp: log.jsonl would be written over the log"),
        (
            "import log.jsonl --policy PLACE/log.jsonl",
            "--policy: PLACE/log.jsonl would be written over the log",
        ),
        ("import log.jsonl --onnx ./log.jsonl", "--onnx: ./log.jsonl would be written over the log"),
        ("import log.jsonl --normalise rules --mdp rules", "--mdp: rules would be written over --normalise"),
        (
            "import log.jsonl --outcomes outcomes.csv --policy outcomes.csv",
            "--policy: outcomes.csv would be written over --outcomes",
        ),
        ("import log.jsonl --mdp a --policy ./a", "--policy: ./a is what --mdp is written to"),
        ("import log.jsonl --policy a --onnx PLACE/a", "--onnx: PLACE/a is what --policy is written to"),
        ("collect --tasks 1 --out a --mdp a", "--mdp: a is what --out is written to"),
        (
            "collect --tasks 1 --out a --replay --model m --cassette ./a",
            "--cassette: ./a is what --out is written to",
        ),
    ];
    for (arguments, expected) in cases {
        let said = place.refusal(arguments);
        assert!(said.contains(expected) && said.lines().count() == 1, "{arguments}: {said}");
    }
    expect!["askwell: --mdp: log.jsonl would be written over the log, which is read; give it another name\n"]
        .assert_eq(&place.refusal(cases[0].0));
    assert_eq!((place.read("log.jsonl"), place.read("rules")), (LOG.to_owned(), "spaces\n".to_owned()));
    assert!(!place.0.path().join("a").exists());
    // What came by `<` is a file as well.
    let log = fs::File::open(place.0.path().join("log.jsonl")).unwrap();
    let output = place.askwell("import - --mdp log.jsonl").stdin(log).output().unwrap();
    if cfg!(unix) {
        assert_eq!((output.status.code(), place.read("log.jsonl")), (Some(2), LOG.to_owned()));
    }
}

#[test]
fn a_collection_that_is_cut_leaves_no_file_that_looks_whole() {
    let place = Place::new();
    place.put("trace.jsonl", "an earlier one");
    let part = place.0.path().join("trace.jsonl.part");
    let mut child =
        place.askwell("collect --tasks 100000 --out trace.jsonl").stdout(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    while fs::metadata(&part).map_or(0, |part| part.len()) == 0 {
        assert!(started.elapsed() < WAIT && child.try_wait().unwrap().is_none(), "nothing is collected");
        thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(place.read("trace.jsonl"), "an earlier one");
    let whole = place.run("collect --tasks 2 --out trace.jsonl");
    assert!(whole.status.success(), "{whole:?}");
    let lines: Vec<String> = place.read("trace.jsonl").lines().map(str::to_owned).collect();
    let said = String::from_utf8(whole.stdout).unwrap();
    assert!(said.starts_with(&format!("42 episodes, {} decisions\n", lines.len())), "{said}");
    assert!(!part.exists());
}

#[test]
fn a_problem_comes_from_standard_input_too() {
    let place = Place::new();
    let problem = include_str!("../../src/mdp/scenario/period_two.json");
    place.put("problem.json", problem);
    for command in [
        "solve FILE --price .1 --rule paper",
        "frontier FILE",
        "budget FILE --budget .5",
        "explain FILE --state s1 --price .1 --json",
    ] {
        let expected = place.run(&command.replace("FILE", "problem.json"));
        assert!(expected.status.success(), "{command}: {expected:?}");
        let mut child = place
            .askwell(&command.replace("FILE", "-"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(problem.as_bytes()).unwrap();
        let found = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(found.stdout), String::from_utf8(expected.stdout), "{command}");
    }
    let said = place.refusal("frontier -");
    assert!(said.starts_with("askwell: standard input: EOF while parsing"), "{said}");
}

#[test]
fn values_are_checked_before_any_work_is_done() {
    let place = Place::new();
    let one = "expected a number above 0 and at most 1";
    let dollars = "expected dollars, 0 or more and at most a billion";
    let model = "collect --tasks 1 --out a --remote http://127.0.0.1:9/v1 --model m";
    for (arguments, expected) in [
        ("collect --tasks 1 --out a --gamma NaN".to_owned(), one),
        ("collect --tasks 1 --out a --gamma 0".to_owned(), one),
        ("collect --tasks 1 --out a --gamma 1e-320".to_owned(), one),
        ("import log.jsonl --gamma 1.5".to_owned(), one),
        (format!("{model} --price-input NaN --price-output 1"), dollars),
        (format!("{model} --price-input 1 --price-output=-1"), dollars),
        (format!("{model} --price-input 1 --price-output 1 --spend-max inf"), dollars),
        ("collect --tasks 1 --out a --price-input NaN".to_owned(), dollars),
        ("table 1 --actor abc".to_owned(), "expected llama or gpt-4o-mini"),
    ] {
        let said = place.refusal(&arguments);
        assert_eq!(said.matches(expected).count(), 1, "{arguments}: {said}");
    }
    assert!(!place.0.path().join("a").exists());
}
