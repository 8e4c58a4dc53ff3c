//! Tests of the world: what is legal, what is hidden, what is said.

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::numeric::Random;

fn task(split: Split, index: u32) -> Task {
    let id = TaskId { split, set: TaskSet::Train, seed: 1, index };
    Task::generate(&World::new(split), id)
}

fn place(room: u8, receptacle: u8) -> Place {
    Place { room: RoomId(room), receptacle }
}

/// A task in a house of seven rooms with three receptacles each, in which everything is where the test wants it. The
/// object, thing 0, is on the second receptacle of room 1, and the map has it in room 4.
fn arranged(moved: Option<Move>) -> Task {
    let world = World { rooms: [7, 7], twins: 0.0, receptacles: [0.0, 0.0, 1.0], ..World::new(Split::SObj) };
    let id = TaskId { split: Split::SObj, set: TaskSet::Train, seed: 1, index: 0 };
    let mut task = Task::generate(&world, id);
    task.start = RoomId(6);
    task.n_things = 2;
    task.fits = [2, 0, 0];
    task.map = [Some(place(4, 0)), None, None];
    task.goal_plausibility = Default::default();
    task.goal_plausibility[5][2] = 2;
    task.hidden = Hidden {
        object: ThingId(0),
        places: [place(1, 1), place(2, 0), place(0, 0)],
        goal: place(5, 2),
        moved,
        walk: None,
        answers: Answers::default(),
    };
    task
}

const PICK: Action = Action::Pick(ThingId(0));
const DIRECT: [Action; 6] =
    [Action::Go(RoomId(1)), Action::Explore, Action::Explore, PICK, Action::Go(RoomId(5)), Action::Put(2)];

#[test]
fn the_direct_way_succeeds_in_as_many_steps_as_the_oracle_takes() {
    let task = arranged(None);
    let household = Household::replay(&task, &DIRECT);
    assert_eq!((household.outcome(), household.failure()), (Outcome::Success, None));
    assert_eq!(household.steps_taken(), oracle_length(&task));
}

#[test]
fn each_failure_has_its_reason() {
    let task = arranged(None);
    let with_end = |end: &[Action]| [&DIRECT[..4], end].concat();
    let wrong_thing =
        [Action::Go(RoomId(2)), Action::Explore, Action::Pick(ThingId(1)), DIRECT[4], DIRECT[5]];
    let cases = [
        (with_end(&[Action::Put(0)]), Failure::WrongRoom),
        (with_end(&[DIRECT[4], Action::Put(1)]), Failure::WrongPlace),
        (wrong_thing.to_vec(), Failure::WrongThing),
        (vec![Action::Go(task.start)], Failure::OffList),
        (vec![Action::Explore; usize::from(task.step_limit)], Failure::OutOfSteps),
    ];
    for (actions, failure) in cases {
        assert_eq!(Household::replay(&task, &actions).failure(), Some(failure));
    }
}

#[test]
fn an_action_outside_the_list_fails() {
    let task = arranged(None);
    let start = Household::new(&task);
    for action in [Action::Put(0), PICK, start.off_list(), Action::Go(RoomId(7)), Action::Give] {
        let household = Household::replay(&task, &[action]);
        assert_eq!(household.outcome(), Outcome::Failure, "{action:?}");
        assert!(household.legal_actions().is_empty());
    }
    let holding = [&DIRECT[..4], &[Action::Put(3)]].concat();
    assert_eq!(
        Household::replay(&task, &holding).failure(),
        Some(Failure::OffList),
        "a room has three receptacles"
    );
}

#[test]
fn a_put_at_the_last_step_still_counts() {
    let task = arranged(None);
    let mut late = vec![Action::Explore; usize::from(task.step_limit) - DIRECT.len()];
    late.extend(DIRECT);
    assert_eq!(Household::replay(&task, &late).outcome(), Outcome::Success);
}

