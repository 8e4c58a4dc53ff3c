//! An actor that weighs what it can see, misreads it in a fixed way, and draws from a softmax.
//!
//! Reads no hidden fact. Its misreadings are drawn once a task, so asking it again does not help.

use crate::household::{
    Action, Household, MAX_ACTIONS, MAX_ROOMS, MAX_THINGS, Purpose, RoomId, Task, ThingId,
};
use crate::numeric::Random;

use super::Actor;
use super::profile::{Profile, Profiles};

/// Standard normals, fixed for one task and actor.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Misreading {
    rooms: [f64; MAX_ROOMS],
    things: [f64; MAX_THINGS],
    goals: [f64; MAX_ROOMS],
}

impl Misreading {
    fn draw(random: &mut Random) -> Self {
        let mut draw = || random.normal();
        Self {
            rooms: core::array::from_fn(|_| draw()),
            things: core::array::from_fn(|_| draw()),
            goals: core::array::from_fn(|_| draw()),
        }
    }

    /// Correlates with `self` by `correlation`, through independent draws `fresh`.
    fn related(&self, fresh: &Self, correlation: f64) -> Self {
        let rest = libm::sqrt((1.0 - correlation * correlation).max(0.0));
        fn mix<const N: usize>(a: &[f64; N], b: &[f64; N], correlation: f64, rest: f64) -> [f64; N] {
            core::array::from_fn(|i| correlation * a[i] + rest * b[i])
        }
        Self {
            rooms: mix(&self.rooms, &fresh.rooms, correlation, rest),
            things: mix(&self.things, &fresh.things, correlation, rest),
            goals: mix(&self.goals, &fresh.goals, correlation, rest),
        }
    }
}

/// A logit actor bound to a task, since its misreadings are the task's.
#[derive(Clone, Debug, PartialEq)]
pub struct LogitActor {
    profile: Profile,
    misreading: Misreading,
    goal_scores: [f64; MAX_ROOMS],
    best_goal: f64,
}

impl LogitActor {
    fn new(profile: Profile, misreading: Misreading, task: &Task) -> Self {
        let mut goal_scores = [0.0; MAX_ROOMS];
        let mut best_goal = f64::NEG_INFINITY;
        for room in task.rooms() {
            let i = room.index();
            goal_scores[i] =
                1.5 * f64::from(task.goal_plausibility[i]) + profile.goal_misreading * misreading.goals[i];
            best_goal = best_goal.max(goal_scores[i]);
        }
        Self { profile, misreading, goal_scores, best_goal }
    }

    /// The parameters of the actor.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The probabilities of the legal actions at a temperature other than its own.
    pub fn distribution_at(
        &self,
        household: &Household,
        legal: &[Action],
        temperature: f64,
        probabilities: &mut [f64; MAX_ACTIONS],
    ) {
        self.scores(household, legal, probabilities);
        softmax(&mut probabilities[..legal.len()], temperature);
    }

    /// The utility of each legal action.
    fn scores(&self, household: &Household, legal: &[Action], scores: &mut [f64; MAX_ACTIONS]) {
        let is_holding = household.held().is_some();
        for (score, &action) in scores.iter_mut().zip(legal) {
            *score = if is_holding {
                self.score_holding(household, action)
            } else {
                self.score_searching(household, action)
            };
        }
    }

    fn score_searching(&self, household: &Household, action: Action) -> f64 {
        let profile = &self.profile;
        match action {
            Action::Go(room) => self.room_score(household, room) - profile.go,
            Action::Explore => {
                let here = household.room();
                let again = household.is_explored(here);
                self.room_score(household, here) + if again { -profile.look_again } else { profile.look }
            }
            Action::Pick(thing) => self.pick_value(household.task(), thing) + 1.0,
            Action::Put | Action::Give => 0.0,
        }
    }

    fn score_holding(&self, household: &Household, action: Action) -> f64 {
        if household.task().is_delivery() {
            return self.score_delivering(household, action);
        }
        let lead = |room: RoomId| self.goal_scores[room.index()] - self.best_goal;
        match action {
            Action::Go(room) => 3.0 * lead(room) + 3.0,
            Action::Put if lead(household.room()) >= 0.0 => 5.0,
            Action::Put => -2.0 + 3.0 * lead(household.room()),
            Action::Explore | Action::Pick(_) | Action::Give => -2.0,
        }
    }

    /// The score of an action in a delivery. A person seen in a room counts for it as a trace does.
    /// A room where the person was missed loses as much.
    fn score_delivering(&self, household: &Household, action: Action) -> f64 {
        let evidence = self.profile.trace;
        let likely = |room: RoomId| {
            let seen = household.person() == Some(room);
            let missed = household.is_without_person(room);
            self.goal_scores[room.index()] + if seen { evidence } else { 0.0 }
                - if missed { evidence } else { 0.0 }
        };
        let best = || household.task().rooms().map(likely).fold(f64::NEG_INFINITY, f64::max);
        match action {
            Action::Give => 5.0,
            Action::Go(room) => 3.0 * (likely(room) - best()) + 3.0,
            Action::Explore => 3.0 * (likely(household.room()) - best()) + 2.0,
            Action::Pick(_) | Action::Put => -2.0,
        }
    }

    /// The score of a room in a search for the object.
    fn room_score(&self, household: &Household, room: RoomId) -> f64 {
        let profile = &self.profile;
        let task = household.task();
        let i = room.index();
        let mut score = profile.plausibility * f64::from(task.plausibility[i])
            + profile.misreading * self.misreading.rooms[i];
        let is_traced = household.trace() == Some(room);
        if is_traced {
            score += profile.trace;
        }
        if household.is_explored(room) && !(is_traced && profile.trusts_trace) {
            score -= profile.explored;
        }
        if room != household.room() {
            let remembered = household
                .things_in(room)
                .map(|thing| self.pick_value(task, thing) - profile.fit)
                .reduce(f64::max);
            if let Some(value) = remembered {
                score += profile.memory * profile.explored + value;
            }
        }
        score
    }

    fn pick_value(&self, task: &Task, thing: ThingId) -> f64 {
        let profile = &self.profile;
        let i = thing.index();
        let fit = f64::from(task.fits[i]) + profile.fit_misreading * self.misreading.things[i];
        profile.pick + profile.fit * fit
    }
}

impl Actor for LogitActor {
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        self.distribution_at(household, legal, self.profile.temperature, probabilities);
    }
}

impl Profiles {
    /// The two actors for one task: the base, then the stronger one.
    #[must_use]
    pub fn bind(&self, task: &Task) -> (LogitActor, LogitActor) {
        let random = &mut Random::new(task.id.seed, &task.id.stream(Purpose::Misreadings));
        let base = Misreading::draw(random);
        let strong = base.related(&Misreading::draw(random), self.correlation);
        (LogitActor::new(self.base, base, task), LogitActor::new(self.strong, strong, task))
    }
}

/// Scores to probabilities, in place; stable for scores of any size.
fn softmax(scores: &mut [f64], temperature: f64) {
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    for score in scores.iter_mut() {
        *score = libm::exp((*score - best) / temperature);
        total += *score;
    }
    for score in scores.iter_mut() {
        *score /= total;
    }
}
