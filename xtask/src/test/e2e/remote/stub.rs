//! An upstream that speaks the protocol, and does what the model it is asked for is called.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};

/// The models of the stub: `m` takes the last action that is offered, `sing` sings, the others fail.
pub(super) const MODELS: [&str; 8] = ["m", "sing", "hang", "busy", "key", "missing", "nonsense", "cut"];

/// Starts the server and returns its address; it ends with the process.
pub(super) fn start() -> io::Result<String> {
    stub::serve(|stream, request| {
        let asked = serde_json::from_str(stub::body(request)).unwrap_or_default();
        // A page that goes away needs no answer.
        let _ = answer(stream, &asked);
        false
    })
}

fn answer(stream: &mut TcpStream, asked: &Value) -> io::Result<()> {
    let event = |part: &str| json!({ "choices": [{ "delta": { "content": part }, "logprobs": { "content": [{ "logprob": -0.1 }] } }] });
    let bill =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
    let events =
        |parts: &[&str]| parts.iter().map(|part| format!("data: {}\n\n", event(part))).collect::<String>();
    let (status, kind, more, body) = match asked["model"].as_str().unwrap_or("m") {
        "hang" => {
            return stream.read(&mut [0]).map(drop);
        }
        // Longer than the proxy itself would wait.
        "busy" => ("429 Too Many Requests", "application/json", "Retry-After: 40\r\n", "{}".to_owned()),
        "key" => ("401 Unauthorized", "application/json", "", "{}".to_owned()),
        "missing" => ("404 Not Found", "application/json", "", "{}".to_owned()),
        "nonsense" => ("200 OK", "application/json", "", "{\"choices\": [tru".to_owned()),
        "cut" => ("200 OK", "text/event-stream", "", events(&["go to "])),
        "sing" => ("200 OK", "text/event-stream", "", events(&["la ", "la"]) + bill),
        _ => {
            let action = last_action(asked).unwrap_or_default();
            let (first, rest) = action.split_at(action.find(' ').unwrap_or(0));
            ("200 OK", "text/event-stream", "", events(&[first, rest]) + bill)
        }
    };
    stream.write_all(stub::answer(status, kind, more, &body).as_bytes())
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
