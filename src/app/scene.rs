//! The task that is looked at, under the current policy: its states, its episode and its twin.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::actor::{BaseActor, Cast, Help, LogitActor, Profiles};
use crate::experiment::{Baseline, Experiment, Order, paper_options, score};
use crate::figure::{Act, Outcome};
use crate::household::{self, Action, Household, KeyParts, RoomId, StateKey, Task, TaskId, TaskSet, World};
use crate::language::{Words, counted, fill};
use crate::mdp::cap::{self, Capped};
use crate::mdp::chain::evaluate;
use crate::mdp::{ActionId, Mdp, Policy, StateId, Unseen, Values, paper};
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};
use crate::rollout::{Episode, choice_random, episode_random, run};

use super::reading::{Answer, Reading};
use super::setting::{Setting, Twin};
use super::takeover::Yours;
use super::words;

/// The random stream of the page's own episodes; those of Phase 1 and of the baselines come before.
pub(super) const EPISODE_STREAM: u64 = 2_000;

/// The part of a task that not depend on the budget.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The task's number among the training tasks.
    pub index: u32,
    /// The task.
    pub task: Task,
    /// Its states' first number in the whole table.
    pub first_state: u32,
    /// The key of each of its states.
    pub keys: Vec<StateKey>,
    /// The facts that are known in each of them.
    pub parts: Vec<KeyParts>,
    /// The number of times nohelp and help were tried in each.
    pub tried: Vec<[u32; 2]>,
    /// Its own problem; states count from 0.
    pub mdp: Mdp,
    /// The words that the person said.
    pub quote: String,
    /// The same task, never helped.
    pub twin: Lane,
    profiles: Profiles,
    prices: Vec<f64>,
    /// The policy of the paper's rule at each of its prices, once somebody asks.
    paper: OnceCell<Vec<Policy>>,
    /// The optimum with 0, 1, 2, ... calls left, once somebody asks.
    capped: OnceCell<Vec<Capped>>,
    n_caps: u32,
    order: Order,
}

/// The actions in each state after 0, 1, 2, ... calls of an episode; the last entry holds for all that follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan(Vec<Policy>);

impl Plan {
    /// The action after so many calls.
    #[must_use]
    pub fn after(&self, n_calls: u32) -> &Policy {
        &self.0[self.0.len().saturating_sub(1).min(n_calls as usize)]
    }
}

/// One step of an episode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneStep {
    /// The action, as it was done, in two short lines for an axis.
    pub label: String,
    /// The action that was done and seen, in a sentence.
    pub sentence: String,
    /// The same as an action.
    pub action: Action,
    /// True if the help did it.
    pub asked: bool,
    /// The base PRM's p(s) before the step.
    pub p: f64,
    /// The state of the task it was decided in; `None` where Phase 1 never was.
    pub state: Option<u32>,
    /// The room it was decided in.
    pub room: RoomId,
    /// The room it led to.
    pub room_after: RoomId,
}

/// Why an episode failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The task may take no more steps.
    OutOfSteps,
    /// Something else was brought, or it was brought elsewhere.
    Wrong,
}

/// An episode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its steps.
    pub steps: Vec<LaneStep>,
    /// The features that the networks see before each step: [`N_FEATURES`] numbers a step.
    pub rows: Vec<f32>,
    /// The way that it ended; `None` while it is under way.
    pub outcome: Option<Outcome>,
    /// Calls for help.
    pub n_calls: u32,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
}

/// The selected task under the current policy.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The part that does not depend on the budget.
    pub stage: Rc<Stage>,
    /// The plan that the episodes follow.
    pub plan: Plan,
    /// The calls that a hard cap leaves at the step that is looked at; none where there is no cap.
    pub calls_left: Option<u32>,
    /// The action that the policy does in each state, with these calls left.
    pub policy: Policy,
    /// The same as marks.
    pub acts: Vec<Act>,
    /// The states that the last change of the budget changed.
    pub changed: Vec<bool>,
    /// The budget they are compared with.
    pub since: Option<f64>,
    /// S and M of the policy.
    pub values: Values,
    /// S and M after one more call, where one call fewer is left then; none where there is no cap.
    pub values_after_call: Option<Values>,
    /// The episode under the policy; the reader's own after a takeover.
    pub helped: Lane,
    /// The reader in the agent's place.
    pub yours: Option<Yours>,
    /// The same task and draws under another way of asking.
    pub twin: Lane,
}

