//! Every way in which nothing comes, each told apart on the page with its own fix.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::Page;
use crate::test::e2e::remote::stub::MODELS;
use crate::test::e2e::remote::{WAIT, click, connect, element, set};

/// A model that fails through the proxy: its name, what the page says, and what to do.
const PROXIED: [(&str, &str, &str); 5] = [
    ("key", "the key is not accepted", "key_env or key_file in askwell.toml"),
    ("missing", "does not know this model", "Choose a model of the list"),
    ("nonsense", "not what a language model answers", "ends in /v1"),
    ("cut", "cut in the middle", "may have been charged"),
    ("slow", "no answer came in time", "try again"),
];

pub(super) fn drive(page: &mut Page<'_>, origin: &str, upstream: &str) -> Result<()> {
    connect(page, origin)?;
    for (model, what, fix) in PROXIED {
        choose(page, model)?;
        click(page, "remote-act")?;
        says(page, what, fix).with_context(|| model)?;
    }
    waits(page)?;
    direct(page, origin, upstream)
}

/// A pause that is asked for is counted down, and can be ended.
fn waits(page: &mut Page<'_>) -> Result<()> {
    choose(page, "busy")?;
    click(page, "remote-act")?;
    let seconds = format!("Number({}?.dataset.value ?? NaN)", element("remote-wait"));
    page.wait_for(&format!("{seconds} <= 40"), WAIT).context("no countdown")?;
    page.wait_for(&format!("{seconds} <= 38"), WAIT).context("the countdown stands still")?;
    let said = page.evaluate(&format!("{}.textContent", element("remote-wait")))?;
    ensure!(said.as_str().is_some_and(|said| said.contains("asks for a pause: asking again in")), "{said}");
    page.press("Escape")?;
    page.wait_for(&format!("!{}", element("remote-wait")), WAIT).context("Esc does not end the pause")
}

/// The faults at an address of the reader's own: a browser tells them apart only with some effort.
fn direct(page: &mut Page<'_>, origin: &str, upstream: &str) -> Result<()> {
    let closed = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let cases = [
        (
            format!("http://{upstream}/v1"),
            "does not let this page ask it (CORS)",
            format!("allow the origin {origin}"),
        ),
        // Allowed by the page's server, and nobody there.
        ("http://127.0.0.1:9/v1".to_owned(), "nothing answers", "Start the server".to_owned()),
        (
            format!("http://{closed}/v1"),
            "may not contact this address",
            format!("connect = [\"http://{closed}\"]"),
        ),
    ];
    for (base, what, fix) in cases {
        try_at(page, &base, what, &fix)?;
    }
    page.set_offline(true)?;
    try_at(page, "http://model.invalid/v1", "this machine is offline", "Connect to the network")?;
    page.set_offline(false)?;
    // Which of its names a browser knows depends on its version.
    let names = ["local-network-access", "loopback-network", "local-network"];
    ensure!(
        names.iter().filter(|name| page.deny(name, origin).is_ok()).count() > 0,
        "this Chromium has no permission for the local network"
    );
    try_at(
        page,
        "http://127.0.0.1:9/v1",
        "did not allow this page to reach the local network",
        "Local network access",
    )
}

fn try_at(page: &mut Page<'_>, base: &str, what: &str, fix: &str) -> Result<()> {
    set(page, "remote-base", base)?;
    click(page, "remote-connect")?;
    says(page, what, fix).with_context(|| base.to_owned())
}

fn says(page: &mut Page<'_>, what: &str, fix: &str) -> Result<()> {
    let text = format!("({}?.textContent ?? '')", element("remote-fault"));
    let quoted = serde_json::Value::from(what);
    page.wait_for(&format!("{text}.includes({quoted})"), Duration::from_secs(20))
        .with_context(|| format!("the page says {:?}", page.evaluate(&text)))?;
    let said = page.evaluate(&text)?;
    ensure!(said.as_str().is_some_and(|said| said.contains(fix)), "no “{fix}” in {said}");
    Ok(())
}

fn choose(page: &mut Page<'_>, model: &str) -> Result<()> {
    // The upstream of a short patience is listed first of all: names are in order.
    let place = if model == "slow" {
        0
    } else {
        1 + MODELS.iter().position(|it| *it == model).context("no model")?
    };
    set(page, "remote-model", &place.to_string())
}
