//! Calls that were made, so that they need not be made again: a file of lines, without a key, that replays offline.
//!
//! Before a call its question is written, after it its answer. A question without an answer was perhaps paid for, so
//! it counts against the cap; an answer is never asked for again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::usage::Usage;

/// The fields that set the form of an answer; they are no part of the question.
const MANNER: [&str; 4] = ["stream", "stream_options", "logprobs", "top_logprobs"];

/// The identity of a question: the digest of its body's fields, in their order, without those for the answer's form.
/// A system prompt counts as the first message in either form.
/// So a recording of the command line answers the page, and one of either form answers the other.
#[must_use]
pub fn question_id(body: &Value) -> String {
    let mut asked = body.clone();
    if let Some(fields) = asked.as_object_mut() {
        fields.retain(|name, _| !MANNER.contains(&name.as_str()));
        let system = fields.remove("system");
        if let (Some(system), Some(messages)) =
            (system, fields.get_mut("messages").and_then(Value::as_array_mut))
        {
            messages.insert(0, json!({ "role": "system", "content": system }));
        }
    }
    let digest = Sha256::digest(asked.to_string());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The beginning of an id that tells the questions of one episode apart.
pub(super) fn short_id(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// One line of a cassette.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum CassetteLine {
    /// The first one: what the file is.
    Askwell {
        /// 1.
        version: u32,
    },
    /// A question, about to be sent.
    Ask {
        /// [`question_id`] of its body.
        id: String,
        /// The body.
        body: Value,
    },
    /// An answer that came.
    Answer {
        /// The question's.
        id: String,
        /// The text of the answer.
        text: String,
        /// The tokens of the call, where they were told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usage: Option<Usage>,
        /// The probability of the text, where it was told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        certainty: Option<f64>,
        /// The duration of the call, in milliseconds.
        ms: u64,
    },
}

impl CassetteLine {
    /// The line as it is written, with its end.
    #[must_use]
    pub fn text(&self) -> String {
        // Names, numbers and JSON that was read before: nothing here can fail to be written.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// Why a file is no cassette.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CassetteError {
    /// A line that is none.
    #[error("line {line}: {message}; expected a line of a cassette")]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// The fault of the line.
        message: String,
    },
    /// The file is of a later version of this program.
    #[error("version {0}: this program reads version 1")]
    Version(u32),
}

/// A recorded call.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The answer's text.
    pub text: String,
    /// The tokens of the call.
    pub usage: Option<Usage>,
    /// The probability of the text.
    pub certainty: Option<f64>,
    /// The duration of the call, in milliseconds.
    pub ms: u64,
}

/// All calls of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cassette {
    answers: BTreeMap<String, Kept>,
    /// The most that each question without a bill can have cost, all its tries together.
    unbilled: BTreeMap<String, Usage>,
    n_asked: u64,
    model: Option<String>,
}

