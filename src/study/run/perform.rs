//! The last steps of a study: every way of asking played, and the base alone as self-regulation sees it.

use crate::household::TaskSet;
use crate::reward_model::{Attempt, Reads};
use crate::rollout::Mix;

use super::super::arm::{Arm, Pick};
use super::super::play::{Ready, TaskMeans, play_task};
use super::super::prepare::{Prepared, readings};
use super::teach::solved_for;
use super::{ArmResult, Step, Study, TASKS_AT_A_TIME};

impl Study {
    pub(super) fn play(&mut self, place: usize, mut tasks: Vec<TaskMeans>) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Done };
        let Some(trial) = self.order.trials.get(place) else { return Step::Regulate { next: 0 } };
        let n = if trial.set == TaskSet::Train { self.order.n_train } else { self.order.n_test };
        let ready = self.ready(prepared, &trial.arm);
        let end = (tasks.len() as u32 + TASKS_AT_A_TIME).min(n);
        for index in tasks.len() as u32..end {
            tasks.push(play_task(prepared, &ready, &prepared.task(trial.set, index)));
        }
        if end < n {
            return Step::Play { trial: place, tasks };
        }
        let solved = trial.arm.target().and_then(|target| solved_for(&self.solved, target));
        let on_train = solved.filter(|_| trial.set == TaskSet::Train);
        let seen = on_train.map(|solved| solved.trajectories.iter().map(|t| t.is_seen()).collect());
        self.result.arms.push(ArmResult {
            trial: trial.clone(),
            expected: solved.map(|solved| solved.expected.clone()),
            tasks,
            seen: seen.unwrap_or_default(),
        });
        Step::Play { trial: place + 1, tasks: Vec::new() }
    }

    pub(super) fn ready<'a>(&'a self, prepared: &Prepared, arm: &'a Arm) -> Ready<'a> {
        let below = |pick: &Pick| match pick {
            Pick::Random(_) => 0.0,
            Pick::AllSteps(share) => prepared.threshold(*share, false),
            Pick::FirstFive(share) => prepared.threshold(*share, true),
        };
        match arm {
            Arm::Random(mix) => Ready::Random(Mix(mix.clone())),
            Arm::Threshold(share) => Ready::Threshold { below: prepared.threshold(*share, false) },
            Arm::Tasks(pick) => Ready::Tasks { pick: *pick, below: below(pick) },
            Arm::Oracle(pick) => Ready::Oracle { pick: *pick, below: below(pick) },
            Arm::Idle => Ready::Idle,
            Arm::Tabular(target) => match solved_for(&self.solved, target) {
                Some(solved) => Ready::Tabular(&solved.policy),
                None => Ready::Random(Mix(Vec::new())),
            },
            Arm::Helper(..) | Arm::Told(_) if self.order.reads == Reads::Text => {
                let teaching = arm.teaching();
                match self.readers.iter().find(|(taught, _)| Some(taught) == teaching.as_ref()) {
                    Some((_, reader)) => Ready::Reader(reader),
                    None => Ready::Random(Mix(Vec::new())),
                }
            }
            Arm::Helper(target, _) | Arm::Told(target) => {
                let teaching = arm.teaching();
                match self.helpers.iter().find(|(taught, _)| Some(taught) == teaching.as_ref()) {
                    Some((_, helper)) => Ready::Helper(helper, &target.prices),
                    None => Ready::Random(Mix(Vec::new())),
                }
            }
        }
    }

    pub(super) fn regulate(&mut self, first: u32) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Done };
        let end = (first + TASKS_AT_A_TIME).min(self.order.n_test);
        for index in first..end {
            let task = prepared.task(TaskSet::Test, index);
            let cast = prepared.cast(&task);
            let mut found: [Vec<Attempt>; 3] = Default::default();
            for repetition in 0..self.order.repetitions {
                let (scores, success) = prepared.base_alone(&task, &cast, repetition);
                found.iter_mut().zip(readings(&scores, success)).for_each(|(all, one)| all.push(one));
            }
            let [before, too, alone] = found;
            self.result.attempts.1.push(before);
            let [late_too, late_alone] = &mut self.result.late_attempts;
            late_too.1.push(too);
            late_alone.1.push(alone);
        }
        Step::Regulate { next: end }
    }
}
