//! The two forms in which providers are asked.

use serde::{Deserialize, Serialize};

use super::secret::Secret;

/// The form of a provider's questions and answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// `/chat/completions`: OpenAI, OpenRouter, Ollama, LM Studio, llama.cpp, vLLM.
    #[default]
    OpenAi,
    /// `/messages`: Anthropic.
    Anthropic,
}

impl Form {
    /// The two forms.
    pub const ALL: [Self; 2] = [Self::OpenAi, Self::Anthropic];

    /// The name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The path of a question below the base address.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::OpenAi => "/chat/completions",
            Self::Anthropic => "/messages",
        }
    }

    /// The headers of a question besides its content type. A key goes here and nowhere else; `from_page` adds what
    /// Anthropic asks of a browser.
    #[must_use]
    pub fn headers(self, key: Option<&str>, from_page: bool) -> Vec<(&'static str, Secret)> {
        let mut headers = Vec::new();
        match self {
            Self::OpenAi => {
                headers.extend(key.map(|key| ("authorization", Secret::new(&format!("Bearer {key}")))));
            }
            Self::Anthropic => {
                headers.push(("anthropic-version", Secret::new("2023-06-01")));
                headers.extend(key.map(|key| ("x-api-key", Secret::new(key))));
                if from_page {
                    headers.push(("anthropic-dangerous-direct-browser-access", Secret::new("true")));
                }
            }
        }
        headers
    }
}
