//! An actor that weighs what it can see, misreads it in a fixed way, and draws from a softmax.
//!
//! Reads no hidden fact. Its misreadings are drawn once a task, so asking it again does not help.

use crate::household::{
    Action, Household, MAX_ACTIONS, MAX_RECEPTACLES, MAX_ROOMS, MAX_THINGS, Place, Purpose, RoomId, Task,
    ThingId,
};
use crate::numeric::Random;

use super::Actor;
use super::profile::{Profile, Profiles};

/// The pull of what the person answered, which outweighs every misreading.
const TOLD: f64 = 6.0;

/// Standard normals, fixed for one task and actor.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Misreading {
    rooms: [f64; MAX_ROOMS],
    things: [f64; MAX_THINGS],
    goals: [f64; MAX_ROOMS * MAX_RECEPTACLES],
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
    goal_scores: [[f64; MAX_RECEPTACLES]; MAX_ROOMS],
    best_goal: f64,
}

impl LogitActor {
    fn new(profile: Profile, misreading: Misreading, task: &Task) -> Self {
        let mut goal_scores = [[f64::NEG_INFINITY; MAX_RECEPTACLES]; MAX_ROOMS];
        let mut best_goal = f64::NEG_INFINITY;
        for place in task.places() {
            let misread = misreading.goals[place.room.index() * MAX_RECEPTACLES + place.index()];
            let score = 1.5 * f64::from(task.goal_level(place)) + profile.goal_misreading * misread;
            goal_scores[place.room.index()][place.index()] = score;
            best_goal = best_goal.max(score);
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
            Action::Pick(thing) => self.pick_value(household, thing) + 1.0,
            Action::Put(_) | Action::Give | Action::Ask => 0.0,
        }
    }

    fn score_holding(&self, household: &Household, action: Action) -> f64 {
        if household.task().is_delivery() {
            return self.score_delivering(household, action);
        }
        match action {
            Action::Go(room) => 3.0 * self.lead_in(household, room) + 3.0,
            Action::Put(receptacle) => {
                match self.lead(household, Place { room: household.room(), receptacle }) {
                    lead if lead >= 0.0 => 5.0,
                    lead => -2.0 + 3.0 * lead,
                }
            }
            Action::Explore | Action::Pick(_) | Action::Give | Action::Ask => -2.0,
        }
    }

    /// The goal score of a receptacle less the best one of the house, so at most 0.
    fn lead(&self, household: &Household, place: Place) -> f64 {
        match household.told_goal() {
            Some(goal) => {
                if goal == place {
                    0.0
                } else {
                    -TOLD
                }
            }
            None => self.goal_scores[place.room.index()][place.index()] - self.best_goal,
        }
    }

    /// The lead of the best receptacle of a room.
    fn lead_in(&self, household: &Household, room: RoomId) -> f64 {
        let leads = household.task().places_in(room).map(|place| self.lead(household, place));
        leads.fold(f64::NEG_INFINITY, f64::max)
    }

    /// The score of an action in a delivery. A person seen in a room counts for it as a trace does.
    /// A room where the person was missed loses as much.
    fn score_delivering(&self, household: &Household, action: Action) -> f64 {
        let evidence = self.profile.trace;
        let likely = |room: RoomId| {
            let seen = household.person() == Some(room);
            let missed = household.is_without_person(room);
            self.lead_in(household, room) + if seen { evidence } else { 0.0 }
                - if missed { evidence } else { 0.0 }
        };
        let best = || household.task().rooms().map(likely).fold(f64::NEG_INFINITY, f64::max);
        match action {
            Action::Give => 5.0,
            Action::Go(room) => 3.0 * (likely(room) - best()) + 3.0,
            Action::Explore => 3.0 * (likely(household.room()) - best()) + 2.0,
            Action::Pick(_) | Action::Put(_) | Action::Ask => -2.0,
        }
    }

