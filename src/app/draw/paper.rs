//! The paper's Figures 3 to 6, from the experiment: episodes found by rule, or the one the reader picks.

use crate::app::derived::order_words::order_in_full;
use crate::language::{counted, fill};
use std::fmt::Write as _;
use std::rc::Rc;

use crate::experiment::{Baseline, Experiment, Order};
use crate::figure::pipeline::{self, Pipeline, Stage as Box};
use crate::figure::{Anchor, Drawing, Mark, Outcome, at, policy as policy_figure, text, trace as figure};
use crate::language::Words;
use crate::mdp::ActionId;

use crate::app::derived::episode_run::EpisodeRun;
use crate::app::derived::paper_figure::PaperFigure;
use crate::app::derived::reading::Reading;
use crate::app::derived::task_model::TaskModel;
use crate::app::derived::task_view::TaskView;
use crate::app::draw::episode::{repeats, trace};
use crate::app::draw::policy::policy_data;
use crate::app::model::setting::{Comparison, Setting};
use crate::app::state::State;

/// Tasks that are searched for a telling episode.
const CANDIDATES: u32 = 400;
/// The price of the policy in Figures 5 and 6.
const PRICE: f64 = 0.2;
/// Room for the heading of an episode, in pixels.
const HEADING: f64 = 22.0;

/// Figure 3, 4, 5 or 6 of the paper, worded in a language; its numbers keep their English names. `task` picks
/// the task; without it, one is found. None for another number, or if there is no such task.
#[must_use]
pub fn paper_figure(w: Words, experiment: &Experiment, number: u8, task: Option<u32>) -> Option<PaperFigure> {
    let mut figure = match number {
        3 => toggling(w, experiment, task),
        4 => Some(stages(w, experiment)),
        5 => rescue(w, experiment, task),
        6 => coverage(w, experiment, task),
        _ => None,
    }?;
    figure.caption = format!("{} {}", figure.caption, made_with(w, &experiment.order));
    Some(figure)
}

/// The setting that a figure was made with, as a sentence, so that a reader can make the figure again.
fn made_with(w: Words, order: &Order) -> String {
    fill(w.paper_made_with(), &[&order_in_full(w, order)])
}

/// The best of the candidate tasks by a merit, the first of equals; a picked task whatever its merit.
fn find<T>(
    experiment: &Experiment,
    task: Option<u32>,
    look: impl Fn(TaskModel) -> (u32, T),
) -> Option<(u32, T)> {
    if let Some(index) = task {
        return Some((index, look(TaskModel::new(experiment, index)?).1));
    }
    let mut best: Option<(u32, u32, T)> = None;
    for index in 0..experiment.n_tasks().min(CANDIDATES) {
        let Some(stage) = TaskModel::new(experiment, index) else { continue };
        let (merit, found) = look(stage);
        if merit > best.as_ref().map_or(0, |best| best.1) {
            best = Some((index, merit, found));
        }
    }
    best.map(|(index, _, found)| (index, found))
}

/// Figure 3: p(s) along an episode under a threshold and under random help.
fn toggling(w: Words, experiment: &Experiment, task: Option<u32>) -> Option<PaperFigure> {
    let (index, [threshold, random]) = find(experiment, task, |stage| {
        let lanes = [stage.threshold_run(experiment), stage.random_run(experiment)];
        let [threshold, random] = &lanes;
        let telling = threshold.outcome == Some(Outcome::Failure)
            && random.outcome == Some(Outcome::Success)
            && (1..=threshold.n_calls).contains(&random.n_calls);
        (if telling { toggles(threshold) } else { 0 }, lanes)
    })?;
    let share = text::tick(100.0 * Baseline::Threshold30.rate());
    let headings = [
        fill(w.figure_3_threshold(), &[&share, &told(w, &threshold)]),
        fill(w.figure_3_random(), &[&share, &told(w, &random)]),
    ];
    let caption = fill(w.figure_3_caption(), &[&index]);
    Some(two_lanes(w, index, caption, headings, [&threshold, &random], ["threshold", "random"]))
}

/// The number of times that help stops and comes back.
fn toggles(lane: &EpisodeRun) -> u32 {
    let asked: Vec<bool> = lane.steps.iter().map(|step| step.asked).collect();
    let returns = asked.windows(2).filter(|pair| !pair[0] && pair[1]).count();
    (returns as u32).saturating_sub(u32::from(asked.first() != Some(&true)))
}

