//! The parts that `solve`, `frontier`, `budget` and `explain` share: reading the problem, checking amounts, numbers
//! for people.

use std::io::{BufReader, stdin};

use anyhow::{Context, bail};
use askwell::mdp::{Budget, MdpFile, Price, file, scenario};
use askwell::remote::Micro;

use crate::source::Source;

/// The beginning of a FILE that names a built-in problem.
const BUILT_IN: &str = "scenario:";

/// A FILE that is standard input.
const STANDARD_INPUT: &str = "-";

/// The name of a FILE in messages.
pub(crate) fn shown(path: &str) -> &str {
    if path == STANDARD_INPUT { "standard input" } else { path }
}

/// Reads an MDP JSON file, standard input, or a built-in problem named `scenario:NAME`.
pub(crate) fn read(path: &str) -> anyhow::Result<MdpFile> {
    if let Some(name) = path.strip_prefix(BUILT_IN) {
        let Some(found) = scenario::load(name) else {
            let names: Vec<&str> = scenario::ALL.iter().map(|scenario| scenario.name).collect();
            bail!("{path}: no such scenario; expected one of {}", names.join(", "));
        };
        return found.with_context(|| path.to_owned());
    }
    if path == STANDARD_INPUT {
        return file::read_from(stdin().lock()).with_context(|| shown(path).to_owned());
    }
    let source = Source::open(path).with_context(|| format!("{path}: cannot be read"))?;
    file::read_from(BufReader::with_capacity(1 << 20, source)).with_context(|| path.to_owned())
}

/// A price on the command line.
pub(crate) fn price(text: &str) -> Result<Price, String> {
    Price::new(number(text)?).map_err(|error| error.to_string())
}

/// A budget on the command line.
pub(crate) fn budget(text: &str) -> Result<Budget, String> {
    Budget::new(number(text)?).map_err(|error| error.to_string())
}

/// A discount on the command line.
pub(crate) fn gamma(text: &str) -> Result<f64, String> {
    let gamma: Option<f64> = text.parse().ok();
    // The least of all is above 0, and no discount: what is discounted by it is lost among rounding.
    let is_discount = |gamma: &f64| (f64::MIN_POSITIVE..=1.0).contains(gamma);
    gamma.filter(is_discount).ok_or_else(|| "expected a number above 0 and at most 1".to_owned())
}

/// Dollars on the command line.
pub(crate) fn dollars(text: &str) -> Result<Micro, String> {
    let dollars = text.parse().ok().and_then(Micro::from_dollars);
    dollars.ok_or_else(|| "expected dollars, 0 or more and at most a billion".to_owned())
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "expected a number, 0 or more".to_owned())
}

/// A number for people: six digits, no trailing zeros.
pub(crate) fn short(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Several such numbers.
pub(crate) fn shorts(numbers: &[f64]) -> String {
    numbers.iter().map(|&number| short(number)).collect::<Vec<_>>().join(", ")
}
