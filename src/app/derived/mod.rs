//! The values that follow from an experiment and a setting alone: which policy a budget gives, what it does in one
//! task, and the sentences that say so.

pub(in crate::app) mod breakpoints;
pub(in crate::app) mod command;
pub(in crate::app) mod episode_run;
pub(in crate::app) mod glossary;
pub(in crate::app) mod guess;
pub(in crate::app) mod order_words;
pub(in crate::app) mod own_episode;
pub(in crate::app) mod paper_figure;
pub(in crate::app) mod reading;
pub(in crate::app) mod result;
pub(in crate::app) mod showcase;
pub(in crate::app) mod task_model;
pub(in crate::app) mod task_view;
pub(in crate::app) mod task_words;

pub use breakpoints::task_breakpoints;
pub use episode_run::{EpisodeRun, EpisodeStep};
pub use glossary::{Term, explanation, glossary};
pub use guess::{Guess, Verdict};
pub use order_words::{keying_words, order_words};
pub use own_episode::{Offer, Yours};
pub use paper_figure::PaperFigure;
pub use reading::{Answer, Reading, budget_max, paper_staircase};
pub use result::{budget_in_figures, policy_phrase, result_in_full, result_sentence};
pub use task_model::TaskModel;
pub use task_view::TaskView;
