//! A language model in the episode: through the proxy, from the browser, against a stub that speaks the protocol.

mod faults;
mod stub;

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look, Page};
use crate::build::page::Server;
use crate::house;
use crate::test::count::Count;
use crate::test::e2e::{element, set};

const WAIT: Duration = Duration::from_secs(30);
/// The key that the page must never show, keep or write.
pub(crate) const KEY: &str = "sk-canary-e2e-5512";

/// Drives an opened page; gets its origin and the upstream's address.
type Drive = fn(&mut Page<'_>, &str, &str) -> Result<()>;

const CASES: [(&str, Drive); 6] = [
    ("remote_model_acts_streams_and_stops", acts),
    ("remote_episode_is_shared_by_a_link", link),
    ("remote_key_is_found_nowhere", key),
    ("remote_key_stays_with_its_address", address),
    ("remote_drawer_works_by_keyboard_alone_and_axe_finds_nothing", keyboard),
    ("remote_faults_are_told_apart_with_their_fixes", faults::drive),
];

/// Runs the cases whose names contain the filter, each with a server and a browser of its own.
pub(super) fn run(askwell: &Path, filter: Option<&str>) -> Count {
    let mut count = Count::default();
    for (name, drive) in CASES {
        if filter.is_none_or(|filter| name.contains(filter)) {
            count.add(name, run_case(askwell, drive));
        }
    }
    count
}

fn run_case(askwell: &Path, drive: Drive) -> Result<()> {
    let upstream = stub::start()?;
    let place = tempfile::tempdir()?;
    let config = place.path().join("askwell.toml");
    let text = format!(
        "[serve]\nconnect = [\"http://{upstream}\", \"http://127.0.0.1:9\", \"http://model.invalid\"]\n\
         [upstream.a-slow]\nurl = \"http://{upstream}/v1\"\nmodels = [\"hang\"]\nfirst_byte_seconds = 0.3\n\
         [upstream.up]\nurl = \"http://{upstream}/v1\"\nmodels = {:?}\nprices.m = {{ input = 1.0, output = 2.0 }}\n",
        stub::MODELS
    );
    fs::write(&config, text)?;
    let server = Server::start_with(askwell, &house::dist(), &["--config".as_ref(), config.as_os_str()])?;
    let mut browser = Browser::launch(false)?;
    let mut page = browser.page(&Look::WIDE)?;
    drive(&mut page, &server.origin, &upstream)
}

/// Opens the drawer and lists the proxy's models; the one that acts is chosen.
fn connect(page: &mut Page<'_>, origin: &str) -> Result<()> {
    page.navigate(&format!("{origin}/#open=remote"))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(60))?;
    set(page, "remote-key", KEY)?;
    click(page, "remote-connect")?;
    page.wait_for(&format!("{}.textContent === '9 models'", element("remote-connection")), WAIT)
        .context("the proxy's models are not listed")?;
    set(page, "remote-model", "1")
}

/// Lets the model do its part to the end; gives the number of steps.
fn let_it(page: &mut Page<'_>, part: &str) -> Result<u64> {
    click(page, part)?;
    let end = format!("!!{}?.dataset.outcome", element("remote-transcript"));
    page.wait_for(&end, WAIT).with_context(|| {
        format!(
            "no end; the page says {:?}",
            page.evaluate(&format!("{}?.textContent", element("remote-fault")))
        )
    })?;
    page.evaluate(&format!("{}.children.length", element("remote-transcript")))?.as_u64().context("no steps")
}

/// One episode, its money, one more within a cap; then one that is stopped.
fn acts(page: &mut Page<'_>, origin: &str, _upstream: &str) -> Result<()> {
    page.before_each_document(LISTEN)?;
    connect(page, origin)?;
    let steps = let_it(page, "remote-act")?;
    let calls = page.evaluate(&format!("{}.dataset.value", element("remote-spent")))?;
    ensure!(calls == steps.to_string().as_str(), "{steps} steps took {calls} calls");
    let spent = page.evaluate(&format!("{}.textContent", element("remote-spent")))?;
    // 9 tokens at one millionth and 2 at two.
    let dollars = format!("${:.6}", steps as f64 * 13.0 / 1e6);
    ensure!(spent.as_str().is_some_and(|spent| spent.contains(&dollars)), "no {dollars} in {spent}");
    let shown = page.evaluate(&format!("{}.textContent", element("remote-transcript")))?;
    // Two tokens of e^-.1 each.
    ensure!(shown.as_str().unwrap_or_default().contains("81.9"), "no certainty in {shown}");
    replays(page, steps)?;
    set(page, "remote-spend-max", "0.0003")?;
    click(page, "remote-act")?;
    page.wait_for(
        &format!("({}?.textContent ?? '').includes('would be spent')", element("remote-fault")),
        WAIT,
    )
    .context("the cap on money is not kept")?;
    ensure!(
        page.evaluate(&format!("{}.dataset.value", element("remote-spent")))? == calls,
        "a call was made"
    );
    set(page, "remote-spend-max", "")?;
    set(page, "remote-model", "2")?;
    click(page, "remote-again")?;
    let_it(page, "remote-act")?;
    let twice = page.evaluate(&format!("{}.dataset.value", element("remote-spent")))?;
    ensure!(
        twice == (steps + 2).to_string().as_str(),
        "an answer that is no action took {twice} calls in all"
    );
    set(page, "remote-model", "3")?;
    click(page, "remote-act")?;
    page.wait_for(&format!("!{}.disabled", element("remote-stop")), WAIT)?;
    page.press("Escape")?;
    page.wait_for(&format!("{}.disabled", element("remote-stop")), WAIT).context("Esc does not stop it")?;
    ensure!(page.seen().outside(origin).next().is_none(), "another host was asked");
    ensure!(page.seen().errors.is_empty(), "{:?}", page.seen().errors);
    Ok(())
}

