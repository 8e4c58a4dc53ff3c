//! The command line: every number on the page, and the server. A thin shell around the library.
//!
//! Each command is one file with its `Arguments` and `run`. Standard output carries the answer and nothing
//! else; errors go to standard error, and the exit code is 2 for whatever the user can mend.

// These macros panic where the reader has gone away; `output` does not.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod budget;
mod collect;
mod explain;
mod figure;
mod findings;
mod frontier;
mod https;
mod import;
mod model;
mod names;
mod output;
mod paint;
mod parallel;
mod play;
mod problem;
mod progress;
mod scenarios;
mod serve;
mod sizes;
mod solve;
mod source;
mod studies;
mod table;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// When should an agent ask for help?
#[derive(Parser)]
#[command(name = "askwell", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Solve an MDP file at one price or several.
    Solve(solve::Arguments),
    /// The whole exact frontier of an MDP file.
    Frontier(frontier::Arguments),
    /// The exact optimum for a budget.
    Budget(budget::Arguments),
    /// Why a state asks: both rules' numbers, and where the decision turns.
    Explain(explain::Arguments),
    /// The built-in problems, each with its story and both rules' numbers.
    Scenarios(scenarios::Arguments),
    /// Phase 1: seeded rollouts, written as a trace.
    Collect(collect::Arguments),
    /// An agent's own log: what was understood, and what one more call would buy.
    Import(import::Arguments),
    /// A table of the paper, made again.
    Table(table::Arguments),
    /// A figure of the page or of the paper, as SVG, HTML, CSV or JSON.
    Figure(figure::Arguments),
    /// The paper's seven findings: numbers, bounds, verdicts.
    Findings(findings::Arguments),
    /// One episode as text, or acted by a person.
    Play(play::Arguments),
    /// Train a network and write it as an ONNX file.
    Train(train::Arguments),
    /// The page, served on this machine.
    Serve(serve::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Solve(arguments) => solve::run(&arguments),
        Command::Frontier(arguments) => frontier::run(&arguments),
        Command::Budget(arguments) => budget::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Scenarios(arguments) => scenarios::run(&arguments),
        Command::Collect(arguments) => collect::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Table(arguments) => table::run(&arguments),
        Command::Figure(arguments) => figure::run(&arguments),
        Command::Findings(arguments) => findings::run(&arguments),
        Command::Play(arguments) => play::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(format_args!("askwell: {error:#}\n"));
            ExitCode::from(2)
        }
    }
}
