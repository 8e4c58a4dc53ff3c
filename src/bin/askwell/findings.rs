//! `askwell findings`: the paper's seven findings, each with its numbers and a verdict.

use std::fmt::Write;

use askwell::experiment::evidence::{Finding, findings, plan_findings};
use serde_json::{Value, json};

use crate::problem::print;
use crate::studies;
use crate::table::SizeArguments;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    sizes: SizeArguments,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let sizes = &arguments.sizes;
    let orders = sizes.seeds().map(|seed| plan_findings(seed, sizes.sizes())).collect();
    let found = findings(&studies::run(orders, "findings")?);
    print(&if arguments.json {
        let findings: Vec<Value> = found.iter().map(document).collect();
        json!({ "command": sizes.command("findings"), "findings": findings }).to_string()
    } else {
        text(&found)?
    })
}

fn document(finding: &Finding) -> Value {
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
