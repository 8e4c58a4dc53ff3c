//! `cargo xtask bench household`: environment steps a second on one thread, and what text costs beside them.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::{Out, examples, report};
use crate::house::say;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
}

/// The rows of the report, by the example's name for each.
const ROWS: [(&str, &str); 5] = [
    ("step", "environment steps"),
    ("rollout", "environment steps, each with its legal actions and its state’s key"),
    ("actor", "the same with the base actor choosing: Phase 1 without help"),
    ("text", "full state texts, each with one step"),
    ("task", "tasks made"),
];

/// Environment steps a second with all that a rollout needs of them.
const TARGET: f64 = 150_000.0;

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let example = examples::program("household")?;
    say("measuring");
    report::write(&arguments.out, "household", &text(&examples::ask(&example, &[])?)?)
}

fn text(measured: &Value) -> Result<String> {
    let mut text = format!(
        "## Household\n\n`cargo xtask bench household`: natively, one thread, on {} cores, by the clock: 200 training \
         tasks of each split, the base actor’s episodes, seed 1; several runs of at least 300 ms each. A task is made \
         once for all its episodes; a step renders no text.\n\n\
         | a second | slowest run | median | fastest run |\n|---|---|---|---|\n",
        report::cores(),
    );
    for (name, words) in ROWS {
        let [slowest, median, fastest] = spread(measured, name)?;
        writeln!(text, "| {words} | {} | {} | {} |", grouped(slowest), grouped(median), grouped(fastest))?;
    }
    let [slowest, ..] = spread(measured, "rollout")?;
    let holds = if slowest >= TARGET { "yes" } else { "**no**" };
    write!(
        text,
        "\n| target | holds |\n|---|---|\n| environment steps a second, text not rendered: at least {}, in the slowest \
         run | {holds} |\n",
        grouped(TARGET)
    )?;
    Ok(text)
}

/// The slowest, the median and the fastest run.
fn spread(measured: &Value, name: &str) -> Result<[f64; 3]> {
    let runs = measured[name].as_array().with_context(|| format!("{name}: no runs"))?;
    let mut runs: Vec<f64> = runs.iter().filter_map(Value::as_f64).collect();
    runs.sort_by(f64::total_cmp);
    match runs.as_slice() {
        [] => bail!("{name}: no run"),
        [slowest, .., fastest] => Ok([*slowest, runs[runs.len() / 2], *fastest]),
        [only] => Ok([*only; 3]),
    }
}

/// `1,234,000`: four digits are more than a shared machine repeats.
fn grouped(number: f64) -> String {
    let mut unit = 1.0;
    while number / unit >= 1_000.0 {
        unit *= 10.0;
    }
    let digits = format!("{:.0}", (number / unit).round() * unit);
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits_in_groups() {
        let cases = [(150_000.0, "150,000"), (8_765_432.0, "8,770,000"), (987.4, "987"), (1_234.0, "1,230")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_target_holds_where_the_slowest_run_reaches_it() {
        let runs = |slowest: f64| serde_json::json!([slowest, 2e5, 3e5]);
        for (slowest, holds) in [(150_000.0, "| yes |"), (149_000.0, "| **no** |")] {
            let measured: Value = ROWS
                .iter()
                .map(|(name, _)| ((*name).to_owned(), runs(slowest)))
                .collect::<serde_json::Map<_, _>>()
                .into();
            assert!(text(&measured).unwrap().contains(holds), "{slowest}");
        }
    }
}
