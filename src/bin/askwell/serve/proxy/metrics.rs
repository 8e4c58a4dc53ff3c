//! Counts for an operator, in Prometheus's text form: names of upstreams, outcomes and times, nothing that was said.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Upper bounds of the histograms' buckets, in seconds.
const BOUNDS: [f64; 9] = [0.0001, 0.0005, 0.001, 0.002, 0.01, 0.1, 1.0, 10.0, 60.0];

#[derive(Debug, Default)]
struct Histogram {
    buckets: [u64; BOUNDS.len()],
    n: u64,
    sum: f64,
}

#[derive(Debug, Default)]
struct Inner {
    /// By upstream and outcome.
    calls: BTreeMap<(String, String), u64>,
    /// By upstream and status.
    statuses: BTreeMap<(String, u16), u64>,
    first_byte: Histogram,
    added: Histogram,
}

/// All counts since the start.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    in_flight: AtomicU64,
    inner: Mutex<Inner>,
}

impl Metrics {
    fn with(&self, change: impl FnOnce(&mut Inner)) {
        change(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Counts a call as under way, until its end is reported.
    pub(super) fn started(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn ended(&self, upstream: &str, outcome: &str) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.with(|inner| *inner.calls.entry((upstream.to_owned(), outcome.to_owned())).or_default() += 1);
    }

    pub(super) fn answered(&self, upstream: &str, status: u16, waited: Duration) {
        self.with(|inner| {
            *inner.statuses.entry((upstream.to_owned(), status)).or_default() += 1;
            inner.first_byte.add(waited);
        });
    }

    /// Adds the time that the proxy itself took before the upstream was asked.
    pub(super) fn added(&self, took: Duration) {
        self.with(|inner| inner.added.add(took));
    }

    pub(super) fn text(&self) -> String {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "# TYPE askwell_in_flight gauge\naskwell_in_flight {}",
            self.in_flight.load(Ordering::Relaxed)
        );
        text.push_str("# TYPE askwell_calls_total counter\n");
        for ((upstream, outcome), n) in &inner.calls {
            let _ =
                writeln!(text, "askwell_calls_total{{upstream=\"{upstream}\",outcome=\"{outcome}\"}} {n}");
        }
        text.push_str("# TYPE askwell_upstream_status_total counter\n");
        for ((upstream, status), n) in &inner.statuses {
            let _ = writeln!(
                text,
                "askwell_upstream_status_total{{upstream=\"{upstream}\",status=\"{status}\"}} {n}"
            );
        }
        inner.first_byte.write(&mut text, "askwell_first_byte_seconds");
        inner.added.write(&mut text, "askwell_added_seconds");
        text
    }
}

impl Histogram {
    fn add(&mut self, time: Duration) {
        let seconds = time.as_secs_f64();
        for (bucket, bound) in self.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
        self.n += 1;
        self.sum += seconds;
    }

    fn write(&self, text: &mut String, name: &str) {
        let _ = writeln!(text, "# TYPE {name} histogram");
        for (n, bound) in self.buckets.iter().zip(BOUNDS) {
            let _ = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {n}");
        }
        let _ = writeln!(
            text,
            "{name}_bucket{{le=\"+Inf\"}} {0}\n{name}_sum {1}\n{name}_count {0}",
            self.n, self.sum
        );
    }
}
