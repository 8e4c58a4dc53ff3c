//! The features of a state for the networks: 54 visible numbers and ten of self-knowledge.
//!
//! Nothing hidden is read. Self-knowledge is the base actor's own next-action distribution at temperature .3,
//! which it could be asked for: the helper of the paper is of the same model family as its actor.

use crate::actor::{Actor, LogitActor};
use crate::household::{Action, Household, LogEntry, MAX_ACTIONS, Place, ThingId};

/// Numbers a state is described by; a multiple of four.
pub const N_FEATURES: usize = 64;
/// The first of the self-knowledge numbers.
pub const FIRST_SELF_KNOWLEDGE: usize = 54;
/// The temperature at which the base is asked what it would do.
const SELF_KNOWLEDGE_TEMPERATURE: f64 = 0.3;

/// The self-knowledge of a helper: the base actor's own next-action distribution among its features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SelfKnowledge {
    /// The helper sees the distribution.
    #[default]
    Included,
    /// The ten numbers are 0.
    Omitted,
}

/// The name of each number.
pub const FEATURE_NAMES: [&str; N_FEATURES] = [
    "hint names two likely rooms",
    "hint names two possible rooms",
    "goal has a second reading",
    "people are about",
    "step / limit",
    "within the last four steps",
    "within the last two steps",
    "rooms",
    "here: receptacles not looked at",
    "here: looked at",
    "here: possible",
    "here: likely",
    "looked at: unlikely rooms",
    "looked at: possible rooms",
    "looked at: likely rooms",
    "not looked at: unlikely rooms",
    "not looked at: possible rooms",
    "not looked at: likely rooms",
    "no likely room left",
    "candidates here",
    "candidates here: best fit",
    "candidates here: perfect fit",
    "candidates here: tie",
    "candidates elsewhere",
    "candidates elsewhere: best fit",
    "candidates elsewhere: perfect fit",
    "candidates elsewhere: tie",
    "candidates elsewhere fit at least as well as here",
    "best fit known by the map alone",
    "no candidate known",
    "holding",
    "holding: poor fit",
    "holding: fair fit",
    "holding: perfect fit",
    "holding, and something seen fits at least as well",
    "here: second reading of the goal",
    "here: first reading of the goal",
    "holding at the first reading of the goal",
    "holding where the goal has two readings",
    "was told which thing is meant or where it belongs",
    "trace known, or where the person is",
    "trace points here, or the person is here",
    "trace points to a room looked at, or the person was missed where first expected",
    "saw somebody move it, or the person walk",
    "last: start",
    "last: go",
    "last: look",
    "last: pick up",
    "last: found nothing",
    "last step changed nothing or led back",
    "idle steps in a row",
    "looks repeated",
    "times in this room",
    "steps since something new",
    "base would go where it has looked, for nothing",
    "base would go where the words point",
    "base would go elsewhere",
    "base would look again",
    "base would look",
    "base would pick up what fits best",
    "base would pick up something else",
    "base would put down at the first reading, or give",
    "base would put down elsewhere",
    "base would leave the list",
];

/// The unit of each feature.
pub const FEATURE_UNITS: [&str; N_FEATURES] = [
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "share of the step limit",
    "0 or 1",
    "0 or 1",
    "rooms / 9",
    "receptacles / 3",
    "share of its receptacles",
    "0 or 1",
    "0 or 1",
    "rooms / 2, by the share of their receptacles",
    "rooms / 2, by the share of their receptacles",
    "rooms / 2, by the share of their receptacles",
    "rooms / 2, by the share of their receptacles",
    "rooms / 2, by the share of their receptacles",
    "rooms / 2, by the share of their receptacles",
    "0 or 1",
    "things / 2",
    "(fit + 1) / 3; 0 of none",
    "0 or 1",
    "0 or 1",
    "things / 2",
    "(fit + 1) / 3; 0 of none",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "(fit + 1) / 3; 0 of none",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "steps / 4",
    "looks / 4",
    "visits / 4",
    "steps / 4",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
    "chance at temperature .3",
];

/// A cursor over the numbers, so that their order is the order of the code.
struct Writer<'a> {
    out: &'a mut [f32],
    next: usize,
}

impl Writer<'_> {
    fn number(&mut self, value: f32) {
        if let Some(slot) = self.out.get_mut(self.next) {
            *slot = value;
        }
        self.next += 1;
    }

    fn flag(&mut self, value: bool) {
        self.number(f32::from(u8::from(value)));
    }
}