/// Figure 5: two well-timed calls, and the base alone that gets stuck.
fn rescue(w: Words, experiment: &Experiment, task: Option<u32>) -> Option<PaperFigure> {
    let setting = at_price(experiment);
    let reading = Reading::at(experiment, &setting);
    let (index, [helped, alone]) = find(experiment, task, |stage| {
        let scene = TaskView::new(experiment, Rc::new(stage), &setting, &reading, None);
        let alone = scene.stage.comparison.clone();
        let telling = scene.helped.outcome == Some(Outcome::Success)
            && scene.helped.n_calls == 2
            && alone.outcome == Some(Outcome::Failure);
        let stuck = repeats(w, &alone).iter().map(|repeat| repeat.to - repeat.from).max().unwrap_or(0);
        (if telling { stuck } else { 0 }, [scene.helped, alone])
    })?;
    let headings = [
        fill(w.figure_5_policy(), &[&text::tick(PRICE), &told(w, &helped)]),
        fill(w.figure_5_base(), &[&told(w, &alone)]),
    ];
    let caption = fill(w.figure_5_caption(), &[&index]);
    Some(two_lanes(w, index, caption, headings, [&helped, &alone], ["policy", "base"]))
}

/// Figure 6: the states of a task that Phase 1 saw, what the policy does there, and its path.
fn coverage(w: Words, experiment: &Experiment, task: Option<u32>) -> Option<PaperFigure> {
    let setting = at_price(experiment);
    let reading = Reading::at(experiment, &setting);
    let (index, scene) = find(experiment, task, |stage| {
        let scene = TaskView::new(experiment, Rc::new(stage), &setting, &reading, None);
        let left = scene.helped.steps.iter().filter(|step| step.state.is_none()).count() as u32;
        let crowd = scene.stage.n_states().abs_diff(22);
        (if left > 0 { 200_u32.saturating_sub(crowd) } else { 100_u32.saturating_sub(crowd) }, scene)
    })?;
    let n_unseen = scene.helped.steps.iter().filter(|step| step.state.is_none()).count();
    let state = State { setting: Setting { task: Some(index), ..setting }, words: w, ..State::default() };
    let drawing = policy_data(&state, &scene).draw(policy_figure::WIDE);
    let mut csv = String::from("state,tried_alone,tried_with_help,action\n");
    for (id, tried) in scene.stage.tried.iter().enumerate() {
        let action = scene.policy[id]
            .map_or("none", |action| if action == ActionId::NOHELP { "nohelp" } else { "help" });
        let _ = writeln!(csv, "{id},{},{},{action}", tried[0], tried[1]);
    }
    let values: [&dyn core::fmt::Display; 4] =
        [&index, &text::tick(PRICE), &n_unseen, &scene.helped.steps.len()];
    let caption = fill(w.figure_6_caption(), &values);
    Some(PaperFigure { task: Some(index), caption, drawing, csv })
}

/// Figure 4: the stages, with what each of them counts here.
fn stages(w: Words, experiment: &Experiment) -> PaperFigure {
    let mut csv = String::from("stage,count\n");
    for stage in &pipeline_of(Words::ENGLISH, experiment).stages {
        for count in &stage.counts {
            let _ = writeln!(csv, "{},{count}", stage.title);
        }
    }
    let drawing = pipeline_of(w, experiment).draw(pipeline::WIDE);
    PaperFigure { task: None, caption: w.figure_4_caption().to_owned(), drawing, csv }
}

