//! The figure in another page: tells that page that it is there, how high it is and what it shows, and hears what to
//! set.
//!
//! Every message is an object with `askwell: 1` and a `type`. To the page around: `ready` {version}, `height`
//! {height}, `state` {state: the snapshot}, `refused` {why}. From it: `set` {set}, an object of the link's keys
//! ({C: 1.2, rule: "paper"}) whose values are numbers or texts, or a text written as a link is ("C=1.2&rule=paper").
//! Every `set` is answered: by `refused`, or by `state` as soon as the figure that was set is there. Only the window
//! around is heard, and where the browser tells its origin, only that origin.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::{self, Msg, Phase, State};
use gloo::events::EventListener;
use gloo::utils::{document, document_element, window};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, MessageEvent};
use yew::Callback;

/// The link to the page around: the height and the figure it was last sent.
pub(crate) struct Embed {
    height: Cell<f64>,
    /// The figure that it was last sent.
    told: RefCell<String>,
    /// True if something was set that is not answered yet.
    owes_state: Rc<Cell<bool>>,
    is_ready: Cell<bool>,
    sight: IntersectionObserver,
    _seen: Closure<dyn FnMut(Array)>,
    _heard: EventListener,
}

impl Embed {
    /// Listens, in a page that another one shows; `None` anywhere else.
    pub(crate) fn listen(send: &Callback<Msg>) -> Option<Self> {
        let around = around()?;
        let (parent, set) = (around.clone(), send.clone());
        let owes_state = Rc::new(Cell::new(false));
        let is_asked = owes_state.clone();
        let origin = origin_around();
        let heard = EventListener::new(&window(), "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let is_theirs = event.source().is_some_and(|source| Object::is(&source, &parent));
            if !is_theirs || origin.as_ref().is_some_and(|origin| *origin != event.origin()) {
                return;
            }
            match parts(&event.data()) {
                Some(Ok(parts)) => {
                    is_asked.set(true);
                    set.emit(Msg::SettingSent(parts));
                }
                Some(Err(why)) => refuse(&why),
                None => {}
            }
        });
        let left = send.clone();
        let seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let last: Option<IntersectionObserverEntry> = entries.pop().dyn_into().ok();
            if last.is_some_and(|entry| !entry.is_intersecting()) {
                left.emit(Msg::OutOfSight);
            }
        });
        let sight = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok()?;
        sight.observe(&document_element());
        Some(Self {
            height: Cell::new(0.0),
            told: RefCell::default(),
            owes_state,
            is_ready: Cell::new(false),
            sight,
            _seen: seen,
            _heard: heard,
        })
    }

    /// Tells what changed with the last drawing.
    pub(crate) fn drawn(&self, state: &State) {
        if state.setting.embed.is_none() || state.phase != Phase::Ready {
            return;
        }
        if !self.is_ready.replace(true) {
            tell("ready", "version", &env!("CARGO_PKG_VERSION").into());
        }
        let height = document().body().map_or(0.0, |body| body.get_bounding_client_rect().height().ceil());
        if self.height.replace(height) != height {
            tell("height", "height", &height.into());
        }
        let Some(now) = state.figure_on_show() else { return };
        if self.owes_state.replace(false) || *self.told.borrow() != now {
            let snapshot = app::export::snapshot_json(state, &app::export::Timings::default());
            tell("state", "state", &js_sys::JSON::parse(&snapshot).unwrap_or(JsValue::NULL));
            self.told.replace(now);
        }
    }

    /// Tells the page around why what it set was not taken.
    pub(crate) fn refuse(&self, why: &str) {
        self.owes_state.set(false);
        refuse(why);
    }
}

impl Drop for Embed {
    fn drop(&mut self) {
        self.sight.disconnect();
    }
}

fn refuse(why: &str) {
    tell("refused", "why", &why.into());
}

/// The window around this one.
fn around() -> Option<web_sys::Window> {
    window().parent().ok().flatten().filter(|parent| *parent != window())
}

/// Its origin, where the browser says: `location.ancestorOrigins`, else the referrer's.
fn origin_around() -> Option<String> {
    let ancestors = Reflect::get(&window().location(), &"ancestorOrigins".into()).ok()?;
    let first = Reflect::get_u32(&ancestors, 0).ok().and_then(|origin| origin.as_string());
    first.or_else(|| Some(web_sys::Url::new(&document().referrer()).ok()?.origin()))
}

/// Sends a message to the page around. A frame is on view for anybody who frames the page, so any origin may
/// hear it.
fn tell(kind: &str, name: &str, value: &JsValue) {
    let Some(around) = around() else { return };
    let message = Object::new();
    for (key, value) in [("askwell", &JsValue::from(1)), ("type", &kind.into()), (name, value)] {
        let _ = Reflect::set(&message, &key.into(), value);
    }
    let _ = around.post_message(&message, "*");
}

/// The keys and values of a `set` message, or what was expected of it; `None` for any other message.
fn parts(data: &JsValue) -> Option<Result<Vec<(String, String)>, String>> {
    let get = |name: &str| Reflect::get(data, &name.into()).ok();
    if get("askwell")?.as_f64() != Some(1.0) || get("type")?.as_string()? != "set" {
        return None;
    }
    let set = get("set")?;
    if let Some(text) = set.as_string() {
        return Some(Ok(app::model::parts_of_text(&text)));
    }
    if !set.is_object() || Array::is_array(&set) {
        return Some(Err("set: expected keys of a link with their values, as in { C: 1.2 }".to_owned()));
    }
    let entries = Object::entries(&set.unchecked_into());
    Some(Ok(entries.iter().filter_map(pair).collect()))
}

/// A key and its value as a text.
fn pair(entry: JsValue) -> Option<(String, String)> {
    let entry: Array = entry.unchecked_into();
    let value = entry.get(1);
    let number = value.as_f64().map(|number| number.to_string());
    // Any other value is refused by its key.
    let text = value.as_string().or(number).unwrap_or_else(|| "neither a number nor a text".to_owned());
    Some((entry.get(0).as_string()?, text))
}
