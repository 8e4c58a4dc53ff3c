//! The lessons: every button in every setting, and a guess that belongs to one question alone.

use crate::app::dispatch::test::opened;
use crate::app::dispatch::update as page_update;
use crate::app::message::page::Msg;
use crate::app::model::lesson::{LESSONS, lesson_body, lessons};
use crate::app::model::link;
use crate::app::model::setting::Setting;
use crate::app::update::lesson::*;
use crate::figure::Act;

/// Every way to count that can be chosen.
const COUNTED: [(Rule, Measure); 5] = [
    (Rule::Exact, Measure::Calls),
    (Rule::Exact, Measure::Discounted),
    (Rule::Exact, Measure::Cap),
    (Rule::Paper, Measure::Calls),
    (Rule::Paper, Measure::Discounted),
];

fn press_button(state: &mut State, action: LessonAction) {
    page_update(state, Msg::Lesson(LessonMsg::Done(action)));
}

/// A setting that its own link gives back whole, on the slider, and within which the policy keeps.
fn check(state: &State, what: &str) {
    let Setting { rule, measure, budget, .. } = state.setting;
    assert_ne!((rule, measure), (Rule::Paper, Measure::Cap), "{what}");
    assert_eq!(measure.budget(budget), budget, "{what}");
    let most = budget_max(state.experiment.as_ref().unwrap(), measure);
    assert!(budget <= most, "{what}: a budget of {budget} on a slider to {most}");
    let (again, dropped) = link::read(&link::write(&state.setting));
    assert!(again == state.setting && dropped.is_empty(), "{what}: {dropped:?}");
    let reading = state.reading.as_ref().unwrap();
    assert_eq!(reading.budget, budget, "{what}");
    assert!(reading.calls.of(measure) <= budget + 1e-9, "{what}");
}

