//! Asking an upstream: no redirects, no environment proxies, retries only while nothing has been answered.

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::Bytes,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use secrecy::{ExposeSecret, SecretString};

use crate::https;

use super::config::{Limits, Upstream};
use super::ledger::{Denied, Ledger, Reservation};
use super::metrics::Metrics;
use super::question::Question;
use super::refusal::Refusal;

/// The most that is read of an answer that is not passed on as it comes.
const ERROR_MAX: usize = 64 << 10;
/// The most that is read of a list of models.
const MODELS_MAX: usize = 4 << 20;

/// Connections to one upstream.
#[derive(Debug)]
pub(super) struct Client {
    inner: https::Client,
}

impl Client {
    pub(super) fn new(upstream: &Upstream) -> Self {
        let inner = https::client(upstream.connect);
        Self { inner }
    }

    /// The upstream's models that may be asked, as OpenAI's list.
    pub(super) async fn models(&self, upstream: &Upstream) -> Result<serde_json::Value, Refusal> {
        let response = self
            .send(upstream, Method::GET, "/models", Bytes::new())
            .await
            .map_err(|failure| failure.refusal)?;
        let status = response.status();
        let limited = Limited::new(response.into_body(), MODELS_MAX).collect();
        let body = tokio::time::timeout(upstream.idle, limited).await.ok().and_then(Result::ok);
        let body = body.map(|body| body.to_bytes()).unwrap_or_default();
        if !status.is_success() {
            return Err(of_status(upstream, status, None, &body));
        }
        let list = serde_json::from_slice::<serde_json::Value>(&body).ok();
        let Some(models) = list.as_ref().and_then(|list| list["data"].as_array()) else {
            return Err(Refusal::bad_gateway(
                "upstream_json",
                "the upstream's list of models is not JSON of the usual form",
            ));
        };
        let is_allowed = |model: &&serde_json::Value| {
            model["id"].as_str().is_some_and(|id| upstream.models.iter().any(|known| known == id))
        };
        let data: Vec<_> = models
            .iter()
            .filter(is_allowed)
            .map(|model| serde_json::json!({ "id": model["id"], "object": "model" }))
            .collect();
        Ok(serde_json::json!({ "object": "list", "data": data }))
    }

    /// Asks until there is an answer to pass on, an error to report, or no more retry. Each attempt is reserved again.
    pub(super) async fn ask(
        &self,
        name: &str,
        upstream: &Upstream,
        question: &Question,
        limits: &Limits,
        ledger: &Arc<Ledger>,
        metrics: &Metrics,
    ) -> Result<(Response<Incoming>, Reservation), Refusal> {
        let began = Instant::now();
        let body = Bytes::from(question.body.clone());
        for attempt in 0.. {
            let reservation = ledger.reserve(name, question.needed).map_err(of_denied)?;
            let sent = Instant::now();
            let failure = match self.send(upstream, Method::POST, upstream.form.path(), body.clone()).await {
                Ok(response) => {
                    metrics.answered(name, response.status().as_u16(), sent.elapsed());
                    if response.status().is_success() {
                        return accept(response).map(|response| (response, reservation));
                    }
                    reservation.refused();
                    refused(upstream, response).await
                }
                Err(failure) => {
                    if failure.never_sent {
                        reservation.never_sent();
                    }
                    failure
                }
            };
            let wait = failure.refusal.retry_after.map_or_else(|| pause(attempt), Duration::from_secs);
            let left = Duration::from_secs_f64(limits.retry_seconds).saturating_sub(began.elapsed());
            if !failure.may_retry || attempt >= limits.retries || wait > left {
                return Err(failure.refusal);
            }
            tokio::time::sleep(wait).await;
        }
        unreachable!("the loop returns after its last retry")
    }

    async fn send(
        &self,
        upstream: &Upstream,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<Response<Incoming>, Failure> {
        let request = request(upstream, method, path, body)
            .map_err(|_| Failure::new("upstream_request", "the request could not be built"))?;
        match tokio::time::timeout(upstream.first_byte, self.inner.request(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) if error.is_connect() => Err(Failure {
                may_retry: true,
                never_sent: true,
                ..Failure::new(
                    "upstream_refused",
                    "the upstream cannot be reached: is it running, and is its url right?",
                )
            }),
            // It may have been worked on: asked again, it could be paid twice.
            Ok(Err(_)) => {
                Err(Failure::new("upstream_cut", "the upstream closed the connection without an answer"))
            }
            Err(_) => {
                let message =
                    format!("the upstream did not answer within {} s", upstream.first_byte.as_secs_f64());
                let refusal = Refusal::new(StatusCode::GATEWAY_TIMEOUT, "upstream_timeout", message);
                Err(Failure { refusal, may_retry: false, never_sent: false })
            }
        }
    }
}

/// An attempt without an answer to pass on.
struct Failure {
    refusal: Refusal,
    may_retry: bool,
    never_sent: bool,
}

impl Failure {
    fn new(code: &'static str, message: &str) -> Self {
        Self { refusal: Refusal::bad_gateway(code, message), may_retry: false, never_sent: false }
    }
}

fn request(
    upstream: &Upstream,
    method: Method,
    path: &str,
    body: Bytes,
) -> Result<Request<Full<Bytes>>, axum::http::Error> {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", upstream.url))
        .header(header::ACCEPT, "text/event-stream, application/json")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::USER_AGENT, concat!("askwell/", env!("CARGO_PKG_VERSION")));
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let key = upstream.key.as_ref().map(SecretString::expose_secret);
    for (name, value) in upstream.form.headers(key, false) {
        request = request.header(name, sensitive(value.expose().unwrap_or_default())?);
    }
    request.body(Full::new(body))
}

