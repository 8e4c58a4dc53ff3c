//! Damaged logs: none gives an answer that a plain, slow reading of the same rules does not give, and the cut between
//! chunks never matters.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askwell::numeric::Random;
use askwell::trace::read::{ERRORS_TOLD, Format, Limits, Options, ReadError};
use askwell::trace::{Episode, Log, Reader};
use bolero::check;
use serde_json::Value;

use super::{Damage, ITERATIONS, gzip};

#[test]
fn damaged_lines_give_what_a_plain_reading_gives() {
    check!().with_iterations(ITERATIONS).with_type().for_each(|(seed, damages): &(u64, [Damage; 3])| {
        let random = &mut Random::new(*seed, &[1]);
        let mut bytes = jsonl_log(random).into_bytes();
        damages.iter().for_each(|damage| damage.apply(&mut bytes));
        let read = read(&bytes, Options { format: Some(Format::Jsonl), ..small() }, random);
        // The plain reading takes the last of two values.
        let is_twice = |log: &Log| log.issues.errors.iter().any(|it| it.found.contains("stands there twice"));
        let Some(log) = read.ok().filter(|log| !is_twice(log)) else { return };
        let found: BTreeMap<String, (usize, f64, usize)> =
            log.episodes.iter().map(|episode| summary(&log, episode)).collect();
        assert_eq!(found, plain_reading(&bytes), "{}", String::from_utf8_lossy(&bytes));
    });
}

#[test]
fn damaged_files_of_every_kind_are_told_or_keep_the_rules() {
    check!().with_iterations(4 * ITERATIONS).with_type().for_each(
        |(seed, kind, is_packed, damages): &(u64, u8, bool, [Damage; 3])| {
            let random = &mut Random::new(*seed, &[2]);
            let mut bytes = match kind % 4 {
                0 => csv_log(random).into_bytes(),
                1 => atif_log(random).into_bytes(),
                2 => jsonl_log(random).into_bytes(),
                _ => gzip(jsonl_log(random).as_bytes()),
            };
            damages.iter().for_each(|damage| damage.apply(&mut bytes));
            if *is_packed {
                bytes = gzip(&bytes);
            }
            if let Ok(log) = read(&bytes, small(), random) {
                keeps_the_rules(&log);
            }
        },
    );
}

/// Any bytes are told to be none, or keep the rules.
#[test]
fn bytes() {
    check!().with_iterations(ITERATIONS).for_each(|bytes| {
        if let Ok(log) = read(bytes, small(), &mut Random::new(bytes.len() as u64, &[])) {
            keeps_the_rules(&log);
        }
    });
}

#[test]
fn a_line_of_ten_megabytes_is_read_and_one_of_twenty_is_told() {
    for (n, episodes, errors) in [(10 << 20, 2, 0), (20 << 20, 1, 1)] {
        let line = |episode: u32, state: &str| {
            format!("{{\"episode\":{episode},\"t\":0,\"state\":\"{state}\",\"outcome\":1}}\n")
        };
        let text = line(0, "short") + &line(1, &"long ".repeat(n / 5));
        let mut reader = Reader::new(Options::default());
        text.as_bytes().chunks(1 << 16).for_each(|chunk| {
            reader.push(chunk).unwrap();
        });
        let log = reader.finish().unwrap();
        assert_eq!((log.episodes.len(), log.issues.n_errors), (episodes, errors));
    }
}

/// Limits that a damaged log of a few lines can reach.
fn small() -> Options {
    let limits =
        Limits { line_bytes_max: 20_000, bytes_max: 256 << 10, text_bytes_max: 1 << 20, ratio_max: 500 };
    Options { limits, ..Options::default() }
}

/// Reads in chunks of some size, and again in one piece: the answers agree.
fn read(bytes: &[u8], options: Options, random: &mut Random) -> Result<Log, ReadError> {
    let once = |size: usize| {
        let mut reader = Reader::new(options.clone());
        bytes.chunks(size).try_for_each(|chunk| reader.push(chunk).map(|_| ()))?;
        reader.finish()
    };
    let (whole, parts) = (once(bytes.len().max(1)), once(1 + random.below(200) as usize));
    match (&whole, &parts) {
        (Ok(whole), Ok(parts)) => assert_eq!(whole, parts),
        // What is told of a bomb or a broken stream depends on how far it was.
        (whole, parts) => assert!(whole.is_err() && parts.is_err(), "{whole:?} {parts:?}"),
    }
    whole
}

