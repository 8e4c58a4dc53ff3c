//! Lesson 3: the reader's guess of where the policy asks, judged against the answer on the same table.
//!
//! A guess belongs to one question: the states on show and the answer to be found. With any other question there is no
//! guess yet and the answer is hidden; when the reader comes back to the question, so does the guess.

use crate::app::derived::reading::Reading;
use crate::app::derived::task_view::TaskView;
use crate::app::model::setting::{Measure, Rule, Setting};
use crate::experiment::Order;
use crate::figure::Act;
use crate::mdp::chain::evaluate;
use crate::mdp::{ActionId, Mdp, Policy, StateId, Values};

/// The question of the lesson: where does the policy of this budget ask in this task? Under a cap per episode
/// the answer depends on the calls that are left at the selected step, but the question does not. A reader
/// who has seen the answer at one step may therefore see it at every step.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Question {
    order: Order,
    task: u32,
    rule: Rule,
    measure: Measure,
    budget: f64,
}

impl Question {
    /// The question that a view of a task asks.
    pub(in crate::app) fn of(setting: &Setting, reading: &Reading, scene: &TaskView) -> Self {
        Self {
            order: *scene.stage.order(),
            task: scene.stage.index,
            rule: setting.rule,
            measure: setting.measure,
            budget: reading.budget,
        }
    }
}

/// The reader's guess of where the policy asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guess {
    /// The question that the guess answers; none before a state was clicked.
    pub(in crate::app) question: Option<Question>,
    /// True if the reader would ask, a flag a state.
    pub(in crate::app) asks: Vec<bool>,
    /// True if the answer is shown.
    pub is_revealed: bool,
    /// True if B shows the guess though the answer may be seen.
    pub is_shown: bool,
}

/// A guess beside the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Judged states in which both do the same.
    pub n_alike: u32,
    /// The judged states: those in which both ways were tried.
    pub n_states: u32,
    /// Success and calls of the guess, discounted, from the task's start.
    pub guess: (f64, f64),
    /// Success and calls of the answer.
    pub answer: (f64, f64),
    /// The regret of the guess: S - r M of the answer less S - r M of the guess, at the price r.
    pub regret: f64,
}

impl Guess {
    pub(in crate::app) fn about(question: Question, n_states: u32) -> Self {
        Self { question: Some(question), asks: vec![false; n_states as usize], ..Self::default() }
    }

    /// The guess for a state; none where only one action was tried, since there is nothing to guess.
    #[must_use]
    pub fn of_state(&self, scene: &TaskView, state: u32) -> Option<Act> {
        let asks = self.asks.get(state as usize).copied().unwrap_or_default();
        scene.stage.is_weighable(state).then_some(if asks { Act::Ask } else { Act::GoOn })
    }

    /// The guess as marks; a state with nothing to guess is marked as never seen.
    #[must_use]
    pub fn acts(&self, scene: &TaskView) -> Vec<Act> {
        (0..scene.stage.n_states()).map(|id| self.of_state(scene, id).unwrap_or(Act::NeverSeen)).collect()
    }

    /// The states that were guessed otherwise, a flag a state: the ones that are ringed, counted and judged.
    #[must_use]
    pub fn differs(&self, scene: &TaskView) -> Vec<bool> {
        let differs = |(id, act): (u32, &Act)| self.of_state(scene, id).is_some_and(|guess| guess != *act);
        (0..).zip(&scene.acts).map(differs).collect()
    }

    /// The number of states that were guessed otherwise, and the number that are judged.
    #[must_use]
    pub fn n_differ(&self, scene: &TaskView) -> (u32, u32) {
        let judged = (0..scene.stage.n_states()).filter(|&id| scene.stage.is_weighable(id)).count();
        (self.differs(scene).iter().map(|&differs| u32::from(differs)).sum(), judged as u32)
    }

    /// The guess as a policy: as the answer wherever there is nothing to guess.
    fn policy(&self, scene: &TaskView) -> Policy {
        let action = |(id, &action): (u32, &Option<ActionId>)| match self.of_state(scene, id) {
            None => action,
            Some(Act::Ask) => Some(ActionId::HELP),
            Some(_) => Some(ActionId::NOHELP),
        };
        (0..).zip(&scene.policy).map(action).collect()
    }

    /// The guess beside the answer, at a price.
    #[must_use]
    pub fn verdict(&self, scene: &TaskView, price: f64) -> Verdict {
        let mdp = &scene.stage.mdp;
        let totals = |values: &Values| {
            let totals = values.totals(mdp);
            (totals.success, totals.calls())
        };
        let (guess, answer) = (totals(&self.values(scene)), totals(&scene.values));
        let price = if price.is_finite() { price } else { 1.0 };
        let (n_differ, n_states) = self.n_differ(scene);
        Verdict {
            n_alike: n_states - n_differ,
            n_states,
            guess,
            answer,
            regret: (answer.0 - price * answer.1) - (guess.0 - price * guess.1),
        }
    }

    fn values(&self, scene: &TaskView) -> Values {
        let policy = self.policy(scene);
        if policy == scene.policy {
            return scene.values.clone();
        }
        match &scene.values_after_call {
            Some(after) if scene.calls_left != Some(0) => values_under_cap(&scene.stage.mdp, &policy, after),
            // No call is left, so nothing that is guessed can be done.
            Some(_) => scene.values.clone(),
            None => evaluate(&scene.stage.mdp, &policy),
        }
    }
}

/// S and M if the policy holds for the calls that are left now, and the optimal policy (`after`) once a call was made.
/// S(s) = γ Σ P S(s') without a call, γ Σ P S_after(s') with one. By iteration: a task has few states.
fn values_under_cap(mdp: &Mdp, policy: &Policy, after: &Values) -> Values {
    const SETTLED: f64 = 1e-14;
    const SWEEPS_MAX: u32 = 100_000;
    let mut now = after.clone();
    now.success.fill(0.0);
    now.usage.fill(0.0);
    for _ in 0..SWEEPS_MAX {
        let mut moved = 0.0_f64;
        for (id, &action) in policy.iter().enumerate() {
            let Some(action) = action else { continue };
            let is_call = action != ActionId::NOHELP;
            let next = if is_call { after } else { &now };
            let row = mdp.row(StateId(id as u32), action);
            let flow = |x: &[f64]| -> f64 {
                row.successors.iter().zip(row.probabilities).map(|(&to, p)| p * x[to as usize]).sum()
            };
            let success = mdp.gamma() * (row.success + flow(&next.success));
            let usage = f64::from(u8::from(is_call)) + mdp.gamma() * flow(&next.usage);
            moved = moved.max((success - now.success[id]).abs()).max((usage - now.usage[id]).abs());
            (now.success[id], now.usage[id]) = (success, usage);
        }
        if moved < SETTLED {
            break;
        }
    }
    now
}