fn pipeline_of(w: Words, experiment: &Experiment) -> Pipeline {
    let count = |text: &str, n: usize| fill(text, &[&n]);
    let tried = experiment.tried.iter().filter(|tried| !tried.contains(&0)).count();
    let asking = experiment.asking_at_price(PRICE).iter().filter(|asks| **asks).count();
    let vertex = experiment.frontier.vertices()[experiment.frontier.vertex_at_price(PRICE)];
    let mut deployed = vec![w.on_the_same_tasks().to_owned()];
    if let Some((_, rolled_out)) = experiment.baselines.iter().find(|(which, _)| *which == Baseline::Exact20)
    {
        deployed.push(fill(w.success_of(), &[&text::success(rolled_out.success.mean())]));
        deployed.push(fill(w.calls_of(), &[&text::calls(rolled_out.calls.mean())]));
    }
    let parameters = experiment.prms.iter().map(|prm| prm.n_parameters()).sum::<u32>();
    let stages = [
        (
            w.stage_roll_out(),
            vec![
                fill(w.n_tasks(), &[&experiment.n_tasks()]),
                fill(w.episodes_of(), &[&experiment.n_episodes]),
            ],
        ),
        (
            w.stage_count(),
            vec![
                count(w.states_of(), experiment.keys.len()),
                count(w.transitions_of(), experiment.mdp.n_nonzeros()),
                count(w.both_tried_in(), tried),
            ],
        ),
        (
            w.stage_score(),
            vec![count(w.prms_of(), experiment.prms.len()), fill(w.parameters_of(), &[&parameters])],
        ),
        (
            w.stage_solve_4(),
            vec![
                count(w.budgets_of(), experiment.frontier.vertices().len()),
                format!("r = {}", text::tick(PRICE)),
                format!("E[U] {}", text::calls(vertex.usage)),
                count(w.asks_in_states(), asking),
            ],
        ),
        (w.stage_deploy(), deployed),
    ];
    let stage = |(title, counts): (&str, Vec<String>)| Box { title: title.to_owned(), counts };
    Pipeline { words: w, stages: stages.map(stage).into() }
}

/// The setting whose exact policy is that at [`PRICE`].
fn at_price(experiment: &Experiment) -> Setting {
    let vertex = experiment.frontier.vertex_at_price(PRICE);
    let budget = experiment.horizon.points[vertex].0;
    Setting { budget, comparison: Comparison::Base, ..Setting::default() }
}

fn told(w: Words, lane: &EpisodeRun) -> String {
    let end = if lane.outcome == Some(Outcome::Success) { w.outcome_success() } else { lane.failure(w) };
    format!("{end}, {}", counted(w.n_calls(), lane.n_calls))
}

fn two_lanes(
    w: Words,
    task: u32,
    caption: String,
    headings: [String; 2],
    lanes: [&EpisodeRun; 2],
    names: [&str; 2],
) -> PaperFigure {
    let slots = lanes.iter().map(|lane| lane.steps.len()).max().unwrap_or(0) as u32 + 1;
    let mut csv = String::from("lane,step,p,asked,action\n");
    let (mut marks, mut height) = (Vec::new(), 0.0);
    for ((lane, heading), name) in lanes.into_iter().zip(headings).zip(names) {
        for (step, row) in lane.steps.iter().enumerate() {
            let action = row.label.replace('\n', " ");
            let _ = writeln!(csv, "{name},{step},{:.6},{},{action}", row.p, u8::from(row.asked));
        }
        let mut trace = trace(w, lane, slots);
        if lane.outcome == Some(Outcome::Failure) {
            trace.repeats = repeats(w, lane);
        }
        let drawing = trace.draw(figure::WIDE);
        marks.push(Mark::text("strong", at(0.0, height + 14.0), Anchor::Start, w.decimals(heading)));
        marks.push(Mark::group_at("", at(0.0, height + HEADING), drawing.marks));
        height += HEADING + drawing.height;
    }
    let drawing =
        Drawing { class: "fig-trace".into(), width: figure::WIDE, height, label: caption.clone(), marks };
    PaperFigure { task: Some(task), caption, drawing, csv }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::run;
    use crate::household::Split;

    #[test]
    fn each_figure_is_found_by_its_own_rule() {
        let experiment = run(Order { n_tasks: 150, ..Order::new(1, Split::SObj) }).unwrap();
        let five = paper_figure(Words::ENGLISH, &experiment, 5, None).unwrap();
        let asked = |line: &&str| line.starts_with("policy,") && line.split(',').nth(3) == Some("1");
        let calls = five.csv.lines().filter(asked).count();
        assert_eq!(calls, 2, "{}", five.csv);
        let six = paper_figure(Words::ENGLISH, &experiment, 6, five.task).unwrap();
        assert_eq!(six.task, five.task, "the reader's pick");
        assert!(paper_figure(Words::ENGLISH, &experiment, 4, None).unwrap().csv.contains("150 tasks"));
        assert_eq!(paper_figure(Words::ENGLISH, &experiment, 7, None), None);
        assert_eq!(paper_figure(Words::ENGLISH, &experiment, 3, Some(9_999)), None);
    }
}
