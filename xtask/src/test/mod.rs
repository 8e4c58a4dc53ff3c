//! `cargo xtask test`: native tests, wasm tests in a real browser, end-to-end tests against the served build.

mod count;
pub(crate) mod e2e;
mod remote;
mod spark;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::build::{page, sizes, tools};
use crate::house;
use crate::house::say;
use count::Count;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    tier: Option<Tier>,
    /// Run only these suites
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Suite>,
    /// End-to-end tests of the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
    /// The page in dist may be a draft: what a draft lacks (modules, compressed files) is not tested
    #[arg(long, requires = "built")]
    draft: bool,
    /// Run only tests whose names contain this
    filter: Option<String>,
}

/// A part of the tests that is worth a name.
#[derive(Clone, Copy, clap::Subcommand)]
enum Tier {
    /// Only the unit tests of the core and the rules of its sources: after each change
    Fast,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Suite {
    /// The unit tests of the core, and tests/rules
    #[value(skip)]
    Core,
    /// `cargo test`
    Native,
    /// The tests of tests/wasm.rs, in headless Chromium
    Wasm,
    /// The cases of xtask/src/test/e2e, in headless Chromium against the served build
    E2e,
    /// A real language model, installed from PyPI; only where it is named
    Remote,
    /// The PySpark job of examples/spark, installed from PyPI; only where it is named
    Spark,
}

const FIRST_PICTURE: &str = "first_picture_is_what_the_page_shows";

impl Arguments {
    /// The commands to run, in order.
    fn suites(&self) -> Vec<Suite> {
        const ALL: [Suite; 5] = [Suite::Native, Suite::Wasm, Suite::E2e, Suite::Remote, Suite::Spark];
        match self.tier {
            Some(Tier::Fast) => vec![Suite::Core],
            None if self.only.is_empty() => ALL[..3].to_vec(),
            None => ALL.into_iter().filter(|suite| self.only.contains(suite)).collect(),
        }
    }
}

/// Runs the suites; the last line on standard output is their sum, and any failure is an error.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut sum = Count::default();
    for suite in arguments.suites() {
        let count = run_suite(suite, arguments).unwrap_or_else(|error| {
            say(format_args!("{suite:?}: {error:#}"));
            Count { passed: 0, failed: 1 }
        });
        sum += count;
    }
    if let Some(fault) = unmatched(arguments.filter.as_deref(), sum) {
        say(fault);
        sum.failed += 1;
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

/// The fault of a run without any test.
fn unmatched(filter: Option<&str>, sum: Count) -> Option<String> {
    let fault = match filter {
        Some(filter) => format!("no test of these suites has “{filter}” in its name"),
        None => "no test was run".to_owned(),
    };
    (sum == Count::default()).then_some(fault)
}

fn run_suite(suite: Suite, arguments: &Arguments) -> Result<Count> {
    let filter = arguments.filter.as_deref();
    match suite {
        Suite::Core => {
            say("unit tests of the core, and its rules");
            let mut command = house::cargo();
            command.args([
                "test",
                "--locked",
                "--no-fail-fast",
                "--package=askwell",
                "--package=askwell-mdp",
            ]);
            counted(command.args(["--lib", "--test=rules"]))
        }
        Suite::Native => {
            say("native tests");
            let mut command = house::cargo();
            command.args(["test", "--locked", "--no-fail-fast"]);
            command.args([
                "--package=askwell",
                "--package=askwell-mdp",
                "--package=askwell-research",
                "--package=xtask",
            ]);
            counted(command.args(filter))
        }
        Suite::Wasm => {
            tools::browsers()?;
            tools::wasm_target()?;
            let path = tools::path_with(&[tools::shims()?])?;
            say("wasm tests in Chromium");
            let mut command = house::cargo();
            command
                .args([
                    "test",
                    "--locked",
                    "--target=wasm32-unknown-unknown",
                    "--no-default-features",
                    "--test=wasm",
                ])
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
                // The default of 20 s is for all tests together.
                .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
                .env("PATH", path);
            counted(command.args(filter))
        }
        Suite::Remote => {
            let askwell = page::askwell(false)?;
            say("tests with a real language model");
            remote::run(&askwell, filter)
        }
        Suite::Spark => {
            let askwell = page::askwell(false)?;
            say("tests of the PySpark job");
            spark::run(&askwell, filter)
        }
        Suite::E2e => {
            tools::browsers()?;
            if !arguments.built {
                page::build()?;
            }
            let askwell = page::askwell(false)?;
            say("end-to-end tests in Chromium");
            let mut count = e2e::run(&askwell, filter, arguments.draft)?;
            let is_wanted = |name: &str| filter.is_none_or(|filter| name.contains(filter));
            if !arguments.draft && is_wanted(sizes::NAME) {
                count.add(sizes::NAME, sizes::check(&house::dist()));
            }
            if is_wanted(FIRST_PICTURE) {
                count.add(FIRST_PICTURE, crate::build::bake::check());
            }
            Ok(count)
        }
    }
}

/// Runs a test command, shows what it prints, and adds up its summary lines.
fn counted(command: &mut Command) -> Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot run cargo test")?;
    let output = child.stdout.take().context("cargo test has no output")?;
    let mut sum = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(count) = summary(&line) {
            sum += count;
        }
    }
    let status = child.wait()?;
    if !status.success() && sum.failed == 0 {
        bail!("cargo test failed before it could count ({status})");
    }
    Ok(sum)
}

/// The counts of a line such as `test result: ok. 5 passed; 0 failed; 0 ignored`.
fn summary(line: &str) -> Option<Count> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |name: &str| counts.split("; ").find_map(|part| part.strip_suffix(name)?.trim().parse().ok());
    Some(Count { passed: count("passed")?, failed: count("failed")? })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn suites(arguments: &[&str]) -> Result<Vec<Suite>, String> {
        #[derive(Parser)]
        enum Command {
            Test(Arguments),
        }
        let command = Command::try_parse_from([&["xtask", "test"], arguments].concat());
        command.map(|Command::Test(arguments)| arguments.suites()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_run_is_what_was_asked_for() {
        assert_eq!(suites(&[]), Ok(vec![Suite::Native, Suite::Wasm, Suite::E2e]));
        assert_eq!(suites(&["a_name"]), suites(&[]));
        assert_eq!(suites(&["fast"]), Ok(vec![Suite::Core]));
        assert_eq!(suites(&["--only", "e2e,native", "--built"]), Ok(vec![Suite::Native, Suite::E2e]));
        assert!(suites(&["--draft"]).is_err(), "a draft is tested as it is, with --built");
    }

    #[test]
    fn a_filter_that_names_no_test_is_a_failure() {
        let none = Count::default();
        assert_eq!(
            unmatched(Some("nothing"), none),
            Some("no test of these suites has “nothing” in its name".to_owned())
        );
        assert_eq!(unmatched(Some("one"), Count { passed: 0, failed: 1 }), None);
        assert!(unmatched(None, none).is_some(), "a run of no test says nothing");
    }

    #[test]
    fn a_summary_line_is_counted_and_no_other() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(summary(line), Some(Count { passed: 12, failed: 3 }));
        assert_eq!(summary("test result_of_things ... ok"), None);
        assert_eq!(summary("running 5 tests"), None);
    }
}