/// Writes the numbers of a state into `out`, which holds [`N_FEATURES`] of them. All are in about [0, 2].
pub fn features(household: &Household, base: &LogitActor, self_knowledge: SelfKnowledge, out: &mut [f32]) {
    out.fill(0.0);
    let mut writer = Writer { out, next: 0 };
    write_task(household, &mut writer);
    write_rooms(household, &mut writer);
    write_candidates(household, &mut writer);
    write_hands(household, &mut writer);
    write_trace(household, &mut writer);
    write_history(household, &mut writer);
    debug_assert_eq!(writer.next, FIRST_SELF_KNOWLEDGE);
    if self_knowledge == SelfKnowledge::Included {
        for share in next_action_shares(household, base) {
            writer.number(share);
        }
    }
}

fn write_task(household: &Household, writer: &mut Writer) {
    let task = household.task();
    let rooms_at = |level: u8| task.plausibility.iter().filter(|&&l| l == level).count();
    writer.flag(rooms_at(2) > 1);
    writer.flag(rooms_at(1) > 1);
    writer.flag(task.has_second_goal());
    writer.flag(task.people_about);
    let (taken, limit) = (household.steps_taken(), household.step_limit());
    writer.number(taken as f32 / limit as f32);
    writer.flag(taken + 4 >= limit);
    writer.flag(taken + 2 >= limit);
}

fn write_rooms(household: &Household, writer: &mut Writer) {
    let task = household.task();
    let here = household.room();
    let level = task.plausibility[here.index()];
    let n_here = task.house.n_receptacles(here);
    writer.number(f32::from(task.n_rooms) / 9.0);
    writer.number(f32::from(n_here - household.looks(here)) / 3.0);
    writer.number(f32::from(household.looks(here)) / f32::from(n_here));
    writer.flag(level == 1);
    writer.flag(level == 2);
    let mut shares = [[0.0_f32; 3]; 2];
    for room in task.rooms() {
        let share = f32::from(household.looks(room)) / f32::from(task.house.n_receptacles(room));
        let level = usize::from(task.plausibility[room.index()].min(2));
        shares[0][level] += 0.5 * share;
        shares[1][level] += 0.5 * (1.0 - share);
    }
    for share in shares.as_flattened() {
        writer.number(*share);
    }
    writer.flag(shares[1][2] == 0.0);
}

/// The known candidates of a place: their number, the best fit, and the number of candidates with that fit.
#[derive(Clone, Copy, Default)]
struct Candidates {
    n: u8,
    best: Option<u8>,
    n_best: u8,
}

impl Candidates {
    fn add(&mut self, fit: u8) {
        self.n += 1;
        if self.best.is_none_or(|best| fit > best) {
            self.best = Some(fit);
            self.n_best = 0;
        }
        self.n_best += u8::from(self.best == Some(fit));
    }

    fn write(self, writer: &mut Writer) {
        writer.number(f32::from(self.n) / 2.0);
        writer.number(fit_number(self.best));
        writer.flag(self.best == Some(2));
        writer.flag(self.n_best > 1);
    }
}

/// The candidates known here, elsewhere, and by the map alone.
fn candidates(household: &Household) -> [Candidates; 3] {
    let task = household.task();
    let mut found = [Candidates::default(); 3];
    for thing in (0..task.n_things).map(ThingId) {
        let Some(place) = household.seen(thing) else { continue };
        let fit = task.fits[thing.index()];
        found[usize::from(place.room != household.room())].add(fit);
        if task.map[thing.index()] == Some(place) && !household.is_looked_at(place) {
            found[2].add(fit);
        }
    }
    found
}

fn fit_number(fit: Option<u8>) -> f32 {
    fit.map_or(0.0, |fit| (f32::from(fit) + 1.0) / 3.0)
}

fn write_candidates(household: &Household, writer: &mut Writer) {
    let [here, elsewhere, mapped] = candidates(household);
    here.write(writer);
    elsewhere.write(writer);
    writer.flag(elsewhere.best.is_some() && elsewhere.best >= here.best);
    writer.number(fit_number(mapped.best));
    writer.flag(here.n + elsewhere.n == 0 && household.held().is_none());
}

