//! The networks of a study that read a text: the base's PRM and the helpers.

use crate::experiment::error::PipelineError;
use crate::experiment::models::{reading_options, taught};
use crate::experiment::phase_one::PhaseOne;
use crate::helper::lesson_weights;
use crate::mdp::ActionId;
use crate::net::Network;
use crate::reward_model::{Moment, Reads, TextRecorder, text_rows};

use super::super::arm::{Coverage, Teaching};
use super::super::policy::Solved;
use super::super::prepare::{Prepared, Reading};
use super::Study;
use super::teach::solved_for;

impl Study {
    /// The base's PRM from the texts of Phase 1, which is run again for them; none where nothing is read.
    pub(super) fn read(&self, phase: &PhaseOne) -> Result<Option<Reading>, PipelineError> {
        if self.order.reads != Reads::Text {
            return Ok(None);
        }
        let mut recorder = TextRecorder::new(&phase.collection.plan);
        phase.collection.run(0..self.order.n_train, &mut recorder);
        let visits = &recorder.alone[0];
        let rows = text_rows(&visits.moments, |index| phase.collection.task(index));
        let ones = vec![1.0; rows.len()];
        let options = reading_options(None);
        let (trained, _) = taught(&rows, &visits.success, &ones, &options, self.order.seed, &mut |_| true)?;
        Ok(Some(Reading { prm: trained.network, visits: recorder.any_visits }))
    }

    /// A helper that reads, for one intervention; none where nobody can be taught.
    pub(super) fn taught_to_read(
        &self,
        prepared: &Prepared,
        teaching: &Teaching,
    ) -> Result<Option<Network>, PipelineError> {
        let (moments, actions) = lessons_of(prepared, &self.solved, teaching);
        if moments.is_empty() {
            return Ok(None);
        }
        let rows = text_rows(&moments, |index| prepared.collection.task(index));
        let labels: Vec<f32> =
            actions.iter().map(|&action| f32::from(u8::from(action == ActionId::HELP))).collect();
        let share = f64::from(labels.iter().sum::<f32>()) / labels.len() as f64;
        let weights = lesson_weights(&labels, share);
        let options = reading_options(None);
        let (trained, _) = taught(&rows, &labels, &weights, &options, self.order.seed, &mut |_| true)?;
        Ok(Some(trained.network))
    }
}

/// States to read, and what the table does in each.
fn lessons_of(prepared: &Prepared, solved: &[Solved], teaching: &Teaching) -> (Vec<Moment>, Vec<ActionId>) {
    let found = match teaching {
        Teaching::One(target, coverage) => solved_for(solved, target).map(|solved| (solved, *coverage)),
        // Nobody reads a price.
        Teaching::Told => None,
    };
    let (Some((solved, coverage)), Some(reading)) = (found, &prepared.reading) else {
        return Default::default();
    };
    match coverage {
        Coverage::AllStates => {
            let visits = reading.visits.iter().zip(&solved.policy).zip(&prepared.tried);
            visits
                .filter(|(_, tried)| **tried)
                .filter_map(|((visit, action), _)| Some((visit.clone(), (*action)?)))
                .unzip()
        }
        Coverage::TrajectoryOnly => {
            let seen = (0u32..).zip(&solved.trajectories).filter(|(_, trajectory)| trajectory.is_seen());
            let steps = seen.flat_map(|(task, trajectory)| {
                let actions: Vec<_> = trajectory.episode.steps.iter().map(|step| step.action).collect();
                let lesson = move |(t, &action): (usize, &ActionId)| {
                    (Moment { task, actions: actions[..t].to_vec() }, action)
                };
                trajectory.actions.iter().enumerate().map(lesson)
            });
            steps.unzip()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Help;
    use crate::household::Split;
    use crate::study::tables::study;
    use crate::study::{Arm, Sizes, StudyOrder, StudyResult, Target, Trial, compare, plan_reading, table};

    #[test]
    fn helpers_and_thresholds_read_where_a_study_reads() {
        let sizes = Sizes { n_train: 24, n_test: 12, repetitions: 1 };
        let helper = |coverage| Trial::test(Arm::Helper(Target::exact(0.1), coverage));
        let trials = vec![
            Trial::test(Arm::Threshold(0.3)),
            helper(Coverage::AllStates),
            helper(Coverage::TrajectoryOnly),
            Trial::test(Arm::Told(Target::exact(0.1))),
        ];
        let order = study(2, sizes, Split::SObj, &[Help::Better], trials);
        let of = |reads| Study::new(StudyOrder { reads, ..order.clone() }).unwrap().run(|_| ()).unwrap();
        let [features, text] = [Reads::Features, Reads::Text].map(of);
        let calls = |result: &StudyResult, place: usize| -> f64 {
            result.arms[place].tasks.iter().map(|task| task.all_calls()).sum()
        };
        // The table is the same, whoever reads.
        assert_eq!(features.arms[1].expected, text.arms[1].expected);
        assert_ne!(features.arms[0].tasks, text.arms[0].tasks);
        assert!(calls(&text, 0) > 0.0 && calls(&text, 1) > 0.0);
        assert_eq!(calls(&text, 3), 0.0, "nobody reads a price");
    }

    #[test]
    fn a_comparison_has_three_rows_for_each_that_asks_a_network() {
        let sizes = Sizes { n_train: 6, n_test: 4, repetitions: 1 };
        let made = |reads| {
            let orders = plan_reading(4, 3, sizes, reads);
            let results: Vec<_> =
                orders.into_iter().map(|order| Study::new(order).unwrap().run(|_| ()).unwrap()).collect();
            table(4, &results).unwrap()
        };
        let [features, facts] = [Reads::Features, Reads::Facts].map(made);
        let both = compare(&features, &facts, ["features", "facts"]);
        assert_eq!((both.rows.len(), both.label_names.last().unwrap().as_str()), (18, "reads"));
        let place = both.column("test_sr").unwrap();
        let value = |row: usize| both.rows[row].cells[place].unwrap();
        assert_eq!(value(2).value, value(1).value - value(0).value);
        assert!(plan_reading(3, 3, sizes, Reads::Text).is_empty());
    }
}
