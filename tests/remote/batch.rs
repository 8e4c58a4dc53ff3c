//! `askwell collect` with a language model: capped, resumed, replayed, solved.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
    thread,
    time::Duration,
};

use askwell::numeric::Random;
use tempfile::TempDir;

use super::server::CANARY;
use super::stub::{Stub, body, sized};

/// A folder for a run, removed when dropped.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap_or_default()
    }

    /// Two tasks; the trace goes to `out`, the calls to `tape`.
    fn collect(&self, out: &str, tape: &str, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
        command
            .current_dir(self.0.path())
            .args(["collect", "--tasks", "2", "--model", "m", "--json", "--out", out, "--cassette", tape])
            .args(more)
            .env("ASKWELL_TEST_KEY", CANARY);
        command
    }
}

/// A model that takes the last action it is offered.
fn model() -> Stub {
    Stub::start(|stream, request, _| {
        let state = request.rsplit("You may:\\n").next().unwrap();
        let offered = state.split('"').next().unwrap();
        let action = offered.trim_end_matches("\\n").rsplit("- ").next().unwrap();
        let body = serde_json::json!({
            "choices": [{ "message": { "content": action } }],
            "usage": { "prompt_tokens": 100, "completion_tokens": 5 },
        });
        let _ = stream.write_all(sized("200 OK", "application/json", &body.to_string()).as_bytes());
    })
}

