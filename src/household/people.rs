//! The people of a task, and a wording chosen by number.

use super::task::Task;
use super::words;

/// The name of the person who speaks.
#[must_use]
pub fn speaker(task: &Task) -> &'static str {
    chosen(&words::PEOPLE, task.wording.speaker)
}

/// The name of the person who may be about.
#[must_use]
pub fn other_person(task: &Task) -> &'static str {
    chosen(&words::PEOPLE, task.wording.other)
}

/// The entry of a list for a choice by number; numbers wrap around.
pub(super) fn chosen<T: Copy>(list: &[T], choice: u8) -> T {
    list[usize::from(choice) % list.len()]
}
