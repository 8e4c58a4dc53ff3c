//! One call: from the cassette, or within the caps from the model.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use askwell::household::Household;
use askwell::remote::{Answer, Asked, CassetteLine, Fault, Kept, Micro, Prices, Prompt, Reader, question_id};
use axum::http::{HeaderValue, Request, Uri, header};
use http_body_util::{BodyExt, Full};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::options::Options;
use super::tape::Tape;
use crate::{https, output};

/// The most time for a connection; the constant below is that for a whole call.
const CONNECT: Duration = Duration::from_secs(5);
const CALL: Duration = Duration::from_secs(120);

/// Why no more is asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stopped {
    /// A cap of this run.
    #[error("{0}")]
    Cap(String),
    /// The model did not answer.
    #[error("{0}. {1}")]
    Fault(Fault, String),
    /// A replay has not got it.
    #[error("the cassette has no answer to this question: it was recorded with another model, seed or task")]
    NotRecorded,
    /// The cassette.
    #[error("{0:#}")]
    Disk(anyhow::Error),
}

/// Asks a model.
pub(crate) struct Caller {
    asked: Asked,
    base: Option<String>,
    key: Option<SecretString>,
    calls_max: u64,
    spend_max: Option<Micro>,
    prices: Prices,
    ask_again: bool,
    runtime: Runtime,
    client: https::Client,
    tape: Tape,
}

impl Caller {
    pub(crate) fn new(options: &Options) -> anyhow::Result<Self> {
        let base = options.remote.as_ref().map(|url| url.trim_end_matches('/').to_owned());
        if let Some(base) = &base {
            let is_http =
                base.parse::<Uri>().is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
            ensure!(is_http, "--remote: expected an address such as http://127.0.0.1:11434/v1");
        }
        let key = options.key_env.as_ref().map(|name| {
            let key = std::env::var(name)
                .ok()
                .with_context(|| format!("--key-env: the environment has no {name}"))?;
            ensure!(
                key.bytes().all(|byte| byte.is_ascii_graphic()),
                "--key-env: {name} is no key: expected one word"
            );
            Ok(SecretString::from(key))
        });
        let model = options.model.clone().unwrap_or_default();
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("no async runtime")?;
        Ok(Self {
            asked: Asked {
                form: options.form,
                prompt: options.prompt,
                model,
                stream: false,
                logprobs: options.logprobs,
            },
            base,
            key: key.transpose()?,
            calls_max: options.calls_max,
            spend_max: options.spend_max,
            prices: options.prices(),
            ask_again: options.ask_again,
            runtime,
            client: https::client(CONNECT),
            tape: Tape::open(options.cassette.as_deref())?,
        })
    }

    /// The answer in a state.
    pub(crate) fn ask(&mut self, household: &Household, again: Option<&str>) -> Result<Kept, Stopped> {
        let body = self.asked.body(household, again);
        let id = question_id(&body);
        if let Some(kept) = self.tape.cassette.answer(&id) {
            return Ok(kept.clone());
        }
        let Some(base) = self.base.clone() else { return Err(Stopped::NotRecorded) };
        for attempt in 0.. {
            self.reserve(&id, &body)?;
            let began = Instant::now();
            match self.runtime.block_on(self.send(&base, &body)) {
                Ok(Answer { text, usage, certainty }) => {
                    let ms = began.elapsed().as_millis() as u64;
                    let line = CassetteLine::Answer { id, text: text.clone(), usage, certainty, ms };
                    self.tape.write(line).map_err(Stopped::Disk)?;
                    return Ok(Kept { text, usage, certainty, ms });
                }
                Err(fault) => {
                    let Some(seconds) = fault.retry_seconds(attempt) else {
                        let fix = fault.fix(&base, "");
                        return Err(Stopped::Fault(fault, fix));
                    };
                    output::say(format_args!("{fault}: asking again in {seconds} s\n"));
                    std::thread::sleep(Duration::from_secs(seconds.into()));
                }
            }
        }
        unreachable!("the loop returns after its last retry")
    }

    /// True if the model is asked once more after an answer that is no action.
    pub(crate) fn asks_again(&self) -> bool {
        self.ask_again
    }

    /// The prompt that the model is asked with.
    pub(crate) fn prompt(&self) -> Prompt {
        self.asked.prompt
    }

    /// The model's name.
    pub(crate) fn model(&self) -> &str {
        &self.asked.model
    }

    /// The summary of the calls and their cost, for people.
    pub(crate) fn summary(&self) -> Value {
        let cassette = &self.tape.cassette;
        serde_json::json!({
            "model": self.asked.model,
            "calls": cassette.n_asked(),
            "calls_max": self.calls_max,
            "answers": cassette.n_answered(),
            "input_tokens": cassette.usage().input,
            "output_tokens": cassette.usage().output,
            "dollars": self.prices.cost(cassette.usage()).dollars(),
        })
    }

    /// Checks the caps, and writes that the question is about to be sent.
    fn reserve(&mut self, id: &str, body: &Value) -> Result<(), Stopped> {
        let cassette = &self.tape.cassette;
        if cassette.n_asked() >= self.calls_max {
            return Err(Stopped::Cap(format!(
                "all {} calls are made; raise --calls-max to go on",
                self.calls_max
            )));
        }
        let line = CassetteLine::Ask { id: id.to_owned(), body: body.clone() };
        if let Some(cap) = self.spend_max {
            let with = self.prices.cost(cassette.worst_usage_with(&line));
            if with > cap {
                let message = format!(
                    "with this call up to ${:.6} of ${:.6} would be spent; raise --spend-max to go on",
                    with.dollars(),
                    cap.dollars()
                );
                return Err(Stopped::Cap(message));
            }
        }
        self.tape.write(line).map_err(Stopped::Disk)
    }

    async fn send(&self, base: &str, body: &Value) -> Result<Answer, Fault> {
        tokio::time::timeout(CALL, self.send_patiently(base, body)).await.unwrap_or(Err(Fault::Timeout))
    }

    async fn send_patiently(&self, base: &str, body: &Value) -> Result<Answer, Fault> {
        let form = self.asked.form;
        let mut request =
            Request::post(format!("{base}{}", form.path())).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in form.headers(self.key.as_ref().map(SecretString::expose_secret), false) {
            let mut value =
                HeaderValue::from_str(value.expose().unwrap_or_default()).map_err(|_| Fault::Key)?;
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        let request = request.body(Full::from(body.to_string())).map_err(|_| Fault::Refused)?;
        let response = self.client.request(request).await;
        let response =
            response.map_err(|error| if error.is_connect() { Fault::Refused } else { Fault::Cut })?;
        let status = response.status();
        let header =
            |name| response.headers().get(name).and_then(|value| value.to_str().ok().map(str::to_owned));
        let (kind, wait) = (header(header::CONTENT_TYPE).unwrap_or_default(), header(header::RETRY_AFTER));
        let mut body = response.into_body();
        let mut reader = Reader::new(if status.is_success() { &kind } else { "" });
        let mut error = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Fault::Cut)?;
            let bytes = frame.data_ref().map_or(&[][..], |bytes| bytes);
            if status.is_success() {
                reader.push(bytes)?;
            } else if error.len() < 64 << 10 {
                error.extend_from_slice(bytes);
            }
        }
        if !status.is_success() {
            return Err(Fault::from_status(
                status.as_u16(),
                wait.as_deref(),
                &String::from_utf8_lossy(&error),
            ));
        }
        reader.finish()
    }
}
