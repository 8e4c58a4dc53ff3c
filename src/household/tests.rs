//! Tests of the world: what is legal, what is hidden, what is said.

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::numeric::Random;

fn task(split: Split, index: u32) -> Task {
    let id = TaskId { split, set: TaskSet::Train, seed: 1, index };
    Task::generate(&World::new(split), id)
}

/// A task in which everything is where the test wants it.
fn arranged(moved: Option<Move>) -> Task {
    let mut task = task(Split::SObj, 0);
    task.start = RoomId(6);
    task.n_things = 2;
    task.fits = [2, 0, 0];
    task.hidden = Hidden {
        object: ThingId(0),
        rooms: [RoomId(1), RoomId(2), RoomId(0)],
        goal: RoomId(5),
        moved,
        walk: None,
    };
    task
}

const DIRECT: [Action; 5] =
    [Action::Go(RoomId(1)), Action::Explore, Action::Pick(ThingId(0)), Action::Go(RoomId(5)), Action::Put];

#[test]
fn the_direct_way_succeeds_in_five_steps() {
    let task = arranged(None);
    let household = Household::replay(&task, &DIRECT);
    assert_eq!(household.outcome(), Outcome::Success);
    assert_eq!(household.steps_taken(), oracle_length(&task));
}

#[test]
fn putting_the_wrong_thing_or_in_the_wrong_room_fails() {
    let task = arranged(None);
    let wrong_room = [DIRECT[0], DIRECT[1], DIRECT[2], Action::Put];
    assert_eq!(Household::replay(&task, &wrong_room).outcome(), Outcome::Failure);
    let wrong_thing = [
        Action::Go(RoomId(2)),
        Action::Explore,
        Action::Pick(ThingId(1)),
        Action::Go(RoomId(5)),
        Action::Put,
    ];
    assert_eq!(Household::replay(&task, &wrong_thing).outcome(), Outcome::Failure);
}

#[test]
fn an_action_outside_the_list_fails() {
    let task = arranged(None);
    for action in [Action::Put, Action::Pick(ThingId(0)), Action::Go(task.start), Action::Go(RoomId(7))] {
        let household = Household::replay(&task, &[action]);
        assert_eq!(household.outcome(), Outcome::Failure, "{action:?}");
        assert!(household.legal_actions().is_empty());
    }
}

#[test]
fn the_steps_run_out_and_a_put_at_the_last_one_still_counts() {
    let task = arranged(None);
    let mut household = Household::new(&task);
    for _ in 0..task.step_limit {
        assert_eq!(household.outcome(), Outcome::Continue);
        household.step(Action::Explore);
    }
    assert_eq!(household.outcome(), Outcome::TimedOut);
    let mut late = vec![Action::Explore; usize::from(task.step_limit) - DIRECT.len()];
    late.extend(DIRECT);
    assert_eq!(Household::replay(&task, &late).outcome(), Outcome::Success);
}

#[test]
fn a_move_is_noticed_only_where_the_agent_stands() {
    let job = Move { after_step: 2, to: RoomId(3), leaves_trace: true };
    let task = arranged(Some(job));
    let old_room = Household::replay(&task, &DIRECT[..2]);
    assert_eq!(old_room.last().unwrap().observation.taken, Some((ThingId(0), RoomId(3))));
    assert_eq!((old_room.trace(), old_room.seen(ThingId(0))), (Some(RoomId(3)), None));
    let new_room = Household::replay(&task, &[Action::Go(RoomId(3)), Action::Explore]);
    assert_eq!(new_room.seen(ThingId(0)), Some(RoomId(3)));
    let elsewhere = Household::replay(&task, &[Action::Explore, Action::Explore]);
    assert_eq!(elsewhere.last().unwrap().observation.taken, None);
    let later =
        Household::replay(&task, &[Action::Explore, Action::Explore, Action::Go(RoomId(1)), Action::Explore]);
    assert_eq!(later.trace(), Some(RoomId(3)));
}

#[test]
fn a_thing_taken_while_the_agent_was_away_is_missed_on_reaching_for_it() {
    let task = arranged(Some(Move { after_step: 3, to: RoomId(3), leaves_trace: false }));
    let actions =
        [DIRECT[0], Action::Explore, Action::Go(RoomId(4)), Action::Go(RoomId(1)), Action::Pick(ThingId(0))];
    let household = Household::replay(&task, &actions);
    assert!(household.last().unwrap().observation.missing);
    assert_eq!((household.held(), household.seen(ThingId(0))), (None, None));
    assert_eq!(household.outcome(), Outcome::Continue);
}

