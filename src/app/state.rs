//! Everything the page knows, and what it derives from the reader's setting.

pub(in crate::app) mod marks;
pub(in crate::app) mod notices;

use crate::app::model::linked_marks::LinkedMarks;
use std::rc::Rc;

use crate::experiment::Experiment;
use crate::language::{Words, fill};

use crate::app::derived::guess::{Guess, Question};
use crate::app::derived::reading::Reading;
use crate::app::derived::task_view::TaskView;
use crate::app::drawers::language_model::state::LanguageModelState;
use crate::app::drawers::models::state::ModelsState;
use crate::app::drawers::paper::PaperState;
use crate::app::drawers::problems::state::ProblemState;
use crate::app::drawers::settings::SettingsState;
use crate::app::drawers::share::Sharing;
use crate::app::drawers::your_agent::state::YourAgentState;
use crate::app::message::page::Panel;
use crate::app::message::worker::Progress;
use crate::app::model::greeting::Greeting;
use crate::app::model::history::History;
use crate::app::model::languages::Languages;
use crate::app::model::lesson::{GUESSING, Said, counted_by};
use crate::app::model::link::{self, Dropped};
use crate::app::model::notice::Notice;
use crate::app::model::setting::Setting;
use crate::app::model::speed::Speed;

/// The phase of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// The worker is at it, or about to be.
    #[default]
    Loading,
    /// Ready; a newer experiment may still be on its way.
    Ready,
    /// There is nothing to show, and this is why.
    Failed(String),
}

/// Work that the worker has not answered yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pending {
    /// The request whose answer is awaited; others are dropped.
    pub request: u32,
    /// The last word from the worker.
    pub progress: Option<Progress>,
    /// True if the setting's takeover was made in a task of the experiment that is awaited: a link brought it.
    pub(super) has_takeover: bool,
}

/// The whole page.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The phase of the page.
    pub phase: Phase,
    /// The reader's choices, which the link carries.
    pub setting: Setting,
    /// The words of the page: English until those of the setting's language are there.
    pub words: Words,
    /// The other languages, as far as they were asked for.
    pub languages: Languages,
    /// The solved experiment; the old one stays until a new one is there.
    pub experiment: Option<Rc<Experiment>>,
    /// The task the page opens with.
    pub showcase: u32,
    /// The reading of the budget.
    pub reading: Option<Reading>,
    /// The reading before this gesture.
    pub previous: Option<Reading>,
    /// The task that is looked at.
    pub scene: Option<Rc<TaskView>>,
    /// The state under the pointer.
    pub hovered: Option<u32>,
    /// The state the reader pinned; the episode's own step where none is.
    pub pinned: Option<u32>,
    /// True if the slider is being moved.
    pub in_gesture: bool,
    /// True if the episode's scrubber is being moved.
    pub is_scrubbing: bool,
    /// True if a link was opened whose experiment is not there yet.
    pub(super) opens_link: bool,
    /// The marks of a link whose task is not there yet.
    pub(in crate::app) linked_marks: Option<LinkedMarks>,
    /// True if the episode plays.
    pub playing: bool,
    /// The speed of the player.
    pub speed: Speed,
    /// Work under way.
    pub pending: Option<Pending>,
    /// The next request's number.
    pub next_request: u32,
    /// The earlier settings, for undo and redo.
    pub history: History,
    /// The first seconds.
    pub greeting: Greeting,
    /// True if the budget is being typed.
    pub is_typing_budget: bool,
    /// True if each chart has its table beside it.
    pub shows_tables: bool,
    /// The share panel.
    pub sharing: Sharing,
    /// The reader's guess in a lesson.
    pub guess: Guess,
    /// The note of a lesson's last button.
    pub(super) lesson_said: Option<Said>,
    /// The engines that score.
    pub models: ModelsState,
    /// The set-up drawer.
    pub settings_drawer: SettingsState,
    /// The tables and findings drawer.
    pub paper: PaperState,
    /// The language model that acts or helps.
    pub language_model: LanguageModelState,
    /// The log of the reader's own agent.
    pub your_agent: YourAgentState,
    /// The problem in miniature.
    pub problem: ProblemState,
    /// The open panel.
    pub panel: Option<Panel>,
    /// Lines for the reader.
    pub notices: Vec<Notice>,
    /// The window's width in pixels; 0 before it is known, and then both drawings of a chart are made.
    pub width: f64,
    /// The text that a screen reader says after a change.
    pub announcement: String,
}

