//! Loads the part of the page that drawers and panels need: when it is first needed, or before, once the page stands.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::Msg;
use wasm_bindgen_futures::spawn_local;

use crate::lazy::parts::Lazy;
use crate::lazy::split;
use crate::view::shared::Send;

/// The part, once it is there, and what waits for it.
#[derive(Clone, Default)]
pub(crate) struct Loader(Rc<Inner>);

#[derive(Default)]
struct Inner {
    there: Cell<Option<&'static Lazy>>,
    is_coming: Cell<bool>,
    /// True if the reader waits for the part.
    is_needed: Cell<bool>,
    waiting: RefCell<Vec<Msg>>,
}

impl Loader {
    /// The part, if it is there.
    pub(crate) fn get(&self) -> Option<&'static Lazy> {
        self.0.there.get()
    }

    /// Loads it for a reader who waits; what became of it is sent.
    pub(crate) fn need(&self, send: &Send) {
        self.0.is_needed.set(true);
        self.load(send);
    }

    /// Loads it unless it is there or on its way. A failure that nobody waits for is not reported: it is tried again.
    pub(crate) fn load(&self, send: &Send) {
        if self.get().is_some() || self.0.is_coming.replace(true) {
            return;
        }
        let (this, send) = (self.0.clone(), send.clone());
        spawn_local(async move {
            let loaded = split::drawers().await;
            this.is_coming.set(false);
            match loaded {
                Ok(lazy) => {
                    this.there.set(Some(lazy));
                    (lazy.explain)();
                    send.emit(Msg::LazyArrived);
                }
                Err(_) if this.is_needed.take() => send.emit(Msg::LazyFailed),
                Err(_) => {}
            }
        });
    }

    /// Keeps a message until it has come, or has not.
    pub(crate) fn keep(&self, msg: Msg) {
        self.0.waiting.borrow_mut().push(msg);
    }

    /// The messages that were kept.
    pub(crate) fn kept(&self) -> Vec<Msg> {
        self.0.waiting.take()
    }
}