impl Lane {
    /// Why it failed, in words; empty if it did not.
    #[must_use]
    pub fn failure(&self, w: Words) -> &'static str {
        match self.failure {
            Some(Failure::OutOfSteps) => w.out_of_steps(),
            Some(Failure::Wrong) => w.wrong_thing(),
            None => "",
        }
    }
}

impl Stage {
    /// The stage of a task; `None` if the experiment has no such task.
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
            quote: words::quote(&task),
            tried: experiment.tried[range].to_vec(),
            prices: experiment.paper.iter().map(|point| point.price).collect(),
            paper: OnceCell::new(),
            capped: OnceCell::new(),
            n_caps: experiment.capped.len() as u32,
            mdp,
            twin: Lane { steps: Vec::new(), rows: Vec::new(), outcome: None, n_calls: 0, failure: None },
            profiles: Profiles::new(order.split, BaseActor::default()),
            order,
            task,
        };
        stage.twin = stage.lane(experiment, &Plan(vec![vec![None; stage.parts.len()]]));
        Some(stage)
    }

    /// The policy of the paper's rule at each of its prices.
    pub fn paper(&self) -> &[Policy] {
        self.paper.get_or_init(|| {
            let at = |&price: &f64| paper::iterate(&self.mdp, &paper_options(price)).policy;
            self.prices.iter().map(at).collect()
        })
    }

    /// The optimum of the task with 0, 1, 2, ... calls left, up to the last number that gains any task anything.
    pub fn capped(&self) -> &[Capped] {
        self.capped.get_or_init(|| {
            (0..self.n_caps.max(1)).map(|calls| cap::solve(&self.mdp, calls, Unseen::Mask)).collect()
        })
    }

    fn capped_at(&self, calls: u32) -> &Capped {
        let all = self.capped();
        &all[(calls as usize).min(all.len() - 1)]
    }

    /// The actors of the task.
    pub(super) fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// The states of the task.
    #[must_use]
    pub fn n_states(&self) -> u32 {
        self.parts.len() as u32
    }

    /// True if both ways were tried in a state, so that they can be weighed.
    #[must_use]
    pub fn is_weighable(&self, state: u32) -> bool {
        self.tried.get(state as usize).is_some_and(|tried| tried[0] > 0 && tried[1] > 0)
    }

    /// The task's state of this household, if Phase 1 ever was in it.
    pub(super) fn state_of(&self, household: &Household) -> Option<u32> {
        let key = household.key(self.order.keying);
        self.keys.iter().position(|&known| known == key).map(|state| state as u32)
    }

    /// The episode under a policy. The actors draw from the same stream whatever the policy is, so two episodes
    /// are the same up to the first call that differs.
    fn lane(&self, experiment: &Experiment, plan: &Plan) -> Lane {
        let mut n_calls = 0;
        self.lane_by(experiment, &mut |household, _| {
            let action = self.state_of(household).and_then(|state| plan.after(n_calls)[state as usize]);
            let asks = action.is_some_and(|action| action != ActionId::NOHELP);
            n_calls += u32::from(asks);
            asks
        })
    }

    /// The episode under any way of asking.
    fn lane_by(
        &self,
        experiment: &Experiment,
        asks: &mut dyn FnMut(&Household, &LogitActor) -> bool,
    ) -> Lane {
        let cast = Cast::new(&self.profiles, &[Help::Better], &self.task);
        let mut random = episode_random(self.task.id, EPISODE_STREAM, 0);
        let mut decide = |household: &Household, _| u8::from(asks(household, &cast.base));
        let episode = run(&self.task, self.order.keying, &cast, &mut decide, &mut random);
        self.lane_of(experiment, &cast, &episode)
    }

    /// The episode under the threshold of the most difficult three tenths (Figure 3).
    pub(super) fn threshold_lane(&self, experiment: &Experiment) -> Lane {
        let below = experiment.thresholds.last().copied().unwrap_or(0.0);
        let prm = experiment.prms.first();
        self.lane_by(experiment, &mut |household, base| {
            prm.is_some_and(|prm| score(prm, household, base) < below)
        })
    }

    /// The episode with help at three steps in ten, whatever the state (Figure 3).
    pub(super) fn random_lane(&self, experiment: &Experiment) -> Lane {
        let mut choices = choice_random(self.task.id, EPISODE_STREAM, 0);
        self.lane_by(experiment, &mut |_, _| choices.chance(Baseline::Random30.rate()))
    }

    /// The twin's episode.
    fn twin_lane(&self, experiment: &Experiment, setting: &Setting) -> Lane {
        match setting.twin {
            Twin::Base => self.twin.clone(),
            Twin::Random => {
                let mut choices = choice_random(self.task.id, EPISODE_STREAM, 0);
                self.lane_by(experiment, &mut |_, _| choices.chance(Baseline::Random10.rate()))
            }
            Twin::Threshold => {
                let below = experiment.thresholds.first().copied().unwrap_or(0.0);
                let prm = experiment.prms.first();
                self.lane_by(experiment, &mut |household, base| {
                    prm.is_some_and(|prm| score(prm, household, base) < below)
                })
            }
            Twin::Budget(budget) => {
                let reading = Reading::at(experiment, &Setting { budget, ..setting.clone() });
                self.lane(experiment, &self.plan(experiment, &reading))
            }
        }
    }

    fn lane_of(&self, experiment: &Experiment, cast: &Cast, episode: &Episode) -> Lane {
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
            steps.push(LaneStep {
                label: words::axis_label(&self.task, step.action),
                sentence: household
                    .last()
                    .map_or_else(String::new, |entry| words::log_sentence(&self.task, room, entry)),
                action: step.action,
                asked: step.intervention > 0,
                p,
                state,
                room,
                room_after: household.room(),
            });
        }
        let (outcome, failure) = match episode.outcome {
            household::Outcome::Continue => (None, None),
            household::Outcome::Success => (Some(Outcome::Success), None),
            household::Outcome::TimedOut => (Some(Outcome::Failure), Some(Failure::OutOfSteps)),
            household::Outcome::Failure => (Some(Outcome::Failure), Some(Failure::Wrong)),
        };
        Lane { steps, rows, outcome, n_calls: episode.usage(), failure }
    }

    /// The agent's episode, or the reader's where it was taken over.
    fn taken_over(&self, experiment: &Experiment, setting: &Setting, agent: Lane) -> (Lane, Option<Yours>) {
        let Some(takeover) = &setting.takeover else { return (agent, None) };
        let cast = Cast::new(&self.profiles, &[Help::Better], &self.task);
        let episode = takeover.episode(self, &agent);
        let lane = self.lane_of(experiment, &cast, &episode);
        (lane, Some(takeover.yours(self, agent, &episode)))
    }

    /// The policy behind a reading, for this task.
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

    /// The exact policy after so many steps of the frontier.
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

    fn act(&self, state: usize, action: Option<ActionId>) -> Act {
        match action {
            _ if !self.is_weighable(state as u32) => Act::NeverSeen,
            Some(ActionId::NOHELP) | None => Act::GoOn,
            Some(_) => Act::Ask,
        }
    }

    /// The order of the experiment it is a part of.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }
}

