//! The browser's side of each effect, and what the page tells the world about itself.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use askwell::app::drawers::paper::PaperMsg;
use askwell::app::message::WorkerReply;
use askwell::app::model::Theme;
use askwell::app::{self, Msg, State};
use askwell::experiment::Experiment;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, document_element, window};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use yew::Callback;

/// Set for good by the first panic.
static HAS_PANICKED: AtomicBool = AtomicBool::new(false);

/// Milliseconds since the page opened.
pub(crate) fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// The fragment of the page's address, without `#`.
pub(crate) fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Replaces the address's fragment; a page that may not (a sandboxed frame) goes on without.
pub(crate) fn write_fragment(fragment: &str) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let url = if fragment.is_empty() { path } else { format!("{path}#{fragment}") };
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// The page's whole address with this fragment.
pub(crate) fn address_with(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    if fragment.is_empty() { page.to_owned() } else { format!("{page}#{fragment}") }
}

/// Shows the page in `theme`; the style sheet does the rest.
pub(crate) fn show_theme(theme: Theme) {
    let root = document_element();
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => root.set_attribute("data-theme", app::model::theme_name(theme)),
    };
}

/// The width to draw for, in pixels.
pub(crate) fn width() -> f64 {
    // Not the window's own width: on a phone that grows with what stands out of the page.
    let is_from = |from: f64| holds(&format!("(min-width:{from}px)"));
    app::draw::layout_width(f64::from(document_element().client_width()), is_from)
}

/// True if a media query holds.
fn holds(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|query| query.matches())
}

/// True if the machine prefers dark pages.
pub(crate) fn machine_is_dark() -> bool {
    holds("(prefers-color-scheme: dark)")
}

/// Writes the phase where tests, embedders and screen readers look for it.
pub(crate) fn mark_phase(state: &State) {
    let root = document_element();
    if HAS_PANICKED.load(Ordering::Relaxed) {
        // Whatever still answers is no longer to be trusted.
        return;
    }
    let _ = root.set_attribute("data-askwell", state.phase_name());
    // While the slider is dragged, marks follow at once; once it is let go they settle into place.
    let class = match state.greeting {
        app::model::Greeting::Sweeping { .. } => "",
        app::model::Greeting::Inviting => "greet settle",
        app::model::Greeting::None if state.in_gesture => "",
        app::model::Greeting::None => "settle",
    };
    let _ = root.set_attribute("class", class);
}

/// The picture that stood for the page until it could draw itself.
pub(crate) fn remove_baked_picture() {
    if let Some(baked) = document().get_element_by_id("baked") {
        baked.remove();
    }
}

/// Copies `text` and answers with [`Msg::Copied`].
pub(crate) fn copy(text: String, answer: Callback<Msg>) {
    let promise = window().navigator().clipboard().write_text(&text);
    wasm_bindgen_futures::spawn_local(async move {
        let outcome = wasm_bindgen_futures::JsFuture::from(promise).await;
        answer.emit(Msg::Copied(match outcome {
            Ok(_) => Ok(text),
            Err(_) => Err("the browser did not allow it: select the text and copy it by hand".to_owned()),
        }));
    });
}

/// A worker's answer as a message.
pub(crate) fn msg_from_reply(reply: WorkerReply) -> Msg {
    match reply {
        WorkerReply::Progressed { request, progress } => Msg::WorkerProgressed { request, progress },
        WorkerReply::Failed { request, error } => Msg::WorkerFailed { request, error },
        WorkerReply::Studied { request, share, left_ms } => {
            Msg::Paper(PaperMsg::Progressed { request, share, left_ms })
        }
        WorkerReply::Made { request, made } => Msg::Paper(PaperMsg::Arrived { request, made }),
        WorkerReply::Rows { request, rows } => Msg::Models(app::drawers::models::ModelsMsg::RowsArrived {
            request,
            rows: app::drawers::models::numbers_of(&rows),
        }),
        WorkerReply::Judged { request, regulation } => {
            Msg::Models(app::drawers::models::ModelsMsg::Judged { request, regulation })
        }
        WorkerReply::Finished { request, bytes } => match Experiment::from_bytes(&bytes) {
            Ok(experiment) => Msg::ExperimentArrived { request, experiment: Box::new(experiment) },
            Err(error) => Msg::WorkerFailed { request, error: error.to_string() },
        },
    }
}

/// Listeners of the whole window, detached when dropped.
pub(crate) struct Listeners {
    _all: [EventListener; 3],
}

impl Listeners {
    /// Hears a link typed by hand, the page's keys, and the window's size.
    pub(crate) fn attach(send: &Callback<Msg>) -> Self {
        let opened = send.clone();
        let on_link = EventListener::new(&window(), "hashchange", move |_| {
            opened.emit(Msg::LinkOpened(fragment()));
        });
        let pressed = send.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let on_key = EventListener::new_with_options(&window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
            if let Some(msg) = msg_from_key(event) {
                event.prevent_default();
                pressed.emit(msg);
            }
        });
        let resized = send.clone();
        let on_resize = EventListener::new(&window(), "resize", move |_| resized.emit(Msg::Resized(width())));
        Self { _all: [on_link, on_key, on_resize] }
    }
}

/// The meaning of a key where it was pressed.
fn msg_from_key(event: &web_sys::KeyboardEvent) -> Option<Msg> {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let focus = target.map_or(app::message::Focus::Page, |element| {
        let kind =
            element.dyn_ref::<web_sys::HtmlInputElement>().map_or(String::new(), |input| input.type_());
        app::message::Focus::of(&element.tag_name(), &kind)
    });
    app::message::msg_of_key(app::message::Press {
        key: &event.key(),
        has_alt: event.alt_key(),
        has_ctrl: event.ctrl_key() || event.meta_key(),
        has_shift: event.shift_key(),
        focus,
    })
}

