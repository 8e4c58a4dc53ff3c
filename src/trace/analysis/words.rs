//! The report on a log in words: the same on the command line and on the page.

use super::report::{Coverage, Report};
use crate::trace::format::Format;
use crate::trace::text_model::TextModel;

impl Report {
    /// Lines of a label and what there is to say.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![("read", self.read()), ("episodes", self.ended()), ("outcome", self.outcome())];
        facts.extend(self.actions.iter().map(|action| {
            let [steps, episodes, states] = [action.steps, action.episodes, action.states].map(grouped);
            ("action", format!("{}: {steps} steps in {episodes} episodes and {states} states", action.name))
        }));
        facts.push(("states", covered(&self.coverage)));
        if let Some(effect) = &self.effect {
            let rules = effect.rules.replace('\n', "; ");
            facts.push(("rules", format!("{rules}: {}", covered(&effect.after))));
        }
        facts.push(("propensity", self.propensity()));
        facts
    }

    fn read(&self) -> String {
        let format = match self.format {
            None => "nothing",
            Some(Format::Jsonl) => "JSON Lines",
            Some(Format::Csv) => "CSV",
            Some(Format::Atif) => "ATIF",
            Some(Format::Parquet) => "Parquet",
        };
        let packed = if self.gzipped { ", gzipped" } else { "" };
        format!("{} lines of {format}{packed}, {} bytes", grouped(self.lines), grouped(self.bytes))
    }

    fn ended(&self) -> String {
        let (least, most) = self.episodes_per_task;
        let each = if least == most { format!("{least} each") } else { format!("{least} to {most} each") };
        let tasks = match self.tasks {
            1 => "1 task".to_owned(),
            n => format!("{} tasks ({each})", grouped(n)),
        };
        format!(
            "{} of {tasks}, {} steps; {} out of steps, {} without an end left out, {} errors",
            grouped(self.episodes),
            grouped(self.steps),
            grouped(self.truncated),
            self.unfinished,
            self.errors
        )
    }

    fn outcome(&self) -> String {
        format!(
            "success {:.1} %, {:.2} calls an episode, help in {:.1} % of the episodes",
            100.0 * self.success,
            self.calls,
            100.0 * self.helped
        )
    }

    fn propensity(&self) -> String {
        match (&self.confounding, self.propensities) {
            (_, true) => "logged: policies are weighted by it too".to_owned(),
            (None, _) => "not logged".to_owned(),
            (Some(found), _) => format!(
                "not logged; the state tells help by {:.4} ± {:.4} nats a step better than its rate of {:.3}",
                found.lift, found.lift_se, found.rate
            ),
        }
    }
}

impl TextModel {
    /// A report on the model: its prediction, the number of its rows, and its quality on the held-out part.
    #[must_use]
    pub fn in_words(&self, what: &str) -> String {
        let (brier, mean) = (self.calibration.brier, self.brier_of_mean);
        format!(
            "Learnt from {} steps, to tell {what} from words: Brier score {brier:.4} on held-out {}, where the mean has \
             {mean:.4}{}; off by {:.3} on average",
            self.n_rows,
            if self.held_out_tasks { "tasks" } else { "episodes" },
            if brier >= mean { " (no better: do not rely on it)" } else { "" },
            self.calibration.expected_error
        )
    }
}

fn covered(coverage: &Coverage) -> String {
    format!(
        "{}; every action tried in {}, where {:.1} % of the steps are; {} of {} pairs seen once",
        grouped(coverage.states),
        grouped(coverage.states_with_all),
        100.0 * coverage.steps_with_all,
        grouped(coverage.pairs_once),
        grouped(coverage.pairs)
    )
}

/// `12,345`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(",")
}
