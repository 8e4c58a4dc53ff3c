//! The page's figures in many states: no text meets anything, and what is shown holds.

use crate::app::derived::budget_in_figures;
use crate::app::draw::policy::state_words;
use crate::app::state::State;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::app::dispatch::update;
use crate::app::draw::*;
use crate::app::message::page::Msg;
use crate::app::model::setting::Measure;
use crate::experiment::{Experiment, Order, run};
use crate::figure::clear::{collisions, misnamed};
use crate::figure::curve::{Curve, Reading};
use crate::figure::why::tests::holds;
use crate::figure::{Act, Drawing, Span};
use crate::household::Split;
use crate::language::{Language, Words, fill, packed};
use crate::mdp::{ActionId, Mdp, StateId};
use crate::study::published::table_2;

/// Widths of windows, in pixels.
const WIDTHS: [f64; 8] = [320.0, 390.0, 640.0, 768.0, 1000.0, 1280.0, 1440.0, 1920.0];
/// Rule and measure.
const WAYS: [&str; 5] = ["", "count=discounted", "count=cap", "rule=paper", "rule=paper&count=discounted"];
/// The policy of the comparison run.
const TWINS: [&str; 4] = ["base", "random", "threshold", "0.3"];

/// The default experiment, and a smaller one of the other kind of tasks.
fn experiment(split: Split) -> &'static Experiment {
    static S_OBJ: OnceLock<Experiment> = OnceLock::new();
    static PNP: OnceLock<Experiment> = OnceLock::new();
    match split {
        Split::PnP => PNP.get_or_init(|| run(Order { n_tasks: 60, ..Order::new(1, split) }).unwrap()),
        _ => S_OBJ.get_or_init(|| run(Order::new(1, Split::SObj)).unwrap()),
    }
}

fn opened(link: &str, split: Split) -> State {
    let mut state = State::default();
    let world = if split == Split::PnP { "&split=pnp&tasks=60" } else { "" };
    update(&mut state, Msg::LinkOpened(format!("v=1&{link}{world}")));
    let request = state.pending.as_ref().unwrap().request;
    let experiment = Box::new(experiment(split).clone());
    update(&mut state, Msg::ExperimentArrived { request, experiment });
    assert_eq!(state.phase_name(), "ready", "{link} {split:?}");
    state
}

fn german() -> Words {
    Words::read(Language::German, &packed(Language::German).unwrap()).unwrap()
}

/// Budgets from nothing to more than helps; caps are whole.
fn budgets(measure: Measure) -> Vec<f64> {
    match measure {
        Measure::Cap => (0..=9).map(f64::from).collect(),
        _ => (0..=21).map(|tenth| f64::from(tenth) / 10.0).chain([0.25, 0.35, 0.43, 0.97]).collect(),
    }
}

/// Every drawing of the state, named.
fn drawings(state: &State) -> Vec<(&'static str, Drawing)> {
    let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
    let scene = state.scene.as_deref().unwrap();
    let episode = episode(state, scene);
    let mut drawings = vec![
        ("slider", slider_drawing(state, experiment)),
        ("plan", episode.helped_plan),
        ("plan of the twin", episode.twin_plan),
    ];
    drawings.extend(curve(state, experiment, reading).drawings.into_iter().map(|drawing| ("curve", drawing)));
    drawings.extend(policy(state, scene).drawings.into_iter().map(|drawing| ("policy", drawing)));
    drawings.extend(episode.helped_trace.into_iter().map(|drawing| ("trace", drawing)));
    drawings.extend(episode.comparison_trace.into_iter().map(|drawing| ("trace of the twin", drawing)));
    if let Some(why) = why(state, experiment, reading, scene) {
        drawings.extend([("bars", why.bars), ("strips", why.strips)]);
    }
    drawings
}

/// The number of collisions of each figure's texts, with the first of them.
#[derive(Default)]
struct Tally(BTreeMap<String, (u32, String)>);

impl Tally {
    fn add(&mut self, state: &State, place: &str) {
        for (figure, drawing) in drawings(state) {
            for collision in collisions(&drawing) {
                let key = format!("{figure}: {collision}");
                self.0.entry(key).or_insert_with(|| (0, place.to_owned())).0 += 1;
            }
            if figure == "curve" {
                self.add_names(state, &drawing, place);
            }
        }
    }

