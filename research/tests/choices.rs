//! The tables of full-size runs in `choices/`, which no test can wait for: what their commands make is held at a small size,
//! and the full tables are held to the shape of the small ones. Where a small one changes, the full one is to be made again,
//! by the command in its first line.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;

use askwell::study::{Sizes, Study, StudyOrder, StudyResult};
use expect_test::expect_file;
use rayon::prelude::*;
use research::choice::{
    expectations_csv, helpers_csv, plan_expectations, plan_helpers, plan_steadying, plan_visits,
    steadying_csv, visits_csv,
};

/// Enough for every row to be there.
const SMALL: Sizes = Sizes { n_train: 60, n_test: 40, repetitions: 1 };
/// A seed that no full table has.
const SEED: u64 = 43;

fn small(plan: fn(u64, Sizes) -> Vec<StudyOrder>, csv: fn(&[Vec<StudyResult>]) -> String) -> String {
    let run = |order| Study::new(order).unwrap().run(|_| ()).unwrap();
    csv(&[plan(SEED, SMALL).into_par_iter().map(run).collect()])
}

fn golden(file: &str) -> String {
    fs::read_to_string(format!("{}/../tests/golden/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The names of a table's rows: its header, then these columns of each line, without notes.
fn names(table: &str, columns: &[usize]) -> Vec<String> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let header = lines.next().unwrap().to_owned();
    let of = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        columns.iter().map(|&column| fields[column]).collect::<Vec<_>>().join(",")
    };
    let names: Vec<String> = [header].into_iter().chain(lines.map(of)).collect();
    assert!(names.len() > 1, "a table has rows");
    names
}

/// The command in the first line of a full table.
fn command(table: &str) -> &str {
    table.strip_prefix("# `").and_then(|rest| Some(rest.split_once('`')?.0)).unwrap()
}

/// A choice at the small size, whose full table has these columns of names in common with it.
fn holds(
    name: &str,
    columns: &[usize],
    plan: fn(u64, Sizes) -> Vec<StudyOrder>,
    csv: fn(&[Vec<StudyResult>]) -> String,
) {
    let (found, full) = (small(plan, csv), golden(&format!("choices/{name}.csv")));
    let expected = format!("cargo run --release --package askwell-research -- choose {name} ");
    assert!(command(&full).starts_with(&expected), "{}", command(&full));
    assert_eq!(names(&full, columns), names(&found, columns));
    let path = format!("{}/../tests/golden/choices/small/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&found);
}

#[test]
fn which_visit_is_learned_from() {
    holds("visit", &[0, 1, 2, 3], plan_visits, visits_csv);
}

#[test]
fn one_helper_a_price_or_one_for_all() {
    holds("helper", &[0, 1, 2, 3], plan_helpers, helpers_csv);
}

#[test]
fn how_far_counts_are_steadied() {
    holds("steadying", &[0, 1, 2, 3], plan_steadying, steadying_csv);
}

#[test]
fn how_calls_are_expected() {
    holds("expectation", &[0, 1, 2, 3, 4], plan_expectations, expectations_csv);
}

/// The small runs of these two are golden themselves.
#[test]
fn the_findings_and_self_regulation_at_full_size_have_the_rows_of_the_small_runs() {
    let (small, full) = (golden("findings/ours.csv"), golden("choices/findings.csv"));
    assert!(command(&full).starts_with("askwell findings "));
    assert_eq!(names(&full, &[0, 1, 2, 5]), names(&small, &[0, 1, 2, 5]));
    let (small, full) = (golden("table1/ours.csv"), golden("choices/regulation.csv"));
    assert!(command(&full).starts_with("askwell table 1 --compare --csv "));
    assert_eq!(names(&full, &[0, 1, 4, 5]), names(&small, &[0, 1, 4, 5]));
}
