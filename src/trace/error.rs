//! Errors of reading a log.

/// Why a log cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The log is empty.
    #[error("the log is empty; expected one line a decision")]
    Empty,
    /// The log is in none of the formats.
    #[error("{found}; expected JSON Lines, CSV or ATIF, plain or gzipped")]
    Format {
        /// The kind of file that it seems to be.
        found: String,
    },
    /// The gzip stream is broken.
    #[error("gzip: {0}; expected a whole, undamaged stream")]
    Gzip(String),
    /// A few bytes unpack to very many.
    #[error("gzip: unpacks to {ratio} times its size; expected at most {max} times")]
    Bomb {
        /// The ratio of unpacked to packed bytes.
        ratio: u64,
        /// The largest ratio that is accepted.
        max: u64,
    },
    /// The log is too long.
    #[error("the log is longer than {max} bytes unpacked; expected at most that")]
    Bytes {
        /// The most bytes that are accepted.
        max: u64,
    },
    /// The log has too many different texts.
    #[error(
        "the names of states, tasks and episodes take more than {max} bytes; expected fewer different ones: give each \
         state a short state_key"
    )]
    Text {
        /// The most bytes that are held.
        max: u64,
    },
    /// The log has too many interventions: every step seems to name another helper.
    #[error("more than {max} different interventions ({first}, …); expected the few names of who helps")]
    Interventions {
        /// The most interventions that are accepted.
        max: usize,
        /// The first of the interventions.
        first: String,
    },
    /// The log has more steps than can be counted.
    #[error("more than 4,294,967,294 steps; expected fewer")]
    Lines,
    /// A CSV record does not end.
    #[error("line {line}: a record of more than {max} bytes; expected a shorter one: is a quote left open?")]
    Record {
        /// The line on which the record begins.
        line: u64,
        /// The most bytes that are accepted.
        max: u64,
    },
    /// A CSV header lacks a column.
    #[error("line 1: {found}; expected {expected}")]
    Header {
        /// The header that was found.
        found: String,
        /// The form that is expected.
        expected: String,
    },
}
