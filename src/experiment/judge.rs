//! The quality of p(s) on tasks that no network has seen: accuracy, Brier score, area under the ROC curve, each with a
//! standard error over tasks.

use crate::actor::{BaseActor, LogitActor, Profiles};
use crate::household::{Household, Keying, Split, Task, TaskId, TaskSet, World};
use crate::numeric::{Random, Seed};

use super::evaluate::{Conduct, episode};

/// The random stream of these episodes.
const STREAM: u64 = 4_001;
/// Draws of the bootstrap over tasks.
const N_DRAWS: usize = 200;
/// The stream of the bootstrap.
const BOOTSTRAP: u64 = u64::from_be_bytes(*b"judgeboo");

/// A number and its standard error over tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// The number.
    pub value: f64,
    /// The standard error of the number.
    pub se: f64,
}

/// The quality of p(s) over the states of the base's episodes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judged {
    /// States.
    pub n: usize,
    /// The share of the states in which p(s) > 1/2 exactly where the episode succeeds.
    pub accuracy: Measured,
    /// The mean of (p - outcome)^2.
    pub brier: Measured,
    /// The chance that p(s) is higher in a state of a success than in one of a failure, ties counting half.
    pub area: Measured,
}

/// Lets the base actor alone do `n_tasks` test tasks of a seed, once each, and judges p(s) by how the episodes end.
#[must_use]
pub fn judge(
    split: Split,
    actor: BaseActor,
    seed: Seed,
    n_tasks: u32,
    p: &dyn Fn(&Household, &LogitActor) -> f64,
) -> Judged {
    let (world, profiles) = (World::new(split), Profiles::new(split, actor));
    let scored = |index| {
        let task = Task::generate(&world, TaskId { split, set: TaskSet::Test, seed, index });
        let (base, _) = profiles.bind(&task);
        let run = episode(&task, &profiles, Keying::Standard, Conduct::Random(0.0), STREAM, 0);
        let states = (0..run.steps.len()).map(|t| p(&run.household_at(&task, t), &base));
        (states.collect(), run.is_success())
    };
    of(&(0..n_tasks).map(scored).collect::<Vec<_>>())
}

/// The scores of each task's states, and how its episode ended.
type Scored = (Vec<f64>, bool);

fn of(tasks: &[Scored]) -> Judged {
    let all: Vec<&Scored> = tasks.iter().collect();
    let mut random = Random::new(0, &[BOOTSTRAP]);
    let draws: Vec<Vec<&Scored>> = (0..N_DRAWS)
        .map(|_| tasks.iter().map(|_| &tasks[random.below(tasks.len() as u32) as usize]).collect())
        .collect();
    let measured = |of: fn(&[&Scored]) -> f64| {
        let drawn: Vec<f64> = draws.iter().map(|draw| of(draw)).collect();
        let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
        let squares: f64 = drawn.iter().map(|value| (value - mean) * (value - mean)).sum();
        Measured { value: of(&all), se: libm::sqrt(squares / (drawn.len() - 1) as f64) }
    };
    Judged {
        n: tasks.iter().map(|(scores, _)| scores.len()).sum(),
        accuracy: measured(|tasks| mean(tasks, |p, won| f64::from(u8::from((p > 0.5) == won)))),
        brier: measured(|tasks| {
            mean(tasks, |p, won| {
                let miss = p - f64::from(u8::from(won));
                miss * miss
            })
        }),
        area: measured(area),
    }
}

fn mean(tasks: &[&Scored], of: fn(f64, bool) -> f64) -> f64 {
    let each = tasks.iter().flat_map(|(scores, won)| scores.iter().map(|&p| of(p, *won)));
    let (sum, n) = each.fold((0.0, 0), |(sum, n), value| (sum + value, n + 1));
    sum / f64::from(n.max(1))
}

/// By ranks: (sum of the ranks of the successes - n (n + 1) / 2) / (n m).
fn area(tasks: &[&Scored]) -> f64 {
    let mut states: Vec<(f64, bool)> =
        tasks.iter().flat_map(|(scores, won)| scores.iter().map(|&p| (p, *won))).collect();
    states.sort_by(|one, two| one.0.total_cmp(&two.0));
    let (mut ranks, mut begin) = (0.0, 0);
    for equal in states.chunk_by(|one, two| one.0 == two.0) {
        let rank = begin as f64 + (equal.len() + 1) as f64 / 2.0;
        ranks += rank * equal.iter().filter(|(_, won)| *won).count() as f64;
        begin += equal.len();
    }
    let n = states.iter().filter(|(_, won)| *won).count() as f64;
    let m = states.len() as f64 - n;
    if n * m > 0.0 { (ranks - n * (n + 1.0) / 2.0) / (n * m) } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_states_by_hand() {
        let tasks = [(vec![0.9, 0.4], true), (vec![0.4, 0.2], false)];
        let judged = of(&tasks);
        assert_eq!((judged.n, judged.accuracy.value), (4, 0.75));
        assert!((judged.brier.value - (0.01 + 0.36 + 0.16 + 0.04) / 4.0).abs() < 1e-12);
        // Pairs: .9 over both, .4 against .4 counts half, .4 over .2.
        assert_eq!(judged.area.value, 3.5 / 4.0);
    }
}
