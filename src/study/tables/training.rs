//! Table 4: what the helper is trained on, and what becomes of it on tasks that leave the table.

use crate::actor::Help;
use crate::household::{Split, TaskSet};
use crate::numeric::Seed;

use super::super::arm::{Arm, Coverage, Target};
use super::super::order::{StudyOrder, Trial};
use super::super::outcome::{ArmResult, StudyResult};
use super::super::play::TaskMeans;
use super::super::stats::{Figure, mean};
use super::super::table::{Kind, Row, Table};
use super::{LEVELS, Sizes, labels, study};

const FIGURES: [(&str, Kind); 13] = [
    ("unseen_sr", Kind::Plain),
    ("unseen_usage", Kind::Plain),
    ("seen_sr", Kind::Plain),
    ("seen_usage", Kind::Plain),
    ("expected_usage", Kind::Plain),
    ("train_sr", Kind::Plain),
    ("test_sr", Kind::Percent),
    ("train_usage", Kind::Plain),
    ("test_usage", Kind::Plain),
    ("expected_usage_undiscounted", Kind::Plain),
    ("seen_share", Kind::Plain),
    ("tried_share", Kind::Plain),
    ("tabular_sr", Kind::Plain),
];

/// The rows: training, level, and the helper behind them.
fn rows() -> Vec<(&'static str, &'static str, Coverage, f64)> {
    let of = |name, coverage| LEVELS.map(|(level, price)| (name, level, coverage, price));
    let mut rows = of("all states", Coverage::AllStates).to_vec();
    rows.extend(of("trajectory only", Coverage::TrajectoryOnly));
    rows
}

pub(super) fn plan(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let mut trials: Vec<Trial> = Vec::new();
    for (_, _, coverage, price) in rows() {
        let arm = Arm::Helper(Target::exact(price), coverage);
        trials.extend([Trial::train(arm.clone()), Trial::test(arm)]);
    }
    trials.extend(LEVELS.map(|(_, price)| Trial::train(Arm::Tabular(Target::exact(price)))));
    vec![study(seed, sizes, Split::SObj, &[Help::Better], trials)]
}

pub(super) fn table(results: &[StudyResult]) -> Table {
    let row = |(training, level, coverage, price): (&str, &str, Coverage, f64)| {
        let arm = Arm::Helper(Target::exact(price), coverage);
        let find = |arm: &Arm, set| results.first().and_then(|result| result.arm(arm, set));
        let tabular = find(&Arm::Tabular(Target::exact(price)), TaskSet::Train);
        let found = [find(&arm, TaskSet::Train), find(&arm, TaskSet::Test), tabular];
        Row { labels: labels([training, level]), cells: cells(found) }
    };
    Table {
        number: 4,
        label_names: labels(["training", "level"]),
        figures: FIGURES.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        rows: rows().into_iter().map(row).collect(),
    }
}

fn cells([train, test, tabular]: [Option<&ArmResult>; 3]) -> Vec<Option<Figure>> {
    let Some((train, test)) = train.zip(test) else { return vec![None; FIGURES.len()] };
    let percent = |figure: Option<Figure>| figure.map(|figure| figure.times(100.0));
    let success = |task: &TaskMeans| task.success;
    let on = |seen: bool, of: fn(&TaskMeans) -> f64| {
        let tasks = train.tasks.iter().zip(&train.seen).filter(move |(_, was_seen)| **was_seen == seen);
        mean(tasks.map(|(task, _)| of(task)))
    };
    let expected = |of: fn(&super::super::policy::Expected) -> f64| {
        train.expected.as_ref().map(|expected| Figure { value: of(expected), se: 0.0 })
    };
    let over = |found: &ArmResult, of: fn(&TaskMeans) -> f64| mean(found.tasks.iter().map(of));
    vec![
        percent(on(false, success)),
        on(false, TaskMeans::all_calls),
        percent(on(true, success)),
        on(true, TaskMeans::all_calls),
        expected(|expected| expected.discounted.iter().sum()),
        percent(over(train, success)),
        percent(over(test, success)),
        over(train, TaskMeans::all_calls),
        over(test, TaskMeans::all_calls),
        expected(|expected| expected.counted.iter().sum()),
        expected(|expected| 100.0 * expected.seen),
        expected(|expected| 100.0 * expected.tried),
        tabular.and_then(|found| percent(over(found, success))),
    ]
}
