//! The page's state: State, Msg, Effect, update, link. No browser type.
//!
//! `update` is the one place where the state changes. A message says what happened in the reader's words; an
//! effect says what the shell must do. Whatever defines a figure is in [`Setting`], and so in the link.

#[cfg(test)]
mod acts_test;
mod command;
mod controls;
mod draw;
mod drawer;
#[cfg(test)]
mod drive_test;
mod embed;
mod engine;
mod evidence;
mod greeting;
mod history;
mod keys;
mod languages;
mod later;
mod latest;
mod lesson;
mod link;
mod linked_marks;
mod log;
mod marks;
mod message;
mod notice;
mod problem;
mod reading;
mod remote;
mod result;
mod scene;
mod set_up;
mod setting;
mod share;
mod sharing;
mod showcase;
mod shown;
mod snapshot;
mod speed;
mod spoken;
mod state;
mod symbols;
mod takeover;
mod typed;
mod update;
mod wire;
mod words;

pub use controls::{Control, Controls};
pub use draw::{
    ChartTable, Compared, CurveView, EpisodeView, PaperFigure, PolicyView, RegulationFigure, SetUpView, Why,
    curve, curve_data, curve_table, episode, episode_table, p_at, paper_figure, policy, policy_table,
    regulation_figure, selected_place, set_up, slider_drawing, step_glyph, verdict_glyph, whose, why,
    why_no_call,
};
pub use drawer::Drawer;
pub use embed::{View, Views, figure_on_show, parts_of_text};
pub use engine::{
    EngineMsg, EngineReply, EngineRequest, EngineState, Judging, Loading, ModelSource, ScoringModel, Service,
    TableScores, bytes_of, numbers_of,
};
pub use evidence::{
    Asked, Evidence, EvidenceMsg, Figured, Made, MadeOf, Running, SIZES, finding_command, row_label,
    sorted_rows, table_file,
};
pub use greeting::Greeting;
pub use history::History;
pub use keys::{Focus, Press, msg_of as msg_of_key};
pub use languages::Languages;
pub use later::{LATER, Later};
pub use lesson::{
    Deed, GUESSING, Guess, Lesson, LessonMsg, LessonNumber, Verdict, guessing, is_hidden, lesson,
    lesson_note, lessons,
};
pub use link::{
    Dropped, measure_name, read as read_link, rule_name, theme_name, twin_name, write as write_link,
};
pub use log::{
    GivenLog, LinkedLog, LogCompared, LogDesk, LogEffect, LogExample, LogExport, LogMsg, LogOption,
    LogOptions, LogPhase, LogRefusal, LogReply, LogRequest, LogShown, LogSource, LogState, LogStep, LogWhy,
    Look, ReadLog, RefusedLog, Understood,
};
pub use message::{DeskRequest, Effect, Job, Msg, Panel, Progress, WorkerReply, WorkerRequest};
pub use notice::{Notice, Place};
pub use problem::{
    Corner, Finding, HOUSEHOLD, HelperRequest, HouseholdOpened, HouseholdRow, HouseholdShown, HouseholdState,
    HouseholdView, Plane, Planes, ProblemDesk, ProblemEffect, ProblemHelper, ProblemLook, ProblemMaking,
    ProblemMsg, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown, ProblemSource, ProblemState,
    RuleRow, Share, StateRow, Worth, story,
};
pub use reading::{Answer, Reading, budget_max, paper_staircase, task_breakpoints};
pub use remote::{
    Choice as ModelChoice, PROXY, Part, RemoteEffect, RemoteMsg, RemoteRun, RemoteState, RemoteStep,
    recorded_link, shown_run,
};
pub use result::{policy_heading, policy_phrase, result_in_full, result_sentence};
pub use scene::{Failure, Lane, LaneStep, Scene, Stage};
pub use set_up::{PINS_MAX, Pin, SetUp, SetUpMsg, is_pinned, keying_words, order_words};
pub use setting::{MadeBy, Measure, Rule, SEED_MAX, Setting, Theme, Twin};
pub use share::{
    BIBTEX_PAPER, Number, Stamp, bibtex_tool, caption, component, csv_file, export_drawing, figure_stamp,
    frame, frame_height, json_file, jupyter, latex, numbers, pdf_file, quarto, self_contained, stamp,
    svg_file,
};
pub use sharing::{Form, PREVIEW_WIDTHS, SavedFile, ShareMsg, Sharing, shared_setting};
pub use shown::{control_values, nearest, scroll_to_see, twin_kind};
pub use snapshot::{Timings, snapshot_json};
pub use speed::Speed;
pub use spoken::Spoken;
pub use state::{Pending, Phase, State};
pub use symbols::{SYMBOLS, meaning};
pub use takeover::{Offer, TAKE_OVER_ID, Takeover, TakeoverMsg, YOURS_QUESTION_ID, Yours};
pub use update::{update, update_with};
pub use wire::{packed, unpacked};
