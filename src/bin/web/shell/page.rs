//! The page as a yew component: it holds the state, performs effects, and draws views of what it borrows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use askwell::app::drawers::models::ModelsMsg;
use askwell::app::drawers::paper::PaperMsg;
use askwell::app::{self, Effect, Msg, Phase, State};
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::{Interval, Timeout};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::lazy::loader::Loader;
use crate::lazy::parts::Connections;
use crate::shell::effects::{self, Timings};
use crate::shell::embed::Embed;
use crate::shell::languages;
use crate::view;
use crate::view::shared::Send;
use crate::workers::job_worker::Worker;
use crate::workers::module::{Module, heard, packed};

/// Draws the page into the document and leaves it running.
pub(crate) fn open() {
    effects::show_panics();
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        // The baked first picture stands inside until the page takes over.
        yew::Renderer::<Page>::with_root(root).render();
    }
}

struct Page {
    state: Rc<RefCell<State>>,
    timings: Rc<RefCell<Timings>>,
    /// The workers of the jobs under way, by the number of the request.
    workers: BTreeMap<u32, Worker>,
    engine: Option<Module>,
    lazy: Loader,
    connections: Connections,
    /// When to load what drawers and panels need, though nobody asked yet.
    ahead: Option<Timeout>,
    ticker: Option<Interval>,
    sweep: Option<Sweep>,
    has_greeted: bool,
    embed: Option<Embed>,
    /// The step that the lists were scrolled to last, so that a reader who scrolls them is left alone until the next.
    followed: Option<(u32, u32)>,
    /// The id of the element that takes the focus once it is drawn.
    focus: Option<&'static str>,
    _listeners: effects::Listeners,
}

