//! `askwell table`: a table of the paper, made again.

use std::collections::BTreeSet;
use std::fmt::Write;

use askwell::actor::BaseActor;
use askwell::reward_model::Reads;
use askwell::study::published::footnotes_of;
use askwell::study::{Cell, Row, StudyOrder, Table, combine, compare, plan, plan_reading, table};
use serde_json::{Map, Value, json};

use crate::output::print;
use crate::sizes::SizeArguments;
use crate::{names, studies};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The table of the paper, 1 to 5
    #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    number: u8,
    #[command(flatten)]
    sizes: SizeArguments,
    /// Only the rows of this base actor, where the table tells them apart
    #[arg(long, value_name = "NAME", value_parser = names::actor)]
    actor: Option<BaseActor>,
    /// Compare the networks that take the features of a state with those that take these without self-knowledge (facts) or
    /// the text of the state: of tables 1, 2 and 4 the rows that ask a network, three times, the third the difference
    #[arg(long, value_name = "FORM", value_parser = names::reads)]
    reads: Option<Reads>,
    /// Put the paper's numbers beside ours: x_paper, and x_paper_se where it follows from its 40 tasks
    #[arg(long)]
    compare: bool,
    /// Print one JSON document
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
}

/// The command that makes the same numbers again.
pub(crate) fn command(what: &str, sizes: &SizeArguments) -> String {
    let SizeArguments { seed, seeds, tasks, train, reps } = sizes;
    format!("askwell {what} --seed {seed} --seeds {seeds} --tasks {tasks} --train {train} --reps {reps}")
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { number, sizes, .. } = arguments;
    let tables = match arguments.reads {
        Some(reads) => compared(*number, sizes, reads)?,
        None => tables(*number, sizes.seeds().map(|seed| plan(*number, seed, sizes.sizes())).collect())?,
    };
    let Some(mut found) = combine(&tables) else { anyhow::bail!("no rows: expected at least one seed") };
    if let (Some(actor), Some(place)) =
        (&arguments.actor, found.label_names.iter().position(|name| name == "actor"))
    {
        let listed: BTreeSet<String> = found.rows.iter().map(|row| row.labels[place].clone()).collect();
        found.rows.retain(|row| row.labels[place] == actor.name());
        let listed = listed.into_iter().collect::<Vec<_>>().join(" or ");
        anyhow::ensure!(
            !found.rows.is_empty(),
            "--actor {}: table {number} has no row of it; expected {listed}",
            actor.name()
        );
    }
    print(&if arguments.json {
        document(&found, arguments).to_string()
    } else if arguments.csv {
        found.csv(arguments.compare).trim_end().to_owned()
    } else {
        text(&found, arguments.compare)? + &footnotes(&found, arguments.compare)
    })
}

/// The table of each seed.
fn tables(number: u8, orders: Vec<Vec<StudyOrder>>) -> anyhow::Result<Vec<Table>> {
    let results = studies::run(orders, &format!("table {number}"))?;
    Ok(results.iter().filter_map(|results| table(number, results)).collect())
}

/// The table of each seed for networks of the features, for those of another form, and the difference.
fn compared(number: u8, sizes: &SizeArguments, reads: Reads) -> anyhow::Result<Vec<Table>> {
    anyhow::ensure!(
        reads != Reads::Features,
        "--reads: expected facts or text, to compare with the features"
    );
    let of = |reads| -> Vec<Vec<StudyOrder>> {
        sizes.seeds().map(|seed| plan_reading(number, seed, sizes.sizes(), reads)).collect()
    };
    let (features, other) = (of(Reads::Features), of(reads));
    anyhow::ensure!(
        features.iter().all(|orders| !orders.is_empty()),
        "--reads: table {number} has no row of its own for it; expected table 1, 2 or 4"
    );
    let (features, other) = (tables(number, features)?, tables(number, other)?);
    let names = [Reads::Features, reads].map(Reads::name);
    Ok(features.iter().zip(&other).map(|(features, other)| compare(features, other, names)).collect())
}

fn document(table: &Table<Option<Cell>>, arguments: &Arguments) -> Value {
    let rows: Vec<Value> = table.rows.iter().map(|row| row_document(table, row, arguments.compare)).collect();
    let reads = arguments.reads.map_or_else(String::new, |reads| format!(" --reads {}", reads.name()));
    json!({
        "table": table.number,
        "command": command(&format!("table {}{reads}", table.number), &arguments.sizes),
        "rows": rows,
        "footnotes": if arguments.compare { footnotes_of(table.number) } else { Vec::new() },
    })
}

fn row_document(table: &Table<Option<Cell>>, row: &Row<Option<Cell>>, compare: bool) -> Value {
    let mut fields = Map::new();
    for (name, label) in table.label_names.iter().zip(&row.labels) {
        fields.insert(name.clone(), json!(label));
    }
    for ((name, _), cell) in table.figures.iter().zip(&row.cells) {
        fields.insert(name.clone(), json!(cell.map(|cell| cell.value)));
        fields.insert(format!("{name}_se"), json!(cell.map(|cell| cell.se)));
        fields.insert(format!("{name}_se_tasks"), json!(cell.map(|cell| cell.se_tasks)));
        if compare {
            fields.insert(format!("{name}_paper"), json!(cell.and_then(|cell| cell.paper)));
            fields.insert(format!("{name}_paper_se"), json!(cell.and_then(|cell| cell.paper_se)));
        }
    }
    Value::Object(fields)
}

/// The notes on the paper's numbers, below a table.
fn footnotes(table: &Table<Option<Cell>>, compare: bool) -> String {
    let notes = if compare { footnotes_of(table.number) } else { Vec::new() };
    notes.iter().map(|note| format!("\n* {note}")).collect()
}

/// The table for people: each figure as value±error, and the paper's figure in brackets.
fn text(table: &Table<Option<Cell>>, compare: bool) -> anyhow::Result<String> {
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut head = table.label_names.clone();
    head.extend(table.figures.iter().map(|(name, _)| name.clone()));
    lines.push(head);
    for row in &table.rows {
        let mut line = row.labels.clone();
        line.extend(row.cells.iter().map(|cell| words(*cell, compare)));
        lines.push(line);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        for (field, width) in line.iter().zip(&widths) {
            write!(text, "{field:<width$}  ")?;
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    Ok(text)
}

fn words(cell: Option<Cell>, compare: bool) -> String {
    let Some(cell) = cell else { return "-".to_owned() };
    let digits = usize::from(cell.value.abs() < 20.0) + 1;
    let ours = format!("{:.digits$}±{:.digits$}", cell.value, cell.se);
    match cell.paper.filter(|_| compare) {
        Some(paper) => format!("{ours} ({paper})"),
        None => ours,
    }
}