impl State {
    /// `loading`, `ready` or `failed`: the page's contract with tests and embedders.
    #[must_use]
    pub fn phase_name(&self) -> &'static str {
        match self.phase {
            Phase::Loading => "loading",
            Phase::Ready => "ready",
            Phase::Failed(_) => "failed",
        }
    }

    /// True if the budget is under way to another value, by hand or in the opening sweep.
    pub(super) fn budget_is_moving(&self) -> bool {
        self.in_gesture || matches!(self.greeting, Greeting::Sweeping { .. })
    }

    /// True if a drag or a playing episode goes on, so that the setting is not settled.
    pub(super) fn is_in_motion(&self) -> bool {
        self.in_gesture || self.is_scrubbing || self.playing
    }

    /// True if the experiment that the setting asks for is still to come, while an earlier one is shown.
    #[must_use]
    pub fn awaits_newer(&self) -> bool {
        self.experiment.is_some() && self.pending.is_some()
    }

    /// The setting behind what is shown: files, snippets and the snapshot speak of it. While a newer experiment is
    /// computed, it names the one that is still there; while another language loads, the one that is spoken.
    #[must_use]
    pub fn shown_setting(&self) -> Setting {
        let mut setting = self.setting_of_scene();
        setting.language = self.words.language();
        setting.marks = self.shown_marks();
        if let (Some(step), Some(scene)) = (setting.step, &self.scene) {
            setting.step = Some(step.min(scene.last_step()));
        }
        setting
    }

    /// The setting that the reading and the scene follow from.
    pub(super) fn setting_of_scene(&self) -> Setting {
        let mut setting = self.setting.clone();
        let (Some(experiment), Some(pending)) = (&self.experiment, &self.pending) else { return setting };
        setting.take_order(&experiment.order);
        setting.takeover.take_if(|_| pending.has_takeover);
        // The task, too, may be one of the experiment that is awaited.
        setting.task = setting.task.filter(|&task| task < experiment.n_tasks());
        setting
    }

    /// The guess at the question on the page, in the lesson that asks for one: a blank one where none was made.
    #[must_use]
    pub fn guessing(&self) -> Option<Guess> {
        if self.setting.lesson != Some(GUESSING) {
            return None;
        }
        let question = self.question();
        if question.is_some() && self.guess.question == question {
            return Some(self.guess.clone());
        }
        let n_states = self.scene.as_ref().map_or(0, |scene| scene.stage.n_states());
        Some(question.map_or_else(Guess::default, |question| Guess::about(question, n_states)))
    }

    /// The question of the lesson on the page; none before there are numbers.
    fn question(&self) -> Option<Question> {
        let (scene, reading) = (self.scene.as_ref()?, self.reading.as_ref()?);
        Some(Question::of(&self.setting, reading, scene))
    }

    /// True if the answer must not be seen yet.
    #[must_use]
    pub fn is_answer_hidden(&self) -> bool {
        self.guessing().is_some_and(|guess| !guess.is_revealed)
    }

    /// The note of a lesson's last button; none once the reader has set something else.
    #[must_use]
    pub fn lesson_note(&self) -> Option<&str> {
        let said = self.lesson_said.as_ref().filter(|_| self.setting.lesson.is_some())?;
        (said.of == counted_by(&self.setting)).then_some(&said.text)
    }

    /// The figure on show, as the page around it is informed: all that makes it. None while another figure is
    /// being computed, or its words are loaded. The numbers would then belong to another setting.
    #[must_use]
    pub fn figure_on_show(&self) -> Option<String> {
        let experiment = self.experiment.as_ref()?;
        let is_whole = self.phase == Phase::Ready
            && self.pending.is_none()
            && self.words.language() == self.setting.language;
        is_whole.then(|| format!("{:?} {}", experiment.order, link::write(&self.setting_with_marks())))
    }

    /// One notice for all that a link could not give.
    pub(super) fn notify_dropped(&mut self, dropped: &[Dropped]) {
        match dropped {
            [] => {}
            [Dropped { part, expected }] => self.notify(fill(self.words.link_says(), &[part, expected])),
            _ => self.notify(fill(self.words.link_says_several(), &[&self.listed(dropped)])),
        }
    }

    /// The first parts that were dropped, and how many more there are.
    fn listed(&self, dropped: &[Dropped]) -> String {
        const LISTED_MAX: usize = 3;
        let w = self.words;
        let one = |Dropped { part, expected }: &Dropped| fill(w.link_part(), &[part, expected]);
        let listed = dropped.iter().take(LISTED_MAX).map(one).collect::<Vec<_>>().join("; ");
        match dropped.len().saturating_sub(LISTED_MAX) {
            0 => listed,
            more => fill(w.link_parts_and_more(), &[&listed, &more]),
        }
    }
}
