//! Errors of reading a log.

/// Why a log cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it.
    #[error("the log is empty; expected one line a decision")]
    Empty,
    /// Not one of the formats.
    #[error("{found}; expected JSON Lines, CSV or ATIF, plain or gzipped")]
    Format {
        /// The format that it looks like.
        found: String,
    },
    /// A gzip stream that is none.
    #[error("gzip: {0}; expected a whole, undamaged stream")]
    Gzip(String),
    /// A little that unpacks to a lot.
    #[error("gzip: unpacks to {ratio} times its size; expected at most {max} times")]
    Bomb {
        /// The number of times.
        ratio: u64,
        /// The most that is taken.
        max: u64,
    },
    /// More than is taken.
    #[error("the log is longer than {max} bytes unpacked; expected at most that")]
    Bytes {
        /// The most that is taken.
        max: u64,
    },
    /// More different texts than are held.
    #[error(
        "the names of states, tasks and episodes take more than {max} bytes; expected fewer different ones: give each \
         state a short state_key"
    )]
    Text {
        /// The most that is held.
        max: u64,
    },
    /// A helper for every step, it seems.
    #[error("more than {max} different interventions ({first}, …); expected the few names of who helps")]
    Interventions {
        /// The most that are taken.
        max: usize,
        /// The first of them.
        first: String,
    },
    /// More steps than are counted.
    #[error("more than 4,294,967,294 steps; expected fewer")]
    Lines,
    /// A CSV record without end.
    #[error("line {line}: a record of more than {max} bytes; expected a shorter one: is a quote left open?")]
    Record {
        /// The place where it begins.
        line: u64,
        /// The most that is taken.
        max: u64,
    },
    /// A CSV header that lacks something.
    #[error("line 1: {found}; expected {expected}")]
    Header {
        /// The text that stands there.
        found: String,
        /// The form that was expected.
        expected: String,
    },
}
