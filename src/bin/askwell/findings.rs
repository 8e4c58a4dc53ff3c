//! `askwell findings`: the paper's seven findings, each with its numbers and a verdict.

use std::fmt::Write;

use askwell::study::{Finding, findings, plan_findings};
use serde_json::{Value, json};

use crate::output::print;
use crate::sizes::SizeArguments;
use crate::studies;
use crate::table::command;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    sizes: SizeArguments,
    /// Only this finding, from F1 to F7: only the studies that it needs are run
    #[arg(long, value_name = "ID", value_parser = ["F1", "F2", "F3", "F4", "F5", "F6", "F7"])]
    only: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// The findings about one intervention.
const ONE_HELP: [&str; 6] = ["F1", "F2", "F3", "F4", "F5", "F6"];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let sizes = &arguments.sizes;
    let is_wanted = |id: &str| arguments.only.as_ref().is_none_or(|only| only == id);
    let orders = sizes.seeds().map(|seed| {
        let mut orders = plan_findings(seed, sizes.sizes());
        // The last finding alone rests on two interventions, and on nothing else.
        orders.retain(|order| {
            ONE_HELP.iter().any(|id| is_wanted(id)) && order.helps.len() == 1
                || is_wanted("F7") && order.helps.len() == 2
        });
        orders
    });
    let mut found = findings(&studies::run(orders.collect(), "findings")?);
    found.retain(|finding| is_wanted(&finding.id));
    print(&if arguments.json {
        let findings: Vec<Value> = found.iter().map(|finding| document(finding, sizes)).collect();
        json!({ "command": command("findings", sizes), "findings": findings }).to_string()
    } else {
        text(&found)?
    })
}

fn document(finding: &Finding, sizes: &SizeArguments) -> Value {
    let checks = finding.checks.iter().map(|check| {
        json!({
            "what": check.what,
            "value": check.figure.value,
            "se": check.figure.se,
            "bound": check.bound.words(),
            "verdict": check.verdict.words(),
        })
    });
    json!({
        "id": finding.id,
        "task": finding.split.name(),
        "claim": finding.claim,
        "command": command(&format!("findings --only {}", finding.id), sizes),
        "verdict": finding.verdict.words(),
        "checks": checks.collect::<Vec<_>>(),
    })
}

fn text(findings: &[Finding]) -> anyhow::Result<String> {
    let mut text = String::new();
    for finding in findings {
        let Finding { id, claim, verdict, split, checks } = finding;
        writeln!(text, "{id} {}: {claim}: {}", split.paper_name(), verdict.words())?;
        for check in checks {
            let (value, se) = (check.figure.value, check.figure.se);
            let (bound, verdict) = (check.bound.words(), check.verdict.words());
            writeln!(text, "   {}: {value:.2}±{se:.2}, {bound}: {verdict}", check.what)?;
        }
    }
    text.truncate(text.trim_end().len());
    Ok(text)
}
