//! The parameters of the actors: one model of choice, two sets of numbers a split.
//!
//! The numbers are in `models/calibration`, beside a record of how they came about: what was tuned to which rows of the
//! paper, on which seeds, and how many configurations were tried (`askwell-research calibrate`).

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::household::{Split, World};

use super::action_value::ActionValue;
use super::base_actor::BaseActor;

/// The parameters of one logit actor; all are in units of utility, except where said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// w: worth of one level of plausibility.
    pub plausibility: f64,
    /// σ: the size of the fixed misreading of rooms.
    pub misreading: f64,
    /// λ: how much worse a room is once all of it was looked at; in proportion before.
    pub explored: f64,
    /// ρ: how much worse looking again is.
    pub look_again: f64,
    /// τ: the cost of going.
    pub go: f64,
    /// The pull of looking where one has not looked.
    pub look: f64,
    /// The pull of picking up something that fits.
    pub pick: f64,
    /// pw: worth of one level of fit.
    pub fit: f64,
    /// sm: the size of the fixed misreading of things, in levels of fit.
    pub fit_misreading: f64,
    /// sg: the size of the fixed misreading of the goal.
    pub goal_misreading: f64,
    /// The pull of a room that a trace points to.
    pub trace: f64,
    /// The share of λ that a known candidate gives back to its room.
    pub memory: f64,
    /// The share of a candidate's pull that it has by the map alone.
    pub map: f64,
    /// True if a trace takes away the penalty of a room that was looked at before.
    pub trusts_trace: bool,
    /// The temperature of the softmax.
    pub temperature: f64,
    /// ε: the probability of an action that is not on the list, in a state the actor would have come to itself.
    pub off_list: f64,
    /// The further probability of such an action, in a state that is wholly strange to the actor.
    pub astray: f64,
}

/// The actors of a split, before a task is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profiles {
    /// The base actor that is meant.
    pub actor: BaseActor,
    /// The weak actor.
    pub base: Profile,
    /// The stronger one: the intervention "better model".
    pub strong: Profile,
    /// The correlation between the misreadings of the two actors.
    pub correlation: f64,
    /// Q(s, a), which MCTS needs: `reward_model::train_q` makes it, since it depends on the seed. `None` else.
    #[serde(skip)]
    pub q: Option<Arc<ActionValue>>,
}

/// The parameters of the actors, as `askwell-research calibrate` wrote them, packed behind those of their world.
const S_OBJ_LLAMA: &[u8] = include_bytes!("../../models/calibration/s-obj.llama.packed");
const S_OBJ_GPT_4O_MINI: &[u8] = include_bytes!("../../models/calibration/s-obj.gpt-4o-mini.packed");
const PNP_LLAMA: &[u8] = include_bytes!("../../models/calibration/pnp.llama.packed");

/// The parameters of a world and its actors as the program carries them.
///
/// # Errors
/// An error of postcard; none is expected, for it knows every type in them.
pub fn packed(world: &World, actors: &Profiles) -> postcard::Result<Vec<u8>> {
    postcard::to_allocvec(&(world, actors))
}

impl Profiles {
    /// The calibrated actors of a split. The paper has no row of GPT-4o-mini on PnP and none of S_hum: there the actors
    /// are those of S_obj.
    #[must_use]
    pub fn new(split: Split, actor: BaseActor) -> Self {
        static ALL: LazyLock<[Profiles; 3]> =
            LazyLock::new(|| [S_OBJ_LLAMA, S_OBJ_GPT_4O_MINI, PNP_LLAMA].map(Profiles::read));
        let [llama, gpt_4o_mini, llama_pnp] = &*ALL;
        match (actor, split) {
            (BaseActor::Llama, Split::PnP) => llama_pnp.clone(),
            (BaseActor::Llama, Split::SObj | Split::SHum) => llama.clone(),
            (BaseActor::Gpt4oMini, _) => gpt_4o_mini.clone(),
        }
    }

    fn read(parameters: &[u8]) -> Self {
        let (_, actors) = World::unpacked(parameters);
        postcard::from_bytes(actors).expect("the file is part of the program, and a test reads it")
    }
}
