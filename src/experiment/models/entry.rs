//! A model's entry in models.toml.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::actor::{Q_FEATURE_NAMES, Q_FEATURE_UNITS};
use crate::net::Network;
use crate::net::onnx::ModelCard;
use crate::reward_model::{FEATURE_NAMES, FEATURE_UNITS, Reads};

use super::{ModelKind, Recipe};

/// The name and the unit of each number a model takes; none of one that reads, whose input is hashes.
pub(super) fn features(recipe: &Recipe) -> Vec<(&'static str, &'static str)> {
    if recipe.reads == Reads::Text {
        return Vec::new();
    }
    let state = || FEATURE_NAMES.into_iter().zip(FEATURE_UNITS);
    match recipe.kind {
        ModelKind::Prm | ModelKind::HelpPrm | ModelKind::Helper { price: Some(_) } => state().collect(),
        ModelKind::QHelp => state().chain([("the help takes this step", "0 or 1")]).collect(),
        ModelKind::Q => Q_FEATURE_NAMES.into_iter().zip(Q_FEATURE_UNITS).collect(),
        ModelKind::Helper { price: None } => {
            let told = [
                ("price of the help", "ln r"),
                ("price of a second help", "ln r; 0 where there is none"),
                ("always 0", "-"),
                ("always zero", "-"),
            ];
            state().chain(told).collect()
        }
    }
}

/// The entry: what goes in and comes out, what was measured, the digest of the file, the command that makes it again.
pub(super) fn entry(recipe: &Recipe, card: &ModelCard, network: &Network, onnx: &[u8]) -> String {
    let mut text = format!("{}\n", head(&card.name));
    let mut line = |key: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key} = {value}");
    };
    line("file", quoted(&format!("{}.onnx", card.name)));
    line("what", quoted(&card.description));
    line("split", quoted(recipe.split.name()));
    line("seed", card.seed.to_string());
    line("version", quoted(&card.version));
    line("command", quoted(&card.command));
    line("sha256", quoted(&hex(&Sha256::digest(onnx))));
    line("bytes", onnx.len().to_string());
    line("parameters", network.n_parameters().to_string());
    line(
        "input",
        format!(
            "{{ name = \"{}\", shape = [\"batch\", {}], type = \"f32\" }}",
            card.input,
            network.n_inputs()
        ),
    );
    line(
        "output",
        format!(
            "{{ name = \"{}\", shape = [\"batch\", {}], type = \"f32\", unit = \"chance, 0 to 1\" }}",
            card.output,
            network.n_outputs()
        ),
    );
    let metrics: Vec<String> =
        card.metrics.iter().map(|(name, value)| format!("{name} = {value:?}")).collect();
    line("metrics", format!("{{ {} }}", metrics.join(", ")));
    let features: Vec<String> = features(recipe)
        .iter()
        .map(|(name, unit)| format!("  {{ name = {}, unit = {} }},\n", quoted(name), quoted(unit)))
        .collect();
    line("features", format!("[\n{}]", features.concat()));
    text
}

/// The line that begins the entry of a name; a point in a bare name would begin a table within a table.
pub(super) fn head(name: &str) -> String {
    if name.contains('.') { format!("[{}]", quoted(name)) } else { format!("[{name}]") }
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
