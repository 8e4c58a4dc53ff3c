//! `askwell frontier`: the whole exact frontier.

use std::fmt::Write;

use askwell::mdp::Frontier;
use askwell::mdp::frontier::Vertex;
use serde_json::{Value, json};

use crate::problem::{print, read, short};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An MDP JSON file, or scenario:NAME; several interventions count alike
    #[arg(value_name = "FILE")]
    file: String,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let file = read(&arguments.file)?;
    let frontier = Frontier::of(&file.mdp);
    print(&if arguments.json {
        let breakpoints: Vec<Value> = frontier.vertices().iter().map(document).collect();
        json!({ "breakpoints": breakpoints }).to_string()
    } else {
        text(&frontier)?
    })
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
