//! The reader takes over, chooses, ends, goes back.

use crate::app::dispatch::test::opened;
use crate::app::dispatch::update as send;
use crate::app::message::page::Msg;
use crate::app::model::link::write as write_link;
use crate::app::update::takeover::*;
use crate::figure::Outcome;
use crate::household::{Action, Household, oracle_plan};
use crate::language::Words;

fn say(state: &mut State, msg: TakeoverMsg) {
    send(state, Msg::Takeover(msg));
}

fn yours(state: &State) -> Yours {
    state.scene.as_ref().unwrap().yours.clone().unwrap()
}

#[test]
fn who_takes_over_decides_to_the_end_and_gives_back() {
    let mut state = opened("task=3&step=1");
    let agent = state.scene.as_ref().unwrap().helped.clone();
    say(&mut state, TakeoverMsg::Begun);
    assert_eq!(state.scene.as_ref().unwrap().helped.steps, agent.steps[..1]);
    assert_eq!(yours(&state).agent, agent);
    while yours(&state).is_open() {
        let lane = state.scene.as_ref().unwrap().helped.clone();
        assert_eq!((lane.outcome, yours(&state).verdict(Words::ENGLISH, &lane)), (None, String::new()));
        say(&mut state, TakeoverMsg::Chosen(Action::Explore));
    }
    let lane = state.scene.as_ref().unwrap().helped.clone();
    assert_eq!((lane.steps.len(), lane.failure(Words::ENGLISH)), (15, "out of steps"));
    let verdict = yours(&state).verdict(Words::ENGLISH, &lane);
    assert!(
        verdict.starts_with("You failed after 15 steps, with no call: out of steps. The agent "),
        "{verdict}"
    );
    assert!(state.announcement.ends_with(&verdict));
    say(&mut state, TakeoverMsg::GivenBack);
    assert_eq!(state.scene.as_ref().unwrap().helped, agent);
    assert_eq!(state.setting.takeover, None);
}

#[test]
fn the_shortest_way_succeeds() {
    let mut state = opened("task=5&step=0");
    say(&mut state, TakeoverMsg::Begun);
    let stage = state.scene.as_ref().unwrap().stage.clone();
    let plan = oracle_plan(&Household::new(&stage.task)).unwrap();
    for &action in &plan {
        say(&mut state, TakeoverMsg::Chosen(action));
    }
    let lane = &state.scene.as_ref().unwrap().helped;
    assert_eq!((lane.outcome, lane.steps.len()), (Some(Outcome::Success), plan.len()));
    assert!(yours(&state).verdict(Words::ENGLISH, lane).starts_with("You succeeded in "));
}

#[test]
fn a_choice_is_in_the_link_and_undo_takes_it_back() {
    let mut state = opened("task=3&step=0");
    say(&mut state, TakeoverMsg::Begun);
    say(&mut state, TakeoverMsg::Chosen(Action::Explore));
    let link = write_link(&state.setting);
    assert_eq!(link, "v=1&task=3&step=1&you=0.look");
    let again = opened(&link);
    assert_eq!(again.scene.as_ref().unwrap().helped, state.scene.as_ref().unwrap().helped);
    send(&mut state, Msg::UndoPressed);
    assert_eq!(state.setting.takeover.as_ref().unwrap().choices, []);
    assert!(state.scene.as_ref().unwrap().helped.steps.is_empty());
}

#[test]
fn another_policy_or_task_gives_the_episode_back() {
    for msg in [Msg::BudgetChanged(0.25), Msg::TaskStepped(1), Msg::TaskTyped("7".to_owned())] {
        let mut state = opened("task=3&step=0&you=0.look");
        assert!(yours(&state).is_open());
        send(&mut state, msg);
        assert_eq!(state.setting.takeover, None);
        assert_eq!(state.scene.as_ref().unwrap().yours, None);
    }
}

#[test]
fn choices_of_a_link_that_cannot_be_made_are_taken_out_and_told() {
    let state = opened("task=3&you=0.look.put0.look");
    assert_eq!(state.setting.takeover.as_ref().unwrap().choices, [Action::Explore]);
    let told = &state.notices[0].text;
    assert_eq!(
        told,
        "The link makes 3 choices, and number 2 cannot be made there; only those before it can."
    );
}

#[test]
fn an_action_that_is_not_offered_is_not_chosen() {
    let mut state = opened("task=3&step=0");
    say(&mut state, TakeoverMsg::Chosen(Action::Explore));
    assert_eq!(state.setting.takeover, None);
    say(&mut state, TakeoverMsg::Begun);
    say(&mut state, TakeoverMsg::Chosen(Action::Put(0)));
    assert!(yours(&state).is_open());
    assert_eq!(state.setting.takeover.unwrap().choices, []);
}

#[test]
fn who_decides_sees_no_thing_that_was_not_found() {
    let state = opened("task=3&you=0");
    let task = &state.scene.as_ref().unwrap().stage.task;
    // The agent has looked at nothing yet, so all that is known is the map, which may be wrong.
    assert_eq!(yours(&state).seen, task.map[..usize::from(task.n_things)]);
    assert!(state.scene.as_ref().unwrap().state_at_step(&state.setting).is_some());
}
