//! The model of one task: its states, its transition model, and the episodes that any policy gives in it.

use std::cell::OnceCell;

use crate::actor::{BaseActor, Cast, Help, LogitActor, Profiles};
use crate::experiment::{Baseline, Experiment, Order, paper_options, score};
use crate::figure::{Act, Outcome};
use crate::household::{self, Household, KeyParts, StateKey, Task, TaskId, TaskSet, World};
use crate::mdp::cap::{self, Capped};
use crate::mdp::{ActionId, Mdp, Policy, StateId, Unseen, paper};
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};
use crate::rollout::{Episode, choice_random, episode_random, run};

use crate::app::derived::episode_run::{EpisodeRun, EpisodeStep};
use crate::app::derived::reading::{Answer, Reading};
use crate::app::derived::task_words;
use crate::app::model::setting::{Comparison, Setting};

/// The random stream of the page's own episodes; the streams below it belong to Phase 1 and the baselines.
pub(in crate::app) const EPISODE_STREAM: u64 = 2_000;

/// The part of a task that does not depend on the budget.
#[derive(Clone, Debug)]
pub struct TaskModel {
    /// The task's number among the training tasks.
    pub index: u32,
    /// The task.
    pub task: Task,
    /// The number of the task's first state in the whole table.
    pub first_state: u32,
    /// The key of each state of the task.
    pub keys: Vec<StateKey>,
    /// The facts that are known in each state of the task.
    pub parts: Vec<KeyParts>,
    /// The number of times that nohelp and help were tried in each state.
    pub tried: Vec<[u32; 2]>,
    /// The MDP of the task alone; its states count from 0.
    pub mdp: Mdp,
    /// The words of the person.
    pub quote: String,
    /// The episode of the same task without help.
    pub comparison: EpisodeRun,
    pub(in crate::app) profiles: Profiles,
    prices: Vec<f64>,
    /// The policy of the paper's rule at each of its prices, computed on first use.
    paper: OnceCell<Vec<Policy>>,
    /// The optimal policy with 0, 1, 2, ... calls left, computed on first use.
    capped: OnceCell<Vec<Capped>>,
    n_caps: u32,
    order: Order,
}

/// A policy for each number of calls made so far: 0, 1, 2, ...; the last policy holds for all larger numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan(Vec<Policy>);

impl Plan {
    /// The policy after `n_calls` calls.
    #[must_use]
    pub fn after(&self, n_calls: u32) -> &Policy {
        &self.0[self.0.len().saturating_sub(1).min(n_calls as usize)]
    }
}

impl TaskModel {
    /// The model of a task; `None` if the experiment has no such task.
    #[must_use]
    pub fn new(experiment: &Experiment, index: u32) -> Option<Self> {
        let order = experiment.order;
        let states = experiment.states_of(index);
        let mdp = experiment.task_mdp(index)?;
        let range = states.start as usize..states.end as usize;
        let world = World::new(order.split);
        let id = TaskId { split: order.split, set: TaskSet::Train, seed: order.seed, index };
        let task = Task::generate(&world, id);
        let mut stage = Self {
            index,
            first_state: states.start,
            keys: experiment.keys[range.clone()].to_vec(),
            parts: experiment.keys[range.clone()].iter().map(|key| key.parts()).collect(),
            quote: task_words::quote(&task),
            tried: experiment.tried[range].to_vec(),
            prices: experiment.paper.iter().map(|point| point.price).collect(),
            paper: OnceCell::new(),
            capped: OnceCell::new(),
            n_caps: experiment.capped.len() as u32,
            mdp,
            comparison: EpisodeRun {
                steps: Vec::new(),
                rows: Vec::new(),
                outcome: None,
                n_calls: 0,
                failure: None,
            },
            profiles: Profiles::new(order.split, BaseActor::default()),
            order,
            task,
        };
        stage.comparison = stage.lane(experiment, &Plan(vec![vec![None; stage.parts.len()]]));
        Some(stage)
    }

