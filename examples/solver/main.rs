//! The solver's own measurements and its generator: `cargo xtask bench solver` runs them natively and in a browser.
//!
//! `measure PROBLEM [SEED]` prints times as one JSON document, where PROBLEM is `household` or a number of states
//! (with `-far`: see the generator);
//! `generate PROBLEM [SEED]` writes it as MDP JSON, `read FILE` reads such a file and solves it once; `memory` prints the
//! memory's speed.

mod clock;
mod generator;
mod measure;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../trace/peak.rs"]
mod peak;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let seed = |text: Option<&&str>| {
        text.map_or(Ok(1), |text| text.parse::<u64>().map_err(|_| format!("{text}: expected a seed")))
    };
    match words.as_slice() {
        ["measure", problem, rest @ ..] => {
            println!("{}", measure::measure(problem, seed(rest.first())?)?);
            Ok(())
        }
        ["memory"] => {
            println!("{}", measure::memory());
            Ok(())
        }
        ["generate", problem, rest @ ..] => {
            let mdp = measure::problem(problem, seed(rest.first())?)?;
            generator::write(&mdp, std::io::stdout().lock()).map_err(|error| error.to_string())
        }
        ["read", file] => {
            println!("{}", measure::read(file)?);
            Ok(())
        }
        _ => Err("expected measure PROBLEM [SEED], generate PROBLEM [SEED], read FILE, or memory".to_owned()),
    }
}

/// The entry in a browser: the order stands after the `#` of the address; the answer goes into the title.
#[cfg(target_arch = "wasm32")]
fn main() {
    let Some(window) = web_sys::window() else { return };
    let problem = window.location().hash().unwrap_or_default();
    let answer = measure::measure(problem.trim_start_matches('#'), 1);
    if let Some(document) = window.document() {
        document.set_title(&answer.map_or_else(|error| error, |answer| answer.to_string()));
    }
}
