//! The page's side of a session: a worker that holds something of the reader's, asked in the page's language.

use crate::app::message::spoken::Spoken;
use crate::app::message::worker::SessionEffect;
use crate::language::{Language, Words};

/// The state that the page keeps of a session; `A` is what the page knows of the request that is awaited.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionState<A> {
    /// Why the worker ended.
    pub failed: Option<String>,
    /// Room for a figure, in pixels.
    pub(in crate::app) width: f64,
    /// The language of the page.
    pub(in crate::app) language: Language,
    /// The language that the worker was last sent.
    told: Language,
    last_request: u32,
    awaited: Option<(u32, A)>,
}

impl<A> Default for SessionState<A> {
    fn default() -> Self {
        let (failed, width, language, told, last_request) = Default::default();
        Self { failed, width, language, told, last_request, awaited: None }
    }
}

impl<A> SessionState<A> {
    /// The number of a new request.
    pub(in crate::app) fn next_request(&mut self) -> u32 {
        self.last_request += 1;
        self.last_request
    }

    /// Awaits a new request from now on, and no other; answers its number.
    pub(in crate::app) fn begin(&mut self, what: A) -> u32 {
        let request = self.next_request();
        self.awaited = Some((request, what));
        request
    }

    /// The request that is awaited.
    pub(in crate::app) fn awaited(&self) -> Option<&A> {
        self.awaited.as_ref().map(|(_, what)| what)
    }

    /// True if this is the request that is awaited.
    pub(in crate::app) fn awaits(&self, request: u32) -> bool {
        self.awaited.as_ref().is_some_and(|(awaited, _)| *awaited == request)
    }

    /// Awaits nothing any more; answers what was awaited.
    pub(in crate::app) fn give_up(&mut self) -> Option<A> {
        self.awaited.take().map(|(_, what)| what)
    }

    /// Takes note of the window's width and of the page's language; true if either is another.
    pub(in crate::app) fn see(&mut self, window: f64, w: Words) -> bool {
        let before = (self.width, self.language);
        (self.width, self.language) = (panel_width(window), w.language());
        before != (self.width, self.language)
    }

    /// The language to send before an effect; none if the worker speaks that of the page.
    pub(in crate::app) fn speak<R>(
        &mut self,
        w: Words,
        effect: &SessionEffect<R>,
    ) -> Option<SessionEffect<R>> {
        let is_end = matches!(effect, SessionEffect::Stop);
        let told = core::mem::replace(&mut self.told, if is_end { Language::English } else { w.language() });
        (!is_end && told != w.language()).then(|| SessionEffect::Speak(Spoken::of(w)))
    }
}

/// One picture is awaited at a time: a drag asks for the newest when the last has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::app) struct Latest {
    awaited: Option<u32>,
    is_wanted: bool,
}

impl Latest {
    /// The number of the next request, if nothing is awaited. Otherwise none, and the newest picture is
    /// requested once the awaited one has come.
    pub(in crate::app) fn ask<A>(&mut self, session: &mut SessionState<A>) -> Option<u32> {
        if self.awaited.is_some() {
            self.is_wanted = true;
            return None;
        }
        self.awaited = Some(session.next_request());
        self.awaited
    }

    /// True if the answer is the awaited one; nothing is awaited afterwards.
    pub(in crate::app) fn has_come(&mut self, request: u32) -> bool {
        self.awaited.take_if(|awaited| *awaited == request).is_some()
    }

    /// True if another picture is wanted by now; the wish ends with this call.
    pub(in crate::app) fn take_wanted(&mut self) -> bool {
        core::mem::take(&mut self.is_wanted)
    }
}

/// The width of a figure that has a panel of its own in a drawer: two panels side by side where there is room.
fn panel_width(window: f64) -> f64 {
    match window {
        w if w >= 900.0 => ((w.min(1440.0) - 48.0 - 32.0) / 2.0).min(600.0).floor(),
        w if w > 0.0 => (w - 32.0).max(288.0),
        _ => 520.0,
    }
}
