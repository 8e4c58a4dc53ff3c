//! The options of a model on the command line.

use std::path::PathBuf;

use askwell::remote::{Form, Micro, Prices, Prompt};

use crate::problem::dollars;

/// The model, its address, its caps, its cassette.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Ask a language model at this base address, such as http://127.0.0.1:8080/proxy/NAME/v1.
    #[arg(long, value_name = "URL", requires = "model")]
    pub(crate) remote: Option<String>,
    /// Answer from the cassette alone; nothing is sent.
    #[arg(long, requires_all = ["model", "cassette"], conflicts_with = "remote")]
    pub(crate) replay: bool,
    /// The model's name there.
    #[arg(long)]
    pub(crate) model: Option<String>,
    /// The form of its requests: openai or anthropic.
    #[arg(long, default_value = "openai", value_parser = form)]
    pub(crate) form: Form,
    /// The prompt: ours, or sif, in the form of Situated Instruction Following.
    #[arg(long, default_value = "ours", value_parser = prompt)]
    pub(crate) prompt: Prompt,
    /// The environment variable that holds the key; the proxy needs none.
    #[arg(long, value_name = "NAME")]
    pub(crate) key_env: Option<String>,
    /// The most calls, those of earlier runs with the same cassette included.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) calls_max: u64,
    /// The most they may cost in dollars, with --price-input and --price-output.
    #[arg(long, value_name = "DOLLARS", requires_all = ["price_input", "price_output"], value_parser = dollars)]
    pub(crate) spend_max: Option<Micro>,
    /// Dollars per million tokens sent.
    #[arg(long, value_name = "DOLLARS", value_parser = dollars)]
    pub(crate) price_input: Option<Micro>,
    /// Dollars per million tokens answered.
    #[arg(long, value_name = "DOLLARS", value_parser = dollars)]
    pub(crate) price_output: Option<Micro>,
    /// The file that keeps each call: a run that goes on from it asks nothing twice.
    #[arg(long, value_name = "FILE")]
    pub(crate) cassette: Option<PathBuf>,
    /// Ask for the probability of each token too: an answer then has a certainty. Not every server knows how.
    #[arg(long)]
    pub(crate) logprobs: bool,
    /// If an answer is no action, ask once more before the task ends.
    #[arg(long)]
    pub(crate) ask_again: bool,
}

impl Options {
    /// The prices of tokens; `None` where no prices are known.
    pub(super) fn prices(&self) -> Prices {
        let of = |price: Option<Micro>| price.unwrap_or_default().0;
        Prices { input: of(self.price_input), output: of(self.price_output) }
    }

    /// True if a model is to be asked, or its cassette replayed.
    pub(crate) fn is_set(&self) -> bool {
        self.remote.is_some() || self.replay
    }
}

fn form(name: &str) -> Result<Form, String> {
    Form::from_name(name).ok_or_else(|| "expected openai or anthropic".to_owned())
}

fn prompt(name: &str) -> Result<Prompt, String> {
    Prompt::from_name(name).ok_or_else(|| "expected ours or sif".to_owned())
}
