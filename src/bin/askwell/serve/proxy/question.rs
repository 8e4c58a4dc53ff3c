//! The questions that the proxy accepts: known fields, an allowed model, few tokens. It refuses anything that
//! could cost more than it seems.

use askwell::remote::{Form, Micro, Usage};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::config::Upstream;
use super::refusal::Refusal;

/// Fields that are passed on. Others could make a call dearer than was reserved (tools, images, tiers), so they are
/// refused by name.
const FIELDS: [&str; 18] = [
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "model",
    "n",
    "presence_penalty",
    "frequency_penalty",
    "logprobs",
    "response_format",
    "seed",
    "stop",
    "stop_sequences",
    "stream",
    "stream_options",
    "system",
    "temperature",
    "top_logprobs",
    "top_p",
];

/// A request that may be sent.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) body: Vec<u8>,
    pub(super) model: String,
    /// The most it can cost.
    pub(super) needed: Micro,
}

impl Question {
    /// Checks a body and clamps what it may answer.
    pub(super) fn new(body: &[u8], upstream: &Upstream) -> Result<Self, Refusal> {
        let mut fields: Map<String, Value> = serde_json::from_slice(body)
            .map_err(|error| Refusal::bad_request(format!("the body is not a JSON object: {error}")))?;
        if let Some(field) = fields.keys().find(|field| !FIELDS.contains(&field.as_str())) {
            return Err(Refusal::bad_request(format!("the field “{field}” is not passed on; leave it out")));
        }
        let model = fields.get("model").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !upstream.models.contains(&model) {
            let message =
                format!("the model “{model}” is not allowed here; expected {}", upstream.models.join(" or "));
            return Err(Refusal::new(StatusCode::FORBIDDEN, "model_not_allowed", message));
        }
        if fields.get("n").is_some_and(|n| n.as_u64() != Some(1)) {
            return Err(Refusal::bad_request("n: expected 1"));
        }
        check_text(&fields)?;
        let output = clamp(&mut fields, upstream)?;
        if upstream.form == Form::OpenAi && fields.get("stream") == Some(&Value::Bool(true)) {
            // The bill comes with the last event, and only if it is asked for.
            fields.insert("stream_options".into(), json!({ "include_usage": true }));
        }
        let body = serde_json::to_vec(&fields).map_err(|error| Refusal::bad_request(error.to_string()))?;
        // No token is shorter than a byte; a few more frame each message.
        let input = body.len() as u64 + 64;
        let prices = upstream.prices.get(&model).copied().unwrap_or_default();
        Ok(Self { body, model, needed: prices.cost(Usage { input, output }) })
    }
}

/// Messages of text alone: the length of an image says nothing about its price.
fn check_text(fields: &Map<String, Value>) -> Result<(), Refusal> {
    let is_text = |content: &Value| match content {
        Value::String(_) => true,
        Value::Array(parts) => parts.iter().all(|part| part["type"] == "text" && part["text"].is_string()),
        _ => false,
    };
    let messages = fields.get("messages").and_then(Value::as_array);
    let Some(messages) = messages.filter(|messages| !messages.is_empty()) else {
        return Err(Refusal::bad_request("messages: expected one or more"));
    };
    if !messages.iter().all(|message| is_text(&message["content"]))
        || !fields.get("system").is_none_or(is_text)
    {
        return Err(Refusal::bad_request("messages: expected text and nothing else"));
    }
    Ok(())
}

/// Lowers what may be answered to what the upstream allows; gives that number.
fn clamp(fields: &mut Map<String, Value>, upstream: &Upstream) -> Result<u64, Refusal> {
    let mut most = None;
    for name in ["max_tokens", "max_completion_tokens"] {
        let Some(value) = fields.get_mut(name) else { continue };
        let Some(asked) = value.as_u64().filter(|asked| *asked > 0) else {
            return Err(Refusal::bad_request(format!("{name}: expected a whole number, 1 or more")));
        };
        let allowed = asked.min(upstream.max_tokens);
        *value = allowed.into();
        most = most.max(Some(allowed));
    }
    Ok(most.unwrap_or_else(|| {
        fields.insert("max_tokens".into(), upstream.max_tokens.into());
        upstream.max_tokens
    }))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::config::Config;
    use super::*;

    fn upstream() -> Upstream {
        let text = "[upstream.a]\nurl = \"https://example.org\"\nmodels = [\"m\"]\nmax_tokens = 100\n\
                    prices.m = { input = 1.0, output = 2.0 }";
        Config::from_text(text, Path::new(".")).unwrap().upstreams.remove("a").unwrap()
    }

    fn asked(body: &Value) -> Result<Question, Refusal> {
        Question::new(body.to_string().as_bytes(), &upstream())
    }

    #[test]
    fn answers_are_clamped_and_the_worst_is_reserved() {
        let message = json!([{"role": "user", "content": "hi"}]);
        for (given, sent) in [(None, 100), (Some(7), 7), (Some(1_000_000), 100)] {
            let mut body = json!({"model": "m", "messages": message});
            if let Some(given) = given {
                body["max_tokens"] = given.into();
            }
            let question = asked(&body).unwrap();
            let body: Value = serde_json::from_slice(&question.body).unwrap();
            assert_eq!(body["max_tokens"], sent);
            assert_eq!(question.needed, Micro(question.body.len() as u64 + 64 + 2 * sent));
        }
    }

    #[test]
    fn what_could_cost_more_is_refused_by_name() {
        let message = json!([{"role": "user", "content": "hi"}]);
        let image = json!([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]);
        for (body, expected) in [
            (json!({"model": "m", "messages": message, "tools": []}), "tools"),
            (json!({"model": "m", "messages": message, "service_tier": "priority"}), "service_tier"),
            (json!({"model": "m", "messages": message, "n": 5}), "n: expected 1"),
            (json!({"model": "m", "messages": image}), "expected text"),
            (json!({"model": "m", "messages": []}), "messages"),
            (json!({"model": "m", "messages": message, "max_tokens": -1}), "max_tokens"),
            (json!({"model": "other", "messages": message}), "expected m"),
            (json!([]), "JSON object"),
        ] {
            let refusal = asked(&body).unwrap_err();
            assert!(refusal.message.contains(expected), "{refusal:?}");
        }
    }

    #[test]
    fn a_stream_is_asked_for_its_bill() {
        let body = json!({"model": "m", "stream": true, "messages": [{"role": "user", "content": "hi"}]});
        let body: Value = serde_json::from_slice(&asked(&body).unwrap().body).unwrap();
        assert_eq!(body["stream_options"]["include_usage"], true);
    }
}