#[test]
fn looking_again_and_going_back_are_idle() {
    let task = arranged(None);
    let household = Household::replay(&task, &[Action::Explore]);
    assert!(!household.is_stuck());
    assert!(Household::replay(&task, &[Action::Explore, Action::Explore]).is_stuck());
    let back = [Action::Explore, Action::Go(RoomId(1)), Action::Go(RoomId(6))];
    assert!(Household::replay(&task, &back).is_stuck());
    assert!(!Household::replay(&task, &back[..2]).is_stuck());
}

/// The fewest steps to success, by trying everything.
fn shortest(task: &Task) -> u32 {
    let mut queue = VecDeque::from([Household::new(task)]);
    let mut seen = BTreeSet::new();
    while let Some(household) = queue.pop_front() {
        for &action in household.legal_actions().iter() {
            let mut next = household.clone();
            if next.step(action).is_success() {
                return next.steps_taken();
            }
            if !next.outcome().is_terminal() && seen.insert(next.key(Keying::WithStep)) {
                queue.push_back(next);
            }
        }
    }
    u32::MAX
}

#[test]
fn the_oracle_takes_the_shortest_way_of_at_most_five_steps() {
    for split in Split::ALL {
        for index in 0..40 {
            let task = task(split, index);
            let length = oracle_length(&task);
            assert!(length <= 5, "{:?}", task.id);
            assert_eq!(length, shortest(&task), "{:?}", task.id);
        }
    }
}

#[test]
fn sets_and_seeds_share_no_task() {
    let world = World::new(Split::SObj);
    let mut seen = Vec::new();
    for set in [TaskSet::Train, TaskSet::Validation, TaskSet::Test, TaskSet::Calibration] {
        for seed in [1, 2] {
            let id = TaskId { split: Split::SObj, set, seed, index: 0 };
            let words: Vec<String> =
                (0..5).map(|index| said(&Task::generate(&world, TaskId { index, ..id }))).collect();
            assert!(!seen.contains(&words));
            seen.push(words);
        }
    }
}

#[test]
fn a_key_unpacks_to_what_went_in() {
    for index in 0..200 {
        let task = task(Split::SObj, index);
        let mut random = Random::new(3, &[u64::from(index)]);
        let mut household = Household::new(&task);
        while !household.outcome().is_terminal() {
            let parts = household.key(Keying::WithStep).parts();
            assert_eq!(StateKey::pack(&parts), household.key(Keying::WithStep));
            assert_eq!((parts.room, parts.held), (household.room(), household.held()));
            assert_eq!((parts.trace, u32::from(parts.step)), (household.trace(), household.steps_taken()));
            random_step(&mut household, &mut random);
        }
    }
}

fn random_step(household: &mut Household, random: &mut Random) -> Action {
    let legal = household.legal_actions();
    // Looking twice as often keeps the walk from missing all there is to see.
    let drawn = random.below(legal.len() as u32 * 2) as usize;
    let action = legal.get(drawn).copied().unwrap_or(Action::Explore);
    household.step(action);
    action
}

/// Another task that looks the same at the start.
fn hidden_elsewhere(task: &Task, random: &mut Random) -> Task {
    let mut other = task.clone();
    let n = u32::from(task.n_rooms);
    let mut room = || RoomId(random.below(n) as u8);
    other.hidden.rooms = core::array::from_fn(|_| room());
    other.hidden.goal = room();
    let to = room();
    other.n_things = 1 + random.below(3) as u8;
    other.hidden.object = ThingId(random.below(u32::from(other.n_things)) as u8);
    other.hidden.moved = random.chance(0.5).then(|| Move {
        after_step: 2 + random.below(5) as u8,
        to,
        leaves_trace: random.chance(0.5),
    });
    other.hidden.walk = random
        .chance(0.5)
        .then(|| Walk { after_step: 3 + random.below(7) as u8, to: RoomId(random.below(n) as u8) });
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Until the agent notices a difference, two households that differ only in hidden facts look the same.
    #[test]
    fn text_key_and_actions_depend_on_no_hidden_fact(index in 0u32..5000, seed in 0u64..1000) {
        let mut random = Random::new(seed, &[u64::from(index)]);
        let task = task(Split::ALL[(seed % 3) as usize], index);
        let other = hidden_elsewhere(&task, &mut random);
        let (mut here, mut there) = (Household::new(&task), Household::new(&other));
        // Whether the person waits in the first room can be seen at once.
        prop_assume!(here.person() == there.person());
        while !here.outcome().is_terminal() && here.log().eq(there.log()) {
            prop_assert_eq!(state_text(&here), state_text(&there));
            prop_assert_eq!(here.key(Keying::WithStep), there.key(Keying::WithStep));
            prop_assert_eq!(&*here.legal_actions(), &*there.legal_actions());
            let action = random_step(&mut here, &mut random);
            there.step(action);
        }
    }

    /// Every offered action is told apart from the others by its words, in any case and punctuation.
    #[test]
    fn what_is_offered_can_be_said(index in 0u32..5000, seed in 0u64..1000) {
        let mut random = Random::new(seed, &[u64::from(index)]);
        let task = task(Split::ALL[(seed % 3) as usize], index);
        let mut household = Household::new(&task);
        while !household.outcome().is_terminal() {
            for &action in household.legal_actions().iter() {
                let label = action_label(&task, household.room(), household.held(), action);
                prop_assert_eq!(parse_action(&household, &label), Some(action));
                let shouted = format!("3. \"{}!\"", label.to_uppercase());
                prop_assert_eq!(parse_action(&household, &shouted), Some(action));
            }
            random_step(&mut household, &mut random);
        }
    }
}

