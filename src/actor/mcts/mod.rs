//! Depth-1 MCTS (App. A): the base proposes five actions at temperature 1, a network Q(s, a) and a bonus for what was
//! seldom proposed choose among them.
//!
//! Reads no hidden fact. It remembers, within one task, how often each action was proposed in each state.

mod memory;

use std::cell::RefCell;
use std::sync::Arc;

use crate::household::{Action, Household, MAX_ACTIONS};
use crate::numeric::Random;

use super::Actor;
use super::action_value::ActionValue;
use super::logit::LogitActor;
use memory::{Counts, Memory};

/// Proposals a step (App. A).
const N_PROPOSALS: u32 = 5;
/// The temperature of the proposals (App. A).
pub const PROPOSAL_TEMPERATURE: f64 = 1.0;
/// c: what the bonus counts against Q (App. A).
const EXPLORATION: f64 = 0.25;
/// The visits that a step of another actor adds to N(s, a) (App. A).
const WEIGHT_OF_OTHERS: u32 = 5;

/// Depth-1 MCTS around a base actor, bound to a task.
pub struct Mcts {
    base: LogitActor,
    q: Option<Arc<ActionValue>>,
    memory: RefCell<Memory>,
}

impl Mcts {
    /// MCTS with the proposals of `base`. Without a trained Q all values are equal, and the bonus alone decides.
    #[must_use]
    pub fn new(base: LogitActor, q: Option<Arc<ActionValue>>) -> Self {
        Self { base, q, memory: RefCell::default() }
    }

    fn values(&self, household: &Household, legal: &[Action]) -> [f64; MAX_ACTIONS] {
        self.q.as_ref().map_or([0.5; MAX_ACTIONS], |q| q.values(household, legal))
    }

    fn proposal_probabilities(&self, household: &Household, legal: &[Action]) -> [f64; MAX_ACTIONS] {
        let mut probabilities = [0.0; MAX_ACTIONS];
        self.base.distribution_at(household, legal, PROPOSAL_TEMPERATURE, &mut probabilities);
        probabilities
    }
}

/// The proposed action of the highest Q(s, a) + c·sqrt(ln N(s) / N(s, a)); among equals the first one offered.
///
/// `counts` is N(s, a), these proposals included; N(s) is their sum.
fn best(values: &[f64], proposed: &Counts, counts: &Counts) -> usize {
    let visits: u32 = counts.iter().sum();
    let log_visits = libm::log(f64::from(visits.max(1)));
    let score = |a: usize| values[a] + EXPLORATION * libm::sqrt(log_visits / f64::from(counts[a]));
    let candidates = (0..values.len()).filter(|&a| proposed[a] > 0);
    candidates.reduce(|best, a| if score(a) > score(best) { a } else { best }).unwrap_or(0)
}

/// The function that receives each bag of five proposals and its probability.
type Meet<'a> = dyn FnMut(&Counts, f64) + 'a;

/// Calls `meet` with every bag of `left` further proposals from action `from` on. `probability` is that of the bag so
/// far: the multinomial one, built up from binomials.
fn each_bag(
    probabilities: &[f64],
    from: usize,
    left: u32,
    bag: &mut Counts,
    probability: f64,
    meet: &mut Meet,
) {
    let Some(&p) = probabilities.get(from) else {
        if left == 0 {
            meet(bag, probability);
        }
        return;
    };
    let mut part = 1.0;
    for n in 0..=left {
        if n > 0 {
            part *= p * f64::from(left + 1 - n) / f64::from(n);
        }
        bag[from] = n;
        each_bag(probabilities, from + 1, left - n, bag, probability * part, meet);
    }
    bag[from] = 0;
}

impl Actor for Mcts {
    /// Exact: over every bag of proposals.
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        let values = self.values(household, legal);
        let proposals = self.proposal_probabilities(household, legal);
        let before = self.memory.borrow().counts(household);
        probabilities.fill(0.0);
        each_bag(&proposals[..legal.len()], 0, N_PROPOSALS, &mut [0; MAX_ACTIONS], 1.0, &mut |bag, p| {
            let counts = core::array::from_fn(|a| before[a] + bag[a]);
            probabilities[best(&values[..legal.len()], bag, &counts)] += p;
        });
    }

    /// Draws the proposals, five draws a step, and remembers them.
    fn act(&self, household: &Household, random: &mut Random) -> Option<Action> {
        let legal = household.legal_actions();
        let probabilities = self.proposal_probabilities(household, &legal);
        let mut proposed = [0; MAX_ACTIONS];
        for _ in 0..N_PROPOSALS {
            proposed[random.weighted(&probabilities[..legal.len()])] += 1;
        }
        let mut memory = self.memory.borrow_mut();
        let counts = memory.add(household, &proposed);
        let values = self.values(household, &legal);
        legal.get(best(&values[..legal.len()], &proposed, &counts)).copied()
    }

    /// Counts the step of somebody else as five proposals of its action.
    fn watch(&self, household: &Household, action: Action) {
        let mut proposed = [0; MAX_ACTIONS];
        if let Some(place) = household.legal_actions().iter().position(|&legal| legal == action) {
            proposed[place] = WEIGHT_OF_OTHERS;
            self.memory.borrow_mut().add(household, &proposed);
        }
    }
}

#[cfg(test)]
mod tests;