    /// The score of a room in a search for the object.
    fn room_score(&self, household: &Household, room: RoomId) -> f64 {
        let profile = &self.profile;
        let is_traced = household.trace() == Some(room);
        let penalty = self.penalty(household, room);
        let mut score = self.room_belief(household, room);
        if !(is_traced && profile.trusts_trace) {
            score -= penalty;
        }
        if room != household.room() {
            let known =
                household.things_in(room).map(|thing| self.pull_of_known(household, thing)).reduce(f64::max);
            if let Some(value) = known {
                score += profile.memory * penalty + value;
            }
        }
        score
    }

    /// The score of a room, whatever was looked at and whatever is known to be there.
    fn room_belief(&self, household: &Household, room: RoomId) -> f64 {
        let profile = &self.profile;
        let traced = if household.trace() == Some(room) { profile.trace } else { 0.0 };
        profile.plausibility * f64::from(household.task().plausibility[room.index()])
            + profile.misreading * self.misreading.rooms[room.index()]
            + traced
    }

    /// The pull of a candidate that is believed to be in another room. The map alone counts for less than one's own looks
    /// or the person's word.
    fn pull_of_known(&self, household: &Household, thing: ThingId) -> f64 {
        let value = self.pick_value(household, thing) - self.profile.fit;
        let is_of_map = household.seen(thing).is_some_and(|place| {
            household.task().map[thing.index()] == Some(place) && !household.is_looked_at(place)
        });
        if is_of_map { self.profile.map * value } else { value }
    }

    fn pick_value(&self, household: &Household, thing: ThingId) -> f64 {
        let profile = &self.profile;
        let i = thing.index();
        let fit = f64::from(household.task().fits[i]) + profile.fit_misreading * self.misreading.things[i];
        let told = match household.told_thing() {
            Some(told) => {
                if told == thing {
                    TOLD
                } else {
                    -TOLD
                }
            }
            None => 0.0,
        };
        profile.pick + profile.fit * fit + told
    }

    /// The strangeness of a state to this actor, in [0, 1): 1 - exp(-gap). The gap is the utility that the actor, going its
    /// own way, would not have given up to come here: that of the room it believes in most, or of the thing it would
    /// have taken. So exp(-gap) is the chance of this choice beside its own best one, at temperature 1.
    fn strangeness(&self, household: &Household) -> f64 {
        let gap = match household.held() {
            Some(held) => self.gap_of_thing(household, held),
            None => self.gap_of_room(household),
        };
        1.0 - libm::exp(-gap.max(0.0))
    }

    fn gap_of_thing(&self, household: &Household, held: ThingId) -> f64 {
        let known =
            (0..household.task().n_things).map(ThingId).filter(|&thing| household.seen(thing).is_some());
        let best = known.map(|thing| self.pick_value(household, thing)).fold(f64::NEG_INFINITY, f64::max);
        best - self.pick_value(household, held)
    }

    /// Nothing is strange about the first room, nor about one in which a thing is known or was mapped.
    fn gap_of_room(&self, household: &Household) -> f64 {
        let (task, here) = (household.task(), household.room());
        let has_reason = task.map.iter().flatten().any(|place| place.room == here)
            || household.things_in(here).next().is_some();
        if here == task.start || has_reason {
            return 0.0;
        }
        let others = task.rooms().filter(|&room| room != here);
        let best = others.map(|room| self.worth_of_being(household, room)).fold(f64::NEG_INFINITY, f64::max);
        best - self.room_belief(household, here) - self.profile.look
    }

    /// The score of the look that the actor would take in a room.
    fn worth_of_being(&self, household: &Household, room: RoomId) -> f64 {
        let look = if household.is_explored(room) { -self.profile.look_again } else { self.profile.look };
        self.room_belief(household, room) - self.penalty(household, room) + look
    }

    /// The loss of a room's score for the receptacles that were looked at.
    fn penalty(&self, household: &Household, room: RoomId) -> f64 {
        let n = household.task().house.n_receptacles(room).max(1);
        self.profile.explored * f64::from(household.looks(room)) / f64::from(n)
    }
}

impl Actor for LogitActor {
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        self.distribution_at(household, legal, self.profile.temperature, probabilities);
    }

    fn off_list(&self, household: &Household) -> f64 {
        let profile = &self.profile;
        let strange = if profile.astray > 0.0 { profile.astray * self.strangeness(household) } else { 0.0 };
        profile.off_list + strange
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