/// The saved recording plays the same episode again, and no call is made.
fn replays(page: &mut Page<'_>, steps: u64) -> Result<()> {
    let shown = page.evaluate(&format!("{}.innerText", element("remote-transcript")))?;
    click(page, "remote-save")?;
    page.wait_for("heard.some(text => text.includes('\"answer\"'))", WAIT).context("nothing was saved")?;
    let saved = page.evaluate("heard.find(text => text.includes('\"answer\"'))")?;
    let place = tempfile::tempdir()?;
    let file = place.path().join("recording.jsonl");
    fs::write(&file, saved.as_str().context("no text")?)?;
    page.give_file("[data-testid=\"remote-replay\"]", &file)?;
    page.wait_for(&format!("!!{}", element("remote-replaying")), WAIT).context("it is not replayed")?;
    let again = let_it(page, "remote-act")?;
    let replayed = page.evaluate(&format!("{}.innerText", element("remote-transcript")))?;
    ensure!(again == steps && replayed == shown, "{replayed} is not {shown}");
    let calls = page.evaluate(&format!("{}.dataset.value", element("remote-spent")))?;
    ensure!(calls == steps.to_string().as_str(), "a replay made calls: {calls}");
    click(page, "remote-replay-end")
}

/// The link of an episode shows it again to whoever opens it, and sends nothing.
fn link(page: &mut Page<'_>, origin: &str, _upstream: &str) -> Result<()> {
    connect(page, origin)?;
    let_it(page, "remote-help")?;
    let shown = page.evaluate(&format!("{}.innerText", element("remote-transcript")))?;
    let link = page.evaluate(&format!("{}?.dataset.value", element("remote-link")))?;
    let link = link.as_str().context("there is no link")?.to_owned();
    ensure!(link.len() < 2_000 && !link.contains(&KEY[..12]), "{link}");
    page.navigate("about:blank")?;
    page.navigate(&link)?;
    page.wait_for(&format!("!!{}?.dataset.outcome", element("remote-transcript")), Duration::from_secs(60))?;
    let replayed = page.evaluate(&format!("{}.innerText", element("remote-transcript")))?;
    ensure!(replayed == shown, "{replayed} is not {shown}");
    let calls = page.evaluate(&format!("{}.dataset.value", element("remote-spent")))?;
    ensure!(calls == "0", "a link made {calls} calls");
    ensure!(page.evaluate("location.href")? == link.as_str(), "the address lost the recording");
    Ok(())
}

/// Connects, sets the caps, asks again where needed, acts and stops without a mouse.
fn keyboard(page: &mut Page<'_>, origin: &str, _upstream: &str) -> Result<()> {
    page.navigate(&format!("{origin}/#open=remote"))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(60))?;
    crate::test::e2e::focus(page, "remote-base")?;
    tab_to(page, "remote-key")?;
    page.type_text("token")?;
    tab_to(page, "remote-connect")?;
    page.press("Enter")?;
    page.wait_for(&format!("{}.textContent === '9 models'", element("remote-connection")), WAIT)?;
    tab_to(page, "remote-model")?;
    // The second of the list acts, and says what it costs.
    page.press("ArrowDown")?;
    tab_to(page, "remote-spend-max")?;
    page.type_text("5")?;
    tab_to(page, "remote-act")?;
    crate::test::e2e::access::axe(page)?;
    page.press("Enter")?;
    page.wait_for(&format!("!!{}?.dataset.outcome", element("remote-transcript")), WAIT).context("no end")?;
    let spent = page.evaluate(&format!("{}.textContent", element("remote-spent")))?;
    ensure!(spent.as_str().is_some_and(|spent| spent.contains("of $5")), "{spent}");
    crate::test::e2e::access::axe(page)
}

