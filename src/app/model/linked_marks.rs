//! The marks of a link whose task is still to come.

use crate::app::model::marks::Marks;
use crate::app::model::setting::{Measure, Rule, Setting};
use crate::experiment::Order;

/// The marks of a link, with the task and policy they were made on; under any other they mean nothing.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct LinkedMarks {
    pub(in crate::app) marks: Marks,
    pub(in crate::app) made_on: MadeOn,
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct MadeOn {
    order: Order,
    task: Option<u32>,
    of: (Rule, Measure, f64),
}

impl MadeOn {
    pub(in crate::app) fn of(setting: &Setting) -> Self {
        let Setting { task, rule, measure, budget, .. } = *setting;
        Self { order: setting.order(), task, of: (rule, measure, budget) }
    }
}

impl LinkedMarks {
    /// The marks of a link, with its setting; none if the link has no marks.
    pub(in crate::app) fn new(setting: &Setting, marks: Marks) -> Option<Self> {
        (marks != Marks::default()).then(|| Self { marks, made_on: MadeOn::of(setting) })
    }
}
