//! `askwell serve`: the built page on this machine's loopback address, and nothing else of its files.

mod assets;
mod policy;

use std::{io::ErrorKind, net::Ipv4Addr, path::PathBuf, sync::Arc};

use anyhow::{Context, bail};
use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderValue, Method, StatusCode,
        header::{ALLOW, CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;

use assets::Assets;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Port on 127.0.0.1; 0 takes a free one and says which
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the built page
    #[arg(long, value_name = "DIR", default_value = "dist")]
    app: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let assets = Assets::load(&arguments.app)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")?;
    runtime.block_on(serve(arguments, assets))
}

async fn serve(arguments: &Arguments, assets: Assets) -> anyhow::Result<()> {
    let listener = listen(arguments.port).await?;
    // The first line on standard output is the address: whoever started us with port 0 reads it there.
    println!("serving {} at http://{} (Ctrl-C ends it)", arguments.app.display(), listener.local_addr()?);
    let policy = HeaderValue::from_str(&policy::content_security(assets.index()))?;
    let app = Router::new()
        .fallback(answer)
        .with_state(Arc::new(assets))
        .layer(middleware::from_fn(move |request: Request, next: Next| guard(policy.clone(), request, next)));
    tokio::select! {
        served = axum::serve(listener, app) => served.context("the server stopped"),
        // Open connections are dropped: whatever they were loading can be loaded again.
        interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
    }
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is in use; choose another with --port, or any free one with --port 0")
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on 127.0.0.1:{port}")),
    }
}

/// Lets through what was meant for this machine by name, and puts the policy on every answer.
///
/// A page of another site can have its own name resolve to 127.0.0.1; its requests then carry that name.
async fn guard(policy: HeaderValue, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let mut response = if host.is_some_and(policy::is_loopback) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "this server answers to 127.0.0.1 and localhost only\n")
            .into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

async fn answer(State(assets): State<Arc<Assets>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    match assets.find(request.uri().path()) {
        Some(asset) => asset.answer(request.headers()),
        None => (StatusCode::NOT_FOUND, "there is nothing here\n").into_response(),
    }
}
