//! The paper's pipeline for any world: Phase 1, the PRMs, the table, a helper a price, and all of them on test tasks.

use serde::{Deserialize, Serialize};

use askwell::actor::{Cast, Help, Person};
use askwell::experiment::{Order, PhaseOne, Tally, score};
use askwell::helper::{Helper, Lessons, Pricing, Student};
use askwell::household::{Action, Failure, Household, Keying, MAX_ACTIONS, Task, TaskId, TaskSet};
use askwell::mdp::{Unseen, exact};
use askwell::net::Network;
use askwell::numeric::Seed;
use askwell::reward_model::{
    Attempt, SelfKnowledge, calibrate_self_regulation, confusion, difficulty_max, idle_share,
};
use askwell::rollout::{Collection, Episode, Plan, choice_random, episode_random, run};

use super::super::candidate::Candidate;

use askwell::experiment::PipelineError;

/// The random stream of the episodes that are played here.
const STREAM: u64 = 4_200;
/// γ of the table.
const GAMMA: f64 = 0.95;
/// The prices of the helpers, from dear to cheap.
const PRICES: [f64; 5] = [0.4, 0.3, 0.2, 0.1, 0.05];
/// Validation tasks of the self-regulation threshold.
const N_VALIDATION: u32 = 400;
/// The trivial rules ask no more when only so many steps are left.
const LAST_STEPS: u32 = 4;
/// The temperature at which a trivial rule looks at the base's next action.
const TEMPERATURE: f64 = 0.3;

/// A policy on test tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// The name of the row, such as `helper r=0.2`.
    pub name: String,
    /// SR in percent, with its standard error over tasks.
    pub success: (f64, f64),
    /// Calls a task, with their standard error.
    pub calls: (f64, f64),
    /// The cost of the calls in those of the better model: a question to the person costs more with each earlier one.
    pub cost: f64,
    /// Steps a task.
    pub steps: f64,
    /// The share of failures by an action that was not on the list.
    pub off_list: f64,
}

/// The results of the pipeline on test tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// States of the table.
    pub n_states: u32,
    /// The policies.
    pub played: Vec<Played>,
    /// The helpers' SR at the calls of the rule "ask when the next action would change nothing", less that rule's SR: points.
    pub lead_over_trivial: f64,
    /// Self-regulation on test tasks: accuracy, precision, recall and the majority guess, in percent.
    pub regulation: [f64; 4],
}

/// A policy that is played.
enum Rule<'a> {
    Random(f64),
    /// The base's next action would change nothing.
    Idle,
    /// The same, or would lead back to a room the agent has been in.
    Back,
    /// The first step alone.
    First,
    Helper(&'a Helper),
}

/// Trains everything on `n_train` tasks and plays `n_test`.
///
/// # Errors
/// If a network or the table cannot be made.
pub(super) fn trained(
    candidate: &Candidate,
    seed: Seed,
    n_train: u32,
    n_test: u32,
) -> Result<Trained, PipelineError> {
    let collection = Collection {
        world: candidate.world.clone(),
        profiles: candidate.profiles.clone(),
        helps: vec![Help::Better],
        set: TaskSet::Train,
        seed,
        plan: Plan::one_help(),
        keying: Keying::Standard,
    };
    let order = Order { n_tasks: n_train, ..Order::new(seed, candidate.world.split) };
    let mut phase = PhaseOne::of(order, collection.clone())?;
    while !phase.advance()? {}
    let (mdp, tried) = (phase.mdp(GAMMA)?, phase.all_tried());
    let test = Test { collection: Collection { set: TaskSet::Test, ..collection }, n_tasks: n_test };
    let person = test.with(Help::Person);
    let mut played = vec![
        test.play("never", &Rule::Random(0.0)),
        test.play("always", &Rule::Random(1.0)),
        test.play("random 10 %", &Rule::Random(0.1)),
        test.play("random 30 %", &Rule::Random(0.3)),
        test.play("first step", &Rule::First),
        test.play("would lead back", &Rule::Back),
        test.play("would change nothing", &Rule::Idle),
        person.play("person, random 10 %", &Rule::Random(0.1)),
        person.play("person, random 30 %", &Rule::Random(0.3)),
        person.play("person, first step", &Rule::First),
        person.play("person, would change nothing", &Rule::Idle),
    ];
    let mut curve = vec![played[0].clone()];
    for price in PRICES {
        let policy = exact::solve(&mdp, &[price], Unseen::Mask).policy;
        let mut lessons = Lessons::new(Pricing::Fixed);
        lessons.add_all_states(&phase.recorder.any_visits, &policy, &[price], |state| tried[state.index()]);
        let helper = Student::new(lessons, 1, &Student::options(Pricing::Fixed), seed)?.finish()?;
        let point = test.play(&format!("helper r={price}"), &Rule::Helper(&helper));
        curve.push(point.clone());
        played.push(point);
    }
    let trivial = &played[6];
    let lead = at_calls(&curve, trivial.calls.0) - trivial.success.0;
    Ok(Trained {
        n_states: phase.counts.keys.len() as u32,
        lead_over_trivial: lead,
        regulation: test.regulation(&phase.prms[0]),
        played,
    })
}

