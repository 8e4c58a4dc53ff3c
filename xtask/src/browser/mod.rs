//! Chromium over its DevTools protocol: no driver, no node, one socket, one page at a time.
//!
//! The browser sees everything a page does (requests, errors), so that a test can say what must not happen. Every
//! host but this machine is unreachable.

mod connection;
mod keys;
mod look;
mod page;
mod process;
mod seen;

pub(crate) use look::Look;
pub(crate) use page::Page;
pub(crate) use seen::Seen;

use anyhow::Result;
use connection::Connection;
use process::Process;
use serde_json::{Value, json};

/// The parameters for attaching to the workers and frames of a page or a frame, each paused until it is watched.
fn attach_to_parts() -> Value {
    json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true })
}

/// A running Chromium, ended when dropped.
pub(crate) struct Browser {
    connection: Connection,
    /// Ends with the browser; declared after the socket so that it goes last.
    _process: Process,
}

impl Browser {
    /// Starts Chromium. Without `webgpu`, `requestAdapter()` answers null although `navigator.gpu` exists.
    pub(crate) fn launch(webgpu: bool) -> Result<Self> {
        let process = Process::start(webgpu)?;
        let connection = Connection::open(&process.address)?;
        Ok(Self { connection, _process: process })
    }

    /// Name and version, such as `Chromium 156.0.0.0`.
    pub(crate) fn version(&mut self) -> Result<String> {
        let answer = self.connection.call(None, "Browser.getVersion", json!({}))?;
        Ok(answer["product"]
            .as_str()
            .unwrap_or("Chromium")
            .replace("HeadlessChrome", "Chromium")
            .replace('/', " "))
    }

    /// A blank page in a context of its own (no cookies, no storage from another page).
    pub(crate) fn page(&mut self, look: &Look) -> Result<Page<'_>> {
        self.connection.seen = Seen::default();
        let context = self.connection.call(None, "Target.createBrowserContext", json!({}))?;
        let context = context["browserContextId"].as_str().unwrap_or_default().to_owned();
        Page::open(&mut self.connection, context, look)
    }
}
