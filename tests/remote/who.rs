//! The callers that the proxy accepts, by names, origins, tokens, addresses and forms.

use super::server::{Server, question};
use super::stub::{EVENTS, Stub, answer, sized};

const KIND: &str = "Content-Type: application/json";

fn stub() -> Stub {
    Stub::answering(answer("200 OK", "text/event-stream", "", EVENTS))
}

#[test]
fn a_foreign_name_or_origin_reaches_nobody() {
    let stub = stub();
    let server = Server::start(&stub.url, "[serve]\norigins = [\"https://teach.example\"]", "");
    let body = question(true);
    let head = format!(
        "POST /proxy/up/v1/chat/completions HTTP/1.1\nHost: evil.example\n{KIND}\nContent-Length: {}",
        body.len()
    );
    assert_eq!(server.send(&head, &body).status, 421);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "https://teach.example.evil"] {
        let refused = server.ask_with(&format!("{KIND}\nOrigin: {origin}"), &body);
        assert_eq!((refused.status, refused.code().as_str()), (403, "origin"), "{origin}");
        assert!(!refused.head.contains("access-control"), "{}", refused.head);
    }
    assert_eq!(stub.hits(), 0);
    for origin in ["https://teach.example", &format!("http://{}", server.address)] {
        let passed = server.ask_with(&format!("{KIND}\nOrigin: {origin}"), &body);
        assert_eq!(passed.status, 200);
        assert!(passed.head.contains(&format!("access-control-allow-origin: {origin}")), "{}", passed.head);
    }
    let preflight = server.send(
        "OPTIONS /proxy/up/v1/chat/completions HTTP/1.1\nHost: HOST\nOrigin: https://teach.example",
        "",
    );
    assert_eq!(preflight.status, 204);
    assert!(preflight.head.contains("access-control-allow-headers: authorization, content-type"));
}

#[test]
fn only_json_is_read_since_any_site_can_send_the_rest() {
    let stub = stub();
    let server = Server::start(&stub.url, "", "");
    for kind in ["Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded", "Accept: */*"]
    {
        assert_eq!(server.ask_with(kind, &question(true)).status, 415);
    }
    assert_eq!(stub.hits(), 0);
}

#[test]
fn the_token_is_asked_for_where_one_is_set() {
    let stub = stub();
    // Cargo sets the name for every test, and so for what a test starts.
    let server = Server::start(&stub.url, "[serve]\ntoken_env = \"CARGO_PKG_NAME\"", "");
    for shown in [
        "",
        "\nAuthorization: Bearer askwel",
        "\nAuthorization: Bearer askwell2",
        "\nAuthorization: Basic askwell",
    ] {
        assert_eq!(server.ask_with(&format!("{KIND}{shown}"), &question(true)).status, 401, "{shown}");
    }
    assert_eq!(
        (stub.hits(), server.get("/proxy/metrics").status, server.get("/proxy/health").status),
        (0, 401, 200)
    );
    let passed = server.ask_with(&format!("{KIND}\nAuthorization: Bearer askwell"), &question(true));
    assert_eq!(passed.status, 200);
    assert!(!stub.requests().concat().contains("Bearer askwell"), "the token stays here");
}

#[test]
fn a_caller_cannot_name_another_address() {
    let stub = stub();
    let statuses = |top: &str| {
        let server = Server::start(&stub.url, top, "");
        [1, 2, 3]
            .map(|n| server.ask_with(&format!("{KIND}\nX-Forwarded-For: 10.0.0.{n}"), &question(true)).status)
    };
    assert_eq!(statuses("[proxy]\nrequests_per_minute = 2"), [200, 200, 429]);
    let trusting = "[serve]\ntrusted_proxies = [\"127.0.0.1\"]\n[proxy]\nrequests_per_minute = 2";
    assert_eq!(statuses(trusting), [200, 200, 200]);
    // The map of callers is bounded.
    assert_eq!(statuses(&format!("{trusting}\nclients = 2")), [200, 200, 429]);
}

#[test]
fn an_upstream_is_named_never_addressed() {
    let stub = stub();
    let server = Server::start(&stub.url, "", "");
    let body = question(true);
    for path in [
        "/proxy/other/v1/chat/completions",
        "/proxy/http:%2F%2Fevil.example/v1/chat/completions",
        "/proxy/up/v1/messages",
    ] {
        let head = format!("POST {path} HTTP/1.1\nHost: HOST\n{KIND}\nContent-Length: {}", body.len());
        assert_eq!(server.send(&head, &body).status, 404, "{path}");
    }
    assert_eq!(server.ask(&body.replace("\"m\"", "\"x\"")).code(), "model_not_allowed");
    assert_eq!(stub.hits(), 0);
}

#[test]
fn the_list_of_models_holds_what_may_be_asked() {
    let list = "{\"data\":[{\"id\":\"m\",\"owned_by\":\"x\"},{\"id\":\"dear\"}]}";
    let stub = Stub::answering(sized("200 OK", "application/json", list));
    let server = Server::start(&stub.url, "", "");
    let models = server.get("/proxy/up/v1/models").json();
    assert_eq!(models, serde_json::json!({"object": "list", "data": [{"id": "m", "object": "model"}]}));
}

#[test]
fn listening_elsewhere_without_a_token_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("askwell.toml"), "[serve]\nlisten = \"0.0.0.0\"\n").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_askwell"))
        .args(["serve", "--port", "0", "--config"])
        .arg(folder.path().join("askwell.toml"))
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("serve.token_env") && error.trim_end().lines().count() == 1, "{error}");
}