    /// A says its budget and the name of its line, and each name of a baseline stands nearest to its own mark.
    fn add_names(&mut self, state: &State, drawing: &Drawing, place: &str) {
        let (w, texts) = (state.words, drawing.texts());
        let says = |words: &str| words.split('\n').all(|line| texts.iter().any(|text| text == line));
        let experiment = state.experiment.as_deref().unwrap();
        let data = curve::curve_data(w, state, experiment, state.reading.as_ref().unwrap());
        let names = data.baselines.iter().map(|baseline| [&baseline.label, &baseline.short]);
        let mut faults = misnamed(drawing, &names.collect::<Vec<_>>());
        if !texts.iter().any(|text| text.starts_with("C = ")) {
            faults.push("the budget is not said".to_owned());
        }
        if ![w.exact_optimum(), w.exact_optimum_narrow()].into_iter().any(says) {
            faults.push("the line has no name".to_owned());
        }
        for fault in faults {
            self.0.entry(format!("curve: {fault}")).or_insert_with(|| (0, place.to_owned())).0 += 1;
        }
    }

    fn assert_clear(&self) {
        let lines: Vec<String> =
            self.0.iter().map(|(what, (n, place))| format!("{n} times {what} (first: {place})")).collect();
        assert!(lines.is_empty(), "{} kinds\n{}", lines.len(), lines[..lines.len().min(60)].join("\n"));
    }
}

fn sweep(split: Split, words: Words) {
    let mut tally = Tally::default();
    for (place, way) in WAYS.into_iter().enumerate() {
        let mut state = opened(way, split);
        state.words = words;
        let n_tasks = state.experiment.as_ref().unwrap().n_tasks();
        for (index, budget) in budgets(state.setting.measure).into_iter().enumerate() {
            let comparison = TWINS[(place + index) % TWINS.len()];
            update(&mut state, Msg::ComparisonChosen(comparison.to_owned()));
            update(&mut state, Msg::TaskTyped((index as u32 * 7 % n_tasks).to_string()));
            update(&mut state, Msg::BudgetChanged(budget));
            for width in WIDTHS {
                update(&mut state, Msg::Resized(width));
                let task = state.scene.as_ref().unwrap().stage.index;
                tally.add(
                    &state,
                    &format!("{split:?} {way} C={budget} task={task} twin={comparison} {width} px"),
                );
            }
        }
    }
    tally.assert_clear();
}

#[test]
fn no_text_meets_anything_whatever_is_set() {
    sweep(Split::SObj, Words::ENGLISH);
}

#[test]
fn no_text_meets_anything_in_german() {
    sweep(Split::SObj, german());
}

#[test]
fn no_text_meets_anything_in_the_other_kind_of_tasks() {
    sweep(Split::PnP, Words::ENGLISH);
}

#[test]
fn no_text_meets_anything_in_lessons_and_in_other_pages() {
    let mut tally = Tally::default();
    for lesson in 1..=6 {
        let mut state = opened(&format!("lesson={lesson}"), Split::SObj);
        for width in WIDTHS {
            update(&mut state, Msg::Resized(width));
            tally.add(&state, &format!("lesson {lesson} {width} px"));
        }
    }
    for embed in ["curve", "policy", "curve+policy", "all"] {
        let mut state = opened(&format!("C=0.8&embed={embed}"), Split::SObj);
        for width in WIDTHS {
            update(&mut state, Msg::Resized(width));
            tally.add(&state, &format!("embed={embed} {width} px"));
        }
    }
    tally.assert_clear();
}

#[test]
fn figures_of_the_paper_are_clear() {
    for number in 3..=6 {
        for w in [Words::ENGLISH, german()] {
            let figure = paper_figure(w, experiment(Split::SObj), number, None).unwrap();
            assert_eq!(collisions(&figure.drawing), Vec::<String>::new(), "figure {number}");
        }
    }
}

#[test]
fn a_curve_alone_fills_its_frame() {
    let mut state = opened("embed=curve", Split::SObj);
    update(&mut state, Msg::Resized(1000.0));
    let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
    assert_eq!(curve(&state, experiment, reading).drawings[0].width, 952.0);
}

fn said(spans: &[Span]) -> String {
    spans.iter().map(|span| &*span.text).collect()
}

