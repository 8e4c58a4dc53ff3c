//! A language model in the episode: through the proxy, from the browser, against a stub that speaks the protocol.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use super::element;
use crate::{
    browser::{Browser, Look, Page},
    house,
    page::Server,
};

const WAIT: Duration = Duration::from_secs(30);
/// What the page must never show, keep or write.
const KEY: &str = "sk-canary-e2e-5512";

/// One episode with a model, recorded; then one that is stopped; the key is looked for everywhere.
pub(super) fn acts_streams_and_stops(askwell: &Path) -> Result<()> {
    let upstream = stub()?;
    let config = std::env::temp_dir().join(format!("askwell-e2e-{}.toml", std::process::id()));
    let ledger = config.with_extension("ledger");
    let upstreams: String = [("quick", "m"), ("silent", "hang")]
        .map(|(name, model)| {
            format!("[upstream.{name}]\nurl = \"http://{upstream}/v1\"\nmodels = [\"{model}\"]\n")
        })
        .concat();
    fs::write(&config, format!("[proxy]\nledger = \"{}\"\n{upstreams}", ledger.display()))?;
    let server = Server::start_with(askwell, &house::dist(), &["--config".as_ref(), config.as_os_str()])?;
    let mut browser = Browser::launch(false)?;
    let mut page = browser.page(&Look::WIDE)?;
    let outcome = drive(&mut page, &server.origin);
    let _ = (fs::remove_file(config), fs::remove_file(ledger));
    outcome
}

fn drive(page: &mut Page<'_>, origin: &str) -> Result<()> {
    page.navigate(&format!("{origin}/#open=remote"))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(60))?;
    set(page, "remote-key", KEY)?;
    click(page, "remote-connect")?;
    page.wait_for(&format!("{}.textContent === '2 models'", element("remote-connection")), WAIT)
        .context("the proxy's models are not listed")?;
    click(page, "remote-act")?;
    page.wait_for(&format!("!!{}?.dataset.outcome", element("remote-transcript")), WAIT).with_context(
        || {
            format!(
                "no end; the page says {:?}",
                page.evaluate(&format!("{}?.textContent", element("remote-fault")))
            )
        },
    )?;
    let steps = page.evaluate(&format!("{}.children.length", element("remote-transcript")))?;
    let calls = page.evaluate(&format!("{}.dataset.value", element("remote-spent")))?;
    ensure!(calls == steps.to_string().as_str(), "{steps} steps took {calls} calls");
    let shown = page.evaluate(&format!("{}.textContent", element("remote-transcript")))?;
    ensure!(shown.as_str().unwrap_or_default().contains("its own certainty"), "no certainty in {shown}");
    set(page, "remote-model", "1")?;
    click(page, "remote-act")?;
    page.wait_for(&format!("!{}.disabled", element("remote-stop")), WAIT)?;
    page.press("Escape")?;
    page.wait_for(&format!("{}.disabled", element("remote-stop")), WAIT).context("Esc does not stop it")?;
    let everywhere = "document.documentElement.outerHTML + location.href + JSON.stringify(window.askwell.snapshot()) + \
                      JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})";
    let everywhere = page.evaluate(everywhere)?;
    ensure!(!everywhere.as_str().context("no text")?.contains(KEY), "the key is on the page");
    ensure!(page.seen().outside(origin).next().is_none(), "another host was asked");
    Ok(())
}

fn click(page: &mut Page<'_>, id: &str) -> Result<()> {
    page.evaluate(&format!("{}.click()", element(id)))?;
    page.settle()
}

/// Sets a field as its reader does, and lets it say so.
fn set(page: &mut Page<'_>, id: &str, value: &str) -> Result<()> {
    let field = element(id);
    page.evaluate(&format!(
        "({field}.value = '{value}', {field}.dispatchEvent(new Event('change', {{bubbles: true}})), 0)"
    ))?;
    page.settle()
}

/// Streams the last action that is offered; asked for `hang`, it says nothing.
fn stub() -> Result<String> {
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
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    let body = loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break body.to_owned();
            }
        }
        let n = stream.read(&mut piece).ok().filter(|&n| n > 0)?;
        bytes.extend_from_slice(&piece[..n]);
    };
    let asked: serde_json::Value = serde_json::from_str(&body).ok()?;
    if asked["model"] == "hang" {
        let _ = stream.read(&mut piece);
        return None;
    }
    let state = asked["messages"].as_array()?.last()?["content"].as_str()?;
    let action = state.trim_end().rsplit("\n- ").next()?;
    let (first, rest) = action.split_at(action.find(' ').unwrap_or(0));
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n").ok()?;
    for part in [first, rest] {
        let event = serde_json::json!({ "choices": [{ "delta": { "content": part },
            "logprobs": { "content": [{ "logprob": -0.1 }] } }] });
        write!(stream, "data: {event}\n\n").ok()?;
    }
    write!(stream, "data: {{\"choices\":[],\"usage\":{{\"prompt_tokens\":9,\"completion_tokens\":2}}}}\n\ndata: [DONE]\n\n").ok()
}
