//! What the page knows of its language model.

use std::fmt;

use crate::remote::{Cassette, Fault, Form, Line, Prices, Reader, Usage};

use super::run::RemoteRun;

/// The proxy beside the page: the base address until the reader types another.
pub const PROXY: &str = "proxy";

/// A secret that prints as dots.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Key(pub(super) String);

impl Key {
    /// The secret, where there is one.
    pub(super) fn get(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|key| !key.is_empty())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

/// A model that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The base address it is asked at.
    pub base: String,
    /// How.
    pub form: Form,
    /// Its name.
    pub model: String,
    /// What it costs, where the proxy says.
    pub prices: Option<Prices>,
}

/// What is awaited of a fetch.
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
}

/// The model drawer.
#[derive(Clone, Debug)]
pub struct RemoteState {
    /// The base address.
    pub base: String,
    /// How a server of the reader's own is asked.
    pub form: Form,
    pub(super) key: Key,
    /// What can be asked.
    pub choices: Vec<Choice>,
    /// Which of it is.
    pub chosen: Option<usize>,
    /// The most calls.
    pub calls_max: u32,
    /// Whether an answer that is no action is asked for once more.
    pub asks_again: bool,
    /// What the last list said.
    pub connection: String,
    /// Why nothing came, and from which address.
    pub fault: Option<(Fault, String)>,
    /// The episode under way, or the last one.
    pub run: Option<RemoteRun>,
    /// Seconds until the call is tried again.
    pub wait: Option<u32>,
    /// Calls made by this page.
    pub n_calls: u32,
    /// Their tokens.
    pub usage: Usage,
    /// Their time, in milliseconds.
    pub ms: u64,
    /// Everything that was asked and answered, without a key.
    pub recording: Vec<Line>,
    /// A recording that is answered from.
    pub replay: Option<Cassette>,
    pub(super) call: Option<Call>,
    pub(super) attempt: u32,
    pub(super) next_request: u32,
}

impl Default for RemoteState {
    fn default() -> Self {
        Self {
            base: PROXY.to_owned(),
            form: Form::default(),
            key: Key::default(),
            choices: Vec::new(),
            chosen: None,
            calls_max: 20,
            asks_again: false,
            connection: String::new(),
            fault: None,
            run: None,
            wait: None,
            n_calls: 0,
            usage: Usage::default(),
            ms: 0,
            recording: Vec::new(),
            replay: None,
            call: None,
            attempt: 0,
            next_request: 0,
        }
    }
}

impl RemoteState {
    /// The chosen model.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.choices.get(self.chosen?)
    }

    /// Whether something is awaited.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.call.is_some() || self.wait.is_some()
    }

    /// The answer so far.
    #[must_use]
    pub fn coming(&self) -> &str {
        self.call.as_ref().and_then(|call| call.reader.as_ref()).map_or("", |reader| reader.text())
    }

    /// What the calls cost in dollars, where the prices are known.
    #[must_use]
    pub fn dollars(&self) -> Option<f64> {
        Some(self.choice()?.prices?.cost(self.usage).dollars())
    }
}