#[test]
fn a_look_shows_the_next_receptacle_and_the_last_one_is_followed_by_all() {
    let task = arranged(None);
    let mut household = Household::new(&task);
    assert!(household.is_explored(task.start), "the agent has looked where it is at first");
    household.step(DIRECT[0]);
    let mut look = || {
        household.step(Action::Explore);
        let seen = household.last().unwrap();
        (seen.observation.shown, seen.observation.things[0].is_some(), seen.idle, household.looks(RoomId(1)))
    };
    assert_eq!(look(), (0b001, false, false, 1));
    assert_eq!(look(), (0b010, true, false, 2), "a second look pays");
    assert_eq!(look(), (0b100, false, false, 3));
    assert_eq!(look(), (0b111, true, true, 3));
}

#[test]
fn a_stale_map_is_believed_until_one_looks_or_reaches_for_the_thing() {
    let task = arranged(None);
    let go = Action::Go(RoomId(4));
    let household = Household::replay(&task, &[go]);
    assert_eq!(household.seen(ThingId(0)), Some(place(4, 0)));
    assert!(household.is_legal(PICK));
    let reached = Household::replay(&task, &[go, PICK]);
    assert!(reached.last().unwrap().observation.missing && reached.outcome() == Outcome::Continue);
    let looked = Household::replay(&task, &[go, Action::Explore]);
    assert_eq!((reached.seen(ThingId(0)), looked.seen(ThingId(0))), (None, None));
}

#[test]
fn a_right_map_spares_the_looks() {
    let world = World::new(Split::PnP);
    for index in 0..200 {
        let task = task(Split::PnP, index);
        let things = 0..usize::from(task.n_things);
        assert!(things.into_iter().all(|thing| task.map[thing] == Some(task.hidden.places[thing])));
        assert!(!world.is_map_stale() && hint(&task).is_empty());
        let plan = oracle_plan(&Household::new(&task)).unwrap();
        assert!(plan.len() <= 4 && !plan.contains(&Action::Explore), "{plan:?}");
    }
}

#[test]
fn a_move_is_noticed_only_where_the_agent_stands() {
    let job = Move { after_step: 2, to: place(3, 1), leaves_trace: true };
    let task = arranged(Some(job));
    let old_room = Household::replay(&task, &DIRECT[..2]);
    assert_eq!(old_room.last().unwrap().observation.taken, Some((ThingId(0), RoomId(3))));
    assert_eq!((old_room.trace(), old_room.seen(ThingId(0))), (Some(RoomId(3)), None));
    let new_room = Household::replay(&task, &[Action::Go(RoomId(3)), Action::Explore]);
    assert_eq!(new_room.last().unwrap().observation.brought, Some((ThingId(0), job.to)));
    let elsewhere = Household::replay(&task, &[Action::Explore, Action::Explore]);
    assert_eq!(elsewhere.last().unwrap().observation.taken, None);
    let mut later = vec![Action::Explore, Action::Explore, Action::Go(RoomId(1)), Action::Explore];
    assert_eq!(Household::replay(&task, &later).trace(), None, "the trace is on the second receptacle");
    later.push(Action::Explore);
    assert_eq!(Household::replay(&task, &later).trace(), Some(RoomId(3)));
}

#[test]
fn a_thing_taken_while_the_agent_was_away_is_missed_on_reaching_for_it() {
    let task = arranged(Some(Move { after_step: 4, to: place(3, 0), leaves_trace: false }));
    let away = [Action::Go(RoomId(2)), Action::Go(RoomId(1)), PICK];
    let household = Household::replay(&task, &[&DIRECT[..3], &away].concat());
    assert!(household.last().unwrap().observation.missing);
    assert_eq!((household.held(), household.seen(ThingId(0))), (None, None));
    assert_eq!(household.outcome(), Outcome::Continue);
}

#[test]
fn looking_again_and_going_back_for_nothing_are_idle() {
    let task = arranged(None);
    let all = [Action::Explore; 3];
    let room = [&[Action::Go(RoomId(2))], &all[..2]].concat();
    assert!(!Household::replay(&task, &room).is_stuck());
    assert!(Household::replay(&task, &[Action::Explore]).is_stuck(), "nothing is new where one starts");
    let back = [Action::Go(RoomId(0)), Action::Go(task.start)];
    assert!(Household::replay(&task, &back).is_stuck());
    assert!(!Household::replay(&task, &back[..1]).is_stuck());
    let for_a_thing = [&DIRECT[..1], &all, &[Action::Go(RoomId(0)), DIRECT[0]]].concat();
    assert!(!Household::replay(&task, &for_a_thing).is_stuck(), "the object is known to be there");
    let partly = [Action::Go(RoomId(0)), Action::Explore, Action::Go(RoomId(2)), Action::Go(RoomId(0))];
    assert!(!Household::replay(&task, &partly).is_stuck());
}

