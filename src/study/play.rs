//! Playing one task under one way of asking.

use serde::{Deserialize, Serialize};

use crate::actor::Cast;
use crate::helper::Helper;
use crate::household::{Household, StateKey, Task, oracle_length};
use crate::mdp::{ActionId, Policy};
use crate::reward_model::{SelfKnowledge, idle_share, read};
use crate::rollout::{self, Episode, Mix};

use super::arm::Pick;
use super::prepare::{FIRST, KEYING, Prepared, TextHelper, actions, choices};

/// The trivial rule asks no more when only so many steps are left.
const LAST_STEPS: u32 = 4;
/// A call is late if it comes within the last so many steps the task may take.
const LATE: u32 = 3;

/// A way of asking, with the networks and policies it needs at hand.
pub(super) enum Ready<'a> {
    Random(Mix),
    Threshold { below: f64 },
    Tasks { pick: Pick, below: f64 },
    Oracle { pick: Pick, below: f64 },
    Idle,
    Tabular(&'a Policy),
    Helper(&'a Helper, &'a [f64]),
    Reader(&'a TextHelper),
}

/// One episode in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Played {
    /// True if the episode succeeded.
    pub success: bool,
    /// Steps taken.
    pub steps: u32,
    /// Calls of each intervention.
    pub calls: [u32; 2],
    /// Calls within the last three steps the task may take.
    pub late_calls: u32,
    /// Calls after which the base acts and, within two steps, does something that changes nothing.
    pub wasted_calls: u32,
}

/// The means of a task's repetitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskMeans {
    /// SR.
    pub success: f64,
    /// SPL: success · oracle steps / max(steps, oracle steps).
    pub spl: f64,
    /// L.
    pub steps: f64,
    /// U of each intervention.
    pub calls: [f64; 2],
    /// Calls in episodes that failed.
    pub lost_calls: f64,
    /// See [`Played::late_calls`].
    pub late_calls: f64,
    /// See [`Played::wasted_calls`].
    pub wasted_calls: f64,
    /// True if the person's words can be read in more than one way.
    pub ambiguous: bool,
}

impl TaskMeans {
    /// U of all interventions.
    #[must_use]
    pub fn all_calls(&self) -> f64 {
        self.calls.iter().sum()
    }

    fn of(task: &Task, played: &[Played]) -> Self {
        let n = played.len().max(1) as f64;
        let oracle = f64::from(oracle_length(task));
        let mean = |of: &dyn Fn(&Played) -> f64| played.iter().map(of).sum::<f64>() / n;
        let won = |played: &Played| f64::from(u8::from(played.success));
        let spl = |played: &Played| won(played) * oracle / f64::from(played.steps).max(oracle);
        let calls = |k: usize| mean(&|played| f64::from(played.calls[k]));
        Self {
            success: mean(&won),
            spl: mean(&spl),
            steps: mean(&|played| f64::from(played.steps)),
            calls: [calls(0), calls(1)],
            lost_calls: mean(&|played| f64::from(played.calls.iter().sum::<u32>()) * (1.0 - won(played))),
            late_calls: mean(&|played| f64::from(played.late_calls)),
            wasted_calls: mean(&|played| f64::from(played.wasted_calls)),
            ambiguous: task.is_ambiguous(),
        }
    }
}

/// All repetitions of a task.
pub(super) fn play_task(prepared: &Prepared, ready: &Ready, task: &Task) -> TaskMeans {
    let cast = prepared.cast(task);
    let played: Vec<Played> = (0..prepared.order.repetitions)
        .map(|repetition| play(prepared, ready, task, &cast, repetition))
        .collect();
    TaskMeans::of(task, &played)
}

fn play(prepared: &Prepared, ready: &Ready, task: &Task, cast: &Cast, repetition: u32) -> Played {
    let mut coins = choices(task, repetition);
    let run = |decide: &mut dyn FnMut(&Household, StateKey) -> u8| {
        let mut decide = |household: &Household, key| decide(household, key);
        numbers(task, &rollout::run(task, KEYING, cast, &mut decide, &mut actions(task, repetition)))
    };
    let difficulty = |household: &Household| prepared.p(household, &cast.base);
    match ready {
        Ready::Random(mix) => run(&mut |_, _| mix.draw(&mut coins)),
        Ready::Threshold { below } => run(&mut |household, _| {
            let second = cast.helps.len() > 1 && coins.chance(0.5);
            u8::from(difficulty(household) < *below) * (1 + u8::from(second))
        }),
        Ready::Tasks { pick: Pick::FirstFive(_), below } => {
            let mut is_picked = false;
            run(&mut |household, _| {
                let early = (household.steps_taken() as usize) < FIRST;
                is_picked |= early && difficulty(household) < *below;
                u8::from(is_picked && !early)
            })
        }
        Ready::Tasks { pick, below } => {
            let is_picked = is_picked(prepared, *pick, *below, task, cast, repetition);
            run(&mut |_, _| u8::from(is_picked))
        }
        Ready::Oracle { pick, below } => {
            if is_picked(prepared, *pick, *below, task, cast, repetition) {
                Played { success: true, steps: oracle_length(task), ..Played::default() }
            } else {
                run(&mut |_, _| 0)
            }
        }
        Ready::Idle => run(&mut |household, _| {
            let left = household.step_limit() - household.steps_taken();
            u8::from(left > LAST_STEPS && idle_share(household, &cast.base) > 0.5)
        }),
        Ready::Tabular(policy) => run(&mut |_, key| {
            let state = prepared.state_of(task.id.index, key);
            state.and_then(|state| policy[state.index()]).unwrap_or(ActionId::NOHELP).0
        }),
        Ready::Reader(helper) => {
            run(&mut |household, _| u8::from(read(&helper.network, household) > helper.above))
        }
        Ready::Helper(helper, prices) => run(&mut |household, _| {
            helper.decide_in(household, &cast.base, SelfKnowledge::default(), prices).0
        }),
    }
}

/// True if a task is picked for help.
fn is_picked(prepared: &Prepared, pick: Pick, below: f64, task: &Task, cast: &Cast, repetition: u32) -> bool {
    match pick {
        Pick::Random(share) => choices(task, repetition).chance(share),
        Pick::AllSteps(_) | Pick::FirstFive(_) => {
            let (scores, _) = prepared.base_alone(task, cast, repetition);
            let n = match pick {
                Pick::FirstFive(_) => FIRST.min(scores.len()),
                _ => scores.len().saturating_sub(1),
            };
            scores[..n].iter().any(|&score| score < below)
        }
    }
}

fn numbers(task: &Task, episode: &Episode) -> Played {
    let mut played = Played { success: episode.is_success(), steps: episode.length(), ..Played::default() };
    let end = episode.household_at(task, episode.steps.len());
    let idle: Vec<bool> = end.log().map(|entry| entry.idle).collect();
    for (t, step) in episode.steps.iter().enumerate() {
        let Some(k) = usize::from(step.intervention).checked_sub(1) else { continue };
        if let Some(calls) = played.calls.get_mut(k) {
            *calls += 1;
        }
        played.late_calls += u32::from(t as u32 + LATE >= u32::from(task.step_limit));
        let after = episode.steps.iter().zip(&idle).skip(t + 1).take(2);
        let relapses = after.into_iter().any(|(step, idle)| step.intervention == 0 && *idle);
        played.wasted_calls += u32::from(relapses);
    }
    played
}