/// Presses Tab until the element has the focus.
fn tab_to(page: &mut Page<'_>, id: &str) -> Result<()> {
    for _ in 0..12 {
        page.press("Tab")?;
        if page.evaluate(&format!("document.activeElement === {}", element(id)))? == true {
            return Ok(());
        }
    }
    anyhow::bail!("{id} is not reached by Tab")
}

/// The key is looked for in everything that can leave the page.
fn key(page: &mut Page<'_>, origin: &str, _upstream: &str) -> Result<()> {
    page.before_each_document(LISTEN)?;
    connect(page, origin)?;
    let_it(page, "remote-act")?;
    found_nowhere(page)
}

/// A change of the address drops the key: the field is empty, the page says that no key is held, and no key is sent.
fn address(page: &mut Page<'_>, origin: &str, upstream: &str) -> Result<()> {
    connect(page, origin)?;
    let held = format!("{}.textContent.startsWith('A key is held for proxy')", element("remote-key-held"));
    ensure!(page.evaluate(&held)? == true, "the page does not say that it holds a key");
    for _ in 0..2 {
        click(page, "open-remote")?;
    }
    page.wait_for(&held, WAIT).context("the drawer forgot that a key is held")?;
    set(page, "remote-base", &format!("http://{upstream}/v1"))?;
    let gone = format!("{}.textContent === 'No key is held.'", element("remote-key-held"));
    page.wait_for(&gone, WAIT).context("the key is still held")?;
    ensure!(page.evaluate(&format!("{}.value", element("remote-key")))? == "", "the field still shows a key");
    page.evaluate(
        "window.sent = []; const plain = window.fetch; \
         window.fetch = (url, options) => { sent.push(JSON.stringify([...new Headers(options?.headers)])); return plain(url, options); }",
    )?;
    click(page, "remote-connect")?;
    page.wait_for("sent.length > 0", WAIT).context("nothing was asked")?;
    ensure!(page.evaluate("sent[0].toLowerCase().includes('authorization')")? == false, "the key went along");
    Ok(())
}

/// Hears what is copied, saved and logged.
pub(crate) const LISTEN: &str = "window.heard = []; \
     const hear = (object, name) => { const old = object[name].bind(object); \
       object[name] = (...all) => { for (const it of all) { if (it instanceof Blob) it.text().then(text => heard.push(text)); \
         else heard.push(typeof it === 'string' ? it : String(it)); } return old(...all); }; }; \
     hear(URL, 'createObjectURL'); for (const name of ['log', 'warn', 'error', 'info', 'debug']) hear(console, name); \
     navigator.clipboard.writeText = async text => { heard.push(text); };";

/// Saves and copies the recording and a figure, crashes the page, and looks for the key all over.
pub(crate) fn found_nowhere(page: &mut Page<'_>) -> Result<()> {
    for id in ["remote-save", "remote-record"] {
        click(page, id)?;
    }
    let recorded = "heard.filter(text => text.includes('\"askwell\"') && text.includes('\"answer\"')).length";
    page.wait_for(&format!("{recorded} === 2"), WAIT).context("the recording is neither saved nor copied")?;
    look_for_it(page, "the page")?;
    // What nobody foresees: something else takes the page's own nodes away.
    page.evaluate("document.getElementById('app').replaceChildren()")?;
    for key in ["t", "?"] {
        page.evaluate(&format!("window.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}' }}))"))?;
    }
    page.wait_for("document.documentElement.dataset.askwell === 'failed'", WAIT)
        .context("it did not crash")?;
    let report = page.evaluate("document.getElementById('crash').innerText")?;
    ensure!(report.as_str().is_some_and(|report| report.contains("panicked")), "no report but {report}");
    look_for_it(page, "the crash report")
}

fn look_for_it(page: &mut Page<'_>, place: &str) -> Result<()> {
    let everywhere = "(async () => { const stored = []; \
        for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) stored.push(request.url); \
        for (const { name } of await indexedDB.databases()) stored.push(name); \
        return [document.documentElement.outerHTML, location.href, JSON.stringify(window.askwell?.snapshot?.() ?? null), \
          JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie, JSON.stringify(history.state), \
          JSON.stringify(heard), JSON.stringify(stored)].join('\\n'); })()";
    let text = page.evaluate(everywhere)?;
    let text = text.as_str().context("no text")?;
    ensure!(text.len() > 1000 && !text.contains(&KEY[..12]), "the key is in {place}");
    let said = page.seen().errors.concat() + &page.seen().requests.concat();
    ensure!(!said.contains(&KEY[..12]), "the key is in an address or an error");
    Ok(())
}

pub(crate) fn click(page: &mut Page<'_>, id: &str) -> Result<()> {
    page.evaluate(&format!("{}.click()", element(id)))?;
    page.settle()
}
