//! The people of a task by name.

use super::task::Task;
use super::words::{PEOPLE, chosen};

/// The name of the person who speaks.
#[must_use]
pub fn speaker(task: &Task) -> &'static str {
    chosen(&PEOPLE, task.wording.speaker)
}

/// The name of the person who may be about.
#[must_use]
pub fn other_person(task: &Task) -> &'static str {
    chosen(&PEOPLE, task.wording.other)
}
