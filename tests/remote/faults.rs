//! Every way in which an upstream or a caller can fail: one clear answer, no second call that could be paid twice.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use super::server::{CANARY, Server, question};
use super::stub::{EVENTS, Stub, answer, sized};

const JSON: &str = "application/json";
const SSE: &str = "text/event-stream";
/// A configuration with short limits: a test of silence is a short one, and each cap is soon reached.
const SHORT: &str = "first_byte_seconds = 0.3\nidle_seconds = 0.3\ncalls_max = 4";

#[test]
fn answers_pass_byte_for_byte_and_the_key_goes_one_way() {
    let whole = "{ \"choices\":[{\"message\":{\"content\":\"look around\"}}],  \"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n";
    let stub = Stub::start(move |stream, request, _| {
        let bytes = if request.contains("\"stream\":true") {
            answer("200 OK", SSE, "", EVENTS)
        } else {
            sized("200 OK", JSON, whole)
        };
        for piece in bytes.as_bytes().chunks(7) {
            stream.write_all(piece).unwrap();
        }
    });
    let server = Server::start(&stub.url, "", "");
    let streamed = server.ask(&question(true));
    assert_eq!((streamed.status, streamed.is_whole), (200, true));
    assert_eq!(String::from_utf8(streamed.body).unwrap(), EVENTS);
    assert!(streamed.head.contains("content-type: text/event-stream"), "{}", streamed.head);
    assert_eq!(server.ask(&question(false)).body, whole.as_bytes());
    assert!(
        stub.requests().iter().all(|request| request.contains(&format!("authorization: Bearer {CANARY}")))
    );
    // Settled by the bills: 40 + 2·4 and 9 + 2·2 millionths.
    assert_eq!(server.standing(), (2, 48 + 13));
}

/// The behaviour of a faulty upstream.
type Act = fn(&mut TcpStream);

/// One fault: its name, what the upstream does, what the caller is told, and how often the upstream was asked by one call.
type Fault = (&'static str, Act, u16, &'static str, usize);

#[test]
fn each_fault_of_an_upstream_is_told_apart_and_never_passes_the_cap() {
    let faults: [Fault; 13] = [
        ("hung before headers", |stream| drop(stream.read(&mut [0])), 504, "upstream_timeout", 1),
        ("closed without an answer", |_| {}, 502, "upstream_cut", 1),
        (
            "wrong content type",
            |stream| say(stream, &sized("200 OK", "text/html", "<p>sign in")),
            502,
            "upstream_kind",
            1,
        ),
        ("not HTTP", |stream| say(stream, "what?\r\n\r\n"), 502, "upstream_cut", 1),
        (
            "redirect",
            |stream| say(stream, &answer("302 Found", JSON, "Location: http://127.0.0.1:1/\r\n", "")),
            502,
            "upstream_redirect",
            1,
        ),
        ("401", |stream| say(stream, &sized("401 Unauthorized", JSON, "{}")), 502, "upstream_key", 1),
        ("404", |stream| say(stream, &sized("404 Not Found", JSON, "{}")), 404, "upstream_model", 1),
        (
            "400",
            |stream| say(stream, &sized("400 Bad Request", JSON, "{\"error\":{\"message\":\"too long\"}}")),
            400,
            "upstream_rejected",
            1,
        ),
        (
            "429 for an hour",
            |stream| say(stream, &answer("429 Too Many", JSON, "Retry-After: 3600\r\n", "")),
            429,
            "upstream_busy",
            1,
        ),
        (
            "429 without Retry-After",
            |stream| say(stream, &sized("429 Too Many", JSON, "{}")),
            429,
            "upstream_busy",
            3,
        ),
        (
            "429 with Retry-After",
            |stream| say(stream, &answer("429 Too Many", JSON, "Retry-After: 0\r\n", "")),
            429,
            "upstream_busy",
            3,
        ),
        ("500", |stream| say(stream, &sized("500 Oh", JSON, "{}")), 502, "upstream_failed", 3),
        ("529", |stream| say(stream, &sized("529 Overloaded", JSON, "not json")), 502, "upstream_failed", 3),
    ];
    thread::scope(|scope| {
        for fault in faults {
            scope.spawn(move || check(fault));
        }
    });
}

