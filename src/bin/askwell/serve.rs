//! `askwell serve`: the built page on this machine's loopback address, and nothing else of its files; with
//! `askwell.toml`, the proxy to language models beside it.

mod assets;
mod content_security;
mod listen;
mod policy;
mod proxy;

use std::{
    io::ErrorKind,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail};
use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;

use assets::Assets;
use proxy::{Config, Proxy};

use crate::output;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Port on 127.0.0.1; 0 takes a free one and says which
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the built page; without it, the page that this binary carries, or dist if it carries none
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// The file that says where to listen and which language models there are; askwell.toml, if there is one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = Config::load(arguments.config.as_deref())?;
    let (assets, source) = page(arguments.app.as_deref())?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")?;
    let served = runtime.block_on(serve(arguments.port, assets, &source, config));
    // What has not ended by now is dropped.
    runtime.shutdown_timeout(Duration::from_millis(100));
    served
}

/// The page, and where it is from.
fn page(folder: Option<&Path>) -> anyhow::Result<(Assets, String)> {
    #[cfg(feature = "bundle")]
    if folder.is_none() {
        return Ok((Assets::bundled()?, "the page in this binary".to_owned()));
    }
    let folder = folder.unwrap_or(Path::new("dist"));
    Ok((Assets::load(folder)?, folder.display().to_string()))
}

async fn serve(port: u16, assets: Assets, source: &str, config: Config) -> anyhow::Result<()> {
    let listener = listen(config.serve.listen, port).await?;
    let guarded = Guarded {
        policy: HeaderValue::from_str(&content_security::content_security(
            &assets.index(),
            &config.serve.connect,
        ))?,
        hosts: config.serve.hosts.clone(),
    };
    let times = listen::Times { head: config.head(), deadline: config.serve.shutdown };
    let proxy = Proxy::new(config)?;
    let mut app = Router::new().fallback(|request| assets.answer(request));
    if let Some(proxy) = &proxy {
        app = app.merge(proxy::router(proxy));
    }
    let app = app.layer(middleware::from_fn_with_state(Arc::new(guarded), guard));
    // The first line on standard output is the address: whoever started us with port 0 reads it there.
    output::print(&format!("serving {source} at http://{} (Ctrl-C ends it)", listener.local_addr()?))?;
    listen::serve(listener, app, interrupted(), times).await;
    proxy.map_or(Ok(()), |proxy| proxy.close())
}

/// Ctrl-C, or the signal by which a system ends its services.
async fn interrupted() {
    let ctrl_c = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        let kind = tokio::signal::unix::SignalKind::terminate();
        if let Ok(mut terminate) = tokio::signal::unix::signal(kind) {
            tokio::select! {
                () = ctrl_c => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    ctrl_c.await;
}

async fn listen(address: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((address, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {port} is in use; choose another with --port, or any free one with --port 0")
        }
        Err(error) => {
            Err(error).with_context(|| format!("cannot listen on {}", SocketAddr::new(address, port)))
        }
    }
}

/// The layer that every request passes before it is answered.
struct Guarded {
    policy: HeaderValue,
    /// Names besides loopback's.
    hosts: Vec<String>,
}

/// Lets through what was meant for this machine by name, and puts the policy on every answer.
///
/// A page of another site can have its own name resolve to 127.0.0.1; its requests then carry that name.
async fn guard(State(guarded): State<Arc<Guarded>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let is_ours = |host: &str| policy::is_loopback(host) || guarded.hosts.iter().any(|known| known == host);
    let mut response = if host.is_some_and(is_ours) {
        next.run(request).await
    } else {
        let message = "this server answers to 127.0.0.1, localhost and serve.hosts of askwell.toml only\n";
        (StatusCode::MISDIRECTED_REQUEST, message).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, guarded.policy.clone());
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
