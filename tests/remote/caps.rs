//! Caps hold across restarts, among many callers, and in money.

use std::thread;

use super::server::{CANARY, Server, question};
use super::stub::{EVENTS, Stub, answer, sized};

const JSON: &str = "application/json";

#[test]
fn a_cap_of_calls_survives_a_kill() {
    let stub = Stub::answering(answer("200 OK", "text/event-stream", "", EVENTS));
    let mut server = Server::start(&stub.url, "", "calls_max = 3");
    for _ in 0..3 {
        assert_eq!(server.ask(&question(true)).status, 200);
        server = server.kill_and_restart();
    }
    let refused = server.ask(&question(true));
    assert_eq!((refused.status, refused.code().as_str(), stub.hits()), (402, "cap_calls", 3));
}

#[test]
fn many_callers_at_once_share_one_cap() {
    let stub = Stub::answering(answer("200 OK", "text/event-stream", "", EVENTS));
    let server = Server::start(&stub.url, "", "calls_max = 10");
    let answered: usize = thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..5).filter(|_| server.ask(&question(true)).status == 200).count()))
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).sum()
    });
    assert_eq!((answered, stub.hits()), (10, 10));
}

#[test]
fn money_is_set_aside_before_a_call_and_given_back_after() {
    let stub = Stub::answering(answer("200 OK", "text/event-stream", "", EVENTS));
    // A question reserves some 200 millionths and costs 48.
    let server = Server::start(&stub.url, "", "spend_max = 0.0003");
    assert_eq!(server.ask(&question(true)).status, 200);
    assert_eq!(server.standing(), (1, 48));
    while server.ask(&question(true)).status == 200 {}
    let refused = server.ask(&question(true));
    assert_eq!((refused.status, refused.code().as_str()), (402, "cap_spend"));
    let (calls, spent) = server.standing();
    assert_eq!(spent, 48 * calls);
    assert!(calls == stub.hits() as u64 && spent <= 300);
}

#[test]
fn the_key_is_found_nowhere() {
    let stub = Stub::start(|stream, request, before| {
        use std::io::Write;
        // An upstream that repeats whatever it was sent.
        let echo = serde_json::json!({ "error": { "message": format!("you sent {request}") } }).to_string();
        let status =
            ["401 Unauthorized", "403 Forbidden", "404 Not Found", "400 Bad Request", "500 Oh", "418 Tea"];
        let bytes = sized(status[before % status.len()], JSON, &echo);
        stream.write_all(bytes.as_bytes()).unwrap();
    });
    let server = Server::start(&stub.url, "[proxy]\nretries = 0", "");
    let mut said = String::new();
    for _ in 0..6 {
        said += &String::from_utf8_lossy(&server.ask(&question(false)).body);
    }
    for path in [
        "/proxy/up/v1/models",
        "/proxy/upstreams",
        "/proxy/metrics",
        "/proxy/health",
        "/",
        "/askwell.toml",
        "/log",
    ] {
        let answer = server.get(path);
        said += &answer.head;
        said += &String::from_utf8_lossy(&answer.body);
    }
    assert!(stub.requests().iter().all(|request| request.contains(CANARY)) && stub.hits() == 7);
    said += &server.written();
    assert!(said.contains("[redacted]") && !said.contains(CANARY), "{said}");
    let part = &CANARY[..12];
    assert!(!said.contains(part), "{said}");
}

#[test]
fn health_and_metrics_ask_nobody() {
    let stub = Stub::answering(answer("200 OK", "text/event-stream", "", EVENTS));
    let server = Server::start(&stub.url, "", "");
    assert_eq!(server.get("/proxy/health").status, 200);
    assert_eq!(stub.hits(), 0);
    assert_eq!(server.ask(&question(true)).status, 200);
    let metrics = String::from_utf8(server.get("/proxy/metrics").body).unwrap();
    for line in [
        "askwell_in_flight 0",
        "askwell_calls_total{upstream=\"up\",outcome=\"answered\"} 1",
        "askwell_upstream_status_total{upstream=\"up\",status=\"200\"} 1",
        "askwell_first_byte_seconds_count 1",
        "askwell_added_seconds_count 1",
    ] {
        assert!(metrics.lines().any(|it| it == line), "{line} in {metrics}");
    }
}
