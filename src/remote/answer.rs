//! The answer of a model, from bytes in pieces of any size, in either form, streamed or whole.

use serde_json::Value;

use super::fault::{Fault, words};
use super::sse::Events;
use super::usage::Usage;

/// The longest whole answer.
const WHOLE_MAX: usize = 4 << 20;

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The text of the answer.
    pub text: String,
    /// The tokens of the call, if the provider reports them.
    pub usage: Option<Usage>,
    /// The probability of the whole text under the model, where it gives its tokens': Π exp(logprob), 0..1.
    pub certainty: Option<f64>,
}

/// Reads an answer as it comes.
#[derive(Clone, Debug)]
pub struct Reader {
    events: Option<Events>,
    whole: Vec<u8>,
    text: String,
    usage: Usage,
    has_usage: bool,
    logprob: Option<f64>,
    n_pieces: u32,
    has_ended: bool,
    fault: Option<Fault>,
}

impl Reader {
    /// A reader of an answer of this content type.
    #[must_use]
    pub fn new(content_type: &str) -> Self {
        let events = content_type.starts_with("text/event-stream").then(Events::default);
        Self {
            events,
            whole: Vec::new(),
            text: String::new(),
            usage: Usage::default(),
            has_usage: false,
            logprob: None,
            n_pieces: 0,
            has_ended: false,
            fault: None,
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they are no answer of a language model.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let Some(mut events) = self.events.take() else {
            self.whole.extend_from_slice(bytes);
            return if self.whole.len() > WHOLE_MAX { Err(Fault::Malformed) } else { Ok(()) };
        };
        let pushed = events.push(bytes, |data| self.hear(data));
        self.events = Some(events);
        pushed.map_err(|_| Fault::Malformed)?;
        self.fault.clone().map_or(Ok(()), Err)
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Pieces of text so far: a stream's are about one a token.
    #[must_use]
    pub fn n_pieces(&self) -> u32 {
        self.n_pieces
    }

    /// The bytes have ended.
    ///
    /// # Errors
    /// When they ended too early, or were no answer.
    pub fn finish(mut self) -> Result<Answer, Fault> {
        if self.events.is_none() {
            let value = serde_json::from_slice(&self.whole).map_err(|_| Fault::Malformed)?;
            self.take(&value);
            self.has_ended = true;
        }
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if !self.has_ended {
            return Err(Fault::Cut);
        }
        let certainty = self.logprob.map(libm::exp);
        Ok(Answer { text: self.text, usage: self.has_usage.then_some(self.usage), certainty })
    }

    fn hear(&mut self, data: &str) {
        if data == "[DONE]" {
            self.has_ended = true;
            return;
        }
        match serde_json::from_str(data) {
            Ok(value) => self.take(&value),
            Err(_) => self.fault = Some(Fault::Malformed),
        }
    }

    /// One event, or the whole.
    fn take(&mut self, value: &Value) {
        if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
            self.fault = Some(Fault::Failed(words(error)));
            return;
        }
        self.has_usage |= self.usage.absorb(value);
        self.has_ended |= value["type"] == "message_stop";
        let choice = &value["choices"][0];
        let parts = value["content"].as_array().into_iter().flatten().map(|part| &part["text"]);
        let pieces = [&choice["delta"]["content"], &choice["message"]["content"], &value["delta"]["text"]];
        for piece in pieces.into_iter().chain(parts).filter_map(Value::as_str) {
            self.text.push_str(piece);
            self.n_pieces += u32::from(!piece.is_empty());
        }
        for token in choice["logprobs"]["content"].as_array().into_iter().flatten() {
            if let Some(logprob) = token["logprob"].as_f64() {
                self.logprob = Some(self.logprob.unwrap_or(0.0) + logprob.min(0.0));
            }
        }
        let is_known = ["choices", "content", "type"].iter().any(|name| value.get(name).is_some());
        if !is_known {
            self.fault = Some(Fault::Malformed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, text: &str) -> Result<Answer, Fault> {
        let mut reader = Reader::new(kind);
        for byte in text.as_bytes() {
            reader.push(&[*byte])?;
        }
        reader.finish()
    }

    #[test]
    fn both_forms_streamed_and_whole_give_the_same_answer() {
        let openai = "data: {\"choices\":[{\"delta\":{\"content\":\"look \"},\"logprobs\":{\"content\":[{\"logprob\":-0.5}]}}]}\n\n\
                      data: {\"choices\":[{\"delta\":{\"content\":\"around\"},\"logprobs\":{\"content\":[{\"logprob\":0.0}]}}]}\n\n\
                      data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
        let anthropic = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n\
                         data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"look around\"}}\n\n\
                         data: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":2}}\n\ndata: {\"type\":\"message_stop\"}\n\n";
        let sse = "text/event-stream; charset=utf-8";
        let whole = "{\"choices\":[{\"message\":{\"content\":\"look around\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
        let blocks = "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"look around\"}],\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";
        for (kind, text) in
            [(sse, openai), (sse, anthropic), ("application/json", whole), ("application/json", blocks)]
        {
            let answer = read(kind, text).unwrap();
            assert_eq!(
                (answer.text.as_str(), answer.usage),
                ("look around", Some(Usage { input: 3, output: 2 })),
                "{text}"
            );
            assert_eq!(answer.certainty, (text == openai).then(|| libm::exp(-0.5)));
        }
    }

    #[test]
    fn what_is_cut_or_nonsense_is_no_answer() {
        let sse = "text/event-stream";
        let begun = "data: {\"choices\":[{\"delta\":{\"content\":\"look\"}}]}\n\n";
        for (kind, text, fault) in [
            (sse, begun, Fault::Cut),
            (sse, "data: {nonsense\n\n", Fault::Malformed),
            (sse, "data: {\"a\":1}\n\n", Fault::Malformed),
            (sse, "data: {\"error\":{\"message\":\"overloaded\"}}\n\n", Fault::Failed("overloaded".into())),
            ("application/json", "{\"choices\": [tru", Fault::Malformed),
            ("application/json", "", Fault::Malformed),
        ] {
            assert_eq!(read(kind, text), Err(fault), "{text}");
        }
    }
}
