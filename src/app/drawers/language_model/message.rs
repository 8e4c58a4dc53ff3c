//! The messages of the language model drawer, and the effects that the shell carries out for it.

use crate::remote::{FetchFailure, Secret};

use crate::app::drawers::language_model::run::Role;

/// Something happened to the model.
#[derive(Clone, Debug, PartialEq)]
pub enum LanguageModelMsg {
    /// The base address was typed.
    BaseTyped(String),
    /// The form of a server was chosen, by its name.
    FormChosen(String),
    /// A prompt was chosen, by its name.
    PromptChosen(String),
    /// The key was typed.
    KeyTyped(Secret),
    /// The models are to be listed: the test of the connection.
    ConnectPressed,
    /// One of the listed models was chosen, by its place.
    ModelChosen(usize),
    /// The most calls was typed.
    CallsTyped(String),
    /// The most dollars was typed; nothing for no cap.
    SpendTyped(String),
    /// Dollars per million tokens sent were typed; nothing where they are not known.
    InputPriceTyped(String),
    /// Dollars per million tokens answered.
    OutputPriceTyped(String),
    /// An answer that is no action is to be asked for once more, or ends the task as in the paper.
    AskAgainToggled,
    /// The model is to act, or to help where the policy asks.
    Started(Role),
    /// No more is to be asked.
    Stopped,
    /// A call has been under way for so long.
    Ticked {
        /// The number of the call.
        request: u32,
        /// Since it was sent, in milliseconds.
        ms: u64,
    },
    /// A second of a pause has passed.
    Waited(u32),
    /// The head of an answer came.
    Head {
        /// The number of the call.
        request: u32,
        /// The HTTP status of the answer.
        status: u16,
        /// The content type of the answer.
        kind: String,
        /// Retry-After, if it was there.
        retry_after: Option<String>,
    },
    /// A part of an answer came.
    Came {
        /// The number of the call.
        request: u32,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The answer has ended.
    Ended {
        /// The number of the call.
        request: u32,
        /// The duration of the call, in milliseconds.
        ms: u64,
    },
    /// The call failed without a status, or in the middle of its answer.
    Broke {
        /// The number of the call.
        request: u32,
        /// The cause of the failure, as far as it is known.
        failure: FetchFailure,
    },
    /// A recording was given, to be replayed.
    RecordingGiven(Vec<u8>),
    /// The recording is no longer to be replayed.
    ReplayEnded,
    /// The recording is to be copied.
    RecordingCopied,
    /// The recording is to be saved as a file.
    RecordingSaved,
}

/// An effect that the shell carries out for the language model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LanguageModelEffect {
    /// Ask this address; any call under way is given up.
    Fetch {
        /// The number of the call.
        request: u32,
        /// The address.
        url: String,
        /// Headers, the key's among them.
        headers: Vec<(&'static str, Secret)>,
        /// The body; nothing for a list.
        body: Option<String>,
    },
    /// Give up the call under way.
    GiveUp,
    /// Say so in a second.
    WaitSecond(u32),
}
