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

/// The world's, which the first base actor's search sets for both.
const WORLD: [Tunable; 3] = [
    tunable!("world.hint_strength", 1.5..4.5, world.hint_strength),
    tunable!("world.look_alike", 0.1..1.0, world.look_alike),
    tunable!("world.second_goal", 0.0..0.4, world.second_goal),
];

/// The parameters of a world in which things move.
const MOVES: [Tunable; 2] =
    [tunable!("world.moves", 0.15..0.5, world.moves), tunable!("world.trace", 0.4..0.9, world.trace)];

const ACTORS: [Tunable; 21] = [
    tunable!("base.misreading", 0.3..3.5, profiles.base.misreading),
    tunable!("base.explored", 0.0..1.0, profiles.base.explored),
    tunable!("base.look_again", -1.0..2.0, profiles.base.look_again),
    tunable!("base.go", 0.0..2.5, profiles.base.go),
    tunable!("base.look", 0.5..4.0, profiles.base.look),
    tunable!("base.pick", 0.3..4.0, profiles.base.pick),
    tunable!("base.fit", 0.3..3.0, profiles.base.fit),
    tunable!("base.fit_misreading", 0.1..2.0, profiles.base.fit_misreading),
    tunable!("base.goal_misreading", 0.1..1.5, profiles.base.goal_misreading),
    tunable!("base.temperature", 0.1..0.8, profiles.base.temperature),
    tunable!("strong.misreading", 0.1..2.0, profiles.strong.misreading),
    tunable!("strong.explored", 0.1..3.0, profiles.strong.explored),
    tunable!("strong.look_again", 0.0..3.0, profiles.strong.look_again),
    tunable!("strong.go", 0.0..2.5, profiles.strong.go),
    tunable!("strong.look", 0.5..4.0, profiles.strong.look),
    tunable!("strong.pick", 0.0..4.0, profiles.strong.pick),
    tunable!("strong.fit", 0.3..3.0, profiles.strong.fit),
    tunable!("strong.fit_misreading", 0.1..2.0, profiles.strong.fit_misreading),
    tunable!("strong.goal_misreading", 0.1..1.5, profiles.strong.goal_misreading),
    tunable!("strong.temperature", 0.1..0.8, profiles.strong.temperature),
    tunable!("correlation", 0.2..0.9, profiles.correlation),
];

/// The better model of the second base actor takes 9.4 steps where it succeeds in 70 % of the tasks: it dithers, and times
/// out where the first one would put down something wrong. Within the bounds above no search came below 8 steps.
const DITHERING: [(&str, (f64, f64)); 6] = [
    ("strong.misreading", (0.1, 3.5)),
    ("strong.explored", (0.0, 3.0)),
    ("strong.look_again", (-1.0, 3.0)),
    ("strong.pick", (-2.0, 4.0)),
    ("strong.fit", (0.3, 5.0)),
    ("strong.temperature", (0.1, 1.2)),
];

/// The parameters that a search for a split and base actor may change: those of the actors always.
/// The parameters of the world belong to the search with the first base actor alone.
#[must_use]
pub fn tunables(split: Split, actor: BaseActor) -> Vec<Tunable> {
    let mut all = Vec::new();
    if actor == BaseActor::Llama {
        all.extend(WORLD);
        if split != Split::PnP {
            all.extend(MOVES);
        }
    }
    all.extend(ACTORS);
    if actor == BaseActor::Gpt4oMini {
        for tunable in &mut all {
            let wider = DITHERING.iter().find(|(name, _)| *name == tunable.name);
            tunable.bounds = wider.map_or(tunable.bounds, |(_, bounds)| *bounds);
        }
    }
    all
}
