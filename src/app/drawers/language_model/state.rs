//! The state that the page keeps of its language model.

use crate::remote::{
    Bill, Cassette, CassetteLine, Excerpt, Fault, Form, Micro, Prices, Prompt, Reader, Secret, Usage,
};

use crate::app::drawers::language_model::run::{LanguageModelRun, Role};

/// The proxy beside the page: the base address until the reader types another.
pub const PROXY: &str = "proxy";

/// A model that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The base address it is asked at.
    pub base: String,
    /// The form of its requests.
    pub form: Form,
    /// The name of the model.
    pub model: String,
    /// The price of its tokens, if the proxy gives it.
    pub prices: Option<Prices>,
}

/// A recording that a link brought.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    /// The recording as it stands in the link.
    pub(super) data: String,
    /// The part of the model in the recorded episode.
    pub(super) part: Role,
    /// True if the recording is still to be played.
    pub(super) is_due: bool,
}

/// A call whose answer is awaited.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) request: u32,
    /// The list of models; else an answer.
    pub(super) is_list: bool,
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) reader: Option<Reader>,
    /// The bytes of a list or an error.
    pub(super) whole: Vec<u8>,
    /// The time since the call began, in milliseconds.
    pub(super) ms: u64,
    /// When something last came of it.
    pub(super) heard_ms: u64,
    /// True if data came since the last tick.
    pub(super) is_heard: bool,
}

impl Call {
    pub(super) fn new(request: u32, is_list: bool) -> Self {
        Self {
            request,
            is_list,
            status: 0,
            retry_after: None,
            reader: None,
            whole: Vec::new(),
            ms: 0,
            heard_ms: 0,
            is_heard: false,
        }
    }
}

/// The model drawer.
#[derive(Clone, Debug)]
pub struct LanguageModelState {
    /// The base address.
    pub base: String,
    /// The form of requests to a server of the reader's own.
    pub form: Form,
    /// The prompt of the next episode.
    pub prompt: Prompt,
    /// The key of the server at the base address. It prints as dots.
    pub key: Secret,
    /// The base address it was typed for: it goes to no other.
    pub(super) key_base: String,
    /// The models that can be asked.
    pub choices: Vec<Choice>,
    /// The chosen model.
    pub chosen: Option<usize>,
    /// The most calls.
    pub calls_max: u32,
    /// The most money; no cap where there is none.
    pub spend_max: Option<Micro>,
    /// Dollars per million tokens sent and answered, as the reader typed them.
    pub typed_prices: [Option<f64>; 2],
    /// True if the model is asked once more after an answer that is no action.
    pub asks_again: bool,
    /// The result of the last request for the list of models, in words.
    pub connection: String,
    /// Why nothing came, and from which address.
    pub fault: Option<(Fault, String)>,
    /// The episode under way, or the last one.
    pub run: Option<LanguageModelRun>,
    /// Seconds until the call is tried again, and why.
    pub wait: Option<(u32, Fault)>,
    /// Calls made by this page.
    pub n_calls: u32,
    /// The tokens of these calls.
    pub usage: Usage,
    /// The cost of the calls.
    pub bill: Bill,
    /// The time of those that ended, in milliseconds.
    pub ms: u64,
    /// Everything that was asked and answered, without a key.
    pub recording: Vec<CassetteLine>,
    /// The same, to be answered from.
    pub(super) tape: Cassette,
    /// A recording that is answered from.
    pub replay: Option<Cassette>,
    pub(super) linked: Option<Linked>,
    pub(super) call: Option<Call>,
    /// True if the probabilities of tokens are requested; false once a server has refused them.
    pub(super) asks_logprobs: bool,
    pub(super) attempt: u32,
    pub(super) next_request: u32,
}

impl Default for LanguageModelState {
    fn default() -> Self {
        Self {
            base: PROXY.to_owned(),
            form: Form::default(),
            prompt: Prompt::default(),
            key: Secret::default(),
            key_base: String::new(),
            choices: Vec::new(),
            chosen: None,
            calls_max: 20,
            spend_max: None,
            typed_prices: [None; 2],
            asks_again: false,
            connection: String::new(),
            fault: None,
            run: None,
            wait: None,
            n_calls: 0,
            usage: Usage::default(),
            bill: Bill::default(),
            ms: 0,
            recording: Vec::new(),
            tape: Cassette::default(),
            replay: None,
            linked: None,
            call: None,
            asks_logprobs: true,
            attempt: 0,
            next_request: 0,
        }
    }
}

impl LanguageModelState {
    /// The chosen model.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.choices.get(self.chosen?)
    }

    /// True if there is a key for the base address.
    #[must_use]
    pub fn holds_key(&self) -> bool {
        self.key_for(&self.base).is_some()
    }

    /// The key, for an address at or below the one it was typed for.
    pub(super) fn key_for(&self, url: &str) -> Option<&str> {
        let rest = url.strip_prefix(&self.key_base)?;
        self.key.expose().filter(|_| rest.is_empty() || rest.starts_with('/'))
    }

    /// True if an answer is awaited.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.call.is_some() || self.wait.is_some()
    }

    /// The answer so far.
    #[must_use]
    pub fn coming(&self) -> &str {
        self.call.as_ref().and_then(|call| call.reader.as_ref()).map_or("", |reader| reader.text())
    }

    /// Keeps a question or an answer.
    pub(super) fn record(&mut self, line: CassetteLine) {
        // Only the first line of a file can be of another version.
        let _ = self.tape.take(line.clone());
        self.recording.push(line);
    }

    /// The answers of the model in the episode, small enough for a link; none before the episode ends.
    #[must_use]
    pub fn excerpt(&self) -> Option<Excerpt> {
        let run = self.run.as_ref().filter(|run| run.outcome.is_terminal())?;
        Excerpt::of(self.replay.as_ref().unwrap_or(&self.tape), &run.questions)
    }

    /// The time of all calls, with the one under way, in milliseconds.
    #[must_use]
    pub fn ms_so_far(&self) -> u64 {
        self.ms + self.call.as_ref().filter(|call| !call.is_list).map_or(0, |call| call.ms)
    }

    /// Pieces of the answer that is coming: about as many as its tokens.
    #[must_use]
    pub fn n_pieces(&self) -> u32 {
        self.call.as_ref().and_then(|call| call.reader.as_ref()).map_or(0, Reader::n_pieces)
    }

    /// The prices of the chosen model's tokens: given by the proxy, or typed by the reader.
    #[must_use]
    pub fn prices(&self) -> Option<Prices> {
        let [input, output] = self.typed_prices;
        let typed = || Prices::from_dollars(input?, output?);
        self.choice()?.prices.or_else(typed)
    }
}
