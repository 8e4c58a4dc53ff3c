//! The networks as files: what each is, how it is trained, what its ONNX file and its entry in models.toml say.
//!
//! The same recipe gives the same bytes on every machine.

mod entry;
mod learn;
mod reading;

pub(crate) use reading::{Readings, asks, helper_of, lessons_of, prm_of, visits_of};

use std::collections::BTreeMap;

use crate::actor::BaseActor;
use crate::household::Split;
use crate::net::onnx::{Batch, ExportError, ModelCard, export_onnx, export_onnx_quantised};
use crate::net::{Network, QuantisedWeights, TrainError, TrainProgress};
use crate::numeric::Seed;
use crate::reward_model::Reads;

use super::error::PipelineError;
use super::order::Order;

/// The kind of a network: the quantity that it predicts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ModelKind {
    /// p(s) under the base actor (4.1).
    Prm,
    /// p(s) under the help.
    HelpPrm,
    /// Q(s, help): p(s) when this step is the base's, or the help's, and help comes at random afterwards.
    QHelp,
    /// Q(s, a) for MCTS (App. A).
    Q,
    /// The helper: the chance that the solved table asks (5.3), for one price or with ln r as a feature.
    Helper {
        /// The price; none for a price-conditioned helper.
        price: Option<f64>,
    },
}

/// The recipe of a network: everything that its training depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// The kind of the network.
    pub kind: ModelKind,
    /// The form in which it takes a state. A text is read by a PRM, or by the helper of one price.
    pub reads: Reads,
    /// The seed of the unseen tasks that judge a PRM; none for no judgement.
    pub judge: Option<Seed>,
    /// Everything random follows from this.
    pub seed: Seed,
    /// The kind of tasks.
    pub split: Split,
    /// The base actor.
    pub actor: BaseActor,
    /// Training tasks.
    pub n_tasks: u32,
}

/// The input of a network that reads, for its model card.
const HASHED: &str =
    " Takes the hashed words and pairs of the state's text, a section at a time: counts scaled to length 1.";

/// A network, its file, and its entry in models.toml.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeModel {
    /// The file's name without its ending.
    pub name: String,
    /// The network.
    pub network: Network,
    /// The ONNX file.
    pub onnx: Vec<u8>,
    /// The entry of the model in models.toml.
    pub entry: String,
    /// The measured quantities by name.
    pub metrics: BTreeMap<String, f64>,
}

/// Why a network cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// Phase 1 or the table.
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    /// The training.
    #[error("training: {0}")]
    Train(#[from] TrainError),
    /// The file.
    #[error("ONNX: {0}")]
    Export(#[from] ExportError),
}

/// The result of training by a recipe.
struct Learned {
    network: Network,
    /// The weights of its first layer, where they are whole numbers times scales.
    first: Option<QuantisedWeights>,
    metrics: BTreeMap<String, f64>,
}

impl Recipe {
    /// The order whose Phase 1 the network learns from.
    fn order(&self) -> Order {
        Order { n_tasks: self.n_tasks, ..Order::new(self.seed, self.split) }
    }

    /// The file's name without its ending, such as `help_prm_s_obj`.
    #[must_use]
    pub fn name(&self) -> String {
        let reads =
            if self.reads == Reads::Features { String::new() } else { format!("{}_", self.reads.name()) };
        let split = format!("{reads}{}", self.split.name().replace('-', "_"));
        match self.kind {
            ModelKind::Helper { price: Some(price) } => format!("helper_{split}_price_{price}"),
            kind => format!("{}_{split}", kind.word().replace('-', "_")),
        }
    }

    /// The command that makes it again.
    #[must_use]
    pub fn command(&self) -> String {
        let price = match self.kind {
            ModelKind::Helper { price: Some(price) } => format!(" --price {price}"),
            _ => String::new(),
        };
        let default = Order::new(self.seed, self.split).n_tasks;
        let tasks =
            if self.n_tasks == default { String::new() } else { format!(" --tasks {}", self.n_tasks) };
        let reads = if self.reads == Reads::Features {
            String::new()
        } else {
            format!(" --reads {}", self.reads.name())
        };
        let judge = self.judge.map_or_else(String::new, |seed| format!(" --judge {seed}"));
        let (word, split, seed) = (self.kind.word(), self.split.name(), self.seed);
        format!(
            "askwell train {word}{reads} --split {split} --seed {seed}{price}{tasks}{judge} --out models/"
        )
    }

    /// Trains the network and writes its file and entry. `progress` hears where training stands and answers whether to
    /// go on.
    ///
    /// # Errors
    /// If there is nothing to learn from, or `progress` said no.
    pub fn make(&self, progress: &mut dyn FnMut(TrainProgress) -> bool) -> Result<MadeModel, ModelError> {
        let Learned { network, first, metrics } = learn::learn(self, progress)?;
        let is_text = self.reads == Reads::Text;
        let card = ModelCard {
            name: self.name(),
            description: format!("{}{}", self.kind.sentence(), if is_text { HASHED } else { "" }),
            input: if is_text { "text" } else { "features" }.to_owned(),
            output: self.kind.output().to_owned(),
            features: entry::features(self).iter().map(|(name, _)| (*name).to_owned()).collect(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.seed,
            command: self.command(),
            metrics: metrics.clone(),
        };
        let onnx = match &first {
            Some(first) => export_onnx_quantised(&network, first, &card, Batch::Any)?,
            None => export_onnx(&network, &card, Batch::Any)?,
        };
        let entry = entry::entry(self, &card, &network, &onnx);
        Ok(MadeModel { name: self.name(), network, onnx, entry, metrics })
    }
}

impl ModelKind {
    /// The name of the kind of model on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Prm => "prm",
            Self::HelpPrm => "help-prm",
            Self::QHelp => "q-help",
            Self::Q => "q",
            Self::Helper { .. } => "helper",
        }
    }

    /// The output's name.
    fn output(self) -> &'static str {
        match self {
            Self::Prm | Self::HelpPrm | Self::QHelp | Self::Q => "success",
            Self::Helper { .. } => "ask",
        }
    }

    /// The prediction of the network in a sentence, for its model card.
    fn sentence(self) -> &'static str {
        match self {
            Self::Prm => "The chance that the base actor succeeds from a state, left alone (4.1).",
            Self::HelpPrm => "The chance that the help succeeds from a state, taking every step (4.1).",
            Self::QHelp => {
                "The chance of success from a state when this step is the base's or the help's, help coming at random \
                 afterwards as in Phase 1."
            }
            Self::Q => "The chance that the base actor succeeds once an action is taken in a state (App. A).",
            Self::Helper { price: Some(_) } => {
                "The chance that the solved table asks for help in a state, at one price (5.3)."
            }
            Self::Helper { price: None } => {
                "The chance that the solved table asks for help in a state, at the price it is told (beyond the paper)."
            }
        }
    }
}

