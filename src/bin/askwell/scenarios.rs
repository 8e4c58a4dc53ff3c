//! `askwell scenarios`: the built-in problems, each with its story and both rules' numbers.

use std::fmt::Write;

use askwell::mdp::scenario::{ALL, Comparison, Scenario};
use serde_json::{Value, json};

use crate::output::print;
use crate::problem::{short, shorts};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let compared = ALL.iter().map(|scenario| Ok((scenario, scenario.compare()?)));
    let compared: Vec<(&Scenario, Comparison)> = compared.collect::<anyhow::Result<_>>()?;
    print(&if arguments.json {
        json!({ "scenarios": compared.iter().map(document).collect::<Vec<_>>() }).to_string()
    } else {
        text(&compared)?
    })
}

fn document((scenario, both): &(&Scenario, Comparison)) -> Value {
    json!({
        "name": scenario.name, "story": scenario.story, "prices": scenario.prices,
        "exact": both.exact, "paper": both.paper, "converged": both.converged, "period": both.period,
    })
}

fn text(compared: &[(&Scenario, Comparison)]) -> anyhow::Result<String> {
    let mut text = String::new();
    for (index, (scenario, both)) in compared.iter().enumerate() {
        let settled = if both.converged { "" } else { " (not settled)" };
        let (paper, exact) = (short(both.paper.value), short(both.exact.value));
        let gap = if index > 0 { "\n\n" } else { "" };
        write!(
            text,
            "{gap}{}, r = {}: paper {paper}{settled}, exact {exact}",
            scenario.name,
            shorts(scenario.prices)
        )?;
        write!(text, "\n  {}", scenario.story)?;
    }
    Ok(text)
}
