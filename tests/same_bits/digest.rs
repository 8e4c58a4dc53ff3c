//! Digests of numbers by name: where two runs part, the first line that differs says at which stage.

use std::fmt::Write as _;

use askwell::{
    experiment::{Counted, Experiment},
    household::StateKey,
    rollout::{Counts, Successor},
};
use sha2::{Digest, Sha256};

/// One line a stage: its name, how many numbers it has, and the first 16 signs of the digest of their bits.
#[derive(Default)]
pub(super) struct Digests(String);

impl Digests {
    /// Adds a stage. Whole numbers below 2^53 are numbers like any other.
    pub(super) fn add(&mut self, stage: &str, numbers: impl IntoIterator<Item = f64>) {
        let (mut hasher, mut n) = (Sha256::new(), 0);
        for number in numbers {
            hasher.update(number.to_bits().to_le_bytes());
            n += 1;
        }
        assert!(n > 0, "the stage {stage} has no numbers");
        let digest: String = hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{stage:<11}{n:>7} {digest}");
    }

    pub(super) fn text(&self) -> &str {
        self.0.trim_end()
    }
}

/// A key as the whole number it is packed into, of 52 bits.
fn bits(key: &StateKey) -> f64 {
    serde_json::to_value(key).ok().and_then(|number| number.as_f64()).unwrap_or(f64::NAN)
}

/// The numbers of what Phase 1 counted.
pub(super) fn of_counts(counts: &Counts) -> String {
    let mut digests = Digests::default();
    digests.add("keys", counts.keys.iter().map(bits));
    digests.add("starts", counts.starts.iter().copied().map(f64::from));
    let next = |next| match next {
        Successor::Success => -1.0,
        Successor::Failure => -2.0,
        Successor::State(state) => f64::from(state),
    };
    let rows = counts.rows.iter();
    digests.add(
        "rows",
        rows.flat_map(|row| {
            [f64::from(row.state), f64::from(row.intervention), next(row.next), f64::from(row.n)]
        }),
    );
    format!("{} states, {} episodes\n{}", counts.keys.len(), counts.n_episodes, digests.text())
}

/// The numbers of each stage of an experiment, in the order in which they follow from each other.
pub(super) fn of_experiment(experiment: &Experiment) -> String {
    let mut digests = Digests::default();
    let Experiment { mdp, frontier, horizon, .. } = experiment;
    let both = |counted: Counted| [counted.plain, counted.discounted];
    digests.add("keys", experiment.keys.iter().map(bits));
    digests.add("tried", experiment.tried.iter().flatten().copied().map(f64::from));
    let weights = experiment.prms.iter().flat_map(askwell::net::Network::layers);
    digests.add(
        "PRM weights",
        weights.flat_map(|layer| layer.weights.iter().chain(&layer.bias).copied().map(f64::from)),
    );
    let pairs = || mdp.states().flat_map(|state| mdp.actions().map(move |action| (state, action)));
    digests.add("PRM scores", pairs().filter_map(|(state, action)| mdp.p(state, action)));
    digests.add(
        "table",
        pairs().flat_map(|(state, action)| {
            let row = mdp.row(state, action);
            let next = row.successors.iter().copied().map(f64::from);
            let seen = f64::from(u8::from(mdp.available(state, action)));
            [seen, row.success].into_iter().chain(next).chain(row.probabilities.iter().copied())
        }),
    );
    digests.add(
        "frontier",
        frontier.vertices().iter().flat_map(|vertex| [vertex.price, vertex.usage, vertex.success]),
    );
    digests.add("horizon", horizon.points.iter().flat_map(|&(usage, success)| [usage, success]));
    let capped = experiment.capped.iter();
    digests.add("caps", capped.flat_map(|point| [both(point.success), both(point.calls)].concat()));
    digests.add(
        "paper",
        experiment.paper.iter().flat_map(|point| {
            let settled = f64::from(u8::from(point.converged));
            let counted = [both(point.success), both(point.calls)].concat();
            [point.price, point.usage_iterate, settled].into_iter().chain(counted)
        }),
    );
    digests.add("thresholds", experiment.thresholds.iter().copied());
    digests.add(
        "baselines",
        experiment
            .baselines
            .iter()
            .flat_map(|(_, found)| {
                [&found.success, &found.calls, &found.steps]
                    .map(|tally| [tally.mean(), tally.standard_error()])
            })
            .flatten(),
    );
    format!("{}\n{}", experiment.summary(), digests.text())
}
