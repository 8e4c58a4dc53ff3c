//! A table of the paper made anew: rows with names, figures with standard errors.

use serde::{Deserialize, Serialize};

use super::stats::Figure;
use crate::study::published;

/// The kind of number in a column of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A share of episodes, in percent: its published standard error follows from n = 40.
    Percent,
    /// Anything else: percent that is no share, steps, calls, a price.
    Plain,
}

/// One row of one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row<C = Option<Figure>> {
    /// The labels of the row, one a label column.
    pub labels: Vec<String>,
    /// The cells, one for each figure column; none where the column does not apply.
    pub cells: Vec<C>,
}

/// A table: one seed's figures, or several seeds' [`Cell`]s.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table<C = Option<Figure>> {
    /// 1 to 5.
    pub number: u8,
    /// The names of the label columns, as in the paper's file.
    pub label_names: Vec<String>,
    /// The names of the figure columns: the paper's first, then ours.
    pub figures: Vec<(String, Kind)>,
    /// The rows: the paper's in its order, then ours.
    pub rows: Vec<Row<C>>,
}

/// A figure over one seed or several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The mean over seeds.
    pub value: f64,
    /// The standard error of the mean: between seeds where there are several, else over tasks.
    pub se: f64,
    /// The standard error of the mean over the tasks of all seeds, as if the networks were given.
    pub se_tasks: f64,
    /// The published number.
    pub paper: Option<f64>,
    /// The standard error of that, where it follows from n = 40.
    pub paper_se: Option<f64>,
}

/// Puts the tables of several seeds together, and the paper's numbers beside them.
///
/// A cell counts the seeds in which it has a figure. The tables have the same rows.
#[must_use]
pub fn combine(tables: &[Table]) -> Option<Table<Option<Cell>>> {
    let first = tables.first()?;
    let published = published::table(first.number)?;
    let row = |place: usize, labels: &[String]| {
        let cell = |column: usize| {
            let of_seeds: Vec<Figure> =
                tables.iter().filter_map(|table| table.rows.get(place)?.cells[column]).collect();
            let (name, kind) = &first.figures[column];
            let paper = published.number(labels, name);
            let paper_se = paper.filter(|_| *kind == Kind::Percent).map(published::percent_se);
            Some(Cell { paper, paper_se, ..over_seeds(&of_seeds)? })
        };
        Row { labels: labels.to_vec(), cells: (0..first.figures.len()).map(cell).collect() }
    };
    Some(Table {
        number: first.number,
        label_names: first.label_names.clone(),
        figures: first.figures.clone(),
        rows: first.rows.iter().enumerate().map(|(place, found)| row(place, &found.labels)).collect(),
    })
}

/// Two tables of the same rows row by row, and their difference: a label column `reads` says which is which. Rows without a
/// figure are left out.
///
/// The standard error of a difference of one seed takes the two as independent, though they are of the same tasks; over
/// several seeds, [`combine`] has that of the differences themselves.
#[must_use]
pub fn compare(one: &Table, other: &Table, [one_name, other_name]: [&str; 2]) -> Table {
    let difference = format!("{other_name} - {one_name}");
    let mut rows = Vec::new();
    for (one, other) in one.rows.iter().zip(&other.rows) {
        let minus = |(one, other): (&Option<Figure>, &Option<Figure>)| {
            let (one, other) = ((*one)?, (*other)?);
            Some(Figure { value: other.value - one.value, se: libm::hypot(one.se, other.se) })
        };
        let differences: Vec<_> = one.cells.iter().zip(&other.cells).map(minus).collect();
        if differences.iter().all(Option::is_none) {
            continue;
        }
        let row = |name: &str, cells: &[Option<Figure>]| Row {
            labels: [&one.labels[..], &[name.to_owned()]].concat(),
            cells: cells.to_vec(),
        };
        rows.extend([
            row(one_name, &one.cells),
            row(other_name, &other.cells),
            row(&difference, &differences),
        ]);
    }
    let label_names = [&one.label_names[..], &["reads".to_owned()]].concat();
    Table { number: one.number, label_names, figures: one.figures.clone(), rows }
}

