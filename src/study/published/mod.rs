//! The numbers the paper printed, as its tables have them; read from files, never typed again.

mod footnotes;

use crate::household::Split;

use crate::experiment::Baseline;

pub use footnotes::{Footnote, footnotes, footnotes_of};

const TABLE_2: &str = include_str!("table2.csv");
const TABLES: [&str; 5] = [
    include_str!("table1.csv"),
    TABLE_2,
    include_str!("table3.csv"),
    include_str!("table4.csv"),
    include_str!("table5.csv"),
];

/// Test tasks behind each published success rate.
pub const N_TASKS: u32 = 40;

/// A published table as it stands in its file: names in the first line, then rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// One field a column.
    pub rows: Vec<Vec<&'static str>>,
}

/// A table of the paper, 1 to 5.
#[must_use]
pub fn table(number: u8) -> Option<Published> {
    let text = TABLES.get(usize::from(number).checked_sub(1)?)?;
    let mut lines = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect());
    Some(Published { columns: lines.next()?, rows: lines.collect() })
}

impl Published {
    /// The table as comma-separated values.
    #[must_use]
    pub fn csv(&self) -> String {
        let line = |fields: &Vec<&str>| fields.join(",") + "\n";
        core::iter::once(&self.columns).chain(&self.rows).map(line).collect()
    }

    /// The number that stands in a column of the row that begins with these labels.
    #[must_use]
    pub fn number(&self, labels: &[String], column: &str) -> Option<f64> {
        let place = self.columns.iter().position(|name| *name == column)?;
        let row = self.rows.iter().find(|row| row.iter().zip(labels).all(|(field, label)| field == label))?;
        row.get(place)?.parse().ok()
    }
}

/// The standard error at n = 40 of a share in percent, in percent.
#[must_use]
pub fn percent_se(percent: f64) -> f64 {
    let share = (percent / 100.0).clamp(0.0, 1.0);
    100.0 * libm::sqrt(share * (1.0 - share) / f64::from(N_TASKS))
}

/// One row of Table 2: base actor Llama, help from a stronger model.
#[derive(Clone, Debug, PartialEq)]
pub struct Table2Row {
    /// `none`, `always`, `random`, `prm-threshold` or `ours`, as the file names it.
    pub method: String,
    /// `10%`, `r high` and so on.
    pub level: String,
    /// SR as a share.
    pub success: f64,
    /// U.
    pub calls: f64,
}

impl Table2Row {
    /// The standard error of its success at n = 40, as a share.
    #[must_use]
    pub fn success_se(&self) -> f64 {
        libm::sqrt(self.success * (1.0 - self.success) / f64::from(N_TASKS))
    }

    /// The row of our own that repeats it.
    #[must_use]
    pub fn counterpart(&self) -> Option<Baseline> {
        Some(match (self.method.as_str(), self.level.as_str()) {
            ("none", _) => Baseline::Never,
            ("always", _) => Baseline::Always,
            ("random", "10%") => Baseline::Random10,
            ("random", "30%") => Baseline::Random30,
            ("prm-threshold", "10%") => Baseline::Threshold10,
            ("prm-threshold", "30%") => Baseline::Threshold30,
            ("ours", "r high") => Baseline::Exact40,
            ("ours", "r mid") => Baseline::Exact20,
            ("ours", "r low") => Baseline::Exact10,
            _ => return None,
        })
    }
}

/// Table 2's rows for a split, in the paper's order.
#[must_use]
pub fn table_2(split: Split) -> Vec<Table2Row> {
    let task = split.name().replace('-', "_");
    let lines = TABLE_2.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| row(line, &task)).collect()
}

/// task,method,level,sr,spl,l,u,e_u
fn row(line: &str, task: &str) -> Option<Table2Row> {
    let fields: Vec<&str> = line.split(',').collect();
    let &[of, method, level, success, _spl, _l, calls, ..] = fields.as_slice() else { return None };
    (of == task).then_some(())?;
    Some(Table2Row {
        method: method.to_owned(),
        level: level.to_owned(),
        success: success.parse::<f64>().ok()? / 100.0,
        calls: calls.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads_and_every_row_has_a_field_a_column() {
        for number in 1..=5 {
            let table = table(number).unwrap();
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "table {number}");
        }
        assert_eq!((table(0), table(6)), (None, None));
        let labels = ["pnp", "ours", "r low"].map(str::to_owned);
        assert_eq!(table(2).unwrap().number(&labels, "sr"), Some(64.9));
    }

    #[test]
    fn every_published_row_reads_and_has_a_twin() {
        for split in Split::PUBLISHED {
            let rows = table_2(split);
            assert_eq!(rows.len(), 9, "{split:?}");
            assert!(rows.iter().all(|row| row.counterpart().is_some()), "{rows:?}");
        }
        assert_eq!(table_2(Split::SObj)[0].success, 0.30);
    }
}
