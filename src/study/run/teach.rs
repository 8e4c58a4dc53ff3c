//! The middle of a study: each table solved, each helper taught.

use crate::helper::{Lessons, Pricing, Student, TOLD_PRICES};
use crate::mdp::{StateId, Unseen, exact};
use crate::reward_model::Reads;

use super::super::arm::{Coverage, Target, Teaching};
use super::super::policy::Solved;
use super::super::prepare::Prepared;
use super::{BATCHES_AT_A_TIME, Step, Study};
use crate::experiment::error::PipelineError;

impl Study {
    pub(super) fn solve(&mut self, next: usize) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Done };
        match self.targets().get(next) {
            Some(target) => {
                self.solved.push(Solved::of(prepared, target));
                Step::Solve { next: next + 1 }
            }
            None => Step::Teach { next: 0, student: None },
        }
    }

    pub(super) fn teach(
        &mut self,
        next: usize,
        student: Option<Box<Student>>,
    ) -> Result<Step, PipelineError> {
        let Some(prepared) = &self.prepared else { return Ok(Step::Done) };
        let teachings = self.teachings();
        let Some(teaching) = teachings.get(next) else {
            return Ok(Step::Foretell { next: 0, forecaster: None });
        };
        if self.order.reads == Reads::Text {
            if let Some(reader) = self.taught_to_read(prepared, teaching)? {
                self.readers.push((teaching.clone(), reader));
            }
            return Ok(Step::Teach { next: next + 1, student: None });
        }
        let mut student = match student {
            Some(student) => student,
            None => {
                let lessons = lessons_of(prepared, &self.solved, teaching);
                if lessons.is_empty() {
                    // Nobody can be taught (every rollout left the table, say): whoever asks goes on alone.
                    return Ok(Step::Teach { next: next + 1, student: None });
                }
                let (n_helps, options) = (self.order.helps.len(), Student::options(lessons.pricing()));
                Box::new(Student::new(lessons, n_helps, &options, self.order.seed)?)
            }
        };
        Ok(match student.step_batches(BATCHES_AT_A_TIME)? {
            Some(helper) => {
                self.helpers.push((teaching.clone(), helper));
                Step::Teach { next: next + 1, student: None }
            }
            None => Step::Teach { next, student: Some(student) },
        })
    }
}

pub(super) fn solved_for<'a>(solved: &'a [Solved], target: &Target) -> Option<&'a Solved> {
    solved.iter().find(|solved| solved.target == *target)
}

fn lessons_of(prepared: &Prepared, solved: &[Solved], teaching: &Teaching) -> Lessons {
    let tried = |state: StateId| prepared.tried[state.index()];
    let (target, coverage) = match teaching {
        Teaching::One(target, coverage) => (target, coverage),
        Teaching::Told => {
            let mut lessons = Lessons::new(Pricing::Conditioned);
            let prices = if prepared.order.helps.len() == 1 { &TOLD_PRICES[..] } else { &[] };
            for &price in prices {
                let policy = exact::solve(&prepared.mdp, &[price], Unseen::Mask).policy;
                lessons.add_all_states(&prepared.rows, &policy, &[price], tried);
            }
            return lessons;
        }
    };
    let mut lessons = Lessons::new(Pricing::Fixed);
    let Some(solved) = solved_for(solved, target) else { return lessons };
    match coverage {
        Coverage::AllStates => {
            lessons.add_all_states(&prepared.rows, &solved.policy, &solved.target.prices, tried);
        }
        Coverage::TrajectoryOnly => {
            for trajectory in &solved.trajectories {
                trajectory.teach(&mut lessons, &solved.target.prices);
            }
        }
    }
    lessons
}
