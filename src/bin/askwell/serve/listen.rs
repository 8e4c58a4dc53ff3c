//! Accepting connections: slow heads are cut off, their number is bounded, and a shutdown has a deadline.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tower_service::Service;

/// The most connections at once.
const CONNECTIONS_MAX: usize = 512;

/// The most time that a caller may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// The time to send the head of a request.
    pub(super) head: Duration,
    /// The time to take an answer, once the server is to stop.
    pub(super) deadline: Duration,
}

/// Serves until `stop`, then lets open answers end for at most its deadline.
pub(super) async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>, times: Times) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, most likely: some will be given back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // No place: the connection is closed, and whoever it was may come again.
        let Ok(place) = places.clone().try_acquire_owned() else { continue };
        let _ = stream.set_nodelay(true);
        let app = app.clone();
        let service = service_fn(move |request| answer(app.clone(), peer, request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(times.head)
            .serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A caller who goes away is no error of ours.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(times.deadline, graceful.shutdown()).await;
}

async fn answer(
    app: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<axum::response::Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    app.into_service().call(request).await
}
