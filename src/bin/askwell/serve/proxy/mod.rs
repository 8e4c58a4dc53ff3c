//! The proxy to language models: upstreams by name, keys that stay here, caps that hold.
//!
//! A caller never sends an address: it names an upstream of `askwell.toml`. What is passed on is the body, checked,
//! and the answer, byte for byte.

mod answer;
mod client;
mod config;
mod ledger;
mod metrics;
mod question;
mod refusal;

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, Instant},
};

use askwell::remote::Events;
use axum::{
    Json, Router,
    body::Body,
    extract::{ConnectInfo, Path, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_MAX_AGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN,
            VARY,
        },
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use http_body_util::{BodyExt, Limited};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

pub(crate) use config::Config;

use answer::{Answer, Meter, Under};
use client::Client;
use config::{Limits, Upstream};
use ledger::Ledger;
use metrics::Metrics;
use question::Question;
use refusal::Refusal;

/// Everything a request needs.
pub(super) struct Proxy {
    upstreams: BTreeMap<String, (Upstream, Client)>,
    limits: Limits,
    ledger: Arc<Ledger>,
    metrics: Arc<Metrics>,
    in_flight: Arc<Semaphore>,
    callers: DefaultKeyedRateLimiter<IpAddr>,
    token: Option<SecretString>,
    origins: Vec<String>,
    trusted_proxies: Vec<IpAddr>,
}

impl Proxy {
    /// The proxy of a configuration; nothing where it names no upstream.
    pub(super) fn new(config: Config) -> anyhow::Result<Option<Arc<Self>>> {
        if config.upstreams.is_empty() {
            return Ok(None);
        }
        let caps = config.upstreams.iter().map(|(name, upstream)| (name.clone(), upstream.caps)).collect();
        let ledger = Ledger::open(&config.ledger, &caps)?;
        let a_minute = NonZeroU32::new(config.limits.requests_per_minute).unwrap_or(NonZeroU32::MIN);
        let with_client = |(name, upstream)| {
            let client = Client::new(&upstream);
            (name, (upstream, client))
        };
        Ok(Some(Arc::new(Self {
            upstreams: config.upstreams.into_iter().map(with_client).collect(),
            ledger,
            metrics: Arc::default(),
            in_flight: Arc::new(Semaphore::new(config.limits.in_flight)),
            callers: RateLimiter::keyed(Quota::per_minute(a_minute)),
            limits: config.limits,
            token: config.serve.token,
            origins: config.serve.origins,
            trusted_proxies: config.serve.trusted_proxies,
        })))
    }

    /// Writes what was spent.
    pub(super) fn close(&self) -> anyhow::Result<()> {
        self.ledger.close()
    }

    fn upstream(&self, name: &str) -> Result<&(Upstream, Client), Refusal> {
        self.upstreams.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.upstreams.keys().map(String::as_str).collect();
            let message = format!("there is no upstream “{name}”; expected {}", names.join(" or "));
            Refusal::new(StatusCode::NOT_FOUND, "no_upstream", message)
        })
    }

    /// The address of the caller: the peer, or the client for which a trusted proxy says it speaks.
    fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusted_proxies.contains(&peer) {
            return peer;
        }
        let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let named: Vec<&str> = named.flat_map(|value| value.split(',')).map(str::trim).collect();
        // From the right: what a caller wrote itself stands on the left.
        let addresses = named.iter().rev().map_while(|name| name.parse::<IpAddr>().ok());
        addresses
            .map(|address| address.to_canonical())
            .find(|address| !self.trusted_proxies.contains(address))
            .unwrap_or(peer)
    }

    fn admit(&self, caller: IpAddr) -> Result<(), Refusal> {
        if self.callers.len() >= self.limits.clients {
            self.callers.retain_recent();
        }
        let busy = |seconds| Refusal {
            retry_after: Some(seconds),
            ..Refusal::new(
                StatusCode::TOO_MANY_REQUESTS,
                "rate",
                "too many requests from this address; wait a little",
            )
        };
        if self.callers.len() >= self.limits.clients {
            return Err(busy(60));
        }
        self.callers.check_key(&caller).map_err(|until| {
            busy(until.wait_time_from(governor::clock::DefaultClock::default().now()).as_secs() + 1)
        })
    }

    fn is_own_or_allowed(&self, origin: &HeaderValue, headers: &HeaderMap) -> bool {
        let Ok(origin) = origin.to_str() else { return false };
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        origin.strip_prefix("http://") == Some(host) || self.origins.iter().any(|known| known == origin)
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        // Digests: the comparison's time says nothing, not even a length.
        Sha256::digest(shown).ct_eq(&Sha256::digest(token.expose_secret())).into()
    }
}

/// The routes below `/proxy`.
pub(super) fn router(proxy: &Arc<Proxy>) -> Router {
    Router::new()
        .route("/proxy/health", get(async || Json(serde_json::json!({ "status": "ok" }))))
        .route("/proxy/metrics", get(metrics))
        .route("/proxy/upstreams", get(upstreams))
        .route("/proxy/{name}/v1/models", get(models))
        .route("/proxy/{name}/v1/chat/completions", post(complete))
        .route("/proxy/{name}/v1/messages", post(complete))
        .layer(middleware::from_fn_with_state(proxy.clone(), guard))
        .with_state(proxy.clone())
}

