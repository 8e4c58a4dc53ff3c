//! The functions that answer for the drawers and panels: a shell may load it once the page stands, since nothing
//! else needs it.

use super::drawer::Drawer;
use super::link;
use super::message::{Effect, Msg};
use super::state::State;
use super::{evidence, log, problem, remote, set_up, sharing};

/// The part of [`update`](super::update) for drawers and panels.
#[derive(Clone, Copy)]
pub struct Later {
    /// Answers a message that [`Msg::needs_later`].
    pub(super) update: fn(&mut State, Msg) -> Vec<Effect>,
    /// Follows every other change: what is due begins, what is shown fits the window.
    pub(super) follow: fn(&mut State) -> Vec<Effect>,
    /// Takes the data of a link that opens this drawer.
    pub(super) open: fn(&mut State, Option<Drawer>, &str) -> Opened,
}

/// The effects that follow from a link's data, or what was expected of it.
type Opened = Result<Vec<Effect>, &'static str>;

/// All of it, where it is compiled in. No static: an address of its own would keep it in the page's first wasm.
pub const LATER: Later = Later { update, follow, open };

impl Msg {
    /// True if the message is lost on a page without [`Later`].
    #[must_use]
    pub fn needs_later(&self) -> bool {
        match self {
            Self::LinkOpened(fragment) => link::data(fragment).is_some(),
            Self::Evidence(_)
            | Self::SetUp(_)
            | Self::Share(_)
            | Self::Remote(_)
            | Self::Log(_)
            | Self::Problem(_) => true,
            _ => false,
        }
    }
}

fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Evidence(msg) => evidence::update(state, msg),
        Msg::SetUp(msg) => set_up::update(state, msg),
        Msg::Share(msg) => sharing::update(state, msg),
        Msg::Remote(msg) => remote::update(state, msg),
        Msg::Log(msg) => log::update(state, msg),
        Msg::Problem(msg) => problem::update(state, msg),
        _ => Vec::new(),
    }
}

fn follow(state: &mut State) -> Vec<Effect> {
    [log::follow(state), remote::begin(state), problem::follow(state), evidence::follow(state)].concat()
}

fn open(state: &mut State, drawer: Option<Drawer>, data: &str) -> Opened {
    match drawer {
        Some(Drawer::Log) => log::open(state, data),
        _ => remote::open(state, data).map(|()| Vec::new()),
    }
}