fn summary(log: &Log, episode: &Episode) -> (String, (usize, f64, usize)) {
    let steps = log.steps(episode);
    let helped = steps.iter().filter(|step| step.action > 0).count();
    (log.episode_names.get(episode.name).to_owned(), (steps.len(), episode.outcome, helped))
}

fn keeps_the_rules(log: &Log) {
    assert!(log.issues.errors.len() as u64 <= log.issues.n_errors && log.issues.errors.len() <= ERRORS_TOLD);
    for episode in &log.episodes {
        assert!((0.0..=1.0).contains(&episode.outcome) && !log.steps(episode).is_empty());
        for step in log.steps(episode) {
            assert!(
                usize::from(step.action) <= log.interventions.len()
                    && (step.state as usize) < log.states.len()
            );
            assert!(step.propensity().is_none_or(|p| p > 0.0 && p <= 1.0));
            assert!([step.p_nohelp(), step.p_help()].iter().flatten().all(|p| (0.0..=1.0).contains(p)));
        }
    }
}

/// Three to six episodes, now and then interleaved.
fn jsonl_log(random: &mut Random) -> String {
    let mut lines: Vec<Vec<String>> = Vec::new();
    for episode in 0..3 + random.below(4) {
        let steps = 1 + random.below(4);
        let of_step = |t: u32, random: &mut Random| {
            let done = t + 1 == steps;
            let help = ["null", "\"sage\"", "true"][random.below(3) as usize];
            let mut line = format!(
                "{{\"episode\":\"e{episode}\",\"task\":\"x\",\"t\":{t},\"state\":\"room {} é\",\"intervention\":{help},\"done\":{done},\"propensity\":0.5,\"p_help\":0.75",
                random.below(3)
            );
            if done {
                let outcome = ["true", "false", "0.5", "1"][random.below(4) as usize];
                let _ = write!(line, ",\"outcome\":{outcome}");
            }
            line.push_str("}\n");
            line
        };
        lines.push((0..steps).map(|t| of_step(t, random)).collect());
    }
    if random.chance(0.5) {
        return lines.concat().concat();
    }
    let mut text = String::new();
    while lines.iter().any(|episode| !episode.is_empty()) {
        let place = random.below(lines.len() as u32) as usize;
        if !lines[place].is_empty() {
            text.push_str(&lines[place].remove(0));
        }
    }
    text
}

fn csv_log(random: &mut Random) -> String {
    let mut text = "episode,task,t,state,intervention,outcome,propensity\n".to_owned();
    for episode in 0..4 {
        for t in 0..2 {
            let outcome = if t == 1 { ["1", "0", "true", "0.25"][random.below(4) as usize] } else { "" };
            let help = ["", "sage", "0", "nohelp"][random.below(4) as usize];
            let _ = writeln!(
                text,
                "e{episode},\"x, y\",{t},\"room \"\"{}\"\"\",{help},{outcome},0.5",
                random.below(3)
            );
        }
    }
    text
}

fn atif_log(random: &mut Random) -> String {
    let mut text = String::new();
    for run in 0..2 {
        let model = ["small", "large"][random.below(2) as usize];
        let line_end = if random.chance(0.5) { "\n" } else { "" };
        let _ = writeln!(
            text,
            "{{\"schema_version\":\"ATIF-v1.7\",\"session_id\":\"r{run}\",\"agent\":{{\"name\":\"a\",\"version\":\"1\",\"model_name\":\"small\"}},{line_end}\
             \"steps\":[{{\"step_id\":1,\"source\":\"user\",\"message\":\"go\"}},{{\"step_id\":2,\"source\":\"agent\",\"model_name\":\"{model}\",\
             \"message\":\"\",\"observation\":{{\"results\":[{{\"content\":\"a {{ door\"}}]}}}},{{\"step_id\":3,\"source\":\"agent\",\"message\":\"done\"}}],\
             \"extra\":{{\"reward\":{}}}}}",
            random.below(2)
        );
    }
    text
}

