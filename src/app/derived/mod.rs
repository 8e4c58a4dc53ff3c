//! The values that follow from an experiment and a setting alone: which policy a budget gives, what it does in one task,
//! and the sentences that say so.

pub(in crate::app) mod command;
pub(in crate::app) mod reading;
pub(in crate::app) mod result;
pub(in crate::app) mod scene;
pub(in crate::app) mod showcase;
pub(in crate::app) mod symbols;
pub(in crate::app) mod task_words;
