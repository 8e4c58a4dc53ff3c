//! The reader's verbs, and what must hold after each of them.

use crate::app::message::page::TakeoverMsg;
use crate::app::message::worker::{Job, Progress};
use crate::app::model::notice::Place;
use crate::experiment::Experiment;
use crate::household::Split;
use std::sync::OnceLock;

use crate::app::derived::reading::budget_max;
use crate::app::dispatch::*;
use crate::app::drawers::models::message::ModelsMsg;
use crate::app::drawers::share::{Form, SavedFile, ShareMsg};
use crate::app::model::greeting::Greeting;
use crate::app::model::setting::{Comparison, Measure, Rule};
use crate::experiment::{Order, Stage as PipelineStage};

/// A small experiment, computed once.
fn bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let order = Order { n_tasks: 40, ..Order::new(1, Split::SObj) };
        crate::experiment::run(order).unwrap().to_bytes()
    })
}

fn experiment() -> Box<Experiment> {
    Box::new(Experiment::from_bytes(bytes()).unwrap())
}

/// A page that has opened with this fragment and got its experiment.
pub(in crate::app) fn opened(fragment: &str) -> State {
    let mut state = State::default();
    update(&mut state, Msg::LinkOpened(fragment.to_owned()));
    let request = state.pending.unwrap().request;
    update(&mut state, Msg::ExperimentArrived { request, experiment: experiment() });
    assert_eq!(state.phase_name(), "ready");
    state
}

#[test]
fn no_discount_is_refused_beside_its_field_with_the_reason() {
    let mut state = opened("gamma=0.9&open=set-up");
    for typed in ["1", "1,0", "1.5", "0"] {
        let effects = update(
            &mut state,
            Msg::Settings(crate::app::drawers::settings::SettingsMsg::GammaTyped(typed.to_owned())),
        );
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Run { .. })), "{typed} is computed");
        let (_, notice) = state.notice_at(Place::Gamma).unwrap();
        let says = ["above 0 and below 1", "never end", "0.999", typed];
        assert!(says.iter().all(|word| notice.text.contains(word)), "{}", notice.text);
        assert_eq!(state.setting.gamma, 0.9);
    }
    let (setting, dropped) = link::read("gamma=1&C=0.5");
    assert_eq!((setting.gamma, setting.budget), (0.95, 0.5));
    assert!(dropped[0].expected.contains("never end"), "{dropped:?}");
}

fn drag(state: &mut State, budget: f64) {
    update(state, Msg::BudgetChanged(budget));
    check(state);
}

/// The properties that hold after every message.
fn check(state: &State) {
    let (Some(experiment), Some(reading), Some(scene)) = (&state.experiment, &state.reading, &state.scene)
    else {
        panic!("a result is there, and the page shows nothing of it");
    };
    assert_eq!(reading.budget, state.setting.budget);
    let calls = reading.calls.of(state.setting.measure);
    assert!(calls <= reading.budget + 1e-9, "{calls} calls for a budget of {}", reading.budget);
    assert!((0.0..=1.0).contains(&reading.success.plain));
    assert!(reading.calls.discounted <= reading.calls.plain + 1e-9);
    assert_eq!(scene.policy.len(), experiment.states_of(scene.stage.index).len());
    assert!(scene.step(&state.setting) <= scene.last_step());
}

/// The properties that hold while there is no result: nothing is shown of it, nothing plays, and the setting is one
/// a link can carry.
fn check_before_the_result(state: &State, effects: &[Effect], after: &str) {
    assert!(state.experiment.is_none() && state.reading.is_none() && state.scene.is_none(), "{after}");
    assert!(!state.playing && state.pending.is_none(), "{after}");
    assert_eq!((state.phase_name(), &state.notices), ("loading", &Vec::new()), "{after}");
    assert_eq!(link::read(&link::write(&state.setting)), (state.setting.clone(), Vec::new()), "{after}");
    let begins = |effect: &Effect| matches!(effect, Effect::Run { .. } | Effect::Cancel { .. });
    assert!(!effects.iter().any(begins), "{after}: {effects:?}");
}

