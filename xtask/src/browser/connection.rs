//! The socket: calls and their answers, events as they come.

use std::{
    io::ErrorKind,
    net::TcpStream,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, client::client_with_config, protocol::WebSocketConfig};

use super::Seen;

/// The longest time of one call; a screenshot of a long page on a busy machine is the slowest.
const ANSWER: Duration = Duration::from_secs(90);

/// One socket to the browser; pages and workers are sessions on it.
pub(super) struct Connection {
    socket: WebSocket<TcpStream>,
    next_id: u64,
    /// The events of the sessions since the last page was opened.
    pub(super) seen: Seen,
}

impl Connection {
    pub(super) fn open(address: &str) -> Result<Self> {
        let host = address.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).with_context(|| format!("cannot reach Chromium at {host}"))?;
        stream.set_nodelay(true)?;
        // Screenshots come as one message of many megabytes.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = client_with_config(address, stream, Some(config))
            .map_err(|error| anyhow!("Chromium refused the socket: {error}"))?;
        // From here on a read gives up soon, so that waiting can end.
        socket.get_ref().set_read_timeout(Some(Duration::from_millis(10)))?;
        Ok(Self { socket, next_id: 0, seen: Seen::default() })
    }

    /// Calls a method and waits for its answer; events that come meanwhile are noted.
    pub(super) fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        let id = self.send(session, method, params)?;
        let started = Instant::now();
        while started.elapsed() < ANSWER {
            let Some(mut message) = self.receive()? else { continue };
            if message["id"] != id {
                self.event(&message)?;
            } else if message["error"].is_object() {
                bail!("{method}: {}", message["error"]["message"].as_str().unwrap_or("refused"));
            } else {
                return Ok(message["result"].take());
            }
        }
        bail!("{method}: no answer within {} s", ANSWER.as_secs())
    }

    /// Notes what comes within `time`.
    pub(super) fn listen(&mut self, time: Duration) -> Result<()> {
        let started = Instant::now();
        while started.elapsed() < time {
            if let Some(message) = self.receive()? {
                self.event(&message)?;
            }
        }
        Ok(())
    }

    fn send(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<u64> {
        self.next_id += 1;
        let mut message = json!({ "id": self.next_id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        self.socket
            .send(Message::text(message.to_string()))
            .with_context(|| format!("cannot send {method}"))?;
        Ok(self.next_id)
    }

    /// The next message, or nothing when none came within the socket's read timeout.
    fn receive(&mut self) -> Result<Option<Value>> {
        match self.socket.read() {
            Ok(Message::Text(text)) => Ok(Some(serde_json::from_str(text.as_str())?)),
            Ok(_) => Ok(None),
            Err(tungstenite::Error::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                Ok(None)
            }
            Err(error) => Err(error).context("Chromium closed the socket"),
        }
    }

    fn event(&mut self, message: &Value) -> Result<()> {
        let Some(method) = message["method"].as_str() else { return Ok(()) };
        let params = &message["params"];
        if method == "Target.attachedToTarget" {
            self.watch_part(params)?;
        }
        self.seen.note(method, params);
        Ok(())
    }

    /// A worker, or a frame in a process of its own, starts paused, so that nothing it does goes unseen. No answer is
    /// waited for.
    fn watch_part(&mut self, params: &Value) -> Result<()> {
        let kind = params["targetInfo"]["type"].as_str().unwrap_or_default();
        let is_frame = kind == "iframe";
        if !is_frame && !kind.ends_with("worker") {
            return Ok(());
        }
        let session = params["sessionId"].as_str().unwrap_or_default().to_owned();
        for method in ["Runtime.enable", "Network.enable"] {
            self.send(Some(&session), method, json!({}))?;
        }
        if is_frame {
            self.send(Some(&session), "Target.setAutoAttach", super::attach_to_parts())?;
            self.send(Some(&session), "Log.enable", json!({}))?;
        }
        self.send(Some(&session), "Runtime.runIfWaitingForDebugger", json!({}))?;
        Ok(())
    }
}
