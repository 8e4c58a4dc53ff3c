//! Table 5: helping whole tasks against helping single states.

use crate::actor::{BaseActor, Help};
use crate::household::{Split, TaskSet};
use crate::numeric::Seed;

use super::super::arm::{Arm, Pick};
use super::super::order::{StudyOrder, Trial};
use super::super::outcome::StudyResult;
use super::super::play::TaskMeans;
use super::super::stats::mean;
use super::super::table::{Kind, Row, Table};
use super::{Sizes, labels, study};

const FIGURES: [(&str, Kind); 3] = [("sr", Kind::Percent), ("spl", Kind::Plain), ("usage", Kind::Plain)];

/// One row: scope, method, level, and what is played for an intervention or for the oracle.
struct Line {
    scope: &'static str,
    method: &'static str,
    level: &'static str,
    help: Option<Arm>,
    oracle: Option<Arm>,
}

fn task_wise(method: &'static str, level: &'static str, pick: Pick, with_oracle: bool) -> Line {
    let oracle = with_oracle.then_some(Arm::Oracle(pick));
    Line { scope: "task-wise", method, level, help: Some(Arm::Tasks(pick)), oracle }
}

fn state_wise(method: &'static str, level: &'static str, arm: Arm) -> Line {
    Line { scope: "state-wise", method, level, help: Some(arm), oracle: None }
}

fn lines() -> Vec<Line> {
    let all = Some(Arm::Oracle(Pick::Random(1.0)));
    let never = Some(Arm::never());
    vec![
        Line { scope: "", method: "none", level: "0%", help: never.clone(), oracle: never },
        Line { scope: "", method: "always", level: "100%", help: Some(Arm::always()), oracle: all },
        task_wise("random", "10%", Pick::Random(0.1), true),
        task_wise("random", "30%", Pick::Random(0.3), true),
        task_wise("random", "70%", Pick::Random(0.7), true),
        task_wise("prm-threshold all steps", "10%", Pick::AllSteps(0.1), true),
        task_wise("prm-threshold all steps", "30%", Pick::AllSteps(0.3), true),
        task_wise("prm-threshold first five", "10%", Pick::FirstFive(0.1), false),
        task_wise("prm-threshold first five", "30%", Pick::FirstFive(0.3), false),
        state_wise("random", "10%", Arm::Random(vec![0.1])),
        state_wise("random", "30%", Arm::Random(vec![0.3])),
        state_wise("prm-threshold", "10%", Arm::Threshold(0.1)),
        state_wise("prm-threshold", "30%", Arm::Threshold(0.3)),
    ]
}

/// The four studies: an actor and an intervention each.
const STUDIES: [(BaseActor, Help); 4] = [
    (BaseActor::Gpt4oMini, Help::Better),
    (BaseActor::Llama, Help::Better),
    (BaseActor::Gpt4oMini, Help::Mcts),
    (BaseActor::Llama, Help::Mcts),
];

/// The blocks of the table: the intervention, the study that played it, and whether it is the oracle.
const BLOCKS: [(&str, usize, bool); 6] = [
    ("oracle", 0, true),
    ("oracle", 1, true),
    ("better", 0, false),
    ("better", 1, false),
    ("mcts", 2, false),
    ("mcts", 3, false),
];

pub(super) fn plan(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let order = |(actor, help): (BaseActor, Help)| {
        let mut trials: Vec<Trial> = Vec::new();
        for line in lines() {
            let oracle = line.oracle.filter(|_| help == Help::Better);
            for trial in line.help.into_iter().chain(oracle).map(Trial::test) {
                if !trials.contains(&trial) {
                    trials.push(trial);
                }
            }
        }
        StudyOrder { actor, ..study(seed, sizes, Split::SObj, &[help], trials) }
    };
    STUDIES.map(order).to_vec()
}

pub(super) fn table(results: &[StudyResult]) -> Table {
    let mut rows = Vec::new();
    for line in lines() {
        for (intervention, which, is_oracle) in BLOCKS {
            let actor = STUDIES[which].0.name();
            let arm = if is_oracle { &line.oracle } else { &line.help };
            let found = arm.as_ref().and_then(|arm| results.get(which)?.arm(arm, TaskSet::Test));
            let cells = match found {
                Some(found) => {
                    let over = |of: fn(&TaskMeans) -> f64| mean(found.tasks.iter().map(of));
                    let percent = |of| over(of).map(|figure| figure.times(100.0));
                    let usage = over(TaskMeans::all_calls).filter(|_| !is_oracle);
                    vec![percent(|task| task.success), percent(|task| task.spl), usage]
                }
                None => vec![None; FIGURES.len()],
            };
            rows.push(Row {
                labels: labels([intervention, actor, line.scope, line.method, line.level]),
                cells,
            });
        }
    }
    Table {
        number: 5,
        label_names: labels(["intervention", "actor", "scope", "method", "level"]),
        figures: FIGURES.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        rows,
    }
}
