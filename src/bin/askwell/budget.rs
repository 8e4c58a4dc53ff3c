//! `askwell budget`: the exact optimum for a budget of expected calls, or for a hard cap per episode.

use anyhow::Context;
use askwell::mdp::{Budget, Frontier, MdpFile, Unseen, cap};
use serde_json::json;

use crate::frontier::document;
use crate::problem::{print, read, short, shorts};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An MDP JSON file, or scenario:NAME; several interventions count alike
    #[arg(value_name = "FILE")]
    file: String,
    /// Expected calls a task (discounted, from the start); with --cap, calls an episode
    #[arg(long, value_name = "C", allow_negative_numbers = true, value_parser = crate::problem::budget)]
    budget: Budget,
    /// Never more than C calls in any episode (the whole part of C)
    #[arg(long)]
    cap: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let file = read(&arguments.file)?;
    let answer = if arguments.cap { capped(arguments, &file) } else { mixed(arguments, &file)? };
    print(&answer)
}

fn mixed(arguments: &Arguments, file: &MdpFile) -> anyhow::Result<String> {
    let frontier = Frontier::of(&file.mdp);
    let least = frontier.vertices()[0].usage;
    let point = frontier.at_budget(arguments.budget.get()).with_context(|| {
        format!("--budget {}: some states can only ask; expected at least {least}", arguments.budget.get())
    })?;
    let low = frontier.vertices()[point.mix.low as usize];
    let high = frontier.vertices()[point.mix.high as usize];
    let weight = point.mix.weight;
    if arguments.json {
        let mix = json!({ "weight": weight, "low": document(&low), "high": document(&high) });
        let (price, usage, success) = (point.price, point.usage, point.success);
        return Ok(json!({ "price": price, "usage": usage, "success": success, "mix": mix }).to_string());
    }
    Ok(format!(
        "success  {}\nusage    {}\nprice    {}\nmix      with probability {} the policy of usage {}, else that of \
         usage {}",
        short(point.success),
        short(point.usage),
        short(point.price),
        short(weight),
        short(high.usage),
        short(low.usage)
    ))
}

fn capped(arguments: &Arguments, file: &MdpFile) -> String {
    // The cast saturates: more calls than that are never made.
    let calls = arguments.budget.get().floor() as u32;
    let found = cap::solve(&file.mdp, calls, Unseen::Mask);
    let (success, usage) = (found.totals.success, found.totals.calls());
    if arguments.json {
        let document = json!({ "cap": arguments.budget.get().floor(), "price": null, "usage": usage, "success": success, "mix": null });
        return document.to_string();
    }
    format!(
        "success  {}\nusage    {}\ncap      {} calls an episode",
        short(success),
        shorts(&found.totals.usage),
        short(arguments.budget.get().floor())
    )
}