#[test]
fn opening_asks_the_worker_for_the_default_experiment() {
    let mut state = State::default();
    let effects = update(&mut state, Msg::LinkOpened(String::new()));
    let order = Order::new(1, Split::SObj);
    let job = Job::Experiment { order, earlier: Vec::new() };
    assert!(effects.contains(&Effect::Run { request: 1, job }), "{effects:?}");
    assert_eq!(state.phase_name(), "loading");
}

#[test]
fn an_answer_that_is_not_awaited_is_dropped() {
    let mut state = State::default();
    update(&mut state, Msg::LinkOpened(String::new()));
    update(&mut state, Msg::ExperimentArrived { request: 7, experiment: experiment() });
    assert!(state.experiment.is_none());
    update(&mut state, Msg::WorkerFailed { request: 7, error: "late".to_owned() });
    assert_eq!(state.phase_name(), "loading");
}

#[test]
fn a_larger_budget_never_buys_less() {
    for fragment in ["", "count=discounted"] {
        let mut state = opened(fragment);
        let measure = state.setting.measure;
        let max = budget_max(state.experiment.as_ref().unwrap(), measure);
        let mut last = 0.0;
        for i in 0..=50 {
            drag(&mut state, max * f64::from(i) / 50.0);
            let success = state.reading.as_ref().unwrap().success.discounted;
            assert!(success >= last - 1e-9, "{success} after {last}");
            last = success;
        }
    }
}

#[test]
fn the_discounted_budget_is_spent_to_the_last_bit_of_a_call() {
    let mut state = opened("count=discounted");
    drag(&mut state, 0.7);
    let reading = state.reading.as_ref().unwrap();
    assert!((reading.calls.discounted - 0.7).abs() < 1e-9);
}

#[test]
fn a_drag_is_told_against_where_it_began() {
    let mut state = opened("");
    drag(&mut state, 0.4);
    drag(&mut state, 1.6);
    let scene = state.scene.clone().unwrap();
    assert_eq!(scene.since, Some(1.0));
    let counted = scene.changed.iter().filter(|changed| **changed).count();
    assert_eq!(scene.changed_text(state.words), format!("{counted} of {} changed", scene.policy.len()));
    let effects = update(&mut state, Msg::BudgetReleased);
    assert_eq!(effects, [Effect::WriteLink("v=1&C=1.6".to_owned())]);
    drag(&mut state, 0.2);
    assert_eq!(state.scene.as_ref().unwrap().since, Some(1.6));
}

#[test]
fn no_link_is_written_while_the_slider_moves() {
    let mut state = opened("");
    assert!(update(&mut state, Msg::BudgetChanged(0.3)).is_empty());
    assert!(update(&mut state, Msg::BudgetChanged(0.4)).is_empty());
    assert_eq!(update(&mut state, Msg::BudgetReleased), [Effect::WriteLink("v=1&C=0.4".to_owned())]);
    assert_eq!(update(&mut state, Msg::BudgetReleased), [], "nothing moved");
}

#[test]
fn the_paper_rule_keeps_within_the_budget() {
    let mut state = opened("rule=paper");
    for budget in [0.0, 0.3, 1.0, 2.0] {
        drag(&mut state, budget);
    }
}

#[test]
fn counting_differently_keeps_the_policy() {
    let mut state = opened("");
    drag(&mut state, 0.8);
    let before = state.reading.clone().unwrap().calls;
    update(&mut state, Msg::MeasureChosen(Measure::Discounted));
    let after = state.reading.clone().unwrap().calls;
    assert!((before.plain - after.plain).abs() < 0.01, "{before:?}, {after:?}");
}

#[test]
fn no_episode_passes_a_hard_cap_and_where_none_is_left_nothing_asks() {
    let mut state = opened("count=cap&C=2.7&twin=1");
    let mut most = 0;
    for task in 0..40 {
        update(&mut state, Msg::TaskTyped(task.to_string()));
        check(&state);
        let last = state.scene.as_ref().unwrap().last_step();
        update(&mut state, Msg::StepSelected(last));
        let scene = state.scene.as_ref().unwrap();
        assert!(scene.helped.n_calls <= 2 && scene.comparison.n_calls <= 1);
        most = most.max(scene.helped.n_calls);
        let before = scene.helped.steps.iter().take(last as usize).filter(|step| step.asked).count() as u32;
        assert_eq!(scene.calls_left, Some(2 - before));
        assert!(before < 2 || scene.acts.iter().all(|act| *act != crate::figure::Act::Ask));
    }
    assert_eq!(most, 2);
}