/// Guards the proxy: it refuses pages of other sites, callers without the token, and callers who ask too
/// often.
async fn guard(State(proxy): State<Arc<Proxy>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    if let Some(origin) = &origin
        && !proxy.is_own_or_allowed(origin, request.headers())
    {
        let message = "pages of this origin may not ask here; add it to serve.origins in askwell.toml";
        return Refusal::new(StatusCode::FORBIDDEN, "origin", message).into_response();
    }
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        pass(&proxy, request, next).await.unwrap_or_else(Refusal::into_response)
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    response
}

async fn pass(proxy: &Proxy, request: Request, next: Next) -> Result<Response, Refusal> {
    if request.uri().path() == "/proxy/health" {
        return Ok(next.run(request).await);
    }
    if !proxy.has_token(request.headers()) {
        let message = "this server asks for its token; enter it as the key";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "token", message));
    }
    if request.method() == Method::POST {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let peer = peer.ok_or_else(|| Refusal::bad_request("the connection has no address"))?;
        proxy.admit(proxy.caller(peer, request.headers()))?;
    }
    Ok(next.run(request).await)
}

async fn metrics(State(proxy): State<Arc<Proxy>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], proxy.metrics.text())
}

/// Names, forms, models and what is left: nothing about where an upstream is.
async fn upstreams(State(proxy): State<Arc<Proxy>>) -> Json<serde_json::Value> {
    let each = proxy.upstreams.iter().map(|(name, (upstream, _))| {
        let standing = proxy.ledger.standing(name);
        serde_json::json!({
            "name": name,
            "form": upstream.form.name(),
            "models": upstream.models,
            "prices": upstream.prices,
            "calls": standing.map(|it| it.calls),
            "calls_max": standing.map(|it| it.calls_max),
            "spent_micro": standing.map(|it| it.spent),
            "spend_max_micro": standing.and_then(|it| it.spend_max),
        })
    });
    Json(serde_json::json!({ "upstreams": each.collect::<Vec<_>>() }))
}

async fn models(State(proxy): State<Arc<Proxy>>, Path(name): Path<String>) -> Result<Response, Refusal> {
    let (upstream, client) = proxy.upstream(&name)?;
    client.models(upstream).await.map(|list| Json(list).into_response())
}

async fn complete(
    State(proxy): State<Arc<Proxy>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let began = Instant::now();
    let (upstream, client) = proxy.upstream(&name)?;
    let expected = upstream.form.path();
    if !request.uri().path().ends_with(expected) {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "form",
            format!("this upstream is asked at …/v1{expected}"),
        ));
    }
    let body = read(&proxy.limits, request).await?;
    let question = Question::new(&body, upstream)?;
    let permit = proxy.in_flight.clone().try_acquire_owned().map_err(|_| Refusal {
        retry_after: Some(1),
        ..Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many calls are under way; wait a little")
    })?;
    proxy.metrics.started();
    // From here on, a caller who goes away drops this future, and with it the connection to the upstream.
    let mut under =
        Under { metrics: proxy.metrics.clone(), upstream: name.clone(), outcome: "left", _permit: permit };
    proxy.metrics.added(began.elapsed());
    let asked = client.ask(&name, upstream, &question, &proxy.limits, &proxy.ledger, &proxy.metrics).await;
    let (response, reservation) = asked.inspect_err(|refusal| under.outcome = refusal.code)?;
    let kind = response.headers().get(CONTENT_TYPE).cloned();
    let is_stream = kind.as_ref().is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    let meter = if is_stream { Meter::Stream(Events::default()) } else { Meter::Whole(Vec::new()) };
    let prices = upstream.prices.get(&question.model).copied().unwrap_or_default();
    let answer =
        Answer::new(response.into_body(), meter, prices, reservation, under, upstream.idle, upstream.total);
    let mut passed = Response::new(Body::new(answer));
    if let Some(kind) = kind {
        passed.headers_mut().insert(CONTENT_TYPE, kind);
    }
    // A proxy in front of this one must not wait for the end either.
    passed.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(passed)
}

/// The whole body of a request: JSON, not too long, not too slow.
async fn read(limits: &Limits, request: Request) -> Result<Vec<u8>, Refusal> {
    check_head(limits, request.headers())?;
    let whole = Limited::new(request.into_body(), limits.body_bytes).collect();
    match tokio::time::timeout(Duration::from_secs_f64(limits.body_seconds), whole).await {
        Ok(Ok(body)) => Ok(body.to_bytes().into()),
        Ok(Err(_)) => Err(too_long(limits)),
        Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", "the body did not come in time")),
    }
}

/// Checks the head of a request. A page of another site can send forms and plain text unasked, but no JSON.
fn check_head(limits: &Limits, headers: &HeaderMap) -> Result<(), Refusal> {
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let kind = header(CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/json") {
        let message = "expected content-type: application/json";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "kind", message));
    }
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > limits.body_bytes as u64) {
        return Err(too_long(limits));
    }
    Ok(())
}

fn too_long(limits: &Limits) -> Refusal {
    let message = format!("the body is longer than {} bytes", limits.body_bytes);
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "body", message)
}