impl Component for Page {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let state = Rc::new(RefCell::new(State::default()));
        let timings = Rc::new(RefCell::new(Timings::default()));
        effects::offer_snapshot(&state, &timings);
        let listeners = effects::Listeners::attach(&send_of(ctx));
        ctx.link().send_message(Msg::Resized(effects::width()));
        ctx.link().send_message(Msg::LinkOpened(effects::fragment()));
        Self {
            state,
            timings,
            workers: BTreeMap::new(),
            engine: None,
            lazy: Loader::default(),
            connections: Connections::default(),
            ahead: None,
            ticker: None,
            sweep: None,
            has_greeted: false,
            embed: Embed::listen(&send_of(ctx)),
            followed: None,
            focus: None,
            _listeners: listeners,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        if self.lazy.get().is_none() && msg.waits_for_lazy() {
            self.lazy.keep(msg);
            self.lazy.need(&send_of(ctx));
            return false;
        }
        let is_settled = matches!(msg, Msg::LazyArrived | Msg::LazyFailed);
        self.take(ctx, msg);
        if is_settled {
            for msg in self.lazy.kept() {
                self.take(ctx, msg);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        view::page(&self.state.borrow(), self.lazy.get().map(|lazy| &lazy.views), &send_of(ctx))
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first_render: bool) {
        let state = self.state.borrow();
        if state.phase == Phase::Ready {
            effects::remove_baked_picture();
            Timings::ready(&self.timings);
            if !std::mem::replace(&mut self.has_greeted, true) {
                if effects::may_greet() {
                    ctx.link().send_message(Msg::GreetingAllowed { may_move: !effects::wants_less_motion() });
                }
                if state.setting.embed.is_none() {
                    let (lazy, send) = (self.lazy.clone(), send_of(ctx));
                    self.ahead = Some(Timeout::new(AHEAD_MS, move || lazy.load(&send)));
                }
            }
        }
        if let Some(sweep) = &mut self.sweep {
            sweep.next(ctx.link().callback(Msg::SweepMoved));
        }
        if state.is_typing_budget {
            effects::focus_typed_budget();
        }
        let step = state.scene.as_ref().map(|scene| (scene.stage.index, scene.step(&state.setting)));
        if std::mem::replace(&mut self.followed, step) != step {
            effects::follow_step();
        }
        if let Some(id) = self.focus.take() {
            effects::focus(id);
        }
        effects::mark_phase(&state);
        if let Some(embed) = &self.embed {
            embed.drawn(&state);
        }
        Timings::rendered(&self.timings);
    }
}

impl Page {
    fn take(&mut self, ctx: &Context<Self>, msg: Msg) {
        let started = effects::now_ms();
        if let Some(request) = answered(&msg) {
            self.workers.remove(&request);
        }
        let is_input = matches!(msg, Msg::BudgetChanged(_));
        let lazy = self.lazy.get().map(|lazy| &lazy.app);
        let effects = app::update_with(&mut self.state.borrow_mut(), msg, lazy);
        if is_input {
            Timings::input_handled(&self.timings, started);
        }
        for effect in effects {
            self.perform(ctx, effect);
        }
        let state = self.state.borrow();
        let setting = &state.setting;
        let has_part = setting.drawer.is_some() || setting.lesson.is_some() || setting.takeover.is_some();
        if has_part || state.panel.is_some() || state.shows_tables {
            self.lazy.need(&send_of(ctx));
        }
    }

    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        match effect {
            Effect::Run { request, job } => {
                let answered = link.clone();
                let started = Worker::start(app::message::WorkerRequest { request, job }, move |reply| {
                    answered.send_message(effects::msg_from_reply(reply));
                });
                match started {
                    Ok(worker) => {
                        self.workers.insert(request, worker);
                    }
                    Err(error) => link.send_message(Msg::WorkerFailed { request, error: text_of(&error) }),
                }
            }
            Effect::Cancel { request } => {
                self.workers.remove(&request);
            }
            Effect::StartEngine => {
                let heard = heard(link.callback(Msg::Models), ModelsMsg::Replied, ModelsMsg::WorkerFailed);
                self.engine = Module::start("engine", Some("webgpu"), heard);
            }
            Effect::Engine(request) => {
                if let Some(engine) = &self.engine {
                    engine.outbox().send(packed(&request));
                }
            }
            Effect::StopEngine => self.engine = None,
            Effect::LanguageModel(_)
            | Effect::Log(_)
            | Effect::Problem(_)
            | Effect::Save(_)
            | Effect::SaveBytes { .. } => {
                if let Some(lazy) = self.lazy.get() {
                    (lazy.perform)(&mut self.connections, effect, &link.callback(|msg: Msg| msg));
                }
            }
            Effect::WriteLink(fragment) => effects::write_fragment(&fragment),
            Effect::StartTicking { every_ms } => {
                self.ticker = Some(Interval::new(every_ms, move || link.send_message(Msg::Ticked)));
            }
            Effect::StopTicking => self.ticker = None,
            Effect::StartSweep => self.sweep = Some(Sweep { started: effects::now_ms(), _frame: None }),
            Effect::StopSweep => self.sweep = None,
            Effect::Focus(id) => self.focus = Some(id),
            Effect::ShowTop => effects::show_top(),
            Effect::Copy(text) => effects::copy(text, link.callback(|msg: Msg| msg)),
            Effect::Refuse(why) => {
                if let Some(embed) = &self.embed {
                    embed.refuse(&why);
                }
            }
            Effect::FetchWords(language) => languages::fetch(language, link.callback(|msg: Msg| msg)),
            Effect::ShowLanguage(language) => languages::show(language),
            Effect::ShowTheme(theme) => effects::show_theme(theme),
        }
    }
}

/// The function that takes every message of the page.
fn send_of(ctx: &Context<Page>) -> Send {
    ctx.link().callback(|msg: Msg| msg)
}

/// The pause after the page stands, before the parts for drawers and panels are loaded, in milliseconds.
const AHEAD_MS: u32 = 1_000;

/// The opening sweep: one message a frame.
struct Sweep {
    started: f64,
    _frame: Option<AnimationFrame>,
}

/// The duration of the opening sweep, in milliseconds.
const SWEEP_MS: f64 = 2_600.0;

impl Sweep {
    fn next(&mut self, moved: Callback<f64>) {
        let started = self.started;
        let frame = request_animation_frame(move |_| moved.emit((effects::now_ms() - started) / SWEEP_MS));
        self._frame = Some(frame);
    }
}

/// The request whose job ends with this message.
fn answered(msg: &Msg) -> Option<u32> {
    match msg {
        Msg::ExperimentArrived { request, .. }
        | Msg::WorkerFailed { request, .. }
        | Msg::Paper(PaperMsg::Arrived { request, .. }) => Some(*request),
        Msg::Models(ModelsMsg::RowsArrived { request, .. } | ModelsMsg::Judged { request, .. }) => {
            Some(*request)
        }
        _ => None,
    }
}

fn text_of(error: &JsValue) -> String {
    js_sys::Error::from(error.clone()).message().into()
}
