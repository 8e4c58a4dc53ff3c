//! Table 3: three kinds of intervention on S_obj: a better model, MCTS, both together.

use crate::actor::Help;
use crate::household::Split;
use crate::numeric::Seed;

use super::super::arm::{Arm, Coverage, Solver, Target};
use super::super::order::{StudyOrder, Trial};
use super::super::outcome::{ArmResult, StudyResult};
use super::super::play::TaskMeans;
use super::super::stats::{Figure, mean};
use super::super::table::{Kind, Row, Table};
use super::{LEVELS, MCTS_LEVELS, Sizes, labels, ours, study};

const FIGURES: [(&str, Kind); 9] = [
    ("sr", Kind::Percent),
    ("spl", Kind::Plain),
    ("l", Kind::Plain),
    ("u1", Kind::Plain),
    ("u2", Kind::Plain),
    ("e_u1", Kind::Plain),
    ("e_u2", Kind::Plain),
    ("e_u1_undiscounted", Kind::Plain),
    ("e_u2_undiscounted", Kind::Plain),
];

/// One of the three blocks of the table.
struct Block {
    name: &'static str,
    helps: Vec<Help>,
    /// The index, among u1 and u2, of the study's first intervention.
    first: usize,
    rows: Vec<(&'static str, &'static str, Arm)>,
}

fn one_help(levels: [(&'static str, f64); 3]) -> Vec<(&'static str, &'static str, Arm)> {
    let mut rows = vec![
        ("none", "0%", Arm::never()),
        ("always", "100%", Arm::always()),
        ("random", "10%", Arm::Random(vec![0.1])),
        ("random", "30%", Arm::Random(vec![0.3])),
        ("prm-threshold", "10%", Arm::Threshold(0.1)),
        ("prm-threshold", "30%", Arm::Threshold(0.3)),
    ];
    rows.extend(levels.map(|(level, price)| ("ours", level, ours(price))));
    rows
}

fn two_helps() -> Vec<(&'static str, &'static str, Arm)> {
    let ours = |first, second| {
        let prices = vec![first, second];
        Arm::Helper(Target { rule: Solver::Exact, prices }, Coverage::AllStates)
    };
    let [(_, high), (_, mid), _] = LEVELS;
    let [(_, mcts_high), (_, mcts_mid), _] = MCTS_LEVELS;
    vec![
        ("none", "0%", Arm::never()),
        ("random", "10% 10%", Arm::Random(vec![0.1, 0.1])),
        ("random", "30% 30%", Arm::Random(vec![0.3, 0.3])),
        ("prm-threshold", "20% & random", Arm::Threshold(0.2)),
        ("prm-threshold", "50% & random", Arm::Threshold(0.5)),
        ("ours", "r1 high r2 high", ours(high, mcts_high)),
        ("ours", "r1 high r2 mid", ours(high, mcts_mid)),
        ("ours", "r1 mid r2 high", ours(mid, mcts_high)),
    ]
}

fn blocks() -> [Block; 3] {
    let block = |name, helps: &[Help], first, rows| Block { name, helps: helps.to_vec(), first, rows };
    [
        block("better", &[Help::Better], 0, one_help(LEVELS)),
        block("mcts", &[Help::Mcts], 1, one_help(MCTS_LEVELS)),
        block("both", &[Help::Better, Help::Mcts], 0, two_helps()),
    ]
}

pub(super) fn plan(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let order = |block: Block| {
        let trials = block.rows.into_iter().map(|(_, _, arm)| Trial::test(arm)).collect();
        study(seed, sizes, Split::SObj, &block.helps, trials)
    };
    blocks().into_iter().map(order).collect()
}

pub(super) fn table(results: &[StudyResult]) -> Table {
    let mut rows = Vec::new();
    for (block, result) in blocks().into_iter().zip(results) {
        for (method, level, arm) in &block.rows {
            let found = result.arm(arm, crate::household::TaskSet::Test);
            let cells = cells(found, block.first, block.helps.len());
            rows.push(Row { labels: labels([block.name, method, level]), cells });
        }
    }
    Table {
        number: 3,
        label_names: labels(["intervention", "method", "level"]),
        figures: FIGURES.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        rows,
    }
}

/// `first` says which of the paper's two columns the study's first intervention is.
fn cells(found: Option<&ArmResult>, first: usize, n_helps: usize) -> Vec<Option<Figure>> {
    let Some(found) = found else { return vec![None; FIGURES.len()] };
    let percent = |figure: Option<Figure>| figure.map(|figure| figure.times(100.0));
    let over = |of: &dyn Fn(&TaskMeans) -> f64| mean(found.tasks.iter().map(of));
    let own = |column: usize| column.checked_sub(first).filter(|&k| k < n_helps);
    let calls = |column: usize| own(column).and_then(|k| over(&|task| task.calls[k]));
    let expected = |column: usize, counted: bool| {
        let expected = found.expected.as_ref()?;
        let of = if counted { &expected.counted } else { &expected.discounted };
        Some(Figure { value: *of.get(own(column)?)?, se: 0.0 })
    };
    vec![
        percent(over(&|task| task.success)),
        percent(over(&|task| task.spl)),
        over(&|task| task.steps),
        calls(0),
        calls(1),
        expected(0, false),
        expected(1, false),
        expected(0, true),
        expected(1, true),
    ]
}