fn check((name, act, status, code, asked): Fault) {
    let stub = Stub::start(move |stream, _, _| act(stream));
    let server = Server::start(&stub.url, "", SHORT);
    let told = server.ask(&question(true));
    assert_eq!((told.status, told.code().as_str(), stub.hits()), (status, code, asked), "{name}: {told:?}");
    assert!(!told.json()["error"]["message"].as_str().unwrap().is_empty(), "{name}");
    assert_eq!(told.head.contains("retry-after: 3600"), name == "429 for an hour");
    while server.ask(&question(true)).code() != "cap_calls" {
        assert!(stub.hits() <= 4, "{name}");
    }
    assert_eq!(stub.hits(), 4, "{name}: the cap is four calls, each attempt counted");
}

fn say(stream: &mut TcpStream, text: &str) {
    drop(stream.write_all(text.as_bytes()));
}

#[test]
fn a_stream_that_fails_midway_is_passed_as_far_as_it_came_and_never_asked_again() {
    let begun = "data: {\"choices\":[{\"delta\":{\"content\":\"go\"}}]}\n\n";
    let faults: [(&str, Act); 3] = [
        ("cut", |stream| {
            say(
                stream,
                &format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: {SSE}\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                    chunk()
                ),
            )
        }),
        ("hung", |stream| {
            say(
                stream,
                &format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: {SSE}\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                    chunk()
                ),
            );
            let _ = stream.read(&mut [0]);
        }),
        ("no chunk at all", |stream| {
            say(
                stream,
                &format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: {SSE}\r\nTransfer-Encoding: chunked\r\n\r\n{}what?",
                    chunk()
                ),
            )
        }),
    ];
    fn chunk() -> String {
        let begun = "data: {\"choices\":[{\"delta\":{\"content\":\"go\"}}]}\n\n";
        format!("{:x}\r\n{begun}\r\n", begun.len())
    }
    for (name, act) in faults {
        let stub = Stub::start(move |stream, _, _| act(stream));
        let server = Server::start(&stub.url, "", SHORT);
        let got = server.ask(&question(true));
        assert_eq!((got.status, got.is_whole, stub.hits()), (200, false, 1), "{name}: {got:?}");
        assert_eq!(String::from_utf8_lossy(&got.body), begun, "{name}");
        // Nobody knows what it cost: the whole reservation is charged.
        let (calls, spent) = server.standing();
        assert!(calls == 1 && spent > 100, "{name}: {spent}");
        while server.ask(&question(true)).code() != "cap_calls" {
            assert!(stub.hits() <= 4, "{name}");
        }
        assert_eq!((stub.hits(), server.standing().0), (4, 4), "{name}: the cap is four calls");
    }
}

#[test]
fn nonsense_in_an_answer_passes_unread_and_is_charged_in_full() {
    for (kind, body) in [(JSON, "{\"choices\": [tru"), (SSE, "data: {\"usage\": nonsense}\n\nevent\n\n")] {
        let stub = Stub::answering(sized("200 OK", kind, body));
        let server = Server::start(&stub.url, "", SHORT);
        assert_eq!(server.ask(&question(true)).body, body.as_bytes());
        assert!(server.standing().1 > 100);
    }
}

#[test]
fn an_upstream_that_is_not_there_costs_nothing() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", nobody.local_addr().unwrap());
    drop(nobody);
    let server = Server::start(&url, "", SHORT);
    for _ in 0..5 {
        assert_eq!(server.ask(&question(true)).code(), "upstream_refused");
    }
    assert_eq!(server.standing(), (0, 0));
}

