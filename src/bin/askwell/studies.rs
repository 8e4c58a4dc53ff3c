//! Runs studies side by side and says on standard error how far they are.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Context;
use askwell::study::{Study, StudyOrder, StudyResult};
use rayon::prelude::*;

/// Runs every study of every seed; the results come in the order of the orders.
pub(crate) fn run(orders: Vec<Vec<StudyOrder>>, what: &str) -> anyhow::Result<Vec<Vec<StudyResult>>> {
    let sizes: Vec<usize> = orders.iter().map(Vec::len).collect();
    let all: Vec<StudyOrder> = orders.into_iter().flatten().collect();
    let progress = Progress::new(what, all.len());
    let results: Vec<StudyResult> = all
        .into_par_iter()
        .enumerate()
        .map(|(index, order)| {
            let study = Study::new(order)?;
            let result = study.run(|share| progress.at(index, share))?;
            progress.at(index, 1.0);
            Ok(result)
        })
        .collect::<anyhow::Result<_>>()
        .with_context(|| what.to_owned())?;
    progress.end();
    let mut results = results.into_iter();
    Ok(sizes.into_iter().map(|n| results.by_ref().take(n).collect()).collect())
}

/// The progress of all studies together.
struct Progress {
    what: String,
    start: Instant,
    is_terminal: bool,
    now: Mutex<Now>,
}

struct Now {
    shares: Vec<f64>,
    said: Instant,
}

impl Progress {
    fn new(what: &str, n: usize) -> Self {
        let start = Instant::now();
        let now = Mutex::new(Now { shares: vec![0.0; n], said: start });
        Self { what: what.to_owned(), start, is_terminal: std::io::stderr().is_terminal(), now }
    }

    fn at(&self, index: usize, share: f64) {
        let Ok(mut now) = self.now.lock() else { return };
        now.shares[index] = share;
        let every = Duration::from_millis(if self.is_terminal { 200 } else { 5_000 });
        if now.said.elapsed() < every {
            return;
        }
        now.said = Instant::now();
        let done = now.shares.iter().sum::<f64>() / now.shares.len() as f64;
        let left = self.start.elapsed().as_secs_f64() * (1.0 - done) / done.max(1e-3);
        let (begin, end) = if self.is_terminal { ("\r", "   ") } else { ("", "\n") };
        // A reader who has gone away must not end the work.
        let _ = write!(
            std::io::stderr(),
            "{begin}{}: {:.0} %, about {left:.0} s left{end}",
            self.what,
            100.0 * done
        );
    }

    fn end(&self) {
        if self.is_terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
