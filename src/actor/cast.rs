//! Who takes part in an episode: the base and the helps that can be called.

use serde::{Deserialize, Serialize};

use crate::household::Task;

use super::Actor;
use super::logit::LogitActor;
use super::profile::Profiles;

/// A kind of help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Help {
    /// A better model takes the step.
    #[default]
    Better,
}

impl Help {
    /// Every kind, in the order the page lists them.
    pub const ALL: [Self; 1] = [Self::Better];

    /// The name on the command line, in links and in traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
        }
    }

    /// The help of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|help| help.name() == name)
    }
}

/// The actors of an episode, bound to its task.
pub struct Cast {
    /// Who acts when no help is called.
    pub base: LogitActor,
    /// The interventions: number k of the helper's choice is `helps[k - 1]`.
    pub helps: Vec<Box<dyn Actor>>,
}

impl Cast {
    /// The base and these helps, for one task.
    #[must_use]
    pub fn new(profiles: &Profiles, helps: &[Help], task: &Task) -> Self {
        let (base, strong) = profiles.bind(task);
        let bind = |help: &Help| -> Box<dyn Actor> {
            match help {
                Help::Better => Box::new(strong.clone()),
            }
        };
        Self { base, helps: helps.iter().map(bind).collect() }
    }
}