fn write_hands(household: &Household, writer: &mut Writer) {
    let task = household.task();
    let held_fit = household.held().map(|thing| task.fits[thing.index()]);
    writer.flag(held_fit.is_some());
    for fit in 0..3 {
        writer.flag(held_fit == Some(fit));
    }
    let best_seen = candidates(household).into_iter().filter_map(|found| found.best).max();
    writer.flag(held_fit.is_some() && best_seen >= held_fit);
    let level = task.goal_level_in(household.room());
    writer.flag(level == 1);
    writer.flag(level == 2);
    writer.flag(held_fit.is_some() && level == 2);
    writer.flag(held_fit.is_some() && task.has_second_goal());
    writer.flag(household.told_thing().is_some() || household.told_goal().is_some());
}

/// Writes the known facts of the object's way or, in a delivery, of the waiting person's way.
fn write_trace(household: &Household, writer: &mut Writer) {
    if household.task().is_delivery() {
        write_person(household, writer);
        return;
    }
    let trace = household.trace();
    writer.flag(trace.is_some());
    writer.flag(trace == Some(household.room()));
    writer.flag(trace.is_some_and(|room| household.is_explored(room)));
    writer.flag(household.log().any(|entry| {
        let noticed = entry.observation;
        noticed.taken.is_some() || noticed.brought.is_some()
    }));
}

fn write_person(household: &Household, writer: &mut Writer) {
    let task = household.task();
    let person = household.person();
    writer.flag(person.is_some());
    writer.flag(person == Some(household.room()));
    let mut expected = task.rooms().filter(|&room| task.goal_level_in(room) == 2);
    writer.flag(expected.any(|room| household.is_without_person(room)));
    writer.flag(household.log().any(|entry| entry.observation.walked_to.is_some()));
}

fn write_history(household: &Household, writer: &mut Writer) {
    let last = household.last();
    let kind = last.map(|entry| entry.action);
    writer.flag(kind.is_none());
    writer.flag(matches!(kind, Some(Action::Go(_))));
    writer.flag(matches!(kind, Some(Action::Explore)));
    writer.flag(matches!(kind, Some(Action::Pick(_))));
    writer.flag(last.is_some_and(found_nothing));
    writer.flag(household.is_stuck());
    let idle_in_a_row = household.log().rev().take_while(|entry| entry.idle).count();
    let repeated = household.log().filter(|entry| entry.idle && entry.action == Action::Explore).count();
    writer.number(idle_in_a_row as f32 / 4.0);
    writer.number(repeated as f32 / 4.0);
    writer.number(times_here(household) as f32 / 4.0);
    let since_new =
        household.log().rev().take_while(|entry| entry.idle || matches!(entry.action, Action::Go(_))).count();
    writer.number(since_new as f32 / 4.0);
}

/// True if a look showed no candidate, or the thing reached for was gone.
fn found_nothing(entry: &LogEntry) -> bool {
    let noticed = &entry.observation;
    noticed.missing || entry.action == Action::Explore && noticed.things.iter().all(Option::is_none)
}

/// The number of steps that have ended in the current room.
fn times_here(household: &Household) -> usize {
    household.log().filter(|entry| entry.observation.room == household.room()).count()
}

/// The base's own next action, by kind; the kinds are those of the feature names.
fn next_action_shares(household: &Household, base: &LogitActor) -> [f32; N_FEATURES - FIRST_SELF_KNOWLEDGE] {
    let legal = household.legal_actions();
    let mut probabilities = [0.0; MAX_ACTIONS];
    base.distribution_at(household, &legal, SELF_KNOWLEDGE_TEMPERATURE, &mut probabilities);
    let off_list = base.off_list(household);
    let mut shares = [0.0; N_FEATURES - FIRST_SELF_KNOWLEDGE];
    for (&action, &probability) in legal.iter().zip(&probabilities) {
        shares[kind_of(household, action)] += ((1.0 - off_list) * probability) as f32;
    }
    shares[9] = off_list as f32;
    shares
}

/// The kind of a legal action among the self-knowledge numbers.
fn kind_of(household: &Household, action: Action) -> usize {
    let task = household.task();
    match action {
        Action::Go(room) if household.is_idle_to_go(room) => 0,
        Action::Go(room) if household.held().is_some() => 2 - usize::from(task.goal_level_in(room) == 2),
        Action::Go(room) => 2 - usize::from(task.plausibility[room.index()] == 2),
        Action::Explore if household.is_explored(household.room()) => 3,
        Action::Explore | Action::Ask => 4,
        Action::Pick(thing) => {
            let known = (0..task.n_things).map(ThingId).filter(|&thing| household.seen(thing).is_some());
            let best = known.map(|thing| task.fits[thing.index()]).max();
            6 - usize::from(Some(task.fits[thing.index()]) >= best)
        }
        Action::Put(receptacle) => {
            8 - usize::from(task.goal_level(Place { room: household.room(), receptacle }) == 2)
        }
        Action::Give => 7,
    }
}

