//! `askwell train`: a network as an ONNX file, and its entry in models.toml.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use askwell::actor::BaseActor;
use askwell::experiment::models::{MadeModel, ModelKind, Recipe, with_entry};
use askwell::household::Split;
use askwell::net::TrainProgress;
use askwell::reward_model::Reads;

use crate::{output, progress};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The network to train: the PRM of the base, the PRM of the help, Q(s, help), Q(s, a) for MCTS, or the helper.
    #[arg(value_parser = ["prm", "help-prm", "q-help", "q", "helper"])]
    kind: String,
    /// The kind of tasks: s-obj or pnp.
    #[arg(long, default_value = "s-obj", value_parser = super::names::split)]
    split: Split,
    /// The seed everything random follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The price the helper is for; without it, one helper is given the price and serves every budget.
    #[arg(long, value_parser = price)]
    price: Option<f64>,
    /// The input of the network: the features of a state, these without self-knowledge (facts), or the text of the state; the
    /// latter two of prm, help-prm, and helper with --price.
    #[arg(long, default_value = "features", value_parser = super::names::reads)]
    reads: Reads,
    /// Judge a PRM on 1,000 unseen tasks of this seed too: accuracy, Brier score, area under the ROC curve.
    #[arg(long, value_name = "SEED")]
    judge: Option<u64>,
    /// The number of training tasks.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    tasks: u32,
    /// The folder for the file and for models.toml.
    #[arg(long)]
    out: PathBuf,
    /// Print what was made as one JSON document.
    #[arg(long)]
    json: bool,
}

fn price(text: &str) -> Result<f64, String> {
    let expected = || "expected a number over 0 and at most 1".to_owned();
    text.parse().ok().filter(|price| *price > 0.0 && *price <= 1.0).ok_or_else(expected)
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let recipe = recipe(arguments)?;
    // Said before minutes of training, not after.
    fs::create_dir_all(&arguments.out)
        .with_context(|| format!("--out: cannot create {}", arguments.out.display()))?;
    let bar = progress::bar(0, "epoch {pos} of {len}, {msg}");
    // Training can be ended at any time with Ctrl-C: nothing is written before its end.
    let made = recipe.make(&mut |progress: TrainProgress| {
        let TrainProgress { epochs_done, epochs, batches_done, batches, loss, .. } = progress;
        bar.set_length(epochs.into());
        bar.set_position(epochs_done.into());
        bar.set_message(format!("batch {batches_done} of {batches}, loss {loss:.4}"));
        true
    })?;
    bar.finish_and_clear();
    write(&made, &arguments.out)?;
    output::print(&text(&made, arguments))
}

fn recipe(arguments: &Arguments) -> anyhow::Result<Recipe> {
    let kind = match arguments.kind.as_str() {
        "prm" => ModelKind::Prm,
        "help-prm" => ModelKind::HelpPrm,
        "q-help" => ModelKind::QHelp,
        "q" => ModelKind::Q,
        _ => ModelKind::Helper { price: arguments.price },
    };
    if arguments.price.is_some() && !matches!(kind, ModelKind::Helper { .. }) {
        anyhow::bail!("--price: expected with helper alone, not with {}", arguments.kind);
    }
    let can_read = matches!(kind, ModelKind::Prm | ModelKind::HelpPrm | ModelKind::Helper { price: Some(_) });
    if arguments.reads != Reads::Features && !can_read {
        anyhow::bail!(
            "--reads {}: expected with prm, help-prm, or helper and --price",
            arguments.reads.name()
        );
    }
    if arguments.judge.is_some() && kind != ModelKind::Prm {
        anyhow::bail!("--judge: expected with prm alone, not with {}", arguments.kind);
    }
    let Arguments { split, seed, reads, judge, tasks, .. } = *arguments;
    Ok(Recipe { kind, reads, judge, seed, split, actor: BaseActor::default(), n_tasks: tasks })
}

fn write(made: &MadeModel, folder: &Path) -> anyhow::Result<()> {
    let file = folder.join(format!("{}.onnx", made.name));
    output::write("--out", &file, &made.onnx)?;
    let list = folder.join("models.toml");
    let before = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("--out: cannot read {}", list.display())),
    };
    output::write("--out", &list, with_entry(&before, &made.name, &made.entry))
}

fn text(made: &MadeModel, arguments: &Arguments) -> String {
    let file = arguments.out.join(format!("{}.onnx", made.name));
    if arguments.json {
        let document = serde_json::json!({
            "file": file, "bytes": made.onnx.len(), "parameters": made.network.n_parameters(), "metrics": made.metrics,
        });
        return document.to_string();
    }
    let metrics = made.metrics.iter().map(|(name, value)| format!("\n{name}: {value:.4}"));
    let parameters = made.network.n_parameters();
    format!("{}: {parameters} parameters{}", file.display(), metrics.collect::<String>())
}
