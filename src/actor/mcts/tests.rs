//! Tests of MCTS: the score by hand, the exact distribution against draws, the memory.

use super::super::{N_Q_FEATURES, q_features};
use super::*;
use crate::actor::{BaseActor, Profiles};
use crate::household::{Place, Split, Task, TaskId, TaskSet, World};

fn task() -> Task {
    let id = TaskId { split: Split::SObj, set: TaskSet::Train, seed: 1, index: 3 };
    Task::generate(&World::new(Split::SObj), id)
}

fn mcts(task: &Task) -> Mcts {
    Mcts::new(Profiles::new(Split::SObj, BaseActor::Llama).bind(task).0, None)
}

fn counts(of: &[u32]) -> Counts {
    core::array::from_fn(|a| of.get(a).copied().unwrap_or(0))
}

#[test]
fn q_decides_until_the_bonus_outweighs_it() {
    // N(s) = 5: .25 sqrt(ln 5 / 1) = .317, .25 sqrt(ln 5 / 4) = .159: the bonus speaks for the rare one by .158.
    let proposed = counts(&[4, 1]);
    assert_eq!(best(&[0.5, 0.35], &proposed, &proposed), 1);
    assert_eq!(best(&[0.5, 0.34], &proposed, &proposed), 0);
    assert_eq!(best(&[0.1, 0.1, 0.9], &proposed, &proposed), 1, "what was not proposed is not chosen");
    assert_eq!(best(&[0.3, 0.3], &counts(&[1, 1]), &counts(&[3, 3])), 0, "ties go to the first");
}

#[test]
fn the_exact_distribution_is_that_of_the_draws() {
    let task = task();
    let mcts = mcts(&task);
    let household = Household::new(&task);
    let legal = household.legal_actions();
    let mut exact = [0.0; MAX_ACTIONS];
    mcts.distribution(&household, &legal, &mut exact);
    assert!((exact.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let mut random = Random::new(1, &[]);
    let mut drawn = [0.0; MAX_ACTIONS];
    const N: u32 = 20_000;
    for _ in 0..N {
        let action = mcts.act(&household, &mut random).unwrap();
        drawn[legal.iter().position(|&one| one == action).unwrap()] += 1.0 / f64::from(N);
    }
    for (a, (exact, drawn)) in exact.iter().zip(drawn).enumerate() {
        assert!((exact - drawn).abs() < 0.015, "action {a}: {exact} against {drawn}");
    }
}

#[test]
fn a_step_of_somebody_else_counts_five_times_and_is_forgotten_at_the_next_start() {
    let task = task();
    let mcts = mcts(&task);
    let start = Household::new(&task);
    mcts.watch(&start, Action::Explore);
    let mut later = start.clone();
    let away = task.rooms().find(|&room| room != task.start).unwrap();
    later.step(Action::Go(away));
    later.step(Action::Go(task.start));
    let place = later.legal_actions().iter().position(|&one| one == Action::Explore).unwrap();
    assert_eq!(mcts.memory.borrow().counts(&later)[place], WEIGHT_OF_OTHERS);
    mcts.watch(&start, Action::Go(away));
    assert_eq!(mcts.memory.borrow().counts(&later)[place], 0);
}

#[test]
fn hidden_facts_change_no_number_of_q() {
    let task = task();
    let mut other = task.clone();
    let away = task.rooms().find(|&room| room != task.start).unwrap();
    other.hidden.places = [Place { room: away, receptacle: 0 }; 3];
    other.hidden.goal = Place { room: away, receptacle: 0 };
    other.hidden.moved = None;
    let (here, there) = (Household::new(&task), Household::new(&other));
    let (mut one, mut two) = ([f32::NAN; N_Q_FEATURES], [f32::NAN; N_Q_FEATURES]);
    for &action in here.legal_actions().iter() {
        q_features(&here, action, &mut one);
        q_features(&there, action, &mut two);
        assert_eq!(one, two);
        assert!(one.iter().all(|number| (0.0..=4.0).contains(number)));
    }
}