/// The probability that the base's next action would change nothing: look again, or go back with empty hands to a room it
/// has looked through and in which nothing is known. Half of the trivial baseline "help iff this is over .5".
#[must_use]
pub fn idle_share(household: &Household, base: &LogitActor) -> f32 {
    let shares = next_action_shares(household, base);
    shares[0] + shares[3]
}

const _: () = assert!(N_FEATURES.is_multiple_of(4));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{BaseActor, Help};
    use crate::household::{Keying, Split};
    use crate::rollout::{Collection, episode_random, run};

    fn each_state(mut check: impl FnMut(&Household, &LogitActor)) {
        for split in Split::ALL {
            let helps = vec![Help::Better, Help::Person];
            let collection = Collection { helps, ..Collection::new(split, BaseActor::default(), 3) };
            for index in 0..100 {
                let task = collection.task(index);
                let cast = collection.cast(&task);
                for help in [0, 1, 2] {
                    let random = &mut episode_random(task.id, 9, 0);
                    let episode = run(&task, Keying::Standard, &cast, &mut |_, _| help, random);
                    for t in 0..episode.steps.len() {
                        check(&episode.household_at(&task, t), &cast.base);
                    }
                }
            }
        }
    }

    #[test]
    fn numbers_are_small_and_every_one_varies() {
        let mut least = [f32::INFINITY; N_FEATURES];
        let mut most = [f32::NEG_INFINITY; N_FEATURES];
        let mut row = [f32::NAN; N_FEATURES];
        each_state(|household, base| {
            features(household, base, SelfKnowledge::Included, &mut row);
            for (i, &value) in row.iter().enumerate() {
                assert!((0.0..=4.0).contains(&value), "{} is {value}", FEATURE_NAMES[i]);
                least[i] = least[i].min(value);
                most[i] = most[i].max(value);
            }
        });
        for i in 0..N_FEATURES {
            assert!(least[i] < most[i], "{} is always {}", FEATURE_NAMES[i], least[i]);
        }
    }

    #[test]
    fn self_knowledge_is_a_distribution_and_can_be_left_out() {
        let mut row = [0.0; N_FEATURES];
        each_state(|household, base| {
            features(household, base, SelfKnowledge::Included, &mut row);
            assert!((row[FIRST_SELF_KNOWLEDGE..].iter().sum::<f32>() - 1.0).abs() < 1e-5);
            let visible = row[..FIRST_SELF_KNOWLEDGE].to_vec();
            features(household, base, SelfKnowledge::Omitted, &mut row);
            assert_eq!(row[..FIRST_SELF_KNOWLEDGE], visible);
            assert!(row[FIRST_SELF_KNOWLEDGE..].iter().all(|&value| value == 0.0));
        });
    }

    #[test]
    fn hidden_facts_change_no_number() {
        use crate::household::{Action, RoomId};
        let collection = Collection::new(Split::SObj, BaseActor::default(), 4);
        let (mut one, mut two) = ([0.0; N_FEATURES], [0.0; N_FEATURES]);
        for index in 0..300 {
            let task = collection.task(index);
            let base = collection.cast(&task).base;
            let mut other = task.clone();
            for place in &mut other.hidden.places {
                place.room = RoomId((place.room.0 + 1) % task.n_rooms);
                place.receptacle = 0;
            }
            other.hidden.goal.room = RoomId((task.hidden.goal.room.0 + 2) % task.n_rooms);
            other.hidden.moved = None;
            let (mut here, mut there) = (Household::new(&task), Household::new(&other));
            if here.key(Keying::Standard) != there.key(Keying::Standard) {
                // What lies in the first room is seen at once.
                continue;
            }
            for room in task.rooms() {
                if !here.log().eq(there.log()) || here.outcome().is_terminal() {
                    break;
                }
                features(&here, &base, SelfKnowledge::Included, &mut one);
                features(&there, &collection.cast(&other).base, SelfKnowledge::Included, &mut two);
                assert_eq!(one, two);
                for action in [Action::Go(room), Action::Explore] {
                    if here.is_legal(action) {
                        here.step(action);
                        there.step(action);
                    }
                }
            }
        }
    }
}