#[test]
fn the_person_who_is_asked_tells_one_fact_at_a_time() {
    let task = arranged(None);
    let mut household = Household::new(&task);
    let mut ask = |before: &[Action]| {
        before.iter().for_each(|&action| {
            household.step(action);
        });
        household.step(Action::Ask);
        household.last().unwrap().observation.answer
    };
    assert_eq!(ask(&[]), Some(Answer::Where(ThingId(0), place(1, 1))));
    assert_eq!(ask(&[DIRECT[0]]), Some(Answer::Which(ThingId(0))));
    assert_eq!(ask(&[PICK]), Some(Answer::Belongs(place(5, 2))));
    assert_eq!((household.told_thing(), household.told_goal()), (Some(ThingId(0)), Some(place(5, 2))));
    assert!(!household.is_legal(Action::Ask), "who was asked {MAX_QUESTIONS} times answers no more");
    household.step(DIRECT[4]);
    assert_eq!(household.step(DIRECT[5]), Outcome::Success);
}

#[test]
fn an_answer_can_be_wrong_and_late() {
    let mut task = arranged(None);
    task.hidden.answers = Answers { place: Some(place(0, 1)), delay: 2, ..Answers::default() };
    let mut household = Household::new(&task);
    for waiting in [true, true, false] {
        household.step(if household.questions() == 0 { Action::Ask } else { Action::Explore });
        assert_eq!(household.awaits_answer(), waiting);
        assert!(!waiting || !household.is_legal(Action::Ask), "one question at a time");
    }
    assert_eq!(household.seen(ThingId(0)), Some(place(0, 1)));
    household.step(Action::Go(RoomId(0)));
    household.step(PICK);
    assert!(household.last().unwrap().observation.missing);
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
fn the_oracle_takes_the_shortest_way_of_at_most_seven_steps() {
    for split in Split::ALL {
        for index in 0..40 {
            let task = task(split, index);
            let length = oracle_length(&task);
            assert!(length <= 7, "{:?}", task.id);
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
    let mut somewhere = || {
        let room = RoomId(random.below(n) as u8);
        Place { room, receptacle: random.below(u32::from(task.house.n_receptacles(room))) as u8 }
    };
    other.hidden.places = core::array::from_fn(|_| somewhere());
    other.hidden.goal = somewhere();
    let to = somewhere();
    let mapped = (0..MAX_THINGS).rev().find(|&thing| task.map[thing].is_some()).map_or(0, |last| last as u32);
    other.n_things = (mapped + 1 + random.below(MAX_THINGS as u32 - mapped)) as u8;
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
        // Whether the person waits in the first room can be seen at once, and so can what lies there.
        prop_assume!(here.key(Keying::Standard) == there.key(Keying::Standard));
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
    let here = format!("go to the {}", room_name(&task, task.start));
    for text in ["", "put it on the bed", &here, "go to the moon", "go to the bath or the study", "3"] {
        assert_eq!(parse_action(&household, text), None, "{text}");
    }
}

#[test]
fn a_request_has_at_most_twenty_words_and_no_gap() {
    for split in Split::ALL {
        let mut texts = BTreeSet::new();
        for index in 0..2000 {
            let task = task(split, index);
            let text = said(&task);
            assert!(!text.contains(['{', '}']) && !text.contains("  "), "{text}");
            assert!(text.split(' ').count() <= 20, "{text}");
            let names: BTreeSet<String> = (0..3).map(|thing| thing_name(&task, ThingId(thing))).collect();
            assert_eq!(names.len(), 3, "{names:?}");
            assert_eq!(task.fits[task.hidden.object.index()], 2, "who speaks knows the thing");
            texts.insert(text);
        }
        assert!(texts.len() > 1000, "{}", texts.len());
    }
}

#[test]
fn a_hint_names_no_room_and_fits_every_room_of_a_kind() {
    for index in 0..1000 {
        let task = task(Split::SObj, index);
        let text = hint(&task);
        for room in task.rooms() {
            let named = format!("the {}", room_name(&task, room));
            assert!(!text.contains(&named), "{text}");
            let twin =
                task.rooms().find(|&other| other != room && task.house.kind(other) == task.house.kind(room));
            let level = |room: RoomId| task.plausibility[room.index()];
            assert!(twin.is_none_or(|twin| level(twin) == level(room)), "{text}");
        }
    }
}

#[test]
fn houses_have_as_many_rooms_as_the_world_says_each_with_a_name_of_its_own() {
    let world = World::new(Split::SObj);
    let mut sizes = BTreeSet::new();
    for index in 0..500 {
        let task = task(Split::SObj, index);
        let names: BTreeSet<&str> = task.rooms().map(|room| room_name(&task, room)).collect();
        assert_eq!(names.len(), usize::from(task.n_rooms));
        for room in task.rooms() {
            let names: BTreeSet<&str> = task.places_in(room).map(|place| receptacle(&task, place)).collect();
            assert_eq!(names.len(), usize::from(task.house.n_receptacles(room)));
        }
        sizes.insert(task.n_rooms);
    }
    assert_eq!(sizes, (world.rooms[0]..=world.rooms[1]).collect());
}

#[test]
fn rooms_can_have_numbers_in_the_prompt() {
    let mut task = arranged(None);
    task.wording.numbered = true;
    let household = Household::new(&task);
    let text = state_text(&household);
    assert!(text.contains("- Room 2, a ") && text.contains("- Go to Room 2\n"), "{text}");
    assert_eq!(parse_action(&household, "Go to Room 2"), Some(Action::Go(RoomId(1))));
    assert_eq!(parse_action(&household, "Go to Room 7"), None, "the agent is there");
}

#[test]
fn the_state_reads_in_the_order_of_situated_instruction_following() {
    let task = arranged(Some(Move { after_step: 5, to: place(3, 0), leaves_trace: true }));
    let actions = [Action::Explore, DIRECT[0], DIRECT[1], DIRECT[2], Action::Explore];
    let household = Household::replay(&task, &actions);
    expect_test::expect![[r#"
        You are a robot that helps at home. You find one thing and put it where it is wanted, in 15 steps or fewer. Each step you choose one action from the list; anything else ends the task, and so does putting something down.

        The house, as you mapped it this morning:
        - living room: a chair, a table, a couch
        - laundry: a table, a counter, a bench
        - hall: a table, a bench, a cabinet
        - bedroom: a cabinet, a table, a bed
        - bath: a counter with a pale green book, a chair, a cabinet
        - study: a chair, a table, a cabinet
        - kitchen: a table, a cabinet, a counter
        Things may have been moved since.

        What you were told:
        Leila: “I last saw my green book while phoning, perhaps bathing. It belongs where I write letters, on the cabinet.”
        Amara is at home too, and tidies up.

        What you did:
        0. You start in the kitchen, which you have looked through.
        1. Look around the kitchen. On the table: a pan. On the cabinet: nothing. On the counter: nothing.
        2. Go to the laundry.
        3. Look around the laundry. On the table: an iron.
        4. Look around the laundry. On the counter: a pale green book.
        5. Look around the laundry. On the bench: nothing. Amara takes the pale green book to the bedroom.

        What you know now:
        - living room: not looked at
        - laundry: looked at; you are here
        - hall: not looked at
        - bedroom: not looked at; the book should be here
        - bath: not looked at
        - study: not looked at
        - kitchen: looked at
        Your hands are empty. You have 10 steps left.

        Your goal:
        Find Leila's green book. Leila: “It belongs where I write letters, on the cabinet.”

        You may:
        - Go to the living room
        - Go to the hall
        - Go to the bedroom
        - Go to the bath
        - Go to the study
        - Go to the kitchen
        - Look around the laundry
    "#]].assert_eq(&state_text(&household));
    expect_test::expect!["Looked in: laundry, kitchen. The book should be in the bedroom. Hands empty. May: go to a room, look again."].assert_eq(&key_text(&task, household.key(Keying::Standard)));
}