#[test]
fn every_button_leaves_a_setting_that_can_be_and_says_what_else_it_changed() {
    let page = opened("");
    for (number, _) in lessons() {
        for &(_, action) in lesson_body(number).unwrap().buttons {
            for (rule, measure) in COUNTED {
                for share in [0.0, 0.4, 1.0] {
                    let mut state = page.clone();
                    page_update(&mut state, Msg::Lesson(LessonMsg::Opened(Some(number))));
                    page_update(&mut state, Msg::RuleChosen(rule));
                    page_update(&mut state, Msg::MeasureChosen(measure));
                    let most = budget_max(state.experiment.as_ref().unwrap(), measure);
                    page_update(&mut state, Msg::BudgetTyped((share * most).to_string()));
                    let before = state.setting.clone();
                    press_button(&mut state, action);
                    let what =
                        format!("lesson {number}, {action:?} from {rule:?} {measure:?} {}", before.budget);
                    check(&state, &what);
                    let names_rule = matches!(action, LessonAction::Rule(_));
                    let names_budget = matches!(
                        action,
                        LessonAction::NoHelp | LessonAction::AllHelp | LessonAction::Budget(_)
                    );
                    assert!(names_rule || state.setting.rule == before.rule, "{what}");
                    if state.setting.measure != before.measure {
                        assert!(state.lesson_note().is_some(), "{what}: not said");
                    } else if !names_budget {
                        assert_eq!(state.setting.budget, before.budget, "{what}");
                    }
                    if action == LessonAction::NextTask {
                        let task = state.setting.task;
                        assert_eq!(state.setting, Setting { task, step: None, ..before }, "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_lesson_about_the_comparison_run_has_c_below_its_text_and_names_it() {
    for (number, lesson) in lessons() {
        let body = lesson_body(number).unwrap();
        let deeds = body.buttons.iter().map(|(_, action)| action).chain(lesson.opening);
        let compares = |action: &LessonAction| {
            matches!(
                action,
                LessonAction::ComparisonThreshold
                    | LessonAction::ComparisonRandom
                    | LessonAction::ComparisonBudget(_)
            )
        };
        assert_eq!(lesson.is_of_episodes, deeds.into_iter().any(compares), "lesson {number}");
        let names_c = body.prose.iter().any(|text| text(Words::ENGLISH).contains(" of C"));
        assert_eq!(names_c, lesson.is_of_episodes, "lesson {number}");
    }
}

#[test]
fn a_lesson_opens_alike_however_the_budget_was_counted() {
    let fresh = opened("");
    for number in 1..=LESSONS {
        let mut expected = fresh.clone();
        page_update(&mut expected, Msg::Lesson(LessonMsg::Opened(Some(number))));
        assert_eq!(expected.lesson_note(), None);
        for (rule, measure) in COUNTED {
            let mut state = fresh.clone();
            page_update(&mut state, Msg::RuleChosen(rule));
            page_update(&mut state, Msg::MeasureChosen(measure));
            page_update(&mut state, Msg::Lesson(LessonMsg::Opened(Some(number))));
            assert_eq!(state.setting, expected.setting, "lesson {number} from {rule:?} {measure:?}");
            assert_eq!(state.lesson_note().is_some(), measure != Measure::Calls);
            check(&state, "an opening");
        }
    }
}

#[test]
fn a_note_of_a_lesson_is_gone_once_something_else_is_set() {
    let mut state = opened("lesson=2");
    page_update(&mut state, Msg::MeasureChosen(Measure::Cap));
    press_button(&mut state, LessonAction::Budget(30));
    let note = state.lesson_note().unwrap();
    assert!(note.contains(".30 per task") && state.announcement.starts_with(note), "{note}");
    page_update(&mut state, Msg::BudgetTyped("0.4".to_owned()));
    assert_eq!(state.lesson_note(), None);
}

/// Clicks the first two states in which both ways were tried, and compares.
fn guess_and_compare(state: &mut State) -> Guess {
    let stage = state.scene.as_ref().unwrap().stage.clone();
    for id in (0..stage.n_states()).filter(|&id| stage.is_weighable(id)).take(2) {
        page_update(state, Msg::StatePinned(id));
    }
    page_update(state, Msg::Lesson(LessonMsg::ComparePressed));
    let guess = state.guessing().unwrap();
    assert!(guess.is_revealed && guess.acts(state.scene.as_ref().unwrap()).contains(&Act::Ask));
    guess
}

fn is_blank(state: &State) -> bool {
    let guess = state.guessing().unwrap();
    state.is_answer_hidden() && !guess.acts(state.scene.as_ref().unwrap()).contains(&Act::Ask)
}

#[test]
fn another_question_has_no_guess_and_hides_its_answer_and_the_old_one_keeps_its_guess() {
    let acts: [fn(&mut State); 7] = [
        |state| drop(page_update(state, Msg::TaskStepped(1))),
        |state| press_button(state, LessonAction::NextTask),
        |state| drop(page_update(state, Msg::TaskTyped("7".to_owned()))),
        |state| drop(page_update(state, Msg::RuleChosen(Rule::Paper))),
        |state| drop(page_update(state, Msg::MeasureChosen(Measure::Discounted))),
        |state| drop(page_update(state, Msg::BudgetTyped("0.4".to_owned()))),
        |state| drop(page_update(state, Msg::LinkOpened("v=1&C=1&tasks=40&lesson=3&task=12".to_owned()))),
    ];
    for (number, act) in acts.into_iter().enumerate() {
        let mut state = opened("lesson=3&C=1&task=3");
        // The page's experiment of this test is smaller than its setting says; take its order as the setting.
        let order = state.experiment.as_ref().unwrap().order;
        state.setting.take_order(&order);
        page_update(&mut state, Msg::TaskTyped("4".to_owned()));
        let guess = guess_and_compare(&mut state);
        act(&mut state);
        if number < 6 {
            assert!(is_blank(&state), "act {number} kept the guess or shows the answer");
            page_update(&mut state, Msg::UndoPressed);
            assert_eq!(state.guessing(), Some(guess), "act {number}: undo");
            page_update(&mut state, Msg::RedoPressed);
        }
        assert!(state.is_answer_hidden(), "act {number}: redo, or a link");
    }
}

#[test]
fn an_answer_that_was_seen_under_a_cap_is_seen_at_every_step() {
    let mut state = opened("lesson=3&C=2");
    page_update(&mut state, Msg::MeasureChosen(Measure::Cap));
    page_update(&mut state, Msg::BudgetTyped("2".to_owned()));
    let mut n_other_answers = 0;
    for task in 0..12 {
        page_update(&mut state, Msg::TaskTyped(task.to_string()));
        let last = state.scene.as_ref().unwrap().last_step();
        page_update(&mut state, Msg::StepSelected(last));
        let answer = state.scene.as_ref().unwrap().policy.clone();
        guess_and_compare(&mut state);
        for step in (0..=last).rev() {
            page_update(&mut state, Msg::StepScrubbed(step));
            assert!(!state.is_answer_hidden(), "task {task}: hidden again at step {step}");
            n_other_answers += u32::from(state.scene.as_ref().unwrap().policy != answer);
        }
    }
    assert!(n_other_answers > 0, "no step is before a call");
}

#[test]
fn a_new_experiment_asks_a_new_question() {
    let mut state = opened("lesson=3");
    guess_and_compare(&mut state);
    let mut other = (**state.experiment.as_ref().unwrap()).clone();
    other.order.seed = 9;
    page_update(&mut state, Msg::SeedTyped("9".to_owned()));
    assert!(!state.is_answer_hidden(), "the old figure stays until the new one is there");
    let request = state.pending.unwrap().request;
    page_update(&mut state, Msg::ExperimentArrived { request, experiment: Box::new(other) });
    assert!(is_blank(&state));
}

#[test]
fn clicks_without_a_comparison_do_not_follow_to_another_task() {
    let mut state = opened("lesson=3");
    let stage = state.scene.as_ref().unwrap().stage.clone();
    (0..stage.n_states()).for_each(|id| drop(page_update(&mut state, Msg::StatePinned(id))));
    page_update(&mut state, Msg::TaskStepped(1));
    assert!(is_blank(&state));
}

#[test]
fn what_is_judged_ringed_and_counted_is_one_number() {
    let mut state = opened("lesson=3");
    for task in 0..40 {
        page_update(&mut state, Msg::TaskTyped(task.to_string()));
        if state.is_answer_hidden() {
            page_update(&mut state, Msg::Lesson(LessonMsg::ComparePressed));
        }
        let scene = state.scene.clone().unwrap();
        let guess = state.guessing().unwrap();
        let verdict = guess.verdict(&scene, state.reading.as_ref().unwrap().price);
        let ringed = guess.differs(&scene).iter().filter(|differs| **differs).count() as u32;
        assert_eq!(verdict.n_states - verdict.n_alike, ringed, "task {task}");
        let view = crate::app::draw::policy(&state, &scene);
        let said = format!("{ringed} of {} guessed otherwise", verdict.n_states);
        assert_eq!(view.changed, said, "task {task}");
        let drawn = view.drawings[0].all_marks().iter().filter(|mark| is_ring(mark)).count() as u32;
        assert_eq!(drawn, ringed, "task {task}");
        let judged = (0..scene.stage.n_states()).filter(|&id| scene.stage.is_weighable(id));
        assert_eq!(judged.count() as u32, verdict.n_states);
        for id in 0..scene.acts.len() {
            let says =
                crate::app::draw::policy::state_words(&state, &scene, id).contains("You guessed: goes on.");
            assert_eq!(says, scene.stage.is_weighable(id as u32), "task {task}, state {id}");
        }
    }
}

fn is_ring(mark: &crate::figure::Mark) -> bool {
    mark.class.split(' ').any(|class| class == "ring")
}

#[test]
fn the_guess_can_be_seen_again_beside_its_judgement() {
    let mut state = opened("lesson=3");
    let guess = guess_and_compare(&mut state);
    let scene = state.scene.clone().unwrap();
    page_update(&mut state, Msg::Lesson(LessonMsg::GuessShown(true)));
    let stars = |acts: &[Act]| acts.iter().filter(|act| **act == Act::Ask).count() as u32;
    let label = |state: &State| crate::app::draw::policy(state, &scene).drawings[0].label.clone();
    assert!(label(&state).contains(&format!("{} ask", stars(&guess.acts(&scene)))), "{}", label(&state));
    assert!(!state.is_answer_hidden(), "its judgement stays");
    page_update(&mut state, Msg::Lesson(LessonMsg::GuessShown(false)));
    assert!(label(&state).contains(&format!("{} ask", stars(&scene.acts))), "{}", label(&state));
}

#[test]
fn a_hidden_answer_is_not_told_by_the_state_that_is_described() {
    let mut state = opened("lesson=3");
    for task in 0..40 {
        page_update(&mut state, Msg::TaskTyped(task.to_string()));
        let view = crate::app::draw::policy(&state, &state.scene.clone().unwrap());
        assert_eq!((view.place.as_str(), view.words.as_str()), ("", ""), "task {task}");
    }
    page_update(&mut state, Msg::StateWalked(1));
    assert_eq!(state.hovered, Some(0), "a walk begins with the first state, not where the agent asks");
}

#[test]
fn a_right_guess_costs_nothing_and_no_guess_gains_anything_however_calls_are_counted() {
    for (_, measure) in COUNTED.into_iter().filter(|(rule, _)| *rule == Rule::Exact) {
        let mut state = opened("lesson=3");
        page_update(&mut state, Msg::MeasureChosen(measure));
        for task in 0..40 {
            page_update(&mut state, Msg::TaskTyped(task.to_string()));
            let scene = state.scene.clone().unwrap();
            let price = state.reading.as_ref().unwrap().price;
            let blank = state.guessing().unwrap().verdict(&scene, price);
            assert!(blank.regret >= -1e-9, "{measure:?}, task {task}: {blank:?}");
            for id in (0..).zip(&scene.acts).filter(|(_, act)| **act == Act::Ask).map(|(id, _)| id) {
                page_update(&mut state, Msg::StatePinned(id));
            }
            let right = state.guessing().unwrap().verdict(&scene, price);
            assert!(right.n_alike == right.n_states && right.regret.abs() < 1e-12, "{measure:?}: {right:?}");
        }
    }
}
