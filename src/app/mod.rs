//! The page's state: State, Msg, Effect, update, link. No browser type.
//!
//! `update` is the one place where the state changes. A message says what happened in the reader's words; an
//! effect says what the shell must do. Whatever defines a figure is in [`Setting`], and so in the link.

#[cfg(test)]
mod acts_test;
mod derived;
mod dispatch;
mod draw;
mod drawers;
#[cfg(test)]
mod drive_test;
mod export;
mod message;
mod model;
mod state;

pub use derived::reading::{Answer, Reading, budget_max, paper_staircase, task_breakpoints};
pub use derived::result::{policy_phrase, result_in_full, result_sentence};
pub use derived::scene::{Failure, Lane, LaneStep, Scene, Stage};
pub use derived::symbols::{SYMBOLS, meaning};
pub use dispatch::{update, update_with};
pub use draw::{
    ChartTable, Compared, CurveView, EpisodeView, PaperFigure, PolicyView, RegulationFigure, SetUpView, Why,
    curve, curve_data, curve_table, episode, episode_table, p_at, paper_figure, policy, policy_table,
    regulation_figure, selected_place, set_up, slider_drawing, step_glyph, verdict_glyph, why,
};
pub use drawers::language_model::{
    Choice as ModelChoice, PROXY, Part, RemoteEffect, RemoteMsg, RemoteRun, RemoteState, RemoteStep,
    recorded_link, shown_run,
};
pub use drawers::lazy::{LATER, Later};
pub use drawers::models::{
    EngineMsg, EngineReply, EngineRequest, EngineState, Judging, Loading, ModelSource, ScoringModel, Service,
    TableScores, bytes_of, numbers_of,
};
pub use drawers::paper::{
    Asked, Evidence, EvidenceMsg, Figured, Made, MadeOf, Running, SIZES, finding_command, row_label,
    sorted_rows,
};
pub use drawers::problems::{
    Corner, Finding, HOUSEHOLD, HelperRequest, HouseholdOpened, HouseholdRow, HouseholdShown, HouseholdState,
    HouseholdView, Plane, Planes, ProblemDesk, ProblemEffect, ProblemHelper, ProblemLook, ProblemMaking,
    ProblemMsg, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown, ProblemSource, ProblemState,
    RuleRow, Share, StateRow, Worth,
};
pub use drawers::settings::{PINS_MAX, Pin, SetUp, SetUpMsg, is_pinned, keying_words, order_words};
pub use drawers::share::{Form, PREVIEW_WIDTHS, SavedFile, ShareMsg, Sharing, shared_setting};
pub use drawers::your_agent::{
    GivenLog, LinkedLog, LogCompared, LogDesk, LogEffect, LogExample, LogExport, LogMsg, LogOption,
    LogOptions, LogPhase, LogRefusal, LogReply, LogRequest, LogShown, LogSource, LogState, LogStep, LogWhy,
    Look, ReadLog, RefusedLog, Understood,
};
pub use export::shown::{control_values, nearest, scroll_to_see, twin_kind};
pub use export::snapshot::{Timings, snapshot_json};
pub use export::{
    BIBTEX_PAPER, Number, Stamp, bibtex_tool, caption, component, csv_file, export_drawing, frame, json_file,
    jupyter, latex, numbers, pdf_file, quarto, self_contained, stamp, svg_file,
};
pub use message::keys::{Focus, Press, msg_of as msg_of_key};
pub use message::page::{DeskRequest, Effect, Job, Msg, Panel, Progress, WorkerReply, WorkerRequest};
pub use message::wire::{packed, unpacked};
pub use model::controls::{Control, Controls};
pub use model::drawer::Drawer;
pub use model::embed::{View, Views, figure_on_show, parts_of_text};
pub use model::greeting::Greeting;
pub use model::history::History;
pub use model::languages::Languages;
pub use model::lesson::{
    Deed, GUESSING, Guess, Lesson, LessonMsg, LessonNumber, Verdict, guessing, is_hidden, lesson,
    lesson_note, lessons,
};
pub use model::link::{
    Dropped, measure_name, read as read_link, rule_name, theme_name, twin_name, write as write_link,
};
pub use model::notice::{Notice, Place};
pub use model::setting::{Measure, Rule, SEED_MAX, Setting, Theme, Twin};
pub use model::speed::Speed;
pub use model::takeover::{Offer, TAKE_OVER_ID, Takeover, TakeoverMsg, YOURS_QUESTION_ID, Yours};
pub use state::{Pending, Phase, State};
