//! The question to a model: the whole state as text, and one action to choose.

use serde_json::{Value, json};

use super::form::Form;
use super::prompt::Prompt;
use crate::household::{Action, Household};

/// A model and how it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The form of its provider.
    pub form: Form,
    /// The prompt that puts a state into words.
    pub prompt: Prompt,
    /// The name of the model at its provider.
    pub model: String,
    /// True if the answer is to come word by word.
    pub stream: bool,
    /// True if the probability of each token is asked for. Only OpenAI's form has it, and not every server knows it.
    pub logprobs: bool,
}

impl Asked {
    /// The body of a question about a state; the same state gives the same bytes. `again` is an answer that was no
    /// action, where the reader allows a second try.
    #[must_use]
    pub fn body(&self, household: &Household, again: Option<&str>) -> Value {
        let mut messages = vec![json!({ "role": "user", "content": self.prompt.text(household) })];
        if let Some(answer) = again {
            messages.push(json!({ "role": "assistant", "content": answer }));
            messages.push(json!({ "role": "user", "content": self.prompt.again() }));
        }
        let mut body = json!({ "model": self.model, "max_tokens": self.prompt.tokens_max(), "temperature": 0, "stream": self.stream });
        match self.form {
            Form::Anthropic => body["system"] = self.prompt.system().into(),
            Form::OpenAi => {
                messages.insert(0, json!({ "role": "system", "content": self.prompt.system() }));
                if self.logprobs {
                    body["logprobs"] = true.into();
                }
                if self.stream {
                    body["stream_options"] = json!({ "include_usage": true });
                }
            }
        }
        body["messages"] = messages.into();
        body
    }
}

/// The action for an answer that names none: a step that is not legal, and so ends the task, as in the paper.
#[must_use]
pub fn no_action(household: &Household) -> Action {
    Action::Go(household.room())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::{Split, Task, TaskId, TaskSet, World};

    fn task() -> Task {
        let id = TaskId { split: Split::SObj, set: TaskSet::Train, seed: 1, index: 0 };
        Task::generate(&World::new(Split::SObj), id)
    }

    #[test]
    fn a_state_is_asked_in_both_forms() {
        let task = task();
        let household = Household::new(&task);
        let mut asked = Asked {
            form: Form::OpenAi,
            prompt: Prompt::Ours,
            model: "m".into(),
            stream: true,
            logprobs: true,
        };
        let body = asked.body(&household, None);
        assert_eq!((&body["messages"][0]["role"], &body["logprobs"]), (&json!("system"), &json!(true)));
        assert!(body["messages"][1]["content"].as_str().unwrap().contains("You may:"));
        asked.form = Form::Anthropic;
        let body = asked.body(&household, Some("dance"));
        let roles: Vec<_> =
            body["messages"].as_array().unwrap().iter().map(|it| it["role"].clone()).collect();
        assert_eq!(roles, ["user", "assistant", "user"]);
        assert!(body["system"].is_string() && body.get("logprobs").is_none());
    }

    #[test]
    fn both_forms_ask_the_same_question_however_it_is_to_be_answered() {
        let task = task();
        let household = Household::new(&task);
        let id = |form, stream| {
            let asked = Asked { form, prompt: Prompt::Ours, model: "m".into(), stream, logprobs: stream };
            [None, Some("dance")].map(|again| crate::remote::question_id(&asked.body(&household, again)))
        };
        assert_eq!(id(Form::OpenAi, true), id(Form::Anthropic, false));
        assert_ne!(id(Form::OpenAi, true)[0], id(Form::OpenAi, true)[1]);
        let asked =
            |prompt| Asked { form: Form::OpenAi, prompt, model: "m".into(), stream: true, logprobs: true };
        let [ours, sif] =
            Prompt::ALL.map(|prompt| crate::remote::question_id(&asked(prompt).body(&household, None)));
        assert_ne!(ours, sif);
    }
}
