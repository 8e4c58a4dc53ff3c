//! The proxy of `askwell serve`, over real sockets, against upstreams that misbehave.

mod batch;
mod caps;
mod faults;
pub(crate) mod server;
mod stub;
mod who;