impl Cassette {
    /// Reads a file's text. A last line without an end was torn by a crash, and is passed over.
    ///
    /// # Errors
    /// At the first line that is none.
    pub fn read(text: &str) -> Result<Self, CassetteError> {
        let mut cassette = Self::default();
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        for (index, line) in whole.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(line) => cassette.take(line)?,
                // Torn, and ended when the file was opened again.
                Err(error) if error.is_eof() => {}
                Err(error) => {
                    return Err(CassetteError::Line { line: index + 1, message: error.to_string() });
                }
            }
        }
        Ok(cassette)
    }

    /// Takes in one line.
    ///
    /// # Errors
    /// When it is of another version.
    pub fn take(&mut self, line: CassetteLine) -> Result<(), CassetteError> {
        match line {
            CassetteLine::Askwell { version: 1 } => {}
            CassetteLine::Askwell { version } => return Err(CassetteError::Version(version)),
            CassetteLine::Ask { id, body } => {
                self.n_asked += 1;
                self.model = body["model"].as_str().map(str::to_owned);
                let most = self.unbilled.entry(id).or_default();
                *most = sum(*most, most_tokens(&body));
            }
            CassetteLine::Answer { id, text, usage, certainty, ms } => {
                if usage.is_some() {
                    self.unbilled.remove(&id);
                }
                self.answers.insert(id, Kept { text, usage, certainty, ms });
            }
        }
        Ok(())
    }

    /// A cassette of answers alone, by the beginnings of their questions' ids.
    pub(super) fn of_answers(model: String, answers: impl Iterator<Item = (String, Kept)>) -> Self {
        Self { answers: answers.collect(), model: Some(model), ..Self::default() }
    }

    /// The answer to a question, if it ever came.
    #[must_use]
    pub fn answer(&self, id: &str) -> Option<&Kept> {
        self.answers.get(id).or_else(|| self.answers.get(short_id(id)))
    }

    /// The model that was asked last.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// Calls that were sent, answered or not.
    #[must_use]
    pub fn n_asked(&self) -> u64 {
        self.n_asked
    }

    /// Different questions that were answered.
    #[must_use]
    pub fn n_answered(&self) -> usize {
        self.answers.len()
    }

    /// All tokens that were told.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.answers.values().filter_map(|kept| kept.usage).fold(Usage::default(), sum)
    }

    /// The most tokens that can have been paid for, with one more question.
    #[must_use]
    pub fn worst_usage_with(&self, line: &CassetteLine) -> Usage {
        let next =
            if let CassetteLine::Ask { body, .. } = line { most_tokens(body) } else { Usage::default() };
        self.unbilled.values().copied().fold(sum(self.usage(), next), sum)
    }
}

fn sum(a: Usage, b: Usage) -> Usage {
    Usage { input: a.input.saturating_add(b.input), output: a.output.saturating_add(b.output) }
}

/// The most tokens that a call can take: no token is shorter than a byte, and a few more frame each message.
#[must_use]
pub fn most_tokens(body: &Value) -> Usage {
    Usage { input: body.to_string().len() as u64 + 64, output: body["max_tokens"].as_u64().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_up_to_any_cut() {
        let id = question_id(&json!({"model": "m"}));
        let lines = [
            CassetteLine::Askwell { version: 1 },
            CassetteLine::Ask { id: id.clone(), body: json!({"model": "m"}) },
            CassetteLine::Answer {
                id: id.clone(),
                text: "look “around”\n".into(),
                usage: None,
                certainty: Some(0.5),
                ms: 12,
            },
            CassetteLine::Ask { id: "b".into(), body: json!({}) },
        ];
        let text: String = lines.iter().map(CassetteLine::text).collect();
        let cassette = Cassette::read(&text).unwrap();
        assert_eq!((cassette.n_asked(), cassette.n_answered()), (2, 1));
        assert_eq!(cassette.answer(&id).unwrap().text, "look “around”\n");
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let answered = Cassette::read(&text[..end]).unwrap().n_answered();
            assert!(answered <= 1);
            // A torn line that was ended is passed over too.
            assert_eq!(
                Cassette::read(&format!("{}\n", &text[..end])).unwrap().n_answered().min(answered),
                answered
            );
        }
    }

    #[test]
    fn how_an_answer_comes_is_no_part_of_the_question() {
        let id = |body: &Value| question_id(body);
        let asked = json!({"model": "m", "messages": []});
        let streamed =
            json!({"model": "m", "messages": [], "stream": true, "logprobs": true, "stream_options": {}});
        assert_eq!(id(&asked), id(&streamed));
        assert_ne!(id(&asked), id(&json!({"model": "m", "messages": [1]})));
    }

    #[test]
    fn nonsense_and_later_versions_are_refused() {
        assert!(matches!(Cassette::read("{\"ask\":1}\n"), Err(CassetteError::Line { line: 1, .. })));
        assert_eq!(Cassette::read("{\"askwell\":{\"version\":2}}\n"), Err(CassetteError::Version(2)));
    }
}