/// The episodes by a plain reading of the rules: steps, outcome and helped steps of each episode that counts.
fn plain_reading(bytes: &[u8]) -> BTreeMap<String, (usize, f64, usize)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut episodes: BTreeMap<String, Option<Plain>> = BTreeMap::new();
    let mut keyed = None;
    for line in bytes.split(|&byte| byte == b'\n').filter(|line| line.len() <= 20_000) {
        let Ok(Value::Object(line)) = serde_json::from_slice::<Value>(line) else { continue };
        let name = match line.get("episode") {
            Some(Value::String(text)) if !text.is_empty() => text.clone(),
            Some(Value::Number(number)) if number.is_u64() || number.is_i64() => number.to_string(),
            _ => continue,
        };
        let entry = episodes.entry(name).or_insert_with(|| Some(Plain::default()));
        let ok = entry.as_mut().is_some_and(|plain| plain.take(&line, &mut keyed).is_some());
        if !ok {
            *entry = None;
        }
    }
    let kept = episodes.into_iter().filter_map(|(name, plain)| Some((name, plain?)));
    kept.filter_map(|(name, plain)| Some((name, (plain.steps, plain.outcome?, plain.helped)))).collect()
}

#[derive(Default)]
struct Plain {
    task: Option<String>,
    counted: bool,
    steps: usize,
    helped: usize,
    outcome: Option<f64>,
}

impl Plain {
    fn take(&mut self, line: &serde_json::Map<String, Value>, keyed: &mut Option<bool>) -> Option<()> {
        let get = |key: &str| line.get(key).filter(|value| !value.is_null());
        let number = |key: &str, from: f64| match get(key) {
            None => Some(None),
            Some(Value::Bool(flag)) if key == "outcome" => Some(Some(f64::from(u8::from(*flag)))),
            Some(value) => value.as_f64().filter(|x| *x >= from && *x <= 1.0).map(Some),
        };
        let flag = |key: &str| match get(key) {
            None => Some(None),
            Some(Value::Bool(flag)) => Some(Some(*flag)),
            Some(value) => value.as_u64().filter(|&n| n < 2).map(|n| Some(n == 1)),
        };
        let task = match get("task") {
            None => None,
            Some(Value::String(text)) => (!text.is_empty()).then(|| text.clone()),
            Some(value) => {
                Some(value.as_i64().map(|n| n.to_string()).or(value.as_u64().map(|n| n.to_string()))?)
            }
        };
        let has_state = get("state").is_some_and(|state| state != "");
        (self.outcome.is_none() && has_state).then_some(())?;
        let t = match get("t") {
            None => None,
            Some(t) => Some(t.as_u64().or_else(|| {
                t.as_f64().filter(|t| t.fract() == 0.0 && (0.0..9e15).contains(t)).map(|t| t as u64)
            })?),
        };
        let helped = match get("intervention") {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => !["", "none", "nohelp", "null"].contains(&text.as_str()),
            Some(value) => value.as_u64().filter(|&n| n < 2)? == 1,
        };
        let (outcome, done, truncated) = (number("outcome", 0.0)?, flag("done")?, flag("truncated")?);
        number("p_nohelp", 0.0)?;
        number("p_help", 0.0)?;
        number("propensity", f64::MIN_POSITIVE)?;
        (self.steps > 0 || {
            self.counted = t.is_some();
            true
        })
        .then_some(())?;
        (if self.counted { t == Some(self.steps as u64) } else { t.is_none() }).then_some(())?;
        (!matches!((done, outcome), (Some(true), None) | (Some(false), Some(_)))).then_some(())?;
        (outcome.is_some() || truncated != Some(true)).then_some(())?;
        let is_keyed = get("state_key").is_some_and(|key| key != "");
        (*keyed.get_or_insert(is_keyed) == is_keyed).then_some(())?;
        if self.steps == 0 {
            self.task = task;
        } else if task.is_some() && task != self.task {
            return None;
        }
        self.steps += 1;
        self.helped += usize::from(helped);
        self.outcome = outcome;
        Some(())
    }
}