#[test]
fn what_d_shows_holds_as_it_is_shown_and_each_line_agrees_with_its_strip() {
    let (mut settled, mut unsettled) = (0, 0);
    for way in WAYS {
        let mut state = opened(way, Split::SObj);
        for (index, budget) in budgets(state.setting.measure).into_iter().enumerate() {
            update(&mut state, Msg::TaskTyped((index * 13).to_string()));
            update(&mut state, Msg::BudgetChanged(budget));
            for id in 0..state.scene.as_ref().unwrap().stage.n_states() {
                update(&mut state, Msg::StateHovered(Some(id)));
                let (experiment, reading) =
                    (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
                let scene = state.scene.as_deref().unwrap();
                let Some(why) = why(&state, experiment, reading, scene) else { continue };
                let place = format!("{way} C={budget} task {} state {id}", index * 13);
                let exact = said(&why.exact);
                assert!(holds(&exact), "{place}: {exact}");
                if why.paper.is_empty() {
                    assert_eq!(state.setting.measure, Measure::Cap, "{place}");
                    continue;
                }
                let paper = said(&why.paper);
                assert!(holds(&paper), "{place}: {paper}");
                // Where the paper's iteration never settles, its last sweep weighs other calls than its policy was made of.
                if why.paper_note != state.words.price_under_ratio() {
                    unsettled += 1;
                    continue;
                }
                settled += 1;
                if let Some(act) = crate::app::draw::why::strip_act(&state, experiment, scene, id) {
                    assert_eq!(
                        act == Act::Ask,
                        paper.contains(" < "),
                        "{place}: {paper}, the strip: {act:?}"
                    );
                }
            }
        }
    }
    assert!(settled > 2 * unsettled, "{unsettled} of {settled} states never settle");
}

#[test]
fn states_tried_one_way_are_drawn_alike_and_never_change() {
    let mut state = opened("C=1", Split::SObj);
    let mut n = 0;
    for (index, budget) in [0.0, 0.43, 1.0, 1.9, 0.2].into_iter().enumerate() {
        update(&mut state, Msg::TaskTyped((index * 31).to_string()));
        update(&mut state, Msg::BudgetChanged(budget));
        update(&mut state, Msg::BudgetChanged(budget + 0.1));
        let scene = state.scene.as_deref().unwrap();
        for (id, tried) in scene.stage.tried.iter().enumerate().filter(|(_, tried)| tried.contains(&0)) {
            assert_eq!((scene.acts[id], scene.changed[id]), (Act::NeverSeen, false), "state {id}: {tried:?}");
            let words = policy::state_words(&state, scene, id);
            let expected = match tried {
                [0, 0] => "nothing was tried here",
                [0, _] => "asks; going on alone was never tried here",
                _ => "goes on; help was never tried here",
            };
            assert!(words.contains(expected), "{words}");
            n += 1;
        }
    }
    assert!(n > 5, "{n} such states");
}

#[test]
fn tables_name_what_their_columns_count() {
    let table = |link: &str| {
        let state = opened(link, Split::SObj);
        curve_table(&state, state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap())
    };
    let capped = table("count=cap&C=2");
    assert_eq!(capped.columns[1..3], ["Calls, expected", "Success"]);
    let now: f64 = capped.rows[0][1].parse().unwrap();
    assert!(now < 2.0, "the calls that are made, not the cap: {now}");
    assert_eq!((&*capped.rows[1][0], &*capped.rows[2][0]), ("at most 1", "at most 2"));
    assert_eq!(capped.rows[2][1..3], capped.rows[0][1..3], "the row of the cap that is set");
    let discounted = table("count=discounted&C=0.5");
    assert_eq!(discounted.columns[1..3], ["Calls, expected, discounted", "Success, discounted"]);
    let names: Vec<String> = table("").rows.into_iter().map(|row| row[0].clone()).collect();
    for price in ["0.4", "0.2", "0.1"] {
        assert!(names.contains(&format!("optimal, r = {price}, played again")), "{names:?}");
    }
}

#[test]
fn an_error_of_a_published_row_is_half_of_a_95_percent_interval() {
    let state = opened("", Split::SObj);
    let table = curve_table(&state, state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
    let rows = table_2(Split::SObj);
    assert!(rows.len() > 5, "{} rows", rows.len());
    for row in rows {
        let title = fill(state.words.table_2_row(), &[&row.method, &row.level]);
        let name = fill(state.words.published_name(), &[&title]);
        let shown = table.rows.iter().find(|shown| shown[0] == name).unwrap();
        assert_eq!(shown[3], format!("± {:.1}", 1.96 * 100.0 * row.success_se()), "{name}");
    }
}

#[test]
fn a_says_what_the_calls_of_the_shown_rule_buy() {
    let state = opened("rule=paper&C=0.43", Split::SObj);
    let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
    let data = curve::curve_data(state.words, &state, experiment, reading);
    let mut points: Vec<Reading> = experiment
        .paper
        .iter()
        .map(|point| Reading { calls: point.calls.plain, success: point.success.plain })
        .collect();
    points.sort_by(|a, b| a.calls.total_cmp(&b.calls));
    points.insert(0, data.frontier[0]);
    let of = |shown: Vec<Reading>| said(&Curve { shown, ..data.clone() }.sentence());
    let told = said(&curve(&state, experiment, reading).sentence);
    assert_eq!(told, of(points), "the slope of the paper's own points");
    assert_ne!(told, of(data.frontier.clone()), "not that of the frontier");
}

#[test]
fn a_names_what_its_vertical_axis_counts() {
    let texts = |link: &str| {
        let state = opened(link, Split::SObj);
        let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
        curve(&state, experiment, reading).drawings[0].texts()
    };
    let (plain, discounted) = (Words::ENGLISH.tasks_that_succeed(), Words::ENGLISH.discounted_success());
    for (link, said, unsaid) in [
        ("", plain, discounted),
        ("count=cap&C=2", plain, discounted),
        ("count=discounted", discounted, plain),
    ] {
        let texts = texts(link);
        let has = |words: &str| texts.iter().any(|text| text == words);
        assert!(has(said) && !has(unsaid), "{link}: {texts:?}");
    }
}

/// S of never asking, by repeated sweeps over the states of a task.
fn alone(mdp: &Mdp) -> Vec<f64> {
    let mut success = vec![0.0; mdp.n_states()];
    for _ in 0..3_000 {
        success = mdp.states().map(|state| ahead(mdp, state, ActionId::NOHELP, &success)).collect();
    }
    success
}

/// S of an action now, where what follows has these.
fn ahead(mdp: &Mdp, state: StateId, action: ActionId, success: &[f64]) -> f64 {
    if !mdp.available(state, action) {
        return 0.0;
    }
    let row = mdp.row(state, action);
    let next = row.successors.iter().zip(row.probabilities).map(|(&next, p)| p * success[next as usize]);
    mdp.gamma() * (row.success + next.sum::<f64>())
}

#[test]
fn the_three_numbers_behind_d_are_asking_now_going_on_and_never_asking() {
    let mut n = 0;
    let mut state = opened("C=0.8&task=7", Split::SObj);
    for id in 0..state.scene.as_ref().unwrap().stage.n_states() {
        update(&mut state, Msg::StateHovered(Some(id)));
        let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
        let scene = state.scene.as_deref().unwrap();
        let Some(why) = why(&state, experiment, reading, scene) else { continue };
        let mdp = &scene.stage.mdp;
        let now = |action| ahead(mdp, StateId(id), action, &scene.values.success);
        let expected = [now(ActionId::HELP), now(ActionId::NOHELP), alone(mdp)[id as usize]];
        let shown = why.compares.split(": ").skip(1).map(|part| part.split(". ").next().unwrap_or_default());
        let shown: Vec<&str> = shown.collect();
        assert_eq!(shown.len(), 3, "{}", why.compares);
        for (shown, expected) in shown.into_iter().zip(expected) {
            let places = shown.split('.').nth(1).map_or(0, str::len);
            assert_eq!(shown, format!("{expected:.places$}"), "state {id}: {}", why.compares);
        }
        n += 1;
    }
    assert!(n > 5, "{n} states");
}

#[test]
fn a_cap_is_written_as_whole_calls_wherever_the_budget_is() {
    let mut state = opened("C=3&count=cap&task=7", Split::SObj);
    update(&mut state, Msg::BudgetChanged(2.0));
    let mut asked = 0;
    for id in 0..state.scene.as_ref().unwrap().stage.n_states() {
        update(&mut state, Msg::StateHovered(Some(id)));
        let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
        let scene = state.scene.as_deref().unwrap();
        let Some(why) = why(&state, experiment, reading, scene) else { continue };
        assert!(!why.asks_from.contains('.'), "{}", why.asks_from);
        assert_eq!(why.asks_from_paper, "", "a cap has no price");
        asked += u32::from(why.asks_from.starts_with("Asks from a cap of "));
    }
    assert!(asked > 0, "no state ever asks");
    let view = policy(&state, state.scene.as_deref().unwrap());
    assert!(view.since.starts_with("since C = 3") && !view.since.contains("3.0"), "{}", view.since);
    assert_eq!(budget_in_figures(&state.setting), "2");
    update(&mut state, Msg::MeasureChosen(Measure::Calls));
    assert_eq!(budget_in_figures(&state.setting).split('.').nth(1).map(str::len), Some(2));
}

#[test]
fn nothing_is_said_to_have_changed_before_anything_moved_and_a_new_rule_is_named() {
    let mut state = opened("C=1", Split::SObj);
    let n = state.scene.as_ref().unwrap().stage.n_states();
    let shown = |state: &State| {
        let view = policy(state, state.scene.as_deref().unwrap());
        view.changed + &view.since
    };
    assert_eq!(shown(&state), format!("{n} states"));
    update(&mut state, Msg::BudgetChanged(0.8));
    assert!(shown(&state).contains("since C = 1.00"), "{}", shown(&state));
    update(&mut state, Msg::RuleChosen(crate::app::model::setting::Rule::Paper));
    assert!(!shown(&state).contains("since C = "), "{}", shown(&state));
}

#[test]
fn b_and_c_name_the_policy_that_they_show() {
    for (link, name, phrase) in [
        (
            "C=0.5&task=7",
            "The optimal policy at C = 0.50",
            "the optimal policy at a budget of 0.50 calls per task",
        ),
        ("C=0.5&task=7&rule=paper", "The paper’s rule at C = 0.50", "the paper’s rule at a budget of"),
        ("C=2&task=7&count=cap", "The optimal policy at C = 2", "the optimal policy with a"),
    ] {
        let mut state = opened(link, Split::SObj);
        let scene = state.scene.clone().unwrap();
        let (b, c) = (policy(&state, &scene), episode(&state, &scene));
        assert_eq!((b.policy.as_str(), whose(&state, &scene).as_str()), (name, name));
        assert!(b.drawings[0].label.contains(&format!("task 7 under {phrase}")), "{}", b.drawings[0].label);
        let labels = [&c.helped_trace[0].label, &c.comparison_trace[0].label];
        assert!(labels[0].starts_with(&format!("{name}: ")), "{}", labels[0]);
        assert!(labels[1].starts_with("Never helped: "), "{}", labels[1]);
        update(&mut state, Msg::ComparisonChosen("0.3".to_owned()));
        let scene = state.scene.clone().unwrap();
        let comparison = &episode(&state, &scene).comparison_trace[0].label;
        // A cap is whole: three tenths of a call allow none.
        let budget = if link.contains("cap") { "at C = 0: " } else { "at C = 0.30: " };
        assert!(comparison.starts_with(&name[..9]) && comparison.contains(budget), "{comparison}");
        update(&mut state, Msg::Takeover(crate::app::message::page::TakeoverMsg::Begun));
        let scene = state.scene.clone().unwrap();
        assert!(episode(&state, &scene).helped_trace[0].label.starts_with("You, from step "));
    }
    let state = opened("lesson=3&C=1&task=7", Split::SObj);
    let view = policy(&state, &state.scene.clone().unwrap());
    assert_eq!(view.policy, "Your guess");
    assert!(view.drawings[0].label.contains("task 7 as you guessed it"), "{}", view.drawings[0].label);
}

#[test]
fn a_task_that_is_let_fail_says_that_the_budget_is_an_average() {
    let note = |link: &str| {
        let state = opened(link, Split::SObj);
        let (experiment, scene) = (state.experiment.clone().unwrap(), state.scene.clone().unwrap());
        why_no_call(&state, &experiment, &scene)
    };
    let failing = (0..200).find(|task| note(&format!("C=1&task={task}")).is_some()).unwrap();
    let told = note(&format!("C=1&task={failing}")).unwrap();
    assert!(told.contains("average over 1000 tasks"), "{told}");
    for link in ["C=0", "C=1&rule=paper", "C=1&count=cap"] {
        assert_eq!(note(&format!("{link}&task={failing}")), None, "{link}");
    }
}

#[test]
fn d_and_the_states_say_how_often_each_action_was_tried() {
    let state = opened("C=1&task=7", Split::SObj);
    let (experiment, reading) = (state.experiment.clone().unwrap(), state.reading.clone().unwrap());
    let scene = state.scene.clone().unwrap();
    let why = why(&state, &experiment, &reading, &scene).unwrap();
    let id = super::policy::looked_at(&state, &scene).unwrap() as usize;
    let times = |n: u32| if n == 1 { "once".to_owned() } else { format!("{n} times") };
    let [alone, helped] = scene.stage.tried[id].map(times);
    assert!(why.compares.ends_with(&format!("went on here {alone} and asked {helped}.")), "{}", why.compares);
    let once = (0..scene.acts.len()).find(|&id| scene.stage.tried[id][0] == 1);
    let said = state_words(&state, &scene, once.unwrap());
    assert!(said.contains("Tried once alone, ") && !said.contains("1 times"), "{said}");
}
