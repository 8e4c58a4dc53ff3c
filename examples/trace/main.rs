//! The speed of reading, checking and counting a long log: `cargo xtask bench trace` runs this.
//!
//! A log of `LINES` lines (by default a million, about 200 bytes each) is made from a seed, in chunks that are thrown
//! away once they are read, so that the memory is the reader's own. Beside the reader's time stands that of parsing the
//! same lines one by one as `serde_json::Value`. With a path after the number the log is written there and nothing else
//! done.

mod peak;

use std::error::Error;
use std::fmt::Write;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use askwell::numeric::Random;
use askwell::trace::read::Options;
use askwell::trace::{Analysis, AnalysisOptions, Reader};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use peak::peak;

/// Lines made at once.
const CHUNK: u64 = 10_000;

/// Episodes of each task.
const EPISODES: u64 = 20;

/// Lines of a log, episode after episode; every number follows from the seed.
struct Maker {
    random: Random,
    episode: u64,
    made: u64,
}

impl Maker {
    fn new(seed: u64) -> Self {
        Self { random: Random::new(seed, &[]), episode: 0, made: 0 }
    }

    /// Appends whole episodes, about `CHUNK` lines.
    fn chunk(&mut self, out: &mut String) {
        let end = self.made + CHUNK;
        while self.made < end {
            self.episode(out);
        }
    }

    fn episode(&mut self, out: &mut String) {
        let (task, steps) = (self.episode / EPISODES, 4 + self.random.below(13));
        let mut place = 0;
        for t in 0..steps {
            let helped = self.random.chance(0.3);
            let intervention = if helped { "\"better\"" } else { "null" };
            let propensity = if helped { 0.3 } else { 0.7 };
            let done = t + 1 == steps;
            let end = if done { format!(",\"outcome\":{}", self.random.chance(0.6)) } else { String::new() };
            // What cannot be written to a text does not exist.
            let _ = writeln!(
                out,
                "{{\"episode\":\"{}\",\"task\":\"task {task}\",\"t\":{t},\"state\":\"You stand in room {place} of house {task}. \
                 You see a door, a box.\",\"intervention\":{intervention},\"action\":\"go to room {place}\",\"done\":{done},\
                 \"propensity\":{propensity},\"model\":\"small\"{end}}}",
                self.episode,
            );
            place = (place + 1 + self.random.below(3)) % 12;
            self.made += 1;
        }
        self.episode += 1;
    }
}

/// Writes the log to a file instead.
fn write(lines: u64, path: &str) -> Result<(), Box<dyn Error>> {
    let mut file = std::fs::File::create(path)?;
    let (mut maker, mut text) = (Maker::new(1), String::new());
    while maker.made < lines {
        text.clear();
        maker.chunk(&mut text);
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let lines: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |lines| lines.parse())?;
    if let Some(path) = std::env::args().nth(2) {
        return write(lines, &path);
    }
    let (plain, bytes, log) = read(lines, false)?;
    let memory = peak();
    let (gzip, packed, _) = read(lines, true)?;
    let (value, _) = parse(lines)?;
    let begin = Instant::now();
    let n_episodes = log.episodes.len();
    let analysis = Analysis::new(Arc::new(log), AnalysisOptions::default())?;
    let analysed = begin.elapsed();
    let begin = Instant::now();
    let replicate = analysis.replicate(0).is_some();
    let document = json!({
        "lines": analysis.report.lines, "bytes": bytes, "packed": packed, "episodes": n_episodes,
        "states": analysis.report.coverage.states, "read_s": plain.as_secs_f64(), "gzip_s": gzip.as_secs_f64(),
        "value_s": value.as_secs_f64(), "analyse_s": analysed.as_secs_f64(),
        "replicate_s": replicate.then(|| begin.elapsed().as_secs_f64()), "peak_bytes": memory,
    });
    println!("{document}");
    Ok(())
}

/// The time the reader takes, the bytes it took in, and the log.
fn read(lines: u64, gzipped: bool) -> Result<(Duration, u64, askwell::trace::Log), Box<dyn Error>> {
    let (mut maker, mut text) = (Maker::new(1), String::new());
    let mut reader = Reader::new(Options::default());
    let mut time = Duration::ZERO;
    let mut bytes = 0;
    while maker.made < lines {
        text.clear();
        maker.chunk(&mut text);
        let chunk = if gzipped { gzip(&text)? } else { text.as_bytes().to_vec() };
        bytes += chunk.len() as u64;
        let begin = Instant::now();
        // As a file or a stream would give it.
        for part in chunk.chunks(1 << 16) {
            reader.push(part)?;
        }
        time += begin.elapsed();
    }
    let begin = Instant::now();
    let log = reader.finish()?;
    Ok((time + begin.elapsed(), bytes, log))
}

fn gzip(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes())?;
    Ok(gzip.finish()?)
}

/// The time that parsing the same lines as values takes, and how many were objects.
fn parse(lines: u64) -> Result<(Duration, u64), Box<dyn Error>> {
    let (mut maker, mut text) = (Maker::new(1), String::new());
    let (mut time, mut objects) = (Duration::ZERO, 0);
    while maker.made < lines {
        text.clear();
        maker.chunk(&mut text);
        let begin = Instant::now();
        for line in text.lines() {
            objects += u64::from(serde_json::from_str::<Value>(line)?.is_object());
        }
        time += begin.elapsed();
    }
    Ok((time, objects))
}
