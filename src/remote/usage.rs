//! The tokens of a call, as either form of answer counts them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Tokens sent and answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Sent, those read from or written to a cache included.
    pub input: u64,
    /// Answered.
    pub output: u64,
}

impl Usage {
    /// Takes in what a whole answer or one event of a stream says; whether it said how much was answered. Later
    /// counts replace earlier ones: both forms count up.
    pub fn absorb(&mut self, value: &Value) -> bool {
        let Some(usage) = [&value["usage"], &value["message"]["usage"]].into_iter().find(|it| it.is_object())
        else {
            return false;
        };
        let count = |names: &[&str]| {
            let counts = names.iter().filter_map(|name| usage[*name].as_u64());
            counts.reduce(u64::saturating_add)
        };
        let input = count(&[
            "prompt_tokens",
            "input_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
        ]);
        self.input = input.unwrap_or(self.input);
        let output = count(&["completion_tokens", "output_tokens"]);
        self.output = output.unwrap_or(self.output);
        output.is_some() && value["message"].is_null()
    }

    /// All tokens.
    #[must_use]
    pub fn total(self) -> u64 {
        self.input.saturating_add(self.output)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_forms_are_counted_whole_or_in_pieces() {
        let mut usage = Usage::default();
        assert!(usage.absorb(&json!({"usage": {"prompt_tokens": 7, "completion_tokens": 3}})));
        assert_eq!(usage, Usage { input: 7, output: 3 });
        let mut usage = Usage::default();
        let start = json!({"type": "message_start", "message": {"usage":
            {"input_tokens": 5, "cache_read_input_tokens": 4, "output_tokens": 1}}});
        assert!(!usage.absorb(&start), "the end is still to come");
        assert!(usage.absorb(&json!({"type": "message_delta", "usage": {"output_tokens": 9}})));
        assert_eq!(usage, Usage { input: 9, output: 9 });
        assert!(!usage.absorb(&json!({"choices": [], "usage": null})));
    }
}
