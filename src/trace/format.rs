//! The formats and the limits of a log.

use serde::{Deserialize, Serialize};

/// The format of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line, a line a decision.
    Jsonl,
    /// A header, then a record a decision.
    Csv,
    /// Trajectories in the Agent Trajectory Interchange Format, one JSON document each.
    Atif,
    /// Rows of Parquet, a row a decision. The command line unpacks them to lines of JSON, which come in here.
    Parquet,
}

/// The limits of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The longest line, record or document, in bytes.
    pub line_bytes_max: u64,
    /// The most bytes of the whole log, unpacked.
    pub bytes_max: u64,
    /// The most bytes that one gzipped byte may unpack to, on average.
    pub ratio_max: u64,
    /// The most bytes of the texts of all different states, tasks and episodes together.
    pub text_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line_bytes_max: 16 << 20, bytes_max: 16 << 30, ratio_max: 500, text_bytes_max: 768 << 20 }
    }
}

impl Limits {
    /// The limits of a page, which has less memory and reads files of strangers: 256 MiB of texts, 1 GiB unpacked.
    #[must_use]
    pub fn page() -> Self {
        Self { bytes_max: 1 << 30, text_bytes_max: 256 << 20, ..Self::default() }
    }
}
