//! `askwell serve` with a configuration, and requests to it as bytes.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
};

use tempfile::TempDir;

/// A key that nobody but the upstream may ever see.
pub(crate) const CANARY: &str = "sk-canary-7f3a91c2d4e5";

/// A running server with one upstream named `up`; ended when dropped.
pub(crate) struct Server {
    child: Child,
    /// Removed with the last server on it.
    pub(crate) place: Arc<TempDir>,
    pub(crate) address: String,
}

/// An answer: status, head in lower case, body without its chunks; whether it ended as it should.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) is_whole: bool,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The proxy's own word for what went wrong.
    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Server {
    /// `top` goes before the upstream's table, `more` into it.
    pub(crate) fn start(url: &str, top: &str, more: &str) -> Self {
        let place = Arc::new(tempfile::tempdir().unwrap());
        let folder = place.path();
        fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
        let config = format!(
            "{top}\n[upstream.up]\nurl = \"{url}\"\nkey_env = \"ASKWELL_TEST_KEY\"\nmodels = [\"m\"]\n\
             prices.m = {{ input = 1.0, output = 2.0 }}\n{more}\n"
        );
        fs::write(folder.join("askwell.toml"), config).unwrap();
        Self::in_folder(place)
    }

    /// Ends this one at once, as a crash would, and starts another on what it left.
    pub(crate) fn kill_and_restart(self) -> Self {
        let place = self.place.clone();
        drop(self);
        Self::in_folder(place)
    }

    /// A server of the page and the configuration in a folder.
    pub(crate) fn in_folder(place: Arc<TempDir>) -> Self {
        let folder = place.path();
        let log = fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_askwell"))
            .args(["serve", "--port", "0", "--app"])
            .arg(folder)
            .arg("--config")
            .arg(folder.join("askwell.toml"))
            .env("ASKWELL_TEST_KEY", CANARY)
            .env("http_proxy", "http://127.0.0.1:9")
            .env("HTTP_PROXY", "http://127.0.0.1:9")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find_map(|word| word.strip_prefix("http://"));
        let address = address
            .unwrap_or_else(|| panic!("{}", fs::read_to_string(folder.join("log")).unwrap()))
            .to_owned();
        Self { child, place, address }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// Sends a head and a body as they are, and reads to the end.
    pub(crate) fn send(&self, head: &str, body: &str) -> Answer {
        let mut stream = self.connect();
        let head = head.replace("HOST", &self.address).replace('\n', "\r\n");
        // A server may answer and close before it has read everything.
        let _ = stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n{body}").as_bytes());
        read(&mut stream)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\nHost: HOST"), "")
    }

    /// Asks the upstream, with further lines of the head.
    pub(crate) fn ask_with(&self, more: &str, body: &str) -> Answer {
        let length = body.len();
        let head = format!(
            "POST /proxy/up/v1/chat/completions HTTP/1.1\nHost: HOST\nContent-Length: {length}\n{more}"
        );
        self.send(&head, body)
    }

    pub(crate) fn ask(&self, body: &str) -> Answer {
        self.ask_with("Content-Type: application/json", body)
    }

    /// A question on a connection that is left open.
    pub(crate) fn ask_and_hold(&self, body: &str) -> TcpStream {
        let mut stream = self.connect();
        let head = format!(
            "POST /proxy/up/v1/chat/completions HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        stream
    }

    /// The cost of the upstream so far: calls, and millionths of a dollar.
    pub(crate) fn standing(&self) -> (u64, u64) {
        let upstream = &self.get("/proxy/upstreams").json()["upstreams"][0];
        (upstream["calls"].as_u64().unwrap(), upstream["spent_micro"].as_u64().unwrap())
    }

    /// Asks it to stop, and waits until it has.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> (ExitStatus, String) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        let status = self.child.wait().unwrap();
        (status, fs::read_to_string(self.place.path().join("askwell-ledger.jsonl")).unwrap_or_default())
    }

    /// Everything the server wrote.
    pub(crate) fn written(&self) -> String {
        ["log", "askwell-ledger.jsonl"]
            .map(|name| fs::read_to_string(self.place.path().join(name)).unwrap_or_default())
            .concat()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A question of a few words, streamed or whole.
pub(crate) fn question(stream: bool) -> String {
    format!(
        "{{\"model\":\"m\",\"max_tokens\":10,\"stream\":{stream},\"messages\":[{{\"role\":\"user\",\"content\":\"hi\"}}]}}"
    )
}

fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let rest = bytes.get(end + 4..).unwrap_or_default();
    let (body, is_whole) =
        if head.contains("transfer-encoding: chunked") { join(rest) } else { (rest.to_vec(), true) };
    Answer { status, head, body, is_whole }
}

/// The chunks of a body together, and whether the last one came.
fn join(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16).unwrap();
        if size == 0 {
            return (body, true);
        }
        let Some(chunk) = rest.get(end + 2..end + 2 + size) else { break };
        body.extend_from_slice(chunk);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    (body, false)
}
