//! The reader's choices as plain values, each with its spelling in a link. Nothing here knows the page's state.

pub(in crate::app) mod controls;
pub(in crate::app) mod drawer;
pub(in crate::app) mod greeting;
pub(in crate::app) mod history;
pub(in crate::app) mod languages;
pub(in crate::app) mod lesson;
pub(in crate::app) mod link;
pub(in crate::app) mod linked_marks;
pub(in crate::app) mod marks;
pub(in crate::app) mod notice;
pub(in crate::app) mod options;
pub(in crate::app) mod setting;
pub(in crate::app) mod speed;
pub(in crate::app) mod takeover;
pub(in crate::app) mod typed;
pub(in crate::app) mod views;

pub use controls::{Control, Controls};
pub use drawer::{Drawer, HOUSEHOLD};
pub use greeting::Greeting;
pub use history::History;
pub use languages::Languages;
pub use lesson::{GUESSING, Lesson, LessonAction, LessonBody, lesson, lesson_body, lessons};
pub use link::{
    Dropped, comparison_name, measure_name, read as read_link, rule_name, theme_name, write as write_link,
};
pub use notice::{Notice, Place};
pub use setting::{Comparison, LessonNumber, Measure, Rule, SEED_MAX, Setting, Theme};
pub use speed::Speed;
pub use takeover::{TAKE_OVER_ID, Takeover, YOURS_QUESTION_ID};
pub use views::{View, Views, parts_of_text};
