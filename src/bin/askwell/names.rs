//! Names on the command line: splits, base actors, helps.

use askwell::actor::{BaseActor, Help};
use askwell::household::{Split, TaskSet};

/// A split by its name.
pub(crate) fn split(name: &str) -> Result<Split, String> {
    Split::from_name(name).ok_or_else(|| expected(&Split::ALL.map(Split::name)))
}

/// A base actor by its name.
pub(crate) fn actor(name: &str) -> Result<BaseActor, String> {
    BaseActor::from_name(name).ok_or_else(|| expected(&BaseActor::ALL.map(BaseActor::name)))
}

/// A help that can be called step by step, by its name.
pub(crate) fn help_step_by_step(name: &str) -> Result<Help, String> {
    let known = Help::ALL.into_iter().filter(|help| !help.is_task_wise_only());
    let names: Vec<&str> = known.map(Help::name).collect();
    Help::from_name(name).filter(|help| !help.is_task_wise_only()).ok_or_else(|| expected(&names))
}

/// A set of tasks by its name.
pub(crate) fn task_set(name: &str) -> Result<TaskSet, String> {
    let all = [TaskSet::Train, TaskSet::Validation, TaskSet::Test, TaskSet::Calibration];
    all.into_iter().find(|set| set.name() == name).ok_or_else(|| expected(&all.map(TaskSet::name)))
}

fn expected(names: &[&str]) -> String {
    format!("expected {}", names.join(" or "))
}

/// The form in which a network takes a state, by its name.
pub(crate) fn reads(name: &str) -> Result<askwell::reward_model::Reads, String> {
    use askwell::reward_model::Reads;
    let found = Reads::ALL.into_iter().find(|reads| reads.name() == name);
    found.ok_or_else(|| expected(&Reads::ALL.map(Reads::name)))
}
