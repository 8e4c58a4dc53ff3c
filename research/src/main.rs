//! The commands of the research: `calibrate` and `choose`.
//!
//! Answers go to standard output, progress and errors to standard error; the exit code is 2 for a user's error.

mod calibrate;
mod choose;
#[path = "../../src/bin/askwell/progress.rs"]
mod progress;
#[path = "../../src/bin/askwell/sizes.rs"]
mod sizes;
#[path = "../../src/bin/askwell/studies.rs"]
mod studies;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Research on the model itself: calibration, and choices that the paper leaves open
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Search for the numbers of worlds and actors, against disclosed rows of the paper
    Calibrate(calibrate::Arguments),
    /// Compare choices that the paper leaves open, on validation tasks
    Choose(choose::Arguments),
}

fn main() -> ExitCode {
    let answer = match Arguments::parse().command {
        Command::Calibrate(arguments) => calibrate::run(&arguments),
        Command::Choose(arguments) => choose::run(&arguments),
    };
    match answer {
        Ok(text) => {
            // A reader who has gone away is no fault.
            let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(format_args!("askwell-research: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard error. A reader who has gone away must not end the work.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
