//! The actors of an episode: the base actor and the interventions that can be called.

use serde::{Deserialize, Serialize};

use crate::household::{Action, Household, Task};

use super::Actor;
use super::logit::LogitActor;
use super::mcts::Mcts;
use super::oracle::Oracle;
use super::person::Person;
use super::profile::Profiles;

/// A kind of help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Help {
    /// A better model takes the step.
    #[default]
    Better,
    /// Depth-1 MCTS takes the step: the best of five proposals of the base actor itself.
    Mcts,
    /// The person is asked for one hidden fact. Beyond the paper.
    Person,
    /// Someone who knows every hidden fact; only for whole tasks.
    Oracle,
}

impl Help {
    /// Every kind, in the order the page lists them.
    pub const ALL: [Self; 4] = [Self::Better, Self::Mcts, Self::Person, Self::Oracle];

    /// The name on the command line, in links and in traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Mcts => "mcts",
            Self::Person => "person",
            Self::Oracle => "oracle",
        }
    }

    /// The help of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|help| help.name() == name)
    }

    /// True if it can only take over a whole task, since it acts on hidden facts (4.3).
    #[must_use]
    pub fn is_task_wise_only(self) -> bool {
        self == Self::Oracle
    }
}

/// The actors of an episode, bound to its task.
pub struct Cast {
    /// The actor that acts when no help is called.
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
                Help::Mcts => Box::new(Mcts::new(base.clone(), profiles.q.clone())),
                Help::Person => Box::new(Person::new(base.clone())),
                Help::Oracle => Box::new(Oracle),
            }
        };
        let helps = helps.iter().map(bind).collect();
        Self { base, helps }
    }

    /// Tells everybody but the one who acted (0 is the base) what was done in a state, before it is done there.
    pub fn tell(&self, household: &Household, action: Action, by: u8) {
        for (k, help) in self.helps.iter().enumerate() {
            if k + 1 != usize::from(by) {
                help.watch(household, action);
            }
        }
    }
}