impl Scene {
    /// The scene of a reading; `previous` is what its changes are told against.
    #[must_use]
    pub fn new(
        experiment: &Experiment,
        stage: Rc<Stage>,
        setting: &Setting,
        reading: &Reading,
        previous: Option<&Reading>,
    ) -> Self {
        let plan = stage.plan(experiment, reading);
        let agent = stage.lane(experiment, &plan);
        let (helped, yours) = stage.taken_over(experiment, setting, agent);
        let step = step_of(&helped, yours.as_ref(), setting);
        let n_calls = helped.steps.iter().take(step as usize).filter(|step| step.asked).count() as u32;
        let policy = plan.after(n_calls).clone();
        let before = previous.map(|previous| stage.plan(experiment, previous));
        // Where only one way was tried there is nothing that a budget could change.
        let differs = |before: &Plan, state: usize| policy[state] != before.after(n_calls)[state];
        let is_changed = |state: usize| {
            stage.is_weighable(state as u32) && before.as_ref().is_some_and(|before| differs(before, state))
        };
        let changed: Vec<bool> = (0..policy.len()).map(is_changed).collect();
        let calls_left = match reading.answer {
            Answer::Capped(calls) => Some(calls.saturating_sub(n_calls)),
            Answer::Exact(_) | Answer::Paper(_) => None,
        };
        let with_left = |left: u32| stage.capped_at(left).values.clone();
        let values = calls_left.map_or_else(|| evaluate(&stage.mdp, &policy), with_left);
        let values_after_call = calls_left.map(|left| with_left(left.saturating_sub(1)));
        Self {
            acts: policy.iter().enumerate().map(|(state, &action)| stage.act(state, action)).collect(),
            changed,
            since: previous.map(|previous| previous.budget),
            values,
            values_after_call,
            helped,
            yours,
            twin: stage.twin_lane(experiment, setting),
            plan,
            calls_left,
            policy,
            stage,
        }
    }

