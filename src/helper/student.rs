//! Training a helper in pieces: one network an intervention, one after the other.

use crate::net::{Network, TrainError, TrainOptions, TrainProgress, Trainer, TrainingSet};
use crate::numeric::Seed;

use super::deploy::Helper;
use super::lessons::{Lessons, Pricing};

/// The epochs of a price-conditioned helper, in each of which every row comes once per price.
const TOLD_EPOCHS: u32 = 4;

/// A rarer answer than this gets more weight, so that it is not drowned: the two answers then count as if they came
/// in this ratio. ("Balanced if needed".)
pub const SHARE_MIN: f64 = 0.1;

/// A helper being trained; can be left and taken up between any two batches.
#[derive(Clone, Debug)]
pub struct Student {
    lessons: Lessons,
    options: TrainOptions,
    seed: Seed,
    n_helps: usize,
    trained: Vec<Network>,
    trainer: Trainer,
}

impl Student {
    /// A helper for `n_helps` interventions at its start.
    ///
    /// # Errors
    /// If there are no lessons or an option is out of range.
    pub fn new(
        lessons: Lessons,
        n_helps: usize,
        options: &TrainOptions,
        seed: Seed,
    ) -> Result<Self, TrainError> {
        let trainer = trainer(&lessons, 0, options, seed)?;
        Ok(Self { lessons, options: options.clone(), seed, n_helps, trained: Vec::new(), trainer })
    }

    /// The training options of a helper.
    /// A price-conditioned one has fewer epochs, since every state comes once per price.
    #[must_use]
    pub fn options(pricing: Pricing) -> TrainOptions {
        match pricing {
            Pricing::Fixed => TrainOptions::helper(),
            Pricing::Conditioned => TrainOptions { epochs: TOLD_EPOCHS, ..TrainOptions::helper() },
        }
    }

    /// The number of trained networks, and the progress of the one in training.
    #[must_use]
    pub fn progress(&self) -> (usize, TrainProgress) {
        (self.trained.len(), self.trainer.progress())
    }

    /// Takes up to `n` batches; the helper once there is no more to do.
    ///
    /// # Errors
    /// As [`Self::new`], of the next intervention's network.
    pub fn step_batches(&mut self, n: u32) -> Result<Option<Helper>, TrainError> {
        if self.trained.len() < self.n_helps && self.trainer.step_batches(n).done {
            self.trained.push(self.trainer.clone().finish().network);
            if self.trained.len() < self.n_helps {
                self.trainer = trainer(&self.lessons, self.trained.len(), &self.options, self.seed)?;
            }
        }
        let is_done = self.trained.len() == self.n_helps;
        Ok(is_done.then(|| Helper::of(self.trained.clone(), self.lessons.pricing())))
    }

    /// Trains to the end.
    ///
    /// # Errors
    /// As [`Self::step_batches`].
    pub fn finish(mut self) -> Result<Helper, TrainError> {
        loop {
            if let Some(helper) = self.step_batches(u32::MAX)? {
                return Ok(helper);
            }
        }
    }
}

fn trainer(lessons: &Lessons, k: usize, options: &TrainOptions, seed: Seed) -> Result<Trainer, TrainError> {
    let labels = lessons.labels(k);
    let weights = lesson_weights(&labels, lessons.share(k));
    let data = TrainingSet::new(lessons.rows(), lessons.pricing().width() as u32, &labels)?;
    Trainer::new(data.with_weights(&weights)?, options, seed.wrapping_add(k as u64))
}

/// 1 for every lesson; where one answer is rarer than [`SHARE_MIN`] (but occurs), it weighs as if it were not.
#[must_use]
pub fn lesson_weights(labels: &[f32], share: f64) -> Vec<f32> {
    let rare = share.min(1.0 - share);
    if rare <= 0.0 || rare >= SHARE_MIN {
        return vec![1.0; labels.len()];
    }
    let rare_label = if share < 0.5 { 1.0 } else { 0.0 };
    let factor = (SHARE_MIN / rare * (1.0 - rare) / (1.0 - SHARE_MIN)) as f32;
    labels.iter().map(|&label| if label == rare_label { factor } else { 1.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helper::condition;
    use crate::mdp::ActionId;
    use crate::numeric::Random;
    use crate::reward_model::N_FEATURES;

    /// Asks iff the first number exceeds the price; the second intervention iff it is far below 0.
    fn lessons(pricing: Pricing, n: usize) -> Lessons {
        let mut random = Random::new(1, &[]);
        let mut lessons = Lessons::new(pricing);
        for _ in 0..n {
            let mut row = [0.0; N_FEATURES];
            row[0] = (2.0 * random.uniform() - 1.0) as f32;
            let price = [0.2, 0.6][random.below(2) as usize];
            let action = ActionId(if f64::from(row[0]) > price { 1 } else { u8::from(row[0] < -0.5) * 2 });
            lessons.add(&row, &[price], action);
        }
        lessons
    }

    #[test]
    fn a_helper_repeats_what_it_was_taught_at_every_price() {
        let student =
            Student::new(lessons(Pricing::Conditioned, 8_000), 2, &TrainOptions::helper(), 3).unwrap();
        let helper = student.finish().unwrap();
        let mut row = [0.0; N_FEATURES];
        for (x, price, expected) in
            [(0.4, 0.2, 1), (0.4, 0.6, 0), (0.9, 0.6, 1), (0.0, 0.2, 0), (-0.9, 0.2, 2)]
        {
            row[0] = x;
            assert_eq!(helper.decide(&row, &[price]).0, expected, "{x} at {price}");
        }
    }

    #[test]
    fn in_what_portions_it_is_trained_changes_nothing() {
        let start = || Student::new(lessons(Pricing::Fixed, 400), 1, &TrainOptions::helper(), 3).unwrap();
        let whole = start().finish().unwrap();
        let mut pieces = start();
        let helper = loop {
            if let Some(helper) = pieces.step_batches(7).unwrap() {
                break helper;
            }
        };
        assert_eq!(helper, whole);
    }

    #[test]
    fn nothing_to_learn_from_is_refused() {
        let nothing = Student::new(Lessons::new(Pricing::Fixed), 1, &TrainOptions::helper(), 1);
        assert!(matches!(nothing, Err(TrainError::Data(_))));
    }

    #[test]
    fn a_rare_answer_counts_as_one_in_ten() {
        let labels: Vec<f32> = (0..100).map(|i| f32::from(u8::from(i < 2))).collect();
        let weights = lesson_weights(&labels, 0.02);
        let asking: f32 = weights[..2].iter().sum();
        assert!((asking / weights.iter().sum::<f32>() - 0.1).abs() < 1e-6);
    }

    #[test]
    fn a_conditioned_row_is_as_wide_as_it_says() {
        let mut row = vec![0.0; N_FEATURES];
        condition(&mut row, &[0.1]);
        assert_eq!(row.len(), Pricing::Conditioned.width());
    }
}