#[test]
fn a_hard_cap_is_whole_buys_more_the_larger_it_is_and_ends_with_the_papers_rule() {
    let mut state = opened("");
    update(&mut state, Msg::MeasureChosen(Measure::Cap));
    let mut successes = Vec::new();
    for cap in 0..6 {
        drag(&mut state, f64::from(cap) + 0.4);
        assert_eq!(state.setting.budget, f64::from(cap));
        successes.push(state.reading.as_ref().unwrap().success.discounted);
    }
    assert!(successes.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12) && successes[0] < successes[1]);
    // As many calls on average as a cap uses buy at least as much, for they may be spent where they are needed.
    let capped = state.experiment.as_ref().unwrap().capped[1];
    let free = state.experiment.as_ref().unwrap().frontier.at_budget(capped.calls.discounted).unwrap();
    assert!(capped.success.discounted <= free.success + 1e-9);
    update(&mut state, Msg::RuleChosen(Rule::Paper));
    assert_eq!(state.setting.measure, Measure::Calls);
}

#[test]
fn a_bad_seed_a_bad_budget_and_a_bad_task_say_what_was_expected() {
    let mut state = opened("task=4000");
    let said = |state: &State| {
        let lines: Vec<&str> = state.notices.iter().map(|notice| notice.text.as_str()).collect();
        lines.join("\n")
    };
    expect_test::expect!["There is no task 4000: tasks are numbered from 0, and the last is 39."]
        .assert_eq(&said(&state));
    update(&mut state, Msg::SeedTyped("banana".to_owned()));
    update(&mut state, Msg::BudgetTyped("-1".to_owned()));
    // A field has one line: what is typed now takes the place of what the link said of it.
    update(&mut state, Msg::TaskTyped("x".to_owned()));
    expect_test::expect![[r#"
        The seed “banana” is not used; expected a whole number from 0 to 9007199254740991.
        The budget “-1” is not used; expected a number of calls from 0 to 100.
        The task “x” is not used; expected a whole number."#]]
    .assert_eq(&said(&state));
    assert_eq!(state.setting.seed, 1);
}

#[test]
fn a_new_seed_keeps_the_old_result_and_cancelling_returns_to_it() {
    let mut state = opened("");
    let effects = update(&mut state, Msg::SeedTyped("9".to_owned()));
    assert!(matches!(effects[0], Effect::Run { request: 2, .. }));
    assert_eq!(state.phase_name(), "ready");
    let progress = Progress { stage: PipelineStage::TrainBase, done: 1, of: 2, left_ms: None };
    update(&mut state, Msg::WorkerProgressed { request: 2, progress });
    assert!(update(&mut state, Msg::CancelPressed).contains(&Effect::Cancel { request: 2 }));
    assert_eq!((state.setting.seed, state.pending), (1, None));
}

#[test]
fn playing_reaches_the_end_and_stops() {
    let mut state = opened("step=0");
    assert_eq!(update(&mut state, Msg::PlayPressed), [Effect::StartTicking { every_ms: 900 }]);
    let last = state.scene.as_ref().unwrap().last_step();
    let mut effects = Vec::new();
    for _ in 0..last {
        effects = update(&mut state, Msg::Ticked);
        check(&state);
    }
    assert!(effects.contains(&Effect::StopTicking), "{effects:?}");
    assert_eq!(state.setting.step, Some(last));
    update(&mut state, Msg::ResetPressed);
    assert_eq!(state.setting.step, Some(0));
}

#[test]
fn the_twin_is_the_same_up_to_the_first_call() {
    let mut state = opened("");
    for task in 0..40 {
        update(&mut state, Msg::TaskTyped(task.to_string()));
        check(&state);
        let scene = state.scene.clone().unwrap();
        let first_call =
            scene.helped.steps.iter().position(|step| step.asked).unwrap_or(scene.helped.steps.len());
        for (helped, alone) in scene.helped.steps.iter().zip(&scene.stage.comparison.steps).take(first_call) {
            assert_eq!(helped, alone);
        }
    }
}

#[test]
fn a_hostile_order_of_messages_leaves_a_page_that_holds_together() {
    let mut state = State::default();
    for msg in [
        Msg::BudgetChanged(f64::NAN),
        Msg::BudgetChanged(f64::INFINITY),
        Msg::EpisodeStepped,
        Msg::PlayPressed,
        Msg::Ticked,
        Msg::StatePinned(u32::MAX),
        Msg::StateHovered(Some(u32::MAX)),
        Msg::TaskStepped(i32::MIN),
        Msg::NoticeClosed(9),
        Msg::CancelPressed,
        Msg::ResetPressed,
    ] {
        let said = format!("{msg:?}");
        let effects = update(&mut state, msg);
        check_before_the_result(&state, &effects, &said);
    }
    let mut state = opened("");
    for msg in [
        Msg::BudgetChanged(f64::NAN),
        Msg::BudgetChanged(f64::INFINITY),
        Msg::StatePinned(u32::MAX),
        Msg::StateHovered(Some(u32::MAX)),
        Msg::TaskStepped(i32::MIN),
        Msg::StepSelected(u32::MAX),
        Msg::EpisodeStepped,
    ] {
        update(&mut state, msg);
        check(&state);
    }
}

#[test]
fn undo_takes_back_a_whole_drag_and_redo_does_it_again() {
    let mut state = opened("");
    drag(&mut state, 0.4);
    drag(&mut state, 1.6);
    update(&mut state, Msg::BudgetReleased);
    update(&mut state, Msg::RuleChosen(Rule::Paper));
    update(&mut state, Msg::UndoPressed);
    assert_eq!((state.setting.rule, state.setting.budget), (Rule::Exact, 1.6));
    update(&mut state, Msg::UndoPressed);
    check(&state);
    assert_eq!(state.setting.budget, 1.0);
    assert!(!state.history.can_undo());
    update(&mut state, Msg::UndoPressed);
    update(&mut state, Msg::RedoPressed);
    let effects = update(&mut state, Msg::RedoPressed);
    assert_eq!((state.setting.rule, state.setting.budget), (Rule::Paper, 1.6));
    assert_eq!(effects, [Effect::WriteLink("v=1&rule=paper&C=1.6".to_owned())]);
}

#[test]
fn the_sweep_ends_where_it_began_and_yields_to_the_reader() {
    let mut state = opened("");
    let before = state.reading.clone();
    assert_eq!(update(&mut state, Msg::GreetingAllowed { may_move: true }), [Effect::StartSweep]);
    for share in [0.1, 0.3, 0.6, 0.9] {
        assert!(update(&mut state, Msg::SweepMoved(share)).is_empty(), "a sweep writes no link");
        check(&state);
    }
    assert_ne!(state.reading, before);
    assert_eq!(
        update(&mut state, Msg::PlayPressed),
        [Effect::StopSweep, Effect::StartTicking { every_ms: 900 }]
    );
    assert_eq!((state.setting.budget, state.greeting), (1.0, Greeting::None));
    assert_eq!(state.reading, before);
    assert!(!state.history.can_undo());

    let mut state = opened("");
    update(&mut state, Msg::GreetingAllowed { may_move: true });
    update(&mut state, Msg::SweepMoved(0.5));
    update(&mut state, Msg::Models(ModelsMsg::WorkerFailed("it does not come".to_owned())));
    update(&mut state, Msg::SweepMoved(1.0));
    assert_eq!(
        (state.setting.budget, state.greeting),
        (1.0, Greeting::Inviting),
        "an engine's answer is no act"
    );
    assert_eq!(state.reading, before);
}

#[test]
fn a_speed_holds_at_once_and_ends_at_the_fastest() {
    let mut state = opened("");
    assert!(update(&mut state, Msg::SpeedStepped(1)).is_empty(), "nothing plays yet");
    assert_eq!(update(&mut state, Msg::PlayPressed), [Effect::StartTicking { every_ms: 450 }]);
    assert_eq!(update(&mut state, Msg::SpeedStepped(1)), [Effect::StartTicking { every_ms: 225 }]);
    assert_eq!(update(&mut state, Msg::SpeedStepped(1)), [Effect::StartTicking { every_ms: 225 }]);
    assert_eq!(update(&mut state, Msg::SpeedStepped(0)), [Effect::StartTicking { every_ms: 1_800 }]);
    assert!(!state.history.can_undo(), "a speed is no change of the figure");
}

#[test]
fn breakpoints_of_the_task_are_met_one_by_one() {
    let mut state = opened("C=0");
    let mut met = 0;
    loop {
        let before = state.setting.budget;
        update(&mut state, Msg::BreakpointStepped(1));
        check(&state);
        if state.setting.budget <= before {
            break;
        }
        assert!(state.scene.as_ref().unwrap().n_changed() > 0, "nothing changed at {}", state.setting.budget);
        met += 1;
    }
    assert!(met > 0);
    update(&mut state, Msg::BreakpointStepped(-1));
    assert!(state.scene.as_ref().unwrap().n_changed() > 0);
}

#[test]
fn a_right_guess_has_no_regret_and_a_wrong_one_has_some() {
    let mut state = opened("lesson=3");
    assert!(state.is_answer_hidden());
    let scene = state.scene.clone().unwrap();
    let price = state.reading.as_ref().unwrap().price;
    assert!(state.guess.verdict(&scene, price).regret >= -1e-9);
    for (id, act) in scene.acts.iter().enumerate() {
        if *act == crate::figure::Act::Ask {
            update(&mut state, Msg::StatePinned(id as u32));
        }
    }
    update(&mut state, Msg::Lesson(crate::app::message::page::LessonMsg::ComparePressed));
    assert!(!state.is_answer_hidden());
    let verdict = state.guess.verdict(&scene, price);
    assert_eq!(verdict.n_alike, verdict.n_states);
    assert!(verdict.regret.abs() < 1e-12, "{verdict:?}");
    update(&mut state, Msg::Lesson(crate::app::message::page::LessonMsg::ResetPressed));
    assert!(state.is_answer_hidden());
}

#[test]
fn a_lesson_link_opens_the_lessons_own_state_and_a_full_one_restores() {
    let state = opened("lesson=5");
    assert_eq!((state.setting.budget, state.setting.comparison), (1.5, Comparison::Budget(0.3)));
    let state = opened("lesson=5&C=1");
    assert_eq!((state.setting.budget, state.setting.comparison), (1.0, Comparison::Base));
    assert_eq!(link::read(&link::write(&state.setting)).0, state.setting);
}

#[test]
fn every_twin_is_the_same_up_to_where_it_parts() {
    let mut state = opened("task=3");
    for name in ["base", "random", "threshold", "0.3", "1.8"] {
        update(&mut state, Msg::ComparisonChosen(name.to_owned()));
        let scene = state.scene.clone().unwrap();
        let steps = || scene.helped.steps.iter().zip(&scene.comparison.steps);
        let parting = steps().position(|(a, b)| a.asked != b.asked).unwrap_or(usize::MAX);
        assert!(steps().take(parting).all(|(a, b)| a == b), "{name}");
    }
    update(&mut state, Msg::ComparisonChosen("worst".to_owned()));
    assert_eq!(state.notices.len(), 1);
}

#[test]
fn another_discount_sends_the_earlier_result_along_and_a_bad_one_is_refused() {
    use crate::app::drawers::settings::SettingsMsg;
    let mut state = opened("");
    // The page's experiment of this test is smaller than its setting says; take its order as the setting.
    let order = state.experiment.as_ref().unwrap().order;
    state.setting.take_order(&order);
    assert!(update(&mut state, Msg::Settings(SettingsMsg::GammaTyped("1.5".to_owned()))).is_empty());
    assert_eq!(state.notices.len(), 1);
    let effects = update(&mut state, Msg::Settings(SettingsMsg::GammaTyped("0.9".to_owned())));
    let has_earlier = |effect: &Effect| match effect {
        Effect::Run { job: Job::Experiment { earlier, .. }, .. } => !earlier.is_empty(),
        _ => false,
    };
    assert!(effects.iter().any(has_earlier));
    let effects = update(&mut state, Msg::Settings(SettingsMsg::TasksTyped("50".to_owned())));
    assert!(effects.contains(&Effect::Cancel { request: 2 }) && !effects.iter().any(has_earlier));
}

#[test]
fn at_most_four_settings_are_pinned_and_none_twice() {
    use crate::app::drawers::settings::SettingsMsg;
    let mut state = opened("");
    update(&mut state, Msg::Settings(SettingsMsg::Pinned));
    update(&mut state, Msg::Settings(SettingsMsg::Pinned));
    assert_eq!((state.settings_drawer.pins.len(), state.notices.len()), (1, 1));
    update(&mut state, Msg::Settings(SettingsMsg::Unpinned(7)));
    update(&mut state, Msg::Settings(SettingsMsg::Unpinned(0)));
    assert!(state.settings_drawer.pins.is_empty());
}

#[test]
fn before_drawers_can_answer_the_page_works_and_says_what_it_leaves_out() {
    let mut state = opened("");
    let waits = |msg: Msg| msg.needs_lazy();
    assert!(
        waits(Msg::LinkOpened("open=log&d=AAAA".to_owned())) && !waits(Msg::LinkOpened("C=1".to_owned()))
    );
    let asked = Msg::Share(ShareMsg::SavePressed(Form::Csv));
    assert!(asked.needs_lazy() && !Msg::BudgetChanged(1.0).needs_lazy());
    // The question of a takeover has the focus, and only the lazy part shows it.
    let begun = Msg::Takeover(TakeoverMsg::Begun);
    assert!(begun.waits_for_lazy() && !begun.needs_lazy() && asked.waits_for_lazy());
    assert!(!Msg::BudgetChanged(1.0).waits_for_lazy());
    assert!(update_with(&mut state, asked, None).is_empty(), "nobody is there to answer");
    update_with(&mut state, Msg::BudgetChanged(0.4), None);
    check(&state);
    update_with(&mut state, Msg::LinkOpened("v=1&C=0.7&open=log&d=AAAA".to_owned()), None);
    assert_eq!(state.setting.budget, 0.7);
    assert!(state.notices.iter().any(|notice| notice.text.contains("did not load")), "{:?}", state.notices);
    update_with(&mut state, Msg::LazyFailed, None);
    assert_eq!((state.setting.drawer, state.panel), (None, None), "it can be opened again");
}

#[test]
fn the_panel_saves_pdf_pngs_with_a_stamp_and_a_code_of_the_link() {
    let mut state = opened("v=1&C=0.5");
    let mut saved = |msg: ShareMsg| -> Vec<SavedFile> {
        let effects = update(&mut state, Msg::Share(msg));
        effects
            .into_iter()
            .filter_map(|it| if let Effect::Save(file) = it { Some(file) } else { None })
            .collect()
    };
    let pdf = saved(ShareMsg::SavePressed(Form::Pdf));
    let names: Vec<&str> = pdf.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["askwell-curve.pdf", "askwell-policy.pdf"]);
    assert!(pdf.iter().all(|file| file.content.starts_with(b"%PDF-")));
    let png = saved(ShareMsg::SavePressed(Form::Png));
    let names: Vec<&str> = png.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["askwell-curve.png", "askwell-policy.png"]);
    assert!(png.iter().all(|file| file.stamp.contains("\"digest\"") && file.content.starts_with(b"<svg")));
    let code = saved(ShareMsg::QrPressed { address: "https://host/#v=1&C=0.5".to_owned() });
    assert!(code[0].name == "askwell-qr.svg" && code[0].content.starts_with(b"<svg"));
    assert!(saved(ShareMsg::QrPressed { address: "a".repeat(3_000) }).is_empty());
}