    /// The same without what the last change of the budget changed.
    #[must_use]
    pub fn still(&self) -> Self {
        Self { changed: vec![false; self.changed.len()], since: None, ..self.clone() }
    }

    /// The base PRM's p(s) of a state of this task.
    #[must_use]
    pub fn p_at(&self, experiment: &Experiment, household: &Household) -> f64 {
        let cast = Cast::new(&self.stage.profiles, &[Help::Better], &self.stage.task);
        experiment.prms.first().map_or(0.5, |prm| score(prm, household, &cast.base))
    }

    /// The number of states the last change of the budget changed.
    #[must_use]
    pub fn n_changed(&self) -> u32 {
        self.changed.iter().map(|&changed| u32::from(changed)).sum()
    }

    /// `3 of 22 changed`; `22 states` where nothing has moved yet.
    #[must_use]
    pub fn changed_text(&self, w: Words) -> String {
        if self.since.is_none() {
            return counted(w.n_states(), self.stage.n_states());
        }
        fill(w.n_of_n_changed(), &[&self.n_changed(), &self.stage.n_states()])
    }

    /// The last step of the episode, from 0: the one to be decided where it is the reader's turn.
    #[must_use]
    pub fn last_step(&self) -> u32 {
        last_step_of(&self.helped, self.yours.as_ref())
    }

    /// The reader's turn.
    fn open(&self) -> Option<&Yours> {
        self.yours.as_ref().filter(|yours| yours.is_open())
    }

    /// The step that is looked at: the reader's, or the first call, or the first step.
    #[must_use]
    pub fn step(&self, setting: &Setting) -> u32 {
        step_of(&self.helped, self.yours.as_ref(), setting)
    }

    /// The state of the episode's step that is looked at.
    #[must_use]
    pub fn state_at_step(&self, setting: &Setting) -> Option<u32> {
        match self.helped.steps.get(self.step(setting) as usize) {
            Some(step) => step.state,
            None => self.open().and_then(|yours| yours.state),
        }
    }
}

fn last_step_of(helped: &Lane, yours: Option<&Yours>) -> u32 {
    let taken = helped.steps.len() as u32;
    if yours.is_some_and(Yours::is_open) { taken } else { taken.saturating_sub(1) }
}

fn step_of(helped: &Lane, yours: Option<&Yours>, setting: &Setting) -> u32 {
    let first_call = || helped.steps.iter().position(|step| step.asked).unwrap_or(0) as u32;
    setting.step.unwrap_or_else(first_call).min(last_step_of(helped, yours))
}