    /// The policy of the paper's rule at each of its prices.
    pub fn paper(&self) -> &[Policy] {
        self.paper.get_or_init(|| {
            let at = |&price: &f64| paper::iterate(&self.mdp, &paper_options(price)).policy;
            self.prices.iter().map(at).collect()
        })
    }

    /// The optimal policies of the task with 0, 1, 2, ... calls left, up to the last number from which any
    /// task gains.
    pub fn capped(&self) -> &[Capped] {
        self.capped.get_or_init(|| {
            (0..self.n_caps.max(1)).map(|calls| cap::solve(&self.mdp, calls, Unseen::Mask)).collect()
        })
    }

    pub(in crate::app) fn capped_at(&self, calls: u32) -> &Capped {
        let all = self.capped();
        &all[(calls as usize).min(all.len() - 1)]
    }

    /// The actors of the task.
    pub(in crate::app) fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// The states of the task.
    #[must_use]
    pub fn n_states(&self) -> u32 {
        self.parts.len() as u32
    }

    /// True if both actions were tried in a state, so that they can be compared.
    #[must_use]
    pub fn is_weighable(&self, state: u32) -> bool {
        self.tried.get(state as usize).is_some_and(|tried| tried[0] > 0 && tried[1] > 0)
    }

    /// The task's state for a household; `None` if Phase 1 never visited it.
    pub(in crate::app) fn state_of(&self, household: &Household) -> Option<u32> {
        let key = household.key(self.order.keying);
        self.keys.iter().position(|&known| known == key).map(|state| state as u32)
    }

    /// The episode under a policy. The actors draw from the same stream under every policy, so two episodes
    /// are equal up to the first call that differs.
    pub(in crate::app) fn lane(&self, experiment: &Experiment, plan: &Plan) -> EpisodeRun {
        let mut n_calls = 0;
        self.run_by(experiment, &mut |household, _| {
            let action = self.state_of(household).and_then(|state| plan.after(n_calls)[state as usize]);
            let asks = action.is_some_and(|action| action != ActionId::NOHELP);
            n_calls += u32::from(asks);
            asks
        })
    }

    /// The episode under any rule that decides when to ask.
    pub(in crate::app) fn run_by(
        &self,
        experiment: &Experiment,
        asks: &mut dyn FnMut(&Household, &LogitActor) -> bool,
    ) -> EpisodeRun {
        let cast = Cast::new(&self.profiles, &[Help::Better], &self.task);
        let mut random = episode_random(self.task.id, EPISODE_STREAM, 0);
        let mut decide = |household: &Household, _| u8::from(asks(household, &cast.base));
        let episode = run(&self.task, self.order.keying, &cast, &mut decide, &mut random);
        self.run_of(experiment, &cast, &episode)
    }

    /// The episode that asks while p(s) is below the threshold of the most difficult three tenths (Figure 3).
    pub(in crate::app) fn threshold_run(&self, experiment: &Experiment) -> EpisodeRun {
        let below = experiment.thresholds.last().copied().unwrap_or(0.0);
        let prm = experiment.prms.first();
        self.run_by(experiment, &mut |household, base| {
            prm.is_some_and(|prm| score(prm, household, base) < below)
        })
    }

    /// The episode that asks at random at three steps in ten, whatever the state (Figure 3).
    pub(in crate::app) fn random_run(&self, experiment: &Experiment) -> EpisodeRun {
        let mut choices = choice_random(self.task.id, EPISODE_STREAM, 0);
        self.run_by(experiment, &mut |_, _| choices.chance(Baseline::Random30.rate()))
    }

