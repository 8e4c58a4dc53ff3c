//! A language model that acts or helps on the command line, asked at most so often, each answer kept at once.

mod actor;
mod call;
mod options;
mod tape;

pub(crate) use actor::ModelActor;
pub(crate) use call::Caller;
pub(crate) use options::Options;