fn bodies(stub: &Stub) -> Vec<String> {
    stub.requests().iter().map(|request| body(request).to_owned()).collect()
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(folder: &Path, name: &str, kind: &str) -> usize {
    let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
    text.lines().filter(|line| line.starts_with(&format!("{{\"{kind}\""))).count()
}

#[test]
fn a_batch_killed_at_random_points_loses_no_paid_answer_and_ends_the_same() {
    let place = Place::new();
    let whole = model();
    let run = place
        .collect("whole.jsonl", "whole.tape", &["--remote", &whole.url, "--calls-max", "9999"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", error(&run));
    let asked: BTreeSet<String> = bodies(&whole).into_iter().collect();
    assert_eq!(asked.len(), whole.hits(), "no question is asked twice");

    let cut = model();
    let more = ["--remote", &cut.url, "--calls-max", "9999"];
    let (mut kills, mut random) = (0, Random::new(20, &[]));
    for _ in 0..20 {
        let mut child = place.collect("cut.jsonl", "cut.tape", &more).stdout(Stdio::null()).spawn().unwrap();
        // Somewhere within the next calls: before a line is written, while it is synced, while the model answers.
        let goal = cut.hits() + random.below(asked.len() as u32 / 12) as usize;
        while cut.hits() < goal && child.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        thread::sleep(Duration::from_micros(random.below(4_000).into()));
        kills += usize::from(child.try_wait().unwrap().is_none());
        // On Unix this is SIGKILL: nothing in the process can tidy up.
        let _ = child.kill();
        child.wait().unwrap();
        // What is answered on disk is never asked again: each kill can cost the one call that was under way.
        assert!(lines(place.0.path(), "cut.tape", "answer") + kills >= cut.hits());
    }
    assert!(kills >= 5, "{kills} runs were killed");
    let run = place.collect("cut.jsonl", "cut.tape", &more).output().unwrap();
    assert!(run.status.success(), "{}", error(&run));
    assert!(
        cut.hits() <= asked.len() + kills,
        "{} calls for {} answers, {kills} kills",
        cut.hits(),
        asked.len()
    );
    assert_eq!(place.read("cut.jsonl"), place.read("whole.jsonl"));
    assert_eq!(lines(place.0.path(), "cut.tape", "answer"), asked.len());
}

#[test]
fn a_cap_ends_a_batch_and_a_higher_one_goes_on() {
    let place = Place::new();
    let stub = model();
    let capped =
        place.collect("a.jsonl", "a.tape", &["--remote", &stub.url, "--calls-max", "3"]).output().unwrap();
    assert_eq!((capped.status.code(), stub.hits()), (Some(2), 3));
    assert!(
        error(&capped).contains("stopped after 0 of 2 tasks: all 3 calls are made; raise --calls-max"),
        "{}",
        error(&capped)
    );
    let dear = ["--remote", &stub.url, "--spend-max", "0.001", "--price-input", "1", "--price-output", "2"];
    let capped = place.collect("a.jsonl", "a.tape", &dear).output().unwrap();
    assert!(error(&capped).contains("raise --spend-max") && stub.hits() == 3, "{}", error(&capped));
    let run =
        place.collect("a.jsonl", "a.tape", &["--remote", &stub.url, "--calls-max", "9999"]).output().unwrap();
    assert!(run.status.success(), "{}", error(&run));
    let summary: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((summary["tasks"].as_u64(), summary["calls"].as_u64()), (Some(2), Some(stub.hits() as u64)));
}

#[test]
fn what_was_collected_replays_offline_and_is_solved() {
    let place = Place::new();
    let stub = model();
    let more =
        ["--remote", &stub.url, "--calls-max", "9999", "--key-env", "ASKWELL_TEST_KEY", "--mdp", "m.json"];
    assert!(place.collect("a.jsonl", "a.tape", &more).output().unwrap().status.success());
    let hits = stub.hits();
    assert!(stub.requests().iter().all(|request| request.contains(CANARY)));
    for name in ["a.jsonl", "a.tape", "m.json"] {
        assert!(!place.read(name).contains(&CANARY[..12]), "{name}");
    }
    let replayed = place.collect("b.jsonl", "a.tape", &["--replay"]).output().unwrap();
    assert!(replayed.status.success(), "{}", error(&replayed));
    assert_eq!((place.read("b.jsonl"), stub.hits()), (place.read("a.jsonl"), hits));
    let other = place.collect("b.jsonl", "a.tape", &["--replay", "--seed", "2"]).output().unwrap();
    assert!(error(&other).contains("the cassette has no answer"), "{}", error(&other));
    let solved = Command::new(env!("CARGO_BIN_EXE_askwell"))
        .current_dir(place.0.path())
        .args(["frontier", "m.json", "--json"])
        .output()
        .unwrap();
    assert!(solved.status.success(), "{}", error(&solved));
    let frontier: serde_json::Value = serde_json::from_slice(&solved.stdout).unwrap();
    assert!(!frontier["breakpoints"].as_array().unwrap().is_empty());
}

#[test]
fn an_answer_that_is_no_action_ends_the_task_and_a_refusal_is_one_line() {
    let place = Place::new();
    let body = "{\"choices\":[{\"message\":{\"content\":\"I would dance.\"}}]}";
    let stub = Stub::answering(sized("200 OK", "application/json", body));
    let run =
        place.collect("a.jsonl", "a.tape", &["--remote", &stub.url, "--calls-max", "9999"]).output().unwrap();
    assert!(run.status.success(), "{}", error(&run));
    let trace = place.read("a.jsonl");
    let helped: Vec<&str> = trace.lines().filter(|line| line.contains("\"intervention\":\"m\"")).collect();
    assert!(!helped.is_empty(), "the model was never asked");
    for line in helped {
        assert!(line.contains("\"done\":true,\"outcome\":false"), "{line}");
    }
    // Each question is asked once more, and no more than that.
    let again = Stub::answering(sized("200 OK", "application/json", body));
    let more = ["--remote", &again.url, "--calls-max", "9999", "--ask-again"];
    let run = place.collect("c.jsonl", "c.tape", &more).output().unwrap();
    assert!(run.status.success(), "{}", error(&run));
    assert_eq!((again.hits(), place.read("c.jsonl")), (2 * stub.hits(), trace));
    let refused = Stub::answering(sized("401 Unauthorized", "application/json", "{}"));
    let run = place.collect("d.jsonl", "d.tape", &["--remote", &refused.url]).output().unwrap();
    assert_eq!((run.status.code(), refused.hits()), (Some(2), 1));
    assert!(!place.0.path().join("d.jsonl").exists(), "nothing was collected");
    assert!(
        error(&run).contains("the key is not accepted. Enter the key again")
            && error(&run).lines().count() == 1,
        "{}",
        error(&run)
    );
}

#[test]
fn a_model_plays_an_episode_within_its_cap_and_the_recording_plays_it_again() {
    let place = Place::new();
    let stub = model();
    let play = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_askwell"))
            .current_dir(place.0.path())
            .args(["play", "--json", "--task", "3", "--model", "m", "--cassette", "play.tape"])
            .args(more)
            .env("ASKWELL_TEST_KEY", CANARY)
            .output()
            .unwrap()
    };
    let capped = play(&["--remote", &stub.url, "--calls-max", "2"]);
    assert_eq!((capped.status.code(), stub.hits()), (Some(2), 2));
    assert!(error(&capped).contains("stopped after 2 steps: all 2 calls are made"), "{}", error(&capped));
    let whole = play(&["--remote", &stub.url, "--calls-max", "99", "--key-env", "ASKWELL_TEST_KEY"]);
    assert!(whole.status.success(), "{}", error(&whole));
    let document: serde_json::Value = serde_json::from_slice(&whole.stdout).unwrap();
    let steps = document["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["said"].is_string()) && document["success"].is_boolean());
    let hits = stub.hits();
    assert_eq!(
        document["model"]["calls"].as_u64(),
        Some(hits as u64),
        "what was answered is not asked again"
    );
    let replayed = play(&["--replay", "--calls-max", "99"]);
    assert_eq!((replayed.stdout, stub.hits()), (whole.stdout.clone(), hits));
    let everything = place.read("play.tape") + &String::from_utf8_lossy(&whole.stdout) + &error(&whole);
    assert!(stub.requests().concat().contains(CANARY) && !everything.contains(&CANARY[..12]));
}

#[test]
fn a_prompt_like_sif_is_answered_by_an_action_line_and_one_without_is_counted_apart() {
    let place = Place::new();
    let play = |text: &str, tape: &str| {
        let body = serde_json::json!({ "choices": [{ "message": { "content": text } }] }).to_string();
        let stub = Stub::answering(sized("200 OK", "application/json", &body));
        let run = Command::new(env!("CARGO_BIN_EXE_askwell"))
            .current_dir(place.0.path())
            .args(["play", "--json", "--task", "3", "--model", "m", "--prompt", "sif", "--cassette", tape])
            .args(["--remote", &stub.url])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", error(&run));
        let document: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        assert!(stub.requests().iter().all(|request| request.contains("Available actions:")));
        document
    };
    let looks = play("Reasoning: I look.\nAction: Explore Room", "a.tape");
    assert!(looks["steps"].as_array().unwrap().len() > 3, "{looks}");
    assert_eq!((looks["model"]["illegal"].as_u64(), looks["truncated"].as_bool()), (Some(0), Some(true)));
    for (text, n_without_line) in [("I would dance.", 1), ("Action: dance", 0)] {
        let ends = play(text, &format!("{n_without_line}.tape"));
        assert_eq!(ends["steps"].as_array().unwrap().len(), 1);
        let counts = ["illegal", "without_action_line"].map(|name| ends["model"][name].as_u64());
        assert_eq!(counts, [Some(1), Some(n_without_line)], "{text}");
    }
}