/// Puts the focus on the element of this id.
pub(crate) fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Puts the focus on the field for a budget, its text selected, once it is there.
pub(crate) fn focus_typed_budget() {
    let Some(field) = document().get_element_by_id("typed-budget") else { return };
    if document().active_element().as_ref() == Some(&field) {
        return;
    }
    if let Ok(input) = field.dyn_into::<web_sys::HtmlInputElement>() {
        let _ = input.focus();
        input.select();
    }
}

/// Scrolls each list of steps so that the step at hand is seen; the page itself stays where it is.
pub(crate) fn follow_step() {
    let Ok(lists) = document().query_selector_all(".tr ol") else { return };
    let lists =
        (0..lists.length()).filter_map(|place| lists.get(place)?.dyn_into::<web_sys::HtmlElement>().ok());
    for list in lists {
        let step = list.query_selector("[aria-current]").ok().flatten();
        let Some(step) = step.and_then(|step| step.dyn_into::<web_sys::HtmlElement>().ok()) else { continue };
        let top = step.get_bounding_client_rect().top() - list.get_bounding_client_rect().top();
        let line = (top + f64::from(list.scroll_top()), f64::from(step.offset_height()));
        let seen = (f64::from(list.scroll_top()), f64::from(list.client_height()));
        if let Some(to) = app::export::scroll_to_see(line, seen) {
            list.set_scroll_top(to as i32);
        }
    }
}

/// Scrolls to the top of the page.
pub(crate) fn show_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// True if the page should greet: not after a link, not in a frame, not if a program reads it.
pub(crate) fn may_greet() -> bool {
    let is_framed = window().parent().ok().flatten().is_some_and(|parent| parent != window());
    let is_driven = Reflect::get(&window().navigator(), &"webdriver".into()).is_ok_and(|it| it.is_truthy());
    fragment().is_empty() && !is_framed && !is_driven
}

/// True if the reader asked for less motion.
pub(crate) fn wants_less_motion() -> bool {
    holds("(prefers-reduced-motion: reduce)")
}

/// The durations that the page measures of itself.
#[derive(Default)]
pub(crate) struct Timings {
    input_at: Option<f64>,
    solve_ms: f64,
    ready_ms: Option<f64>,
    input_to_paint_ms: Vec<f64>,
}

/// The newest samples kept.
const SAMPLES_MAX: usize = 1024;

impl Timings {
    /// A budget input that started at `started` was answered.
    pub(crate) fn input_handled(timings: &Rc<RefCell<Self>>, started: f64) {
        let mut timings = timings.borrow_mut();
        timings.solve_ms = now_ms() - started;
        timings.input_at.get_or_insert(started);
    }

    /// The page shows its own numbers.
    pub(crate) fn ready(timings: &Rc<RefCell<Self>>) {
        timings.borrow_mut().ready_ms.get_or_insert_with(now_ms);
    }

    /// The document has the new marks: the sample ends after the frame that paints them.
    pub(crate) fn rendered(timings: &Rc<RefCell<Self>>) {
        let Some(input_at) = timings.borrow_mut().input_at.take() else { return };
        let timings = timings.clone();
        after_paint(move || {
            let mut timings = timings.borrow_mut();
            if timings.input_to_paint_ms.len() == SAMPLES_MAX {
                timings.input_to_paint_ms.remove(0);
            }
            timings.input_to_paint_ms.push(now_ms() - input_at);
        });
    }
}

/// Calls `then` in the first task after the next frame.
fn after_paint(then: impl FnOnce() + 'static) {
    let frame = Closure::once_into_js(move || {
        // A message is the first task to run after the frame's style, layout and paint.
        let Ok(channel) = web_sys::MessageChannel::new() else { return };
        let task = Closure::once_into_js(then);
        channel.port1().set_onmessage(Some(task.unchecked_ref()));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = window().request_animation_frame(frame.unchecked_ref());
}

/// The value as a plain JavaScript object, such as `JSON.parse` makes; null for a value that has no such form.
pub(crate) fn plain(value: &impl serde::Serialize) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// Offers `window.askwell.snapshot()`.
pub(crate) fn offer_snapshot(state: &Rc<RefCell<State>>, timings: &Rc<RefCell<Timings>>) {
    let (state, timings) = (state.clone(), timings.clone());
    let snapshot = Closure::<dyn Fn() -> JsValue>::new(move || {
        let timings = timings.borrow();
        let measured = app::export::Timings {
            solve_ms: timings.solve_ms,
            input_to_paint_ms: timings.input_to_paint_ms.last().copied(),
            input_to_paint_samples_ms: timings.input_to_paint_ms.clone(),
            ready_ms: timings.ready_ms,
        };
        plain(&app::export::snapshot(&state.borrow(), &measured))
    });
    let askwell = Object::new();
    let _ = Reflect::set(&askwell, &"snapshot".into(), &snapshot.into_js_value());
    let _ = Reflect::set(&window(), &"askwell".into(), &askwell);
}

/// A panic says what happened and how to go on, instead of a page that no longer answers.
pub(crate) fn show_panics() {
    // Through yew: a hook set past it is replaced by its own once it renders.
    yew::set_custom_panic_hook(Box::new(|info| {
        let text = info.to_string();
        HAS_PANICKED.store(true, Ordering::Relaxed);
        let _ = document_element().set_attribute("data-askwell", "failed");
        if let Some(place) = document().get_element_by_id("crash-report") {
            place.set_text_content(Some(&text));
        }
        if let Some(crash) = document().get_element_by_id("crash") {
            let _ = crash.remove_attribute("hidden");
        }
        gloo::console::error!(text);
    }));
}
