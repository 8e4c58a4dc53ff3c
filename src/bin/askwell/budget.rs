//! `askwell budget`: the optimal policy for a budget of expected calls, or for a cap per episode.

use std::fmt::Write;

use anyhow::{Context, bail};
use askwell::mdp::budgets::{self, Planner, Share};
use askwell::mdp::{Budget, MdpFile, Unseen, cap};
use serde_json::{Value, json};

use crate::frontier::document;
use crate::output::print;
use crate::parallel;
use crate::problem::{read, short, shorts};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// An MDP JSON file, - for standard input, or scenario:NAME; several interventions count alike
    #[arg(value_name = "FILE")]
    file: String,
    /// Expected calls a task (discounted, from the start); with --cap, calls an episode; with several interventions,
    /// one for all together, or one each
    #[arg(long, value_name = "C", required = true, allow_negative_numbers = true, value_parser = crate::problem::budget)]
    budget: Vec<Budget>,
    /// Never more than C calls in any episode (the whole part of C)
    #[arg(long)]
    cap: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let file = read(&arguments.file)?;
    let expected = file.mdp.n_interventions();
    let answer = match arguments.budget.as_slice() {
        [budget] if arguments.cap => capped(arguments, *budget, &file),
        [budget] => mixed(arguments, *budget, &file)?,
        several if several.len() == expected && !arguments.cap => each(arguments, &file)?,
        several if arguments.cap => bail!("--budget: given {}; expected one with --cap", several.len()),
        several => {
            let or =
                if expected > 1 { format!(", or {expected}, one an intervention") } else { String::new() };
            bail!("--budget: given {}; expected one{or}", several.len())
        }
    };
    print(&answer)
}

/// A budget for each intervention.
fn each(arguments: &Arguments, file: &MdpFile) -> anyhow::Result<String> {
    let budgets: Vec<f64> = arguments.budget.iter().map(|budget| budget.get()).collect();
    let oracle = |weight: f64, prices: &[f64]| parallel::totals(&file.mdp, weight, prices);
    let plan = Planner::new(budgets.len(), oracle).solve(&budgets, budgets::GAP).context("--budget")?;
    if arguments.json {
        let share = |share: &Share| {
            let Share { weight, prices, success_weight, totals } = share;
            json!({
                "weight": weight, "prices": prices, "success_weight": success_weight,
                "usage": totals.usage, "success": totals.success,
            })
        };
        let mix: Vec<Value> = plan.mix.iter().map(share).collect();
        let (prices, usage, success) = (&plan.prices, &plan.usage, plan.success);
        let document =
            json!({ "price": prices, "usage": usage, "success": success, "mix": mix, "gap": plan.gap });
        return Ok(document.to_string());
    }
    let mut text = format!(
        "success  {}\nusage    {}\nprice    {}",
        short(plan.success),
        shorts(&plan.usage),
        shorts(&plan.prices)
    );
    for share in &plan.mix {
        let (weight, usage) = (short(share.weight), shorts(&share.totals.usage));
        write!(text, "\nmix      with probability {weight} the policy of usage {usage}")?;
    }
    Ok(text)
}

fn mixed(arguments: &Arguments, budget: Budget, file: &MdpFile) -> anyhow::Result<String> {
    let frontier = parallel::frontier(&file.mdp);
    let least = frontier.vertices()[0].usage;
    let point = frontier.at_budget(budget.get()).with_context(|| {
        format!("--budget {}: some states can only ask; expected at least {least}", budget.get())
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

fn capped(arguments: &Arguments, budget: Budget, file: &MdpFile) -> String {
    // The cast saturates: more calls than that are never made.
    let calls = budget.get().floor() as u32;
    let found = cap::solve(&file.mdp, calls, Unseen::Mask);
    let (success, usage) = (found.totals.success, found.totals.calls());
    if arguments.json {
        let document = json!({ "cap": budget.get().floor(), "price": null, "usage": usage, "success": success, "mix": null });
        return document.to_string();
    }
    format!(
        "success  {}\nusage    {}\ncap      {} calls an episode",
        short(success),
        shorts(&found.totals.usage),
        short(budget.get().floor())
    )
}
