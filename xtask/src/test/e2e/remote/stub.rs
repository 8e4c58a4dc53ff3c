//! An upstream that speaks the protocol, and does what the model it is asked for is called.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use anyhow::Result;
use serde_json::{Value, json};

/// Its models: `m` takes the last action that is offered, `sing` sings, the others fail.
pub(super) const MODELS: [&str; 8] = ["m", "sing", "hang", "busy", "key", "missing", "nonsense", "cut"];

/// Starts the server and returns its address; it ends with the process.
pub(super) fn start() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || answer(stream));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream) -> Option<()> {
    let body = read(&mut stream)?;
    let asked: Value = serde_json::from_str(&body).unwrap_or_default();
    let event = |part: &str| json!({ "choices": [{ "delta": { "content": part }, "logprobs": { "content": [{ "logprob": -0.1 }] } }] });
    let bill =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
    let events =
        |parts: &[&str]| parts.iter().map(|part| format!("data: {}\n\n", event(part))).collect::<String>();
    let (status, kind, more, body) = match asked["model"].as_str().unwrap_or("m") {
        "hang" => {
            let _ = stream.read(&mut [0]);
            return None;
        }
        // Longer than the proxy itself would wait.
        "busy" => ("429 Too Many Requests", "application/json", "Retry-After: 40\r\n", "{}".to_owned()),
        "key" => ("401 Unauthorized", "application/json", "", "{}".to_owned()),
        "missing" => ("404 Not Found", "application/json", "", "{}".to_owned()),
        "nonsense" => ("200 OK", "application/json", "", "{\"choices\": [tru".to_owned()),
        "cut" => ("200 OK", "text/event-stream", "", events(&["go to "])),
        "sing" => ("200 OK", "text/event-stream", "", events(&["la ", "la"]) + bill),
        _ => {
            let action = last_action(&asked).unwrap_or_default();
            let (first, rest) = action.split_at(action.find(' ').unwrap_or(0));
            ("200 OK", "text/event-stream", "", events(&[first, rest]) + bill)
        }
    };
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Connection: close\r\n\r\n{body}").ok()
}

/// The last action on offer in the last state that was told.
fn last_action(asked: &Value) -> Option<String> {
    let messages = asked["messages"].as_array()?;
    let state = messages
        .iter()
        .rev()
        .find_map(|message| message["content"].as_str().filter(|text| text.contains("\n- ")))?;
    state.trim_end().rsplit("\n- ").next().map(str::to_owned)
}

fn read(stream: &mut TcpStream) -> Option<String> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(body.to_owned());
            }
        }
        let n = stream.read(&mut piece).ok().filter(|&n| n > 0)?;
        bytes.extend_from_slice(&piece[..n]);
    }
}
