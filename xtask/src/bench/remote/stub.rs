//! An upstream that answers at once, or holds its answer until its caller is gone and says when that was.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::Instant,
};

/// Answers with an action of the household.
pub(super) const ANSWER: &str = "answer";
/// Says nothing until the caller has gone.
pub(super) const HOLD: &str = "hold";
/// Begins a stream, then says nothing until the caller has gone.
pub(super) const BEGIN: &str = "begin";

const EVENTS: [&str; 4] = [
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"go to \"},\"finish_reason\":null}]}\n\n",
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"the bedroom\"},\"finish_reason\":\"stop\"}]}\n\n",
    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":4,\"total_tokens\":44}}\n\n",
    "data: [DONE]\n\n",
];
const WHOLE: &str = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"go to the bedroom\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":4,\"total_tokens\":44}}";

/// A server of threads that end with the process.
pub(super) struct Stub {
    pub(super) address: String,
    asked: Arc<AtomicUsize>,
    /// The arrivals: one for each held question, as soon as it is here.
    pub(super) held: Receiver<()>,
    /// When the caller of a held question went.
    pub(super) left: Receiver<Instant>,
}

impl Stub {
    pub(super) fn start() -> io::Result<Self> {
        let asked = Arc::<AtomicUsize>::default();
        let counted = asked.clone();
        let ((holding, held), (leaving, left)) = (channel(), channel());
        let address = stub::serve(move |stream, request| {
            counted.fetch_add(1, Ordering::Relaxed);
            serve(stream, stub::body(request), &holding, &leaving).unwrap_or(false)
        })?;
        Ok(Self { address, asked, held, left })
    }

    /// The number of questions since the last call of this function.
    pub(super) fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

/// Answers a question; false where its caller has gone.
fn serve(
    stream: &mut TcpStream,
    body: &str,
    holding: &Sender<()>,
    leaving: &Sender<Instant>,
) -> io::Result<bool> {
    let is_asked = |what: &str| body.contains(&format!("\"{what}\""));
    if is_asked(HOLD) || is_asked(BEGIN) {
        if is_asked(BEGIN) {
            write!(stream, "{HEAD}{}", chunk(EVENTS[0]))?;
        }
        let _ = holding.send(());
        let _ = stream.read(&mut [0]);
        let _ = leaving.send(Instant::now());
        return Ok(false);
    }
    if body.replace(' ', "").contains("\"stream\":true") {
        write!(stream, "{HEAD}")?;
        for event in EVENTS {
            stream.write_all(chunk(event).as_bytes())?;
        }
        stream.write_all(b"0\r\n\r\n")?;
    } else {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json";
        stream.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{WHOLE}", WHOLE.len()).as_bytes())?;
    }
    Ok(true)
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

fn chunk(event: &str) -> String {
    format!("{:x}\r\n{event}\r\n", event.len())
}
