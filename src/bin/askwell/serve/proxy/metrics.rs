//! Counts for an operator, in the text form of OpenMetrics: names of upstreams, outcomes and times, nothing that was
//! said.

use std::time::Duration;

use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Upper bounds of the histograms' buckets, in seconds.
const BOUNDS: [f64; 9] = [0.0001, 0.0005, 0.001, 0.002, 0.01, 0.1, 1.0, 10.0, 60.0];

/// A counter for each upstream and each value of one more label.
type Counts = Family<[(&'static str, String); 2], Counter>;

/// All counts since the start.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    in_flight: Gauge,
    calls: Counts,
    statuses: Counts,
    first_byte: Histogram,
    added: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("askwell");
        let (in_flight, calls, statuses) = (Gauge::default(), Counts::default(), Counts::default());
        let (first_byte, added) = (Histogram::new(BOUNDS), Histogram::new(BOUNDS));
        registry.register("in_flight", "Calls under way", in_flight.clone());
        registry.register("calls", "Calls that have ended", calls.clone());
        registry.register("upstream_status", "Answers of upstreams", statuses.clone());
        registry.register("first_byte_seconds", "Time to an upstream's first byte", first_byte.clone());
        registry.register("added_seconds", "Time before an upstream was asked", added.clone());
        Self { registry, in_flight, calls, statuses, first_byte, added }
    }
}

impl Metrics {
    /// Counts a call as under way, until its end is reported.
    pub(super) fn started(&self) {
        self.in_flight.inc();
    }

    pub(super) fn ended(&self, upstream: &str, outcome: &str) {
        self.in_flight.dec();
        count(&self.calls, upstream, ("outcome", outcome.to_owned()));
    }

    pub(super) fn answered(&self, upstream: &str, status: u16, waited: Duration) {
        count(&self.statuses, upstream, ("status", status.to_string()));
        self.first_byte.observe(waited.as_secs_f64());
    }

    /// Adds the time that the proxy itself took before the upstream was asked.
    pub(super) fn added(&self, took: Duration) {
        self.added.observe(took.as_secs_f64());
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

fn count(counts: &Counts, upstream: &str, label: (&'static str, String)) {
    counts.get_or_create(&[("upstream", upstream.to_owned()), label]).inc();
}