/// models.toml with one entry put in place of the one of that name, or added at its end.
#[must_use]
pub fn with_entry(models_toml: &str, name: &str, entry: &str) -> String {
    let (head, entry) = (entry::head(name), entry.trim_end());
    let mut parts: Vec<String> = Vec::new();
    for line in models_toml.lines() {
        if line.starts_with('[') || parts.is_empty() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    match parts.iter_mut().find(|part| part.lines().next() == Some(&head)) {
        Some(part) => {
            let gap = if part.ends_with("\n\n") { "\n" } else { "" };
            *part = format!("{entry}\n{gap}");
        }
        None => {
            if parts.last().is_some_and(|last| !last.ends_with("\n\n")) {
                parts.push("\n".to_owned());
            }
            parts.push(format!("{entry}\n"));
        }
    }
    format!("{}\n", parts.concat().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(kind: ModelKind) -> Recipe {
        Recipe {
            kind,
            reads: Reads::Features,
            judge: None,
            seed: 5,
            split: Split::SObj,
            actor: BaseActor::default(),
            n_tasks: 12,
        }
    }

    #[test]
    fn every_kind_is_made_the_same_twice_and_reads_back() {
        let helpers = [None, Some(0.2)].map(|price| ModelKind::Helper { price });
        let kinds = [ModelKind::Prm, ModelKind::HelpPrm, ModelKind::QHelp, ModelKind::Q];
        for kind in kinds.into_iter().chain(helpers) {
            let made = recipe(kind).make(&mut |_| true).unwrap();
            let read = crate::net::onnx::import_onnx(&made.onnx).unwrap();
            assert_eq!(read.network, made.network, "{kind:?}");
            assert_eq!(read.features().unwrap().len() as u32, made.network.n_inputs());
            assert_eq!(recipe(kind).make(&mut |_| true).unwrap().onnx, made.onnx, "{kind:?}");
        }
    }

    #[test]
    fn a_network_that_reads_is_made_the_same_twice_and_reads_back_from_whole_numbers() {
        for kind in [ModelKind::Prm, ModelKind::HelpPrm, ModelKind::Helper { price: Some(0.2) }] {
            let recipe = Recipe { reads: Reads::Text, ..recipe(kind) };
            let made = recipe.make(&mut |_| true).unwrap();
            let read = crate::net::onnx::import_onnx(&made.onnx).unwrap();
            assert_eq!(read.network, made.network, "{kind:?}");
            assert_eq!((&*read.input, made.network.n_inputs()), ("text", 4096));
            assert!(made.onnx.len() < 1_200_000, "{} bytes", made.onnx.len());
            assert_eq!(recipe.make(&mut |_| true).unwrap().onnx, made.onnx, "{kind:?}");
        }
    }

    #[test]
    fn a_network_of_the_facts_has_no_weight_for_self_knowledge() {
        use crate::reward_model::FIRST_SELF_KNOWLEDGE;
        let made = Recipe { reads: Reads::Facts, ..recipe(ModelKind::Prm) }.make(&mut |_| true).unwrap();
        let weights = &made.network.layers()[0].weights;
        let own = weights.rows().into_iter().skip(FIRST_SELF_KNOWLEDGE);
        assert!(own.flatten().all(|weight| *weight == 0.0));
        assert!(made.entry.contains("--reads facts") && made.name == "prm_facts_s_obj");
    }

    #[test]
    fn cancelling_makes_nothing() {
        let cancelled = recipe(ModelKind::Prm).make(&mut |_| false);
        assert_eq!(cancelled, Err(ModelError::Train(TrainError::Cancelled)));
    }

    #[test]
    fn an_entry_takes_the_place_of_its_own_and_of_no_other() {
        let first = with_entry("# Models\n", "a", "[a]\nx = 1");
        assert_eq!(first, "# Models\n\n[a]\nx = 1\n");
        let both = with_entry(&first, "b", "[b]\nx = 2");
        assert_eq!(both, "# Models\n\n[a]\nx = 1\n\n[b]\nx = 2\n");
        assert_eq!(with_entry(&both, "a", "[a]\nx = 3"), "# Models\n\n[a]\nx = 3\n\n[b]\nx = 2\n");
        assert_eq!(with_entry(&both, "b", "[b]\nx = 2\n"), both);
        assert_eq!(with_entry(&both, "a", "[a]\nx = 1\n"), both);
        let price = with_entry("", "a_0.2", "[\"a_0.2\"]\nx = 1");
        assert_eq!(with_entry(&price, "a_0.2", "[\"a_0.2\"]\nx = 2"), "[\"a_0.2\"]\nx = 2\n");
    }
}
