//! `cargo xtask test`: native tests, wasm tests in a real browser, end-to-end tests against the served build.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    e2e,
    house::{self, say},
    page, remote, sizes, spark, tools,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only these suites
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Suite>,
    /// End-to-end tests of the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
    /// Run only tests whose names contain this
    filter: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Suite {
    /// `cargo test`
    Native,
    /// The tests of tests/wasm.rs, in headless Chromium
    Wasm,
    /// The cases of xtask/src/e2e, in headless Chromium against the served build
    E2e,
    /// A real language model, installed from PyPI; only where it is named
    Remote,
    /// The PySpark job of examples/spark, installed from PyPI; only where it is named
    Spark,
}

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Count {
    /// Counts one test and says how it went.
    pub(crate) fn add(&mut self, name: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => {
                println!("test e2e::{name} ... ok");
                self.passed += 1;
            }
            Err(error) => {
                println!("test e2e::{name} ... FAILED\n    {error:#}");
                self.failed += 1;
            }
        }
    }
}

/// Runs the suites; the last line on standard output is their sum, and any failure is an error.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let filter = arguments.filter.as_deref();
    let mut sum = Count::default();
    for suite in [Suite::Native, Suite::Wasm, Suite::E2e, Suite::Remote, Suite::Spark] {
        let is_usual = arguments.only.is_empty() && !matches!(suite, Suite::Remote | Suite::Spark);
        if !is_usual && !arguments.only.contains(&suite) {
            continue;
        }
        let count = run_suite(suite, filter, arguments.built).unwrap_or_else(|error| {
            say(format_args!("{suite:?}: {error:#}"));
            Count { passed: 0, failed: 1 }
        });
        sum.passed += count.passed;
        sum.failed += count.failed;
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn run_suite(suite: Suite, filter: Option<&str>, built: bool) -> Result<Count> {
    match suite {
        Suite::Native => {
            say("native tests");
            let mut command = house::cargo();
            command.args(["test", "--locked", "--no-fail-fast"]);
            command.args(["--package=askwell", "--package=askwell-mdp", "--package=xtask"]);
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
            if !built {
                page::build()?;
            }
            let askwell = page::askwell(false)?;
            say("end-to-end tests in Chromium");
            let mut count = e2e::run(&askwell, filter)?;
            if filter.is_none_or(|filter| sizes::NAME.contains(filter)) {
                count.add(sizes::NAME, sizes::check(&house::dist()));
            }
            if filter.is_none_or(|filter| "first_picture".contains(filter)) {
                count.add("first_picture_is_what_the_page_shows", crate::bake::check());
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
            sum.passed += count.passed;
            sum.failed += count.failed;
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
    use super::*;

    #[test]
    fn a_summary_line_is_counted_and_no_other() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(summary(line), Some(Count { passed: 12, failed: 3 }));
        assert_eq!(summary("test result_of_things ... ok"), None);
        assert_eq!(summary("running 5 tests"), None);
    }
}
