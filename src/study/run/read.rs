//! The networks of a study that read a text: the base's PRM and the helpers.

use crate::experiment::error::PipelineError;
use crate::experiment::models::{Readings, asks, helper_of, lessons_of, prm_of, visits_of};
use crate::experiment::phase_one::PhaseOne;
use crate::reward_model::{Moment, Reads, TextRecorder};

use super::super::arm::{Coverage, Teaching};
use super::super::policy::Solved;
use super::super::prepare::{Prepared, Reading, TextHelper};
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
        let visits = visits_of(&mut recorder, 0);
        let (n, seed) = (self.order.n_train, self.order.seed);
        let prm = prm_of(&visits, &phase.collection, n, seed, &mut |_| true)?.network;
        Ok(Some(Reading { prm, visits: recorder.any_visits }))
    }

    /// A helper that reads, for one intervention; none where nobody can be taught.
    pub(super) fn taught_to_read(
        &self,
        prepared: &Prepared,
        teaching: &Teaching,
    ) -> Result<Option<TextHelper>, PipelineError> {
        let lessons = lessons(prepared, &self.solved, teaching);
        if lessons.labels.is_empty() {
            return Ok(None);
        }
        let (n, seed) = (self.order.n_train, self.order.seed);
        let reader = helper_of(&lessons, &prepared.collection, n, seed, &mut |_| true)?;
        Ok(Some(TextHelper { above: reader.threshold(), network: reader.network }))
    }
}

/// States to read, and whether the table asks in each.
fn lessons(prepared: &Prepared, solved: &[Solved], teaching: &Teaching) -> Readings {
    let found = match teaching {
        Teaching::One(target, coverage) => solved_for(solved, target).map(|solved| (solved, *coverage)),
        // Nobody reads a price.
        Teaching::Told => None,
    };
    let (Some((solved, coverage)), Some(reading)) = (found, &prepared.reading) else {
        return Readings::default();
    };
    if coverage == Coverage::AllStates {
        return lessons_of(&reading.visits, &solved.policy, |state| prepared.tried[state]);
    }
    let mut lessons = Readings::default();
    let seen = (0u32..).zip(&solved.trajectories).filter(|(_, trajectory)| trajectory.is_seen());
    for (task, trajectory) in seen {
        let steps: Vec<_> = trajectory.episode.steps.iter().map(|step| step.action).collect();
        for (t, &action) in trajectory.actions.iter().enumerate() {
            lessons.moments.push(Moment { task, actions: steps[..t].to_vec() });
            lessons.labels.push(asks(action));
        }
    }
    lessons
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