    /// The episode of the comparison run.
    pub(in crate::app) fn comparison_run(&self, experiment: &Experiment, setting: &Setting) -> EpisodeRun {
        match setting.comparison {
            Comparison::Base => self.comparison.clone(),
            Comparison::Random => {
                let mut choices = choice_random(self.task.id, EPISODE_STREAM, 0);
                self.run_by(experiment, &mut |_, _| choices.chance(Baseline::Random10.rate()))
            }
            Comparison::Threshold => {
                let below = experiment.thresholds.first().copied().unwrap_or(0.0);
                let prm = experiment.prms.first();
                self.run_by(experiment, &mut |household, base| {
                    prm.is_some_and(|prm| score(prm, household, base) < below)
                })
            }
            Comparison::Budget(budget) => {
                let reading = Reading::at(experiment, &Setting { budget, ..setting.clone() });
                self.lane(experiment, &self.plan(experiment, &reading))
            }
        }
    }

    pub(in crate::app) fn run_of(
        &self,
        experiment: &Experiment,
        cast: &Cast,
        episode: &Episode,
    ) -> EpisodeRun {
        let mut household = Household::new(&self.task);
        let mut steps = Vec::with_capacity(episode.steps.len());
        let mut rows = Vec::with_capacity(episode.steps.len() * N_FEATURES);
        for step in &episode.steps {
            let mut row = [0.0; N_FEATURES];
            features(&household, &cast.base, SelfKnowledge::default(), &mut row);
            rows.extend_from_slice(&row);
            let scored = experiment.prms.first().and_then(|prm| prm.predict(&row).ok());
            let p = scored.and_then(|scores| scores.first().copied()).map_or(0.5, f64::from);
            let (state, room) = (self.state_of(&household), household.room());
            household.step(step.action);
            steps.push(EpisodeStep {
                label: task_words::axis_label(&self.task, step.action),
                sentence: household
                    .last()
                    .map_or_else(String::new, |entry| task_words::log_sentence(&self.task, room, entry)),
                action: step.action,
                asked: step.intervention > 0,
                p,
                state,
                room,
                room_after: household.room(),
                shown: household.last().map_or(0, |entry| entry.observation.shown),
            });
        }
        let outcome = match episode.outcome {
            household::Outcome::Continue => None,
            household::Outcome::Success => Some(Outcome::Success),
            household::Outcome::TimedOut | household::Outcome::Failure => Some(Outcome::Failure),
        };
        let failure = household.failure();
        EpisodeRun { steps, rows, outcome, n_calls: episode.usage(), failure }
    }

    /// The policy of a reading, for this task.
    #[must_use]
    pub fn plan(&self, experiment: &Experiment, reading: &Reading) -> Plan {
        Plan(match reading.answer {
            Answer::Paper(Some(index)) => vec![self.paper().get(index as usize).cloned().unwrap_or_default()],
            Answer::Paper(None) => vec![vec![Some(ActionId::NOHELP); self.parts.len()]],
            Answer::Exact(_) => {
                vec![self.exact_policy(experiment, reading.position(experiment).unwrap_or(0))]
            }
            Answer::Capped(calls) => {
                let left = (0..=calls.min(experiment.step_limit)).rev();
                left.filter_map(|left| self.capped_at(left).policies.last().cloned()).collect()
            }
        })
    }

    /// The optimal policy after `position` steps of the frontier.
    fn exact_policy(&self, experiment: &Experiment, position: u32) -> Policy {
        let component = experiment.mdp.component_of(StateId(self.first_state));
        let actions = experiment.frontier.policy_of_component_at(&experiment.mdp, component, position);
        let mut policy = vec![None; self.parts.len()];
        for (&state, action) in experiment.mdp.component(component).iter().zip(actions) {
            if let Some(place) = policy.get_mut((state - self.first_state) as usize) {
                *place = action;
            }
        }
        policy
    }

    pub(in crate::app) fn act(&self, state: usize, action: Option<ActionId>) -> Act {
        match action {
            _ if !self.is_weighable(state as u32) => Act::NeverSeen,
            Some(ActionId::NOHELP) | None => Act::GoOn,
            Some(_) => Act::Ask,
        }
    }

    /// The order of the experiment that the task belongs to.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }
}
