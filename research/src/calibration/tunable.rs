//! The numbers that may be tuned, with their bounds.

use askwell::actor::BaseActor;
use askwell::household::Split;

use super::candidate::Candidate;

/// A number of a candidate, by name.
#[derive(Clone, Copy, Debug)]
pub struct Tunable {
    /// The path of the parameter, such as `base.misreading`.
    pub name: &'static str,
    /// The bounds of the search.
    pub bounds: (f64, f64),
    number: fn(&mut Candidate) -> &mut f64,
}

impl Tunable {
    /// The value of the parameter in a candidate.
    #[must_use]
    pub fn get(&self, candidate: &Candidate) -> f64 {
        *(self.number)(&mut candidate.clone())
    }

    /// Sets it, within its bounds.
    pub fn set(&self, candidate: &mut Candidate, value: f64) {
        *(self.number)(candidate) = value.clamp(self.bounds.0, self.bounds.1);
    }
}

macro_rules! tunable {
    ($name:literal, $low:literal .. $high:literal, $($path:tt)+) => {
        Tunable { name: $name, bounds: ($low, $high), number: |candidate| &mut candidate.$($path)+ }
    };
}

/// The numbers of S_obj and of the first base actor there.
const S_OBJ: [Tunable; 6] = [
    tunable!("world.hint_strength", 1.0..4.0, world.hint_strength),
    tunable!("base.misreading", 2.0..8.0, profiles.base.misreading),
    tunable!("strong.misreading", 0.1..1.5, profiles.strong.misreading),
    tunable!("strong.explored", 0.0..1.5, profiles.strong.explored),
    tunable!("strong.fit_misreading", 0.1..1.5, profiles.strong.fit_misreading),
    tunable!("strong.goal_misreading", 0.1..1.5, profiles.strong.goal_misreading),
];

/// The numbers of PnP and of the first base actor there.
const PNP: [Tunable; 8] = [
    tunable!("world.look_alike", 0.3..1.0, world.look_alike),
    tunable!("world.second_goal", 0.0..0.5, world.second_goal),
    tunable!("base.misreading", 0.5..8.0, profiles.base.misreading),
    tunable!("base.map", 0.2..2.0, profiles.base.map),
    tunable!("base.fit_misreading", 0.1..3.0, profiles.base.fit_misreading),
    tunable!("strong.misreading", 0.1..4.0, profiles.strong.misreading),
    tunable!("strong.fit_misreading", 0.1..2.0, profiles.strong.fit_misreading),
    tunable!("strong.goal_misreading", 0.1..2.0, profiles.strong.goal_misreading),
];

/// The numbers of the second base actor, in the world of the first.
const SECOND: [Tunable; 6] = [
    tunable!("base.misreading", 2.0..8.0, profiles.base.misreading),
    tunable!("base.explored", 0.5..5.0, profiles.base.explored),
    tunable!("strong.misreading", 0.1..4.0, profiles.strong.misreading),
    tunable!("strong.explored", 0.0..6.0, profiles.strong.explored),
    tunable!("strong.look", -2.0..6.0, profiles.strong.look),
    tunable!("strong.fit_misreading", 0.1..1.5, profiles.strong.fit_misreading),
];

/// The parameters that a search for a split and base actor may change; none has more of them than targets. The rest is
/// free: chosen by hand, before the search, and listed so in its record.
#[must_use]
pub fn tunables(split: Split, actor: BaseActor) -> Vec<Tunable> {
    match (split, actor) {
        (_, BaseActor::Gpt4oMini) => SECOND.to_vec(),
        (Split::PnP, BaseActor::Llama) => PNP.to_vec(),
        (_, BaseActor::Llama) => S_OBJ.to_vec(),
    }
}
