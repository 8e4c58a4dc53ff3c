//! The functions behind the drawers and panels. A shell may load them once the page stands, since nothing
//! else needs them.

use crate::app::drawers::{language_model, paper, problems, settings, share, your_agent};
use crate::app::message::effect::Effect;
use crate::app::message::page::Msg;
use crate::app::model::drawer::Drawer;
use crate::app::model::link;
use crate::app::state::State;

/// The part of [`update`](crate::app::update()) for drawers and panels.
#[derive(Clone, Copy)]
pub struct LazyUpdates {
    /// Answers a message for which [`Msg::needs_lazy`] is true.
    pub(in crate::app) update: fn(&mut State, Msg) -> Vec<Effect>,
    /// Follows every other change: begins the work that is due, and fits the figures to the window.
    pub(in crate::app) follow: fn(&mut State) -> Vec<Effect>,
    /// Opens a drawer with the data of a link.
    pub(in crate::app) open: fn(&mut State, Option<Drawer>, &str) -> Opened,
}

/// The effects of a link's data, or the form that was expected.
type Opened = Result<Vec<Effect>, &'static str>;

/// All of the functions, compiled in. It is no static, whose address would keep them in the page's first
/// wasm.
pub const LAZY_UPDATES: LazyUpdates = LazyUpdates { update, follow, open };

impl Msg {
    /// True if a page should keep the message until its lazy part has come: the message is lost without it, or
    /// moves the focus to what only that part shows.
    #[must_use]
    pub fn waits_for_lazy(&self) -> bool {
        matches!(self, Self::Takeover(_)) || self.needs_lazy()
    }

    /// True if the message is lost on a page without [`LazyUpdates`].
    #[must_use]
    pub fn needs_lazy(&self) -> bool {
        match self {
            Self::LinkOpened(fragment) => link::data(fragment).is_some(),
            Self::Paper(_)
            | Self::Settings(_)
            | Self::Share(_)
            | Self::LanguageModel(_)
            | Self::YourAgent(_)
            | Self::Problem(_) => true,
            _ => false,
        }
    }
}

fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let effects = match msg {
        Msg::Paper(msg) => paper::update(state, msg),
        Msg::Settings(msg) => settings::update(state, msg),
        Msg::Share(msg) => share::update(state, msg),
        Msg::LanguageModel(msg) => language_model::update(state, msg),
        Msg::YourAgent(msg) => your_agent::update(state, msg),
        Msg::Problem(msg) => problems::update(state, msg),
        _ => Vec::new(),
    };
    spoken(state, effects)
}

fn follow(state: &mut State) -> Vec<Effect> {
    let effects = [
        your_agent::follow(state),
        language_model::begin(state),
        problems::follow(state),
        paper::follow(state),
    ];
    spoken(state, effects.concat())
}

/// The effects. A worker that speaks another language is first sent that of the page.
fn spoken(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let w = state.words;
    let mut told = Vec::with_capacity(effects.len());
    for effect in effects {
        told.extend(match &effect {
            Effect::Log(effect) => state.your_agent.session.speak(w, effect).map(Effect::Log),
            Effect::Problem(effect) => state.problem.session.speak(w, effect).map(Effect::Problem),
            _ => None,
        });
        told.push(effect);
    }
    told
}

fn open(state: &mut State, drawer: Option<Drawer>, data: &str) -> Opened {
    let effects = match drawer {
        Some(Drawer::YourAgent) => your_agent::open(state, data),
        _ => language_model::open(state, data).map(|()| Vec::new()),
    };
    effects.map(|effects| spoken(state, effects))
}
