//! The project's commands: everything is built, served, tested and measured from here.

mod bench;
mod browser;
mod build;
#[path = "../../src/bin/askwell/serve/content_security.rs"]
mod content_security;
mod house;
#[path = "../../src/language/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, reason = "the page says its words, this only packs them")]
mod language;
mod models;
mod serve;
mod shot;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Askwell's commands. The first run of any of them installs what it needs and says so; later runs take seconds.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve it at http://127.0.0.1:8080
    Serve(serve::Arguments),
    /// Run all tests: native, wasm in Chromium, end to end in Chromium
    Test(test::Arguments),
    /// Measure the page, or one part, and write its section of docs/benchmarks.md
    Bench(bench::Arguments),
    /// Build the page into dist; `--draft` for a quick one to look at
    Dist(build::page::Arguments),
    /// Build the two engines and put them into the page that was built last
    Engines,
    /// Take the page's first picture anew, after a change of what it shows
    Bake(build::bake::Arguments),
    /// Train every network of models/ anew, or `--check` that its command still makes it, to the bit
    Models(models::Arguments),
    /// Photograph the page
    Shot(shot::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Dist(arguments) => build::page::build_as(&arguments),
        Command::Engines => build::engines::run(),
        Command::Bake(arguments) => build::bake::run(&arguments),
        Command::Models(arguments) => models::run(&arguments),
        Command::Shot(arguments) => shot::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