#[test]
fn a_pause_that_is_asked_for_is_kept_and_the_next_answer_passed() {
    let stub = Stub::start(|stream, _, before| {
        let refusal = ["429 Too Many", "503 Soon"]
            .get(before)
            .map(|status| answer(status, JSON, "Retry-After: 0\r\n", ""));
        say(stream, &refusal.unwrap_or_else(|| answer("200 OK", SSE, "", EVENTS)));
    });
    let server = Server::start(&stub.url, "", "");
    assert_eq!(server.ask(&question(true)).body, EVENTS.as_bytes());
    assert_eq!((stub.hits(), server.standing()), (3, (3, 48)));
}

#[test]
fn a_redirect_is_not_followed() {
    let other = Stub::answering(sized("200 OK", JSON, "{}"));
    let location = format!("Location: {}\r\n", other.url);
    let stub = Stub::answering(answer("307 Temporary Redirect", JSON, &location, ""));
    let server = Server::start(&stub.url, "", "");
    assert_eq!(server.ask(&question(false)).code(), "upstream_redirect");
    assert_eq!((stub.hits(), other.hits()), (1, 0));
}

#[test]
fn whoever_leaves_takes_the_call_with_him() {
    let begun = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {}\n\n";
    for (name, first, stream) in
        [("mid-stream", begun, true), ("before the first byte", "", true), ("not streaming", "", false)]
    {
        let stub = Stub::start(move |stream, _, _| {
            say(stream, first);
            // Hangs until the caller goes.
            let _ = stream.read(&mut [0]);
        });
        let server = Server::start(&stub.url, "", "");
        let mut caller = server.ask_and_hold(&question(stream));
        if first.is_empty() {
            while stub.hits() == 0 {
                thread::yield_now();
            }
        } else {
            caller.read_exact(&mut [0; 12]).unwrap();
        }
        drop(caller);
        stub.wait_for_close();
        assert_eq!(stub.hits(), 1, "{name}");
        // What was begun is charged in full.
        while server.standing().1 == 0 {
            thread::yield_now();
        }
    }
}

#[test]
fn slow_and_long_callers_reach_nobody() {
    let stub = Stub::answering(sized("200 OK", JSON, "{}"));
    let server = Server::start(&stub.url, "[proxy]\nbody_seconds = 0.3\nbody_bytes = 2000", "");
    let head = "POST /proxy/up/v1/chat/completions HTTP/1.1\nHost: HOST\nContent-Type: application/json\n";
    let slow = server.send(&format!("{head}Content-Length: 100"), "{\"model\":");
    assert_eq!((slow.status, slow.code().as_str()), (408, "slow"));
    let mut no_head = server.connect();
    no_head.write_all(b"POST /proxy/up/v1/chat").unwrap();
    let mut rest = Vec::new();
    no_head.read_to_end(&mut rest).unwrap();
    assert!(!rest.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&rest));
    let long = "x".repeat(3000);
    assert_eq!(server.ask(&long).status, 413);
    let chunked = format!("{:x}\r\n{long}\r\n0\r\n\r\n", long.len());
    assert_eq!(server.send(&format!("{head}Transfer-Encoding: chunked"), &chunked).status, 413);
    assert_eq!((stub.hits(), server.standing()), (0, (0, 0)));
}

#[cfg(unix)]
#[test]
fn a_shutdown_waits_for_open_answers_until_its_deadline() {
    let stub = Stub::start(|stream, _, _| {
        say(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {}\n\n");
        let _ = stream.read(&mut [0]);
    });
    let server = Server::start(&stub.url, "[serve]\nshutdown_seconds = 0.3", "");
    let mut caller = server.ask_and_hold(&question(true));
    caller.read_exact(&mut [0; 12]).unwrap();
    let (status, ledger) = server.terminate();
    assert!(status.success());
    let last: serde_json::Value = serde_json::from_str(ledger.lines().last().unwrap()).unwrap();
    assert_eq!(last["calls"], 1, "the exact sum is written, not the promise: {ledger}");
    stub.wait_for_close();
}
