//! An upstream that does what a test says, and remembers who asked.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

/// A stream of two words and its bill, as an OpenAI-shaped server sends it.
pub(super) const EVENTS: &str = concat!(
    "data: {\"choices\":[{\"delta\":{\"content\":\"go to \"}}]}\r\n\r\n: keep-alive\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"the bedroom\"},\"finish_reason\":\"stop\"}]}\n\n",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n",
);

/// A server of its own thread; it ends with the process.
pub(super) struct Stub {
    pub(super) url: String,
    hits: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
    closed: Receiver<()>,
}

impl Stub {
    /// `script` gets the connection, the request as text, and how many came before it.
    pub(super) fn start(script: impl Fn(&mut TcpStream, &str, usize) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let (hits, requests) = (Arc::new(AtomicUsize::new(0)), Arc::<Mutex<Vec<String>>>::default());
        let (script, (tell, closed)) = (Arc::new(script), channel());
        let (counted, kept) = (hits.clone(), requests.clone());
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let (script, tell, counted, kept) =
                    (script.clone(), tell.clone(), counted.clone(), kept.clone());
                thread::spawn(move || {
                    let Some(request) = read(&mut stream) else { return };
                    let before = counted.fetch_add(1, Ordering::SeqCst);
                    kept.lock().unwrap().push(request.clone());
                    script(&mut stream, &request, before);
                    let _ = stream.shutdown(std::net::Shutdown::Write);
                    // The other side has gone once there is nothing more to read.
                    let _ = stream.read_to_end(&mut Vec::new());
                    let _ = tell.send(());
                });
            }
        });
        Self { url, hits, requests, closed }
    }

    /// One that answers the same bytes to everybody.
    pub(super) fn answering(bytes: String) -> Self {
        Self::start(move |stream, _, _| drop(stream.write_all(bytes.as_bytes())))
    }

    pub(super) fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Waits until a caller has gone.
    pub(super) fn wait_for_close(&self) {
        self.closed.recv_timeout(Duration::from_secs(20)).expect("the caller stays");
    }
}

/// An answer that ends with the connection.
pub(super) fn answer(status: &str, kind: &str, more: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Connection: close\r\n\r\n{body}")
}

/// Like [`answer`], with a length, so that a cut can be told from an end.
pub(super) fn sized(status: &str, kind: &str, body: &str) -> String {
    answer(status, kind, &format!("Content-Length: {}\r\n", body.len()), body)
}

fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut piece).ok()? {
            0 => return None,
            n => bytes.extend_from_slice(&piece[..n]),
        }
    }
}
