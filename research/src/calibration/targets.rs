//! The rows of the paper that may be tuned to, read from its tables.

use serde::{Deserialize, Serialize};

use askwell::actor::{BaseActor, Help};
use askwell::household::Split;

const TABLE_2: &str = include_str!("../../../src/study/published/table2.csv");
const TABLE_5: &str = include_str!("../../../src/study/published/table5.csv");

/// A way of helping that needs no judgement: this help, at each step with this probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The intervention that is mixed in.
    pub help: Help,
    /// The probability of a call at each step, in tenths.
    pub tenths: u8,
}

impl Row {
    /// Never, random 10 %, random 30 %, always.
    pub const BETTER: [Self; 4] = [Self::better(0), Self::better(1), Self::better(3), Self::better(10)];
    /// MCTS at every step.
    pub const MCTS: Self = Self { help: Help::Mcts, tenths: 10 };

    const fn better(tenths: u8) -> Self {
        Self { help: Help::Better, tenths }
    }

    /// The probability.
    #[must_use]
    pub fn probability(self) -> f64 {
        f64::from(self.tenths) / 10.0
    }

    /// `better 10%`, as the paper's tables name the level.
    #[must_use]
    pub fn name(self) -> String {
        format!("{} {}%", self.help.name(), 10 * u32::from(self.tenths))
    }

    fn method(self) -> &'static str {
        match self.tenths {
            0 => "none",
            10 => "always",
            _ => "random",
        }
    }
}

/// The measure that is compared with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// SR: the share of tasks that succeed.
    Sr,
    /// SPL: success weighted by oracle steps / steps.
    Spl,
    /// L: steps a task.
    L,
}

impl Measure {
    /// All, in the tables' order.
    pub const ALL: [Self; 3] = [Self::Sr, Self::Spl, Self::L];

    /// The name in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sr => "sr",
            Self::Spl => "spl",
            Self::L => "l",
        }
    }
}

/// One figure of the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The row of the paper's table that the figure stands in.
    pub row: Row,
    /// The measure of the target.
    pub measure: Measure,
    /// The paper's figure; SR and SPL as shares.
    pub value: f64,
    /// The tolerance: the difference that counts as one unit of distance in the search.
    pub tolerance: f64,
}

/// The figures that may be tuned to, for the better model of a base actor; none where the paper has none.
///
/// Table 5 has no L; there, at 100 %, L is U, and elsewhere it is left out.
#[must_use]
pub fn targets(split: Split, actor: BaseActor) -> Vec<Target> {
    let mut found = Vec::new();
    for row in Row::BETTER {
        let figures = match actor {
            BaseActor::Llama => table_2(split, row),
            BaseActor::Gpt4oMini => table_5(split, actor, row),
        };
        found.extend(with_tolerances(row, figures));
    }
    found
}

/// The figures of MCTS at every step, against which the learning of Q is set.
#[must_use]
pub fn mcts_targets(split: Split, actor: BaseActor) -> Vec<Target> {
    with_tolerances(Row::MCTS, table_5(split, actor, Row::MCTS)).collect()
}

/// SR and SPL of the extremes count most, since there the actors act alone; random rows have the paper's own noise.
fn with_tolerances(row: Row, figures: [Option<f64>; 3]) -> impl Iterator<Item = Target> {
    let alone = row.tenths == 0 || row.tenths == 10;
    let tolerances = if alone { [0.02, 0.02, 0.5] } else { [0.05, 0.05, 0.6] };
    Measure::ALL.into_iter().zip(figures).zip(tolerances).filter_map(move |((measure, value), tolerance)| {
        Some(Target { row, measure, value: value?, tolerance })
    })
}

/// task,method,level,sr,spl,l,u,e_u
fn table_2(split: Split, row: Row) -> [Option<f64>; 3] {
    let task = split.name().replace('-', "_");
    let level = format!("{}%", 10 * u32::from(row.tenths));
    let Some(fields) = find(TABLE_2, &[(0, &task), (1, row.method()), (2, &level)]) else { return [None; 3] };
    let number = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok());
    [number(3).map(|x| x / 100.0), number(4).map(|x| x / 100.0), number(5)]
}

/// intervention,actor,scope,method,level,sr,spl,usage; S_obj alone.
fn table_5(split: Split, actor: BaseActor, row: Row) -> [Option<f64>; 3] {
    if split != Split::SObj {
        return [None; 3];
    }
    let level = format!("{}%", 10 * u32::from(row.tenths));
    let scope = if row.method() == "random" { "state-wise" } else { "" };
    let wanted = [(0, row.help.name()), (1, actor.name()), (2, scope), (3, row.method()), (4, &level)];
    let Some(fields) = find(TABLE_5, &wanted) else { return [None; 3] };
    let number = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok());
    let length = number(7).filter(|_| row.tenths == 10);
    [number(5).map(|x| x / 100.0), number(6).map(|x| x / 100.0), length]
}

/// The fields of the first line that has these texts in these places.
fn find(table: &'static str, wanted: &[(usize, &str)]) -> Option<Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect());
    lines
        .into_iter()
        .find(|fields: &Vec<&str>| wanted.iter().all(|&(place, text)| fields.get(place) == Some(&text)))
}
