//! A recording in a link: `d=` and the answers of one episode. A reader who opens the link sees the episode,
//! and nothing is sent.

use crate::app::drawers::language_model::run::{LanguageModelRun, Role};
use crate::app::drawers::language_model::state::Linked;
use crate::app::drawers::language_model::update::start;
use crate::app::message::effect::Effect;
use crate::app::model::drawer::Drawer;
use crate::app::model::link;
use crate::app::model::setting::Setting;
use crate::app::state::State;
use crate::remote::Excerpt;

/// The episode with the model, as long as its task is the one shown.
#[must_use]
pub fn shown_run(state: &State) -> Option<&LanguageModelRun> {
    let scene = state.scene.as_ref()?;
    state.language_model.run.as_ref().filter(|run| run.is_of(scene))
}

/// The fragment that plays the episode shown again, with the setting it was made with; nothing before its end.
#[must_use]
pub fn recorded_link(state: &State) -> Option<String> {
    let run = shown_run(state)?;
    let data = link::pack(&[&[run.part as u8][..], &state.language_model.excerpt()?.to_bytes()].concat());
    let setting = Setting { drawer: Some(Drawer::LanguageModel), ..run.made.clone() };
    Some(format!("{}&d={data}", link::write(&setting)))
}

/// Takes a link's data: it is played as soon as its task is there.
pub(in crate::app) fn open(state: &mut State, data: &str) -> Result<(), &'static str> {
    let expected = state.words.recording_expected();
    let bytes = link::unpack(data).ok_or(expected)?;
    let (&part, rest) = bytes.split_first().ok_or(expected)?;
    let part = [Role::Act, Role::Help].into_iter().find(|it| *it as u8 == part).ok_or(expected)?;
    let cassette = Excerpt::from_bytes(rest).ok_or(expected)?.into_cassette();
    state.language_model.replay = Some(cassette);
    state.language_model.linked = Some(Linked { data: data.to_owned(), part, is_due: true });
    Ok(())
}

/// Forgets the recording of an earlier link, because another link is opened.
pub(in crate::app) fn forget_linked(state: &mut State) {
    if state.language_model.linked.take().is_some() {
        state.language_model.replay = None;
    }
}

/// Plays what a link brought, once its task is there.
pub(in crate::app) fn begin(state: &mut State) -> Vec<Effect> {
    let is_there = state.scene.is_some() && state.pending.is_none();
    let Some(linked) = state.language_model.linked.as_mut().filter(|linked| is_there && linked.is_due) else {
        return Vec::new();
    };
    linked.is_due = false;
    let part = linked.part;
    start(state, part)
}

/// The part of the address besides the setting: the recording, as long as what is set would play it again.
pub(in crate::app) fn of_address(state: &State) -> String {
    let is_shown = |linked: &&Linked| {
        let scene = state.scene.as_ref();
        let plays = |run: &LanguageModelRun| scene.is_some_and(|scene| run.is_under(scene));
        linked.is_due || state.language_model.run.as_ref().is_some_and(plays)
    };
    let linked = state
        .language_model
        .linked
        .as_ref()
        .filter(|_| state.language_model.replay.is_some())
        .filter(is_shown);
    linked.map_or(String::new(), |linked| format!("&d={}", linked.data))
}
