//! `askwell frontier`: the whole exact frontier.

use std::fmt::Write;

use anyhow::bail;
use askwell::mdp::budgets::{self, Planner};
use askwell::mdp::frontier::Vertex;
use askwell::mdp::{Frontier, MdpFile};
use serde_json::{Value, json};

use crate::output::print;
use crate::parallel;
use crate::problem::{read, short};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An MDP JSON file, - for standard input, or scenario:NAME; several interventions count alike
    #[arg(value_name = "FILE")]
    file: String,
    /// With two interventions: what each pair of budgets buys, on a grid of this many steps each way
    #[arg(long, value_name = "STEPS", value_parser = clap::value_parser!(u32).range(1..=200))]
    surface: Option<u32>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let file = read(&arguments.file)?;
    if let Some(steps) = arguments.surface {
        return print(&surface(&file, steps, arguments.json)?);
    }
    let frontier = parallel::frontier(&file.mdp);
    print(&if arguments.json {
        let breakpoints: Vec<Value> = frontier.vertices().iter().map(document).collect();
        json!({ "breakpoints": breakpoints }).to_string()
    } else {
        text(&frontier)?
    })
}

/// The surface of two budgets.
fn surface(file: &MdpFile, steps: u32, as_json: bool) -> anyhow::Result<String> {
    if file.mdp.n_interventions() != 2 {
        bail!("--surface: {} intervention(s) in the file; expected 2", file.mdp.n_interventions());
    }
    let oracle = |weight: f64, prices: &[f64]| parallel::totals(&file.mdp, weight, prices);
    let surface = budgets::surface(&mut Planner::new(2, oracle), steps);
    if as_json {
        return Ok(serde_json::to_string(&surface)?);
    }
    let mut text = format!("{:<12}usage of help1 at most", "help2");
    write!(text, "\n{:<12}", "at most")?;
    surface.first.iter().try_for_each(|&budget| write!(text, "{:<10}", short(budget)))?;
    for (budget, row) in surface.second.iter().zip(&surface.success) {
        write!(text, "\n{:<12}", short(*budget))?;
        for success in row {
            write!(text, "{:<10}", success.map_or("-".to_owned(), short))?;
        }
    }
    Ok(text)
}

/// A corner; the price of the first, which is optimal above every price, is null.
pub(crate) fn document(vertex: &Vertex) -> Value {
    json!({ "price": vertex.price, "usage": vertex.usage, "success": vertex.success })
}

fn text(frontier: &Frontier) -> anyhow::Result<String> {
    let mut text = format!("{:<12} {:<12} success", "below price", "usage");
    for vertex in frontier.vertices() {
        let price = if vertex.price.is_finite() { short(vertex.price) } else { "any".to_owned() };
        write!(text, "\n{price:<12} {:<12} {}", short(vertex.usage), short(vertex.success))?;
    }
    Ok(text)
}
