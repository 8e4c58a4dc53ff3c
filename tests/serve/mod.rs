//! `askwell serve`, over real sockets.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

const SCRIPT: &str = "let a = 1; let a = 1; let a = 1; let a = 1; let a = 1; let a = 1; let a = 1;";

/// A server of a small page, ended when dropped.
struct Server {
    child: Child,
    folder: TempDir,
    address: String,
}

impl Server {
    fn start() -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        fs::write(folder.join("index.html"), "<!doctype html><script>let a = 1</script>".repeat(20)).unwrap();
        fs::write(folder.join("web-0123456789abcdef_bg.wasm"), b"\0asm").unwrap();
        fs::write(folder.join("web-0123456789abcdef.js"), SCRIPT).unwrap();
        // The server passes a comparison on as it is.
        fs::write(folder.join("web-0123456789abcdef.js.br"), b"twin").unwrap();
        let mut child = serve(&["--port", "0", "--app"]).arg(folder).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.split_whitespace().find_map(|word| word.strip_prefix("http://")).unwrap().to_owned();
        Self { child, folder: place, address }
    }

    /// The answer's head, in lower case, and its body.
    fn ask(&self, request: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = request.replace("HOST", &self.address);
        stream.write_all(format!("{request}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end + 4..].to_vec())
    }

    fn head(&self, request: &str) -> String {
        self.ask(request).0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
    command.arg("serve").args(arguments);
    command
}

#[test]
fn the_page_is_asked_for_again_and_hashed_files_are_kept() {
    let server = Server::start();
    let head = server.head("GET / HTTP/1.1\r\nHost: HOST");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("content-type: text/html") && head.contains("cache-control: no-cache"), "{head}");
    let (head, body) = server.ask("GET /web-0123456789abcdef_bg.wasm HTTP/1.1\r\nHost: HOST");
    assert!(head.contains("content-type: application/wasm") && head.contains("immutable"), "{head}");
    assert_eq!(body, b"\0asm");
}

#[test]
fn the_policy_names_the_inline_script_and_no_other_host() {
    let head = Server::start().head("GET / HTTP/1.1\r\nHost: HOST");
    let policy = head.lines().find(|line| line.starts_with("content-security-policy:")).unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("'sha256-"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains("unsafe-inline"), "{policy}");
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
}

#[test]
fn the_page_is_compressed_and_not_sent_twice() {
    let server = Server::start();
    let (head, body) = server.ask("GET / HTTP/1.1\r\nHost: HOST\r\nAccept-Encoding: gzip, br");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    assert_eq!(body[..2], [0x1f, 0x8b]);
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let head = server
        .head(&format!("GET / HTTP/1.1\r\nHost: HOST\r\nIf-None-Match: {tag}\r\nAccept-Encoding: gzip, br"));
    assert!(head.starts_with("http/1.1 304"), "{head}");
}

#[test]
fn a_twin_is_sent_to_who_takes_brotli_and_is_no_file_of_its_own() {
    let server = Server::start();
    let ask = |encodings: &str| {
        let address = "GET /web-0123456789abcdef.js HTTP/1.1\r\nHost: HOST";
        server.ask(&format!("{address}\r\nAccept-Encoding: {encodings}"))
    };
    for (encodings, expected) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("br;q=0.5, gzip", Some("gzip")),
        ("gzip", Some("gzip")),
        ("gzip, br;q=0", Some("gzip")),
        ("br;q=0", None),
        ("identity", None),
    ] {
        let (head, body) = ask(encodings);
        let sent = head.lines().find_map(|line| line.strip_prefix("content-encoding: "));
        assert_eq!(sent, expected, "{encodings}: {head}");
        assert!(head.contains("content-type: text/javascript"), "{head}");
        assert!(head.contains("vary: accept-encoding") && head.contains("etag: "), "{head}");
        match expected {
            Some("br") => assert_eq!(body, b"twin"),
            Some(_) => assert_eq!(body[..2], [0x1f, 0x8b]),
            None => assert_eq!(body, SCRIPT.as_bytes()),
        }
    }
    let head = server.head("GET /web-0123456789abcdef.js.br HTTP/1.1\r\nHost: HOST");
    assert!(head.starts_with("http/1.1 404"), "{head}");
}

#[test]
fn a_foreign_host_a_path_outside_and_a_post_are_refused() {
    let server = Server::start();
    let status = |request: &str| server.head(request).split(' ').nth(1).map(str::to_owned).unwrap();
    assert_eq!(status("GET / HTTP/1.1\r\nHost: example.org"), "421");
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd", "/nothing"] {
        assert_eq!(status(&format!("GET {path} HTTP/1.1\r\nHost: HOST")), "404", "{path}");
    }
    assert_eq!(status("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0"), "405");
}

#[test]
fn a_busy_port_and_a_missing_page_are_said_in_one_line() {
    let server = Server::start();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let busy = serve(&["--port", &port, "--app"]).arg(server.folder.path()).output().unwrap();
    let missing = serve(&["--port", "0", "--app", "no/such/folder"]).output().unwrap();
    for (output, expected) in
        [(busy, format!("port {port} is in use")), (missing, "no built page".to_owned())]
    {
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(&expected) && error.trim_end().lines().count() == 1, "{error}");
    }
}
