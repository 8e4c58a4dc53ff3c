//! `askwell serve`, over real sockets.

use std::{fs, net::TcpListener, process::Command, sync::Arc};

use super::remote::server::{Answer, Server};

const SCRIPT: &str = "let a = 1; let a = 1; let a = 1; let a = 1; let a = 1; let a = 1; let a = 1;";

/// A server of a small page.
fn start() -> Server {
    let place = tempfile::tempdir().unwrap();
    let put = |name: &str, content: &[u8]| fs::write(place.path().join(name), content).unwrap();
    put("askwell.toml", b"");
    put("index.html", "<!doctype html><script>let a = 1</script>".repeat(20).as_bytes());
    put("web-0123456789abcdef_bg.wasm", b"\0asm");
    put("web-0123456789abcdef.js", SCRIPT.as_bytes());
    // The server passes a comparison on as it is.
    put("web-0123456789abcdef.js.br", b"twin");
    Server::in_folder(Arc::new(place))
}

fn serve(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
    command.arg("serve").args(arguments);
    command
}

#[test]
fn the_page_is_asked_for_again_and_hashed_files_are_kept() {
    let server = start();
    let head = server.send("GET / HTTP/1.1\nHost: HOST", "").head;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("content-type: text/html") && head.contains("cache-control: no-cache"), "{head}");
    let Answer { head, body, .. } = server.send("GET /web-0123456789abcdef_bg.wasm HTTP/1.1\nHost: HOST", "");
    assert!(head.contains("content-type: application/wasm") && head.contains("immutable"), "{head}");
    assert_eq!(body, b"\0asm");
}

#[test]
fn the_policy_names_the_inline_script_and_no_other_host() {
    let head = start().send("GET / HTTP/1.1\nHost: HOST", "").head;
    let policy = head.lines().find(|line| line.starts_with("content-security-policy:")).unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("'sha256-"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains("unsafe-inline"), "{policy}");
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
}

#[test]
fn the_page_is_compressed_and_not_sent_twice() {
    let server = start();
    let Answer { head, body, .. } = server.send("GET / HTTP/1.1\nHost: HOST\nAccept-Encoding: gzip, br", "");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    assert_eq!(body[..2], [0x1f, 0x8b]);
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: w/")).unwrap();
    let head = server.send(&format!("GET / HTTP/1.1\nHost: HOST\nIf-None-Match: {tag}"), "").head;
    assert!(head.starts_with("http/1.1 304"), "{head}");
}

#[test]
fn a_twin_is_sent_to_who_takes_brotli_and_is_no_file_of_its_own() {
    let server = start();
    let ask_for = |encodings: &str| {
        let address = "GET /web-0123456789abcdef.js HTTP/1.1\nHost: HOST";
        server.send(&format!("{address}\nAccept-Encoding: {encodings}"), "")
    };
    for (encodings, expected) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("br;q=0.5, gzip", Some("gzip")),
        ("gzip", Some("gzip")),
        ("gzip, br;q=0", Some("gzip")),
        ("br;q=0", None),
        ("identity", None),
    ] {
        let Answer { head, body, .. } = ask_for(encodings);
        let sent = head.lines().find_map(|line| line.strip_prefix("content-encoding: "));
        assert_eq!(sent, expected, "{encodings}: {head}");
        assert!(head.contains("content-type: text/javascript"), "{head}");
        assert!(head.contains("vary: accept-encoding") && head.contains("etag: w/"), "{head}");
        match expected {
            Some("br") => assert_eq!(body, b"twin"),
            Some(_) => assert_eq!(body[..2], [0x1f, 0x8b]),
            None => assert_eq!(body, SCRIPT.as_bytes()),
        }
    }
    let head = server.send("GET /web-0123456789abcdef.js.br HTTP/1.1\nHost: HOST", "").head;
    assert!(head.starts_with("http/1.1 404"), "{head}");
}

#[test]
fn a_part_of_a_file_is_sent_to_who_asks_for_it() {
    let part = start().send("GET /web-0123456789abcdef.js HTTP/1.1\nHost: HOST\nRange: bytes=4-8", "");
    assert_eq!((part.status, &part.body[..]), (206, &SCRIPT.as_bytes()[4..9]));
}

#[test]
fn a_foreign_host_a_path_outside_and_a_post_are_refused() {
    let server = start();
    let status = |request: &str| server.send(request, "").status;
    assert_eq!(status("GET / HTTP/1.1\nHost: example.org"), 421);
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd", "/nothing"] {
        assert_eq!(status(&format!("GET {path} HTTP/1.1\nHost: HOST")), 404, "{path}");
    }
    assert_eq!(status("POST / HTTP/1.1\nHost: HOST\nContent-Length: 0"), 405);
}

#[test]
fn a_busy_port_and_a_missing_page_are_said_in_one_line() {
    let server = start();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let busy = serve(&["--port", &port, "--app"]).arg(server.place.path()).output().unwrap();
    let missing = serve(&["--port", "0", "--app", "no/such/folder"]).output().unwrap();
    for (output, expected) in
        [(busy, format!("port {port} is in use")), (missing, "no built page".to_owned())]
    {
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(&expected) && error.trim_end().lines().count() == 1, "{error}");
    }
}
