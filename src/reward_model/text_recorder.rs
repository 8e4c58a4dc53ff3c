//! The training data that Phase 1 leaves for networks that read: the visits that [`super::Recorder`] keeps, as moments
//! whose text can be made.

use crate::actor::LogitActor;
use crate::household::{Household, Outcome};
use crate::numeric::Random;
use crate::rollout::{Mix, Plan, Step, Watcher};

use super::recorder::ANY_VISIT;
use super::text_rows::Moment;

/// Visited states, and 1 for each whose episode succeeded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextVisits {
    /// The states.
    pub moments: Vec<Moment>,
    /// 1 where the episode succeeded, 0 where not.
    pub success: Vec<f32>,
}

/// Records Phase 1 of many tasks in turn; keeps the same visits as [`super::Recorder`].
#[derive(Clone, Debug)]
pub struct TextRecorder {
    pure: Vec<Option<u8>>,
    /// One visit of each table state, every visit as likely as any other.
    pub any_visits: Vec<Moment>,
    n_visits: Vec<u32>,
    task_begin: usize,
    random: Random,
    /// The visits of the episodes in which one actor took every step: the base's, then each intervention's.
    pub alone: Vec<TextVisits>,
}

impl TextRecorder {
    /// An empty recorder for a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            pure: plan.mixes.iter().map(Mix::pure).collect(),
            any_visits: Vec::new(),
            n_visits: Vec::new(),
            task_begin: 0,
            random: Random::new(0, &[ANY_VISIT]),
            alone: vec![TextVisits::default(); plan.n_helps() + 1],
        }
    }

    fn visits_of(&mut self, mix: usize) -> Option<&mut TextVisits> {
        let alone = self.pure.get(mix).copied().flatten()?;
        self.alone.get_mut(usize::from(alone))
    }
}

impl Watcher for TextRecorder {
    fn first_visit(&mut self, household: &Household, _base: &LogitActor) {
        if household.steps_taken() == 0 {
            self.task_begin = self.n_visits.len();
            self.random = Random::new(0, &[ANY_VISIT]);
        }
        self.any_visits.push(Moment::of(household));
        self.n_visits.push(0);
    }

    fn visit(&mut self, mix: usize, n: u32, household: &Household, _base: &LogitActor) {
        let state = self.task_begin + n as usize;
        if let Some(visits) = self.n_visits.get_mut(state) {
            *visits += 1;
            if *visits > 1 && self.random.below(*visits) == 0 {
                self.any_visits[state] = Moment::of(household);
            }
        }
        if let Some(visits) = self.visits_of(mix) {
            visits.moments.push(Moment::of(household));
        }
    }

    fn episode(&mut self, mix: usize, _repetition: u32, _steps: &[Step], outcome: Outcome) {
        if let Some(visits) = self.visits_of(mix) {
            visits.success.resize(visits.moments.len(), f32::from(u8::from(outcome.is_success())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::BaseActor;
    use crate::household::Split;
    use crate::reward_model::{N_FEATURES, Recorder, SelfKnowledge, features};
    use crate::rollout::Collection;

    /// The moments are the visits whose features the other recorder keeps.
    #[test]
    fn both_recorders_keep_the_same_visits() {
        let collection = Collection::new(Split::SObj, BaseActor::default(), 3);
        let (mut rows, mut texts) =
            (Recorder::new(&collection.plan, SelfKnowledge::default()), TextRecorder::new(&collection.plan));
        collection.run(0..3, &mut rows);
        collection.run(0..3, &mut texts);
        let row_of = |moment: &Moment| {
            let task = collection.task(moment.task);
            let mut row = vec![0.0; N_FEATURES];
            let household = Household::replay(&task, &moment.actions);
            features(&household, &collection.cast(&task).base, SelfKnowledge::default(), &mut row);
            row
        };
        let all = |moments: &[Moment]| moments.iter().flat_map(row_of).collect::<Vec<f32>>();
        assert_eq!(all(&texts.any_visits), rows.any_visits);
        for (text, row) in texts.alone.iter().zip(&rows.alone) {
            assert_eq!((all(&text.moments), &text.success), (row.features.clone(), &row.success));
        }
    }
}
