//! The browser's side of a call to a language model: one fetch at a time, its answer handed on as it comes.

use std::cell::Cell;
use std::rc::Rc;

use askwell::app::drawers::language_model::{LanguageModelEffect, LanguageModelMsg};
use askwell::remote::{FetchFailure, Secret, is_local};
use gloo::events::EventListener;
use gloo::timers::callback::{Interval, Timeout};
use gloo::utils::{document, window};
use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, RequestInit, RequestMode, Response,
    Url,
};
use yew::Callback;

use crate::shell::effects::now_ms;

/// The most time for an address to show that it exists, in milliseconds.
const PROBE_MS: u32 = 3_000;

/// The call under way; given up when dropped or replaced.
pub(crate) struct LanguageModel {
    _call: Option<Abort>,
    _wait: Option<Timeout>,
    _clock: Option<Interval>,
}

/// Aborts its fetch when dropped: that closes the connection, and so ends the model's work.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl LanguageModel {
    /// Does it, in place of whatever was under way.
    pub(crate) fn perform(effect: LanguageModelEffect, tell: Callback<LanguageModelMsg>) -> Self {
        match effect {
            LanguageModelEffect::GiveUp => Self { _call: None, _wait: None, _clock: None },
            LanguageModelEffect::WaitSecond(request) => {
                let wait = Timeout::new(1_000, move || tell.emit(LanguageModelMsg::Waited(request)));
                Self { _call: None, _wait: Some(wait), _clock: None }
            }
            LanguageModelEffect::Fetch { request, url, headers, body } => {
                let call = AbortController::new().ok().map(Abort);
                let signal = call.as_ref().map(|call| call.0.signal());
                let began = now_ms();
                let ticked = tell.clone();
                let clock = Interval::new(1_000, move || {
                    ticked.emit(LanguageModelMsg::Ticked { request, ms: (now_ms() - began) as u64 });
                });
                spawn_local(async move {
                    let forbidden = Forbidden::listen();
                    let asked = ask(request, &url, &headers, body, signal.as_ref(), &tell).await;
                    if signal.is_some_and(|signal| signal.aborted()) {
                        return;
                    }
                    tell.emit(match asked {
                        Ok(()) => LanguageModelMsg::Ended { request, ms: (now_ms() - began) as u64 },
                        Err(_) => {
                            LanguageModelMsg::Broke { request, failure: failure(&url, &forbidden).await }
                        }
                    });
                });
                Self { _call: call, _wait: None, _clock: Some(clock) }
            }
        }
    }
}

async fn ask(
    request: u32,
    url: &str,
    headers: &[(&'static str, Secret)],
    body: Option<String>,
    signal: Option<&AbortSignal>,
    tell: &Callback<LanguageModelMsg>,
) -> Result<(), JsValue> {
    let (init, sent) = (RequestInit::new(), Headers::new()?);
    for (name, value) in headers {
        sent.set(name, value.expose().unwrap_or_default())?;
    }
    if let Some(body) = &body {
        init.set_method("POST");
        sent.set("content-type", "application/json")?;
        init.set_body(&body.into());
    }
    init.set_headers(&sent);
    init.set_signal(signal);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?.dyn_into()?;
    let header = |name| response.headers().get(name).ok().flatten();
    let kind = header("content-type").unwrap_or_default();
    let retry_after = header("retry-after");
    tell.emit(LanguageModelMsg::Head { request, status: response.status(), kind, retry_after });
    let Some(stream) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let bytes = Reflect::get(&piece, &"value".into())?.dyn_into::<Uint8Array>()?.to_vec();
        tell.emit(LanguageModelMsg::Came { request, bytes });
    }
}

/// Hears whether the page's own policy forbids an address: the browser says so beside the fetch, not in it.
struct Forbidden {
    was: Rc<Cell<bool>>,
    _listener: EventListener,
}

impl Forbidden {
    fn listen() -> Self {
        let was = Rc::new(Cell::new(false));
        let heard = was.clone();
        let listener = EventListener::new(&document(), "securitypolicyviolation", move |_| heard.set(true));
        Self { was, _listener: listener }
    }
}

/// The browser says only that a fetch failed; what else it knows tells the causes apart.
async fn failure(url: &str, forbidden: &Forbidden) -> FetchFailure {
    let base = window().location().href().unwrap_or_default();
    let host = Url::new_with_base(url, &base).map_or_else(|_| String::new(), |url| url.hostname());
    let is_local = is_local(&host);
    let answers_unread = answers_unread(url).await;
    FetchFailure {
        is_online: window().navigator().on_line(),
        is_local,
        is_denied: is_local && is_denied().await,
        is_forbidden: forbidden.was.get(),
        answers_unread,
    }
}

/// The names of the permission to reach this machine or its network: one in older browsers, two in newer
/// ones.
const LOCAL_NETWORK: [&str; 3] = ["local-network-access", "loopback-network", "local-network"];

/// True if the reader was asked about the local network and said no.
async fn is_denied() -> bool {
    for name in LOCAL_NETWORK {
        if state_of(name).await.is_some_and(|state| state == "denied") {
            return true;
        }
    }
    false
}

/// The state of a permission; none if the browser does not know it.
async fn state_of(name: &str) -> Option<String> {
    let permissions = Reflect::get(&window().navigator(), &"permissions".into()).ok()?;
    let query = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let asked = Object::new();
    Reflect::set(&asked, &"name".into(), &name.into()).ok()?;
    let asked = query.call1(&permissions, &asked).ok()?.dyn_into::<Promise>().ok()?;
    let status = JsFuture::from(asked).await.ok()?;
    Reflect::get(&status, &"state".into()).ok()?.as_string()
}

/// True if the address answers, even if the answer cannot be read. No key is sent.
async fn answers_unread(url: &str) -> bool {
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    let Ok(abort) = AbortController::new() else { return false };
    init.set_signal(Some(&abort.signal()));
    let _late = Timeout::new(PROBE_MS, move || abort.abort());
    JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.is_ok()
}