fn over_seeds(figures: &[Figure]) -> Option<Cell> {
    let between = super::stats::mean(figures.iter().map(|figure| figure.value))?;
    let n = figures.len() as f64;
    let squares: f64 = figures.iter().map(|figure| figure.se * figure.se).sum();
    let se_tasks = libm::sqrt(squares) / n;
    let se = if figures.len() > 1 { between.se } else { se_tasks };
    Some(Cell { value: between.value, se, se_tasks, ..Cell::default() })
}

impl<C> Table<C> {
    /// The row of these labels.
    #[must_use]
    pub fn row(&self, labels: &[&str]) -> Option<&Row<C>> {
        self.rows.iter().find(|row| row.labels.iter().map(String::as_str).eq(labels.iter().copied()))
    }

    /// The place of a figure column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.figures.iter().position(|(found, _)| found == name)
    }
}

impl Table<Option<Cell>> {
    /// A figure by its row's labels and its column's name.
    #[must_use]
    pub fn cell(&self, labels: &[&str], name: &str) -> Option<Cell> {
        *self.row(labels)?.cells.get(self.column(name)?)?
    }

    /// Comma-separated, with `x_se` beside every `x`, and `x_paper` and `x_paper_se` if asked for.
    #[must_use]
    pub fn csv(&self, with_paper: bool) -> String {
        let mut names = self.label_names.clone();
        for (name, _) in &self.figures {
            names.extend([name.clone(), format!("{name}_se")]);
            if with_paper {
                names.extend([format!("{name}_paper"), format!("{name}_paper_se")]);
            }
        }
        let mut text = names.join(",");
        let field = |number: Option<f64>| number.map_or(String::new(), |number| format!("{number:.4}"));
        for row in &self.rows {
            let mut fields: Vec<String> = row.labels.iter().map(|label| quoted(label)).collect();
            for cell in &row.cells {
                fields.extend([field(cell.map(|cell| cell.value)), field(cell.map(|cell| cell.se))]);
                if with_paper {
                    fields.push(field(cell.and_then(|cell| cell.paper)));
                    fields.push(field(cell.and_then(|cell| cell.paper_se)));
                }
            }
            text.push('\n');
            text.push_str(&fields.join(","));
        }
        text.push('\n');
        text
    }
}

/// A field of comma-separated values, in quotes where it holds a comma.
fn quoted(field: &str) -> String {
    if field.contains(',') { format!("\"{field}\"") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_averaged_and_their_spread_is_the_error() {
        let table = |value: f64| Table {
            number: 2,
            label_names: ["task", "method", "level"].map(str::to_owned).to_vec(),
            figures: vec![("sr".to_owned(), Kind::Percent), ("u".to_owned(), Kind::Plain)],
            rows: vec![Row {
                labels: ["s_obj", "none", "0%"].map(str::to_owned).to_vec(),
                cells: vec![Some(Figure { value, se: 3.0 }), None],
            }],
        };
        let one = combine(&[table(30.0)]).unwrap();
        let found = one.cell(&["s_obj", "none", "0%"], "sr").unwrap();
        assert_eq!((found.value, found.se, found.paper), (30.0, 3.0, Some(30.0)));
        assert!((found.paper_se.unwrap() - 7.2457).abs() < 1e-3);
        assert_eq!(one.cell(&["s_obj", "none", "0%"], "u"), None);
        let two = combine(&[table(30.0), table(32.0)]).unwrap();
        let found = two.cell(&["s_obj", "none", "0%"], "sr").unwrap();
        assert_eq!((found.value, found.se), (31.0, 1.0));
        assert!((found.se_tasks - libm::sqrt(18.0) / 2.0).abs() < 1e-12);
        assert_eq!(one.csv(false).lines().nth(1), Some("s_obj,none,0%,30.0000,3.0000,,"));
    }
}
