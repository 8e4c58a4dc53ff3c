//! Table 2: help from a better model, on both kinds of tasks.

use crate::actor::Help;
use crate::household::Split;
use crate::numeric::Seed;

use super::super::arm::{Arm, Coverage, Target};
use super::super::order::{StudyOrder, Trial};
use super::super::outcome::{ArmResult, StudyResult};
use super::super::play::TaskMeans;
use super::super::stats::{Figure, mean};
use super::super::table::{Kind, Row, Table};
use super::{LEVELS, Sizes, labels, ours, steadied, study, task_name, told};

/// The columns that are told of every arm.
const FIGURES: [(&str, Kind); 11] = [
    ("sr", Kind::Percent),
    ("spl", Kind::Plain),
    ("l", Kind::Plain),
    ("u", Kind::Plain),
    ("e_u", Kind::Plain),
    ("e_u_undiscounted", Kind::Plain),
    ("sr_clear", Kind::Plain),
    ("sr_ambiguous", Kind::Plain),
    ("calls_lost", Kind::Plain),
    ("calls_late", Kind::Plain),
    ("calls_relapsed", Kind::Plain),
];

/// The rows of a split: method, level, and what is played.
fn rows() -> Vec<(&'static str, &'static str, Trial)> {
    let test = Trial::test;
    let mut rows = vec![
        ("none", "0%", test(Arm::never())),
        ("always", "100%", test(Arm::always())),
        ("random", "10%", test(Arm::Random(vec![0.1]))),
        ("random", "30%", test(Arm::Random(vec![0.3]))),
        ("prm-threshold", "10%", test(Arm::Threshold(0.1))),
        ("prm-threshold", "30%", test(Arm::Threshold(0.3))),
    ];
    rows.extend(LEVELS.map(|(level, price)| ("ours", level, test(ours(price)))));
    rows.extend(LEVELS.map(|(level, price)| ("ours, told the price", level, test(told(price)))));
    rows.extend(LEVELS.map(|(level, price)| ("ours, steadied counts", level, test(steadied(price)))));
    let helper = |target, coverage| test(Arm::Helper(target, coverage));
    rows.extend(LEVELS.map(|(level, price)| {
        ("ours, trajectory only", level, helper(Target::exact(price), Coverage::TrajectoryOnly))
    }));
    rows.extend(LEVELS.map(|(level, price)| {
        ("ours, paper's rule", level, helper(Target::paper(price), Coverage::AllStates))
    }));
    rows.push(("next action would change nothing", "", test(Arm::Idle)));
    rows.extend(LEVELS.map(|(level, price)| {
        ("tabular, training tasks", level, Trial::train(Arm::Tabular(Target::exact(price))))
    }));
    rows.extend(LEVELS.map(|(level, price)| {
        ("tabular, paper's rule, training tasks", level, Trial::train(Arm::Tabular(Target::paper(price))))
    }));
    rows
}

pub(super) fn plan(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let trials = || rows().into_iter().map(|(_, _, trial)| trial).collect();
    Split::PUBLISHED.map(|split| study(seed, sizes, split, &[Help::Better], trials())).to_vec()
}

pub(super) fn table(results: &[StudyResult]) -> Table {
    let row = |result: &StudyResult, method: &str, level: &str, trial: &Trial| {
        let found = result.arm(&trial.arm, trial.set);
        Row { labels: labels([&task_name(result.order.split), method, level]), cells: cells(found) }
    };
    let of =
        |result| rows().into_iter().map(move |(method, level, trial)| row(result, method, level, &trial));
    Table {
        number: 2,
        label_names: labels(["task", "method", "level"]),
        figures: FIGURES.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        rows: results.iter().flat_map(of).collect(),
    }
}

fn cells(found: Option<&ArmResult>) -> Vec<Option<Figure>> {
    let Some(found) = found else { return vec![None; FIGURES.len()] };
    let over = |of: fn(&TaskMeans) -> f64| mean(found.tasks.iter().map(of));
    let percent = |figure: Option<Figure>| figure.map(|figure| figure.times(100.0));
    let split = |ambiguous: bool| {
        let tasks = found.tasks.iter().filter(|task| task.ambiguous == ambiguous);
        percent(mean(tasks.map(|task| task.success)))
    };
    let expected = found.expected.as_ref();
    let sum = |calls: &[f64]| Figure { value: calls.iter().sum(), se: 0.0 };
    let per_call = |of: fn(&TaskMeans) -> f64| {
        percent(super::super::stats::ratio(found.tasks.iter().map(|task| (of(task), task.all_calls()))))
    };
    vec![
        percent(over(|task| task.success)),
        percent(over(|task| task.spl)),
        over(|task| task.steps),
        over(TaskMeans::all_calls),
        expected.map(|expected| sum(&expected.discounted)),
        expected.map(|expected| sum(&expected.counted)),
        split(false),
        split(true),
        per_call(|task| task.lost_calls),
        per_call(|task| task.late_calls),
        per_call(|task| task.wasted_calls),
    ]
}
