//! One setting of all the numbers: a world and its actors.

use askwell::actor::{BaseActor, Profiles};
use askwell::household::{Split, World};

/// A world and the actors in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The world.
    pub world: World,
    /// The base actor and its better model.
    pub profiles: Profiles,
}

impl Candidate {
    /// The numbers in force.
    #[must_use]
    pub fn new(split: Split, actor: BaseActor) -> Self {
        Self { world: World::new(split), profiles: Profiles::new(split, actor) }
    }
}