#[test]
fn what_is_not_offered_cannot_be_said() {
    let task = arranged(None);
    let household = Household::new(&task);
    for text in
        ["", "put it on the bed", "go to the hall", "go to the moon", "go to the bath or the study", "3"]
    {
        assert_eq!(parse_action(&household, text), None, "{text}");
    }
}

#[test]
fn tasks_read_differently_and_leave_no_gap_in_a_sentence() {
    for split in Split::ALL {
        let mut texts = BTreeSet::new();
        for index in 0..1000 {
            let task = task(split, index);
            let text = said(&task);
            assert!(!text.contains(['{', '}']) && !text.contains("  "), "{text}");
            let wants: BTreeSet<String> = (0..3).map(|thing| thing_name(&task, ThingId(thing))).collect();
            assert_eq!(wants.len(), 3, "{wants:?}");
            texts.insert(text);
        }
        assert!(texts.len() > 990, "{}", texts.len());
    }
}

#[test]
fn an_ambiguous_hint_names_no_room() {
    for index in 0..1000 {
        let task = task(Split::SObj, index);
        if task.plausibility.iter().filter(|&&level| level == 2).count() > 1 {
            let text = hint(&task);
            for room in task.rooms() {
                let named = format!("the {}", room_name(&task, room));
                assert!(!text.contains(&named), "{text}");
            }
        }
    }
}

#[test]
fn the_state_reads_as_in_situated_instruction_following() {
    let task = arranged(Some(Move { after_step: 5, to: RoomId(3), leaves_trace: true }));
    let actions = [Action::Explore, DIRECT[0], DIRECT[1], Action::Explore, Action::Explore];
    let household = Household::replay(&task, &actions);
    expect_test::expect![[r#"
        You are a helper robot in a family's house. You find one thing and put it where it is wanted, in at most 15 steps. Each step you choose one action from the list; anything else ends the task, and so does putting something down.

        The house, as you saw it this morning:
        - kitchen: a table, a teapot, a loaf of bread
        - living room: a couch, a fern, a vase
        - study: a chair, a globe, a typewriter
        - bath: a toilet, a towel, a bar of soap
        - laundry: a table, an iron, a box of washing powder
        - bedroom: a chair, a night lamp, a blanket
        - hall: a wall, an umbrella, a bunch of keys
        Things may have been moved since.

        What was said since:
        Leila: “My green shoe was with me when I was bringing in the shopping. Later I was brushing my teeth or taking a nap, so it might be there too. Lay it down where I prepare my talks, please.”

        What you did:
        0. You start in the hall.
        1. Look around the hall. An umbrella, a bunch of keys.
        2. Go to the living room.
        3. Look around the living room. A pale green shoe, a fern, a vase.
        4. Look around the living room. A pale green shoe, a fern, a vase.
        5. Look around the living room. A pale green shoe, a fern, a vase. Amara takes the pale green shoe to the bath.

        What you know now:
        - kitchen: not looked at yet
        - living room: looked at, no shoe; you are here
        - study: not looked at yet
        - bath: not looked at yet; the shoe is said to be here
        - laundry: not looked at yet
        - bedroom: not looked at yet
        - hall: looked at, no shoe
        Your hands are empty. 10 steps left.

        Your goal:
        Find Leila's green shoe. Leila: “Lay it down where I prepare my talks, please.”

        You may:
        - Go to the kitchen
        - Go to the study
        - Go to the bath
        - Go to the laundry
        - Go to the bedroom
        - Go to the hall
        - Look around the living room
    "#]].assert_eq(&state_text(&household));
    expect_test::expect![
        "Looked in: living, hall. A note points to the bath. Hands empty. May: go to a room, look again."
    ]
    .assert_eq(&key_text(&task, household.key(Keying::Standard)));
}