fn sensitive(text: &str) -> Result<HeaderValue, axum::http::Error> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// An answer is passed on only as what a model's answer can be.
fn accept(response: Response<Incoming>) -> Result<Response<Incoming>, Refusal> {
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "application/json" || kind == "text/event-stream" {
        return Ok(response);
    }
    let message =
        "the upstream answered with something that is neither JSON nor a stream of events: is its url right?";
    Err(Refusal::bad_gateway("upstream_kind", message))
}

async fn refused(upstream: &Upstream, response: Response<Incoming>) -> Failure {
    let status = response.status();
    let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A date instead of seconds is as good as none: the pause of our own is taken.
    let retry_after = header(header::RETRY_AFTER).and_then(|value| value.trim().parse::<u64>().ok());
    let limited = Limited::new(response.into_body(), ERROR_MAX).collect();
    let body = tokio::time::timeout(Duration::from_secs(2), limited).await.ok().and_then(Result::ok);
    let body = body.map(|body| body.to_bytes()).unwrap_or_default();
    Failure {
        refusal: of_status(upstream, status, retry_after, &body),
        may_retry: matches!(status.as_u16(), 408 | 429 | 500..=599),
        never_sent: false,
    }
}

/// The upstream's own error, with its words where they can hold no secret.
fn of_status(upstream: &Upstream, status: StatusCode, retry_after: Option<u64>, body: &[u8]) -> Refusal {
    let words = words(upstream, body);
    let said = |what: &str| if words.is_empty() { what.to_owned() } else { format!("{what}: {words}") };
    let (status, code, message) = match status.as_u16() {
        300..=399 => (
            StatusCode::BAD_GATEWAY,
            "upstream_redirect",
            "the upstream answered with a redirect, which is not followed: set its url to where it leads"
                .to_owned(),
        ),
        // Some providers repeat a part of the key in these.
        401 | 403 => (
            StatusCode::BAD_GATEWAY,
            "upstream_key",
            format!(
                "the upstream does not accept the server's key ({}): renew the key in askwell.toml's key_env or key_file",
                status.as_u16()
            ),
        ),
        404 => (
            StatusCode::NOT_FOUND,
            "upstream_model",
            said("the upstream does not know this model or address (404)"),
        ),
        429 => (StatusCode::TOO_MANY_REQUESTS, "upstream_busy", said("the upstream asks for a pause (429)")),
        code @ 400..=499 => {
            (status, "upstream_rejected", said(&format!("the upstream rejected the request ({code})")))
        }
        code => (StatusCode::BAD_GATEWAY, "upstream_failed", said(&format!("the upstream failed ({code})"))),
    };
    Refusal { status, code, message, retry_after }
}

/// `error.message` of a JSON body, short, without the key.
fn words(upstream: &Upstream, body: &[u8]) -> String {
    let value = serde_json::from_slice::<serde_json::Value>(body).unwrap_or_default();
    let text = value["error"]["message"].as_str().or(value["error"].as_str()).unwrap_or_default();
    let text = upstream.key.as_ref().map_or(text.to_owned(), |key| redact(text, key));
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

fn redact(text: &str, key: &SecretString) -> String {
    text.replace(key.expose_secret(), "[redacted]")
}

fn of_denied(denied: Denied) -> Refusal {
    let (code, message) = match denied {
        Denied::Calls(cap) => (
            "cap_calls",
            format!("all {cap} calls of this upstream are made; raise its calls_max in askwell.toml"),
        ),
        Denied::Spend { cap, left, needed } => (
            "cap_spend",
            format!(
                "this call could cost ${:.6}, and ${:.6} of ${:.6} are left; raise spend_max in askwell.toml or ask for fewer tokens",
                needed.dollars(),
                left.dollars(),
                cap.dollars()
            ),
        ),
        Denied::Disk => {
            return Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "ledger",
                "the ledger cannot be written, so nothing is spent",
            );
        }
    };
    Refusal::new(StatusCode::PAYMENT_REQUIRED, code, message)
}

/// A quarter of a second, doubled each time, half to one and a half times that: so that callers do not come in step.
fn pause(attempt: u32) -> Duration {
    let chance = RandomState::new().hash_one(attempt) as f64 / u64::MAX as f64;
    Duration::from_secs_f64(0.25 * f64::from(1 << attempt.min(4)) * (0.5 + chance))
}
