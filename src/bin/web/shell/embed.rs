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

use askwell::app::export::Snapshot;
use askwell::app::{self, Msg, Phase, State};
use gloo::events::EventListener;
use gloo::utils::{document, document_element, window};
use js_sys::{Array, Object, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, MessageEvent};
use yew::Callback;

use crate::shell::effects;

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
            tell(&Told { r#type: "ready", version: Some(env!("CARGO_PKG_VERSION")), ..Told::default() });
        }
        let height = document().body().map_or(0.0, |body| body.get_bounding_client_rect().height().ceil());
        if self.height.replace(height) != height {
            tell(&Told { r#type: "height", height: Some(height), ..Told::default() });
        }
        let Some(now) = state.figure_on_show() else { return };
        if self.owes_state.replace(false) || *self.told.borrow() != now {
            let timings = app::export::Timings::default();
            let snapshot = app::export::snapshot(state, &timings);
            tell(&Told { r#type: "state", state: Some(snapshot), ..Told::default() });
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
    tell(&Told { r#type: "refused", why: Some(why), ..Told::default() });
}

/// The window around this one.
fn around() -> Option<web_sys::Window> {
    window().parent().ok().flatten().filter(|parent| *parent != window())
}

/// The origin of the window around this one, where the browser says: `location.ancestorOrigins`, else the referrer's.
fn origin_around() -> Option<String> {
    let ancestors = Reflect::get(&window().location(), &"ancestorOrigins".into()).ok()?;
    let first = Reflect::get_u32(&ancestors, 0).ok().and_then(|origin| origin.as_string());
    first.or_else(|| Some(web_sys::Url::new(&document().referrer()).ok()?.origin()))
}

/// A message to the page around.
#[derive(Serialize)]
struct Told<'a> {
    askwell: u8,
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<Snapshot<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

impl Default for Told<'_> {
    fn default() -> Self {
        Self { askwell: 1, r#type: "", version: None, height: None, state: None, why: None }
    }
}

/// Sends a message to the page around. A frame is on view for anybody who frames the page, so any origin may
/// hear it.
fn tell(told: &Told<'_>) {
    if let Some(around) = around() {
        let _ = around.post_message(&effects::plain(told), "*");
    }
}

/// A message of the page around.
#[derive(Deserialize)]
struct Heard {
    askwell: f64,
    r#type: String,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    set: JsValue,
}

/// The keys and values of a `set` message, or what was expected of it; `None` for any other message.
fn parts(data: &JsValue) -> Option<Result<Vec<(String, String)>, String>> {
    let heard: Heard = serde_wasm_bindgen::from_value(data.clone()).ok()?;
    if heard.askwell != 1.0 || heard.r#type != "set" {
        return None;
    }
    let set = heard.set;
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