/// The success of a curve at so many calls: between two neighbouring points a coin decides which of the two acts.
fn at_calls(curve: &[Played], calls: f64) -> f64 {
    let mut points: Vec<(f64, f64)> = curve.iter().map(|point| (point.calls.0, point.success.0)).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let between = |pair: &[(f64, f64)]| {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        (from <= calls && calls < to).then(|| low + (high - low) * (calls - from) / (to - from))
    };
    points.windows(2).find_map(between).or(points.last().map(|last| last.1)).unwrap_or(0.0)
}

/// The test tasks of a collection.
struct Test {
    collection: Collection,
    n_tasks: u32,
}

impl Test {
    /// The same tasks with another kind of help.
    fn with(&self, help: Help) -> Self {
        Self { collection: Collection { helps: vec![help], ..self.collection.clone() }, ..*self }
    }

    fn task(&self, set: TaskSet, index: u32) -> Task {
        let Collection { world, seed, .. } = &self.collection;
        Task::generate(world, TaskId { split: world.split, set, seed: *seed, index })
    }

    fn play(&self, name: &str, rule: &Rule) -> Played {
        let (mut success, mut calls, mut steps) = (Tally::default(), Tally::default(), Tally::default());
        let mut cost = Tally::default();
        let (mut failures, mut off_list) = (0_u32, 0_u32);
        for index in 0..self.n_tasks {
            let task = self.task(TaskSet::Test, index);
            let cast = self.collection.cast(&task);
            let mut coins = choice_random(task.id, STREAM, 0);
            let mut decide = |household: &Household, _| {
                u8::from(match rule {
                    Rule::Random(share) => coins.chance(*share),
                    Rule::Idle => is_early(household) && idle_share(household, &cast.base) > 0.5,
                    Rule::Back => is_early(household) && back_share(household, &cast) > 0.5,
                    Rule::First => household.steps_taken() == 0,
                    Rule::Helper(helper) => {
                        helper.decide_in(household, &cast.base, SelfKnowledge::default(), &[]).0 > 0
                    }
                })
            };
            let random = &mut episode_random(task.id, STREAM, 0);
            let episode = run(&task, Keying::Standard, &cast, &mut decide, random);
            success.add(f64::from(u8::from(episode.is_success())));
            calls.add(f64::from(episode.usage()));
            cost.add(cost_of(&episode));
            steps.add(f64::from(episode.length()));
            if let Some(failure) = episode.household_at(&task, episode.steps.len()).failure() {
                failures += 1;
                off_list += u32::from(failure == Failure::OffList);
            }
        }
        Played {
            name: name.to_owned(),
            success: (100.0 * success.mean(), 100.0 * success.standard_error()),
            calls: (calls.mean(), calls.standard_error()),
            cost: cost.mean(),
            steps: steps.mean(),
            off_list: f64::from(off_list) / f64::from(failures.max(1)),
        }
    }

    fn attempts(&self, set: TaskSet, n_tasks: u32, prm: &Network) -> Vec<Attempt> {
        let attempt = |index| {
            let task = self.task(set, index);
            let cast = self.collection.cast(&task);
            let mut scores = Vec::new();
            let mut decide = |household: &Household, _| {
                scores.push(score(prm, household, &cast.base) as f32);
                0
            };
            let random = &mut episode_random(task.id, STREAM, 0);
            let episode = run(&task, Keying::Standard, &cast, &mut decide, random);
            Attempt { difficulty_max: difficulty_max(&scores), success: episode.is_success() }
        };
        (0..n_tasks).map(attempt).collect()
    }

    fn regulation(&self, prm: &Network) -> [f64; 4] {
        let chosen = calibrate_self_regulation(&self.attempts(TaskSet::Validation, N_VALIDATION, prm));
        let found = confusion(&self.attempts(TaskSet::Test, self.n_tasks, prm), chosen.threshold);
        let shares = [found.accuracy(), found.precision(), found.recall(), found.majority_accuracy()];
        shares.map(|share| 100.0 * share.unwrap_or(0.0))
    }
}

/// The cost of an episode's calls: 1 each, and what a question to the person costs after the earlier ones.
fn cost_of(episode: &Episode) -> f64 {
    let mut questions = 0;
    let costs = episode.steps.iter().filter(|step| step.intervention > 0).map(|step| {
        let weight = Person::weight(questions);
        let asks = step.action == Action::Ask;
        questions += u8::from(asks);
        if asks { weight } else { 1.0 }
    });
    costs.sum()
}

fn is_early(household: &Household) -> bool {
    household.step_limit() - household.steps_taken() > LAST_STEPS
}

/// The probability that the base's next action changes nothing or leads back to a room the agent has been in.
fn back_share(household: &Household, cast: &Cast) -> f64 {
    let legal = household.legal_actions();
    let mut probabilities = [0.0; MAX_ACTIONS];
    cast.base.distribution_at(household, &legal, TEMPERATURE, &mut probabilities);
    let was_in =
        |room| household.task().start == room || household.log().any(|entry| entry.observation.room == room);
    let leads_back = |action: &Action| match action {
        Action::Go(room) => household.held().is_none() && was_in(*room),
        Action::Explore => household.is_explored(household.room()),
        _ => false,
    };
    legal.iter().zip(probabilities).filter(|(action, _)| leads_back(action)).map(|(_, p)| p).sum()
}
