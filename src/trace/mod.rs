//! The log of an agent: written one JSON line a decision, read from several formats, and what it is worth.
//!
//! Writes lines to a string, reads bytes as they come; opens no file. Written fields stand in the order of the format's
//! description, and those that say nothing are left out.
//!
//! The success that a log's best policy expects at half a call per episode:
//! ```
//! use std::sync::Arc;
//!
//! use askwell::trace::{Analysis, AnalysisOptions, Reader, read::Options};
//!
//! let mut reader = Reader::new(Options::default());
//! reader.push(br#"{"episode": 1, "task": 1, "state": "lost", "intervention": null, "outcome": false}
//! {"episode": 2, "task": 1, "state": "lost", "intervention": "help", "outcome": true}
//! "#)?;
//! let analysis = Analysis::new(Arc::new(reader.finish()?), AnalysisOptions::default())?;
//! let point = analysis.point_at(0.5).expect("a log with an episode has a frontier");
//! assert!((point.success - 0.5).abs() < 0.01);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analysis;
mod counts;
mod error;
mod format;
mod issue;
mod log;
mod names;
mod normalise;
pub mod read;
mod table;
mod text_model;
mod write;

pub use analysis::confounding::Confounding;
pub use analysis::estimators::Weighted;
pub use analysis::export::{policy_json, policy_text};
pub use analysis::intervals::{CurvePoint, Estimate, PolicyRow, Replicate, Results};
pub use analysis::report::{ActionCount, Coverage, Effect, Report};
pub use analysis::why::{Place, Why};
pub use analysis::{Analysis, AnalysisError, AnalysisOptions, Way};
pub use counts::{Counts, Table, Weigh};
pub use log::{Episode, Log, LoggedStep};
pub use normalise::{Normaliser, RuleError, TextRule};
pub use read::{Reader, Warning};
pub use table::mdp_json;
pub use text_model::{TEXT_WIDTH, TextError, TextModel, text_features};
pub use write::{Context, state_key, write_episode, write_task, write_task_of};

#[cfg(test)]
mod tests {
    use super::write_task;
    use crate::actor::BaseActor;
    use crate::household::Split;
    use crate::rollout::Collection;

    #[test]
    fn each_episode_counts_up_and_has_one_outcome_on_its_last_line() {
        let collection = Collection::new(Split::SObj, BaseActor::default(), 1);
        let mut lines = String::new();
        let tally = write_task(&collection, 3, true, &mut lines);
        let (mut t, mut outcomes, mut successes) = (0, 0, 0);
        for line in lines.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["t"], t);
            assert!(line["state"].as_str().unwrap().contains("You may:"));
            assert_eq!(line["done"] == true, line["outcome"].is_boolean());
            let propensity = line["propensity"].as_f64().unwrap();
            assert!(propensity > 0.0 && propensity <= 1.0);
            t = if line["done"] == true { 0 } else { t + 1 };
            outcomes += u32::from(line["done"] == true);
            successes += u32::from(line["outcome"] == true);
        }
        assert_eq!(outcomes, 21);
        assert_eq!(successes, tally.iter().map(|(successes, _)| successes).sum::<u32>());
    }

    #[test]
    fn a_line_reads_as_the_format_says() {
        let collection = Collection::new(Split::SObj, BaseActor::default(), 1);
        let mut lines = String::new();
        write_task(&collection, 3, false, &mut lines);
        let last = lines.lines().take_while(|line| line.contains("\"episode\":\"3.0.0\"")).last().unwrap();
        expect_test::expect![[r#"{"episode":"3.0.0","task":"s-obj/train/1/3","t":14,"state_key":"3:2320041a800000","intervention":null,"action":"Go to the bedroom","done":true,"truncated":true,"outcome":false,"ambiguous":true,"propensity":1.0,"model":"llama"}"#]].assert_eq(last);
    }
}
