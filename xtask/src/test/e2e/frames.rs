//! The figure in another page: of another origin, twice in one, sandboxed, below a path.
//!
//! The page around is a document of a second port on this machine, which serves nothing else.

use std::{io::Write, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look, Page};
use crate::test::e2e::{READY, behaves_in};

/// A page with figures in it, and what must hold.
pub(super) struct Framing {
    pub(super) name: &'static str,
    /// The body of the page around; `HOME` stands for the app's address.
    body: &'static str,
    check: fn(&mut Page<'_>) -> Result<()>,
}

/// The script of every framing page: it records each message and the frame that sent it.
const HEARS: &str = "<script>window.heard = []; addEventListener('message', e => heard.push({ ...e.data, origin: e.origin, \
    from: [...document.querySelectorAll('iframe')].findIndex(f => f.contentWindow === e.source) }));</script>";

pub(super) const CASES: &[Framing] = &[
    Framing {
        name: "a_frame_on_another_origin_tells_and_is_set",
        body: "<iframe src='HOME/#v=1&C=0.8&embed=curve' width=800 height=600></iframe>",
        check: tells_and_is_set,
    },
    Framing {
        name: "two_figures_in_one_post_share_nothing",
        body: "<iframe src='HOME/#v=1&C=0.5&embed=curve' width=700 height=560></iframe>\
               <iframe src='HOME/#v=1&C=1.5&embed=policy' width=700 height=560></iframe>",
        check: two,
    },
    Framing {
        name: "a_sandboxed_frame_without_storage_works",
        body: "<iframe sandbox='allow-scripts' src='HOME/#v=1&embed=curve' width=800 height=600></iframe>",
        check: sandboxed,
    },
    Framing {
        name: "the_example_post_shows_its_two_figures",
        body: include_str!("../../../../docs/post/post.html"),
        check: post,
    },
    Framing {
        name: "the_web_component_builds_near_and_grows_with_its_figure",
        body: "<script type=module src='HOME/askwell-figure.js'></script>\
               <askwell-figure link='C=0.5' views='curve+policy' height=100></askwell-figure><div style='height:6000px'></div>\
               <askwell-figure link='C=1.5' views='why'></askwell-figure>",
        check: component,
    },
    Framing {
        name: "a_component_keeps_what_is_set_early_and_leaves_the_history_alone",
        body: "<script type=module src='HOME/askwell-figure.js'></script><section><askwell-figure link='C=0.5'></askwell-figure></section>\
               <script>window.told = []; document.querySelector('section').addEventListener('state', e => told.push(e.detail.state.budget));\
               customElements.whenDefined('askwell-figure').then(() => document.querySelector('askwell-figure').set({ C: 0.9 }));</script>",
        check: early,
    },
    Framing {
        name: "a_component_loads_as_a_plain_script_and_from_two_addresses",
        body: "<script src='HOME/askwell-figure.js'></script><script type=module src='HOME/askwell-figure.js?again'></script>\
               <askwell-figure link='C=0.5'></askwell-figure>",
        check: plain,
    },
    Framing {
        name: "a_new_seed_is_told_with_its_own_numbers",
        body: "<iframe src='HOME/#v=1&C=0.8&tasks=60&embed=curve' width=800 height=600></iframe>",
        check: seed,
    },
];

pub(super) fn run_case(browser: &mut Browser, origin: &str, case: &Framing) -> Result<()> {
    let icon = "<link rel=icon href='data:,'>";
    let document = format!(
        "<!doctype html><title>A post</title>{icon}{HEARS}{}",
        case.body.replace("HOME", origin).replace("http://127.0.0.1:8080", origin)
    );
    let document = stub::sized("200 OK", "text/html; charset=utf-8", &document);
    // A browser opens connections ahead, and needs no answer where it goes away.
    let around = stub::serve(move |stream, _| {
        let _ = stream.write_all(document.as_bytes());
        false
    })?;
    let around = format!("http://{around}");
    let mut page = browser.page(&Look { height: 1000, ..Look::WIDE })?;
    page.navigate(&format!("{around}/"))?;
    (case.check)(&mut page)?;
    behaves_in(&mut page, &[origin, &around])
}

/// Waits for a message of a kind from a frame of which the condition holds.
fn hear(page: &mut Page<'_>, frame: usize, kind: &str, condition: &str) -> Result<serde_json::Value> {
    let found = format!("heard.find(m => m.from === {frame} && m.type === '{kind}' && ({condition}))");
    page.wait_for(&format!("!!{found}"), READY).with_context(|| format!("no {kind} from frame {frame}"))?;
    page.evaluate(&found)
}

fn set(page: &mut Page<'_>, frame: usize, set: &str) -> Result<()> {
    let post = format!("document.querySelectorAll('iframe')[{frame}].contentWindow.postMessage({set}, '*')");
    page.evaluate(&post).map(drop)
}

fn tells_and_is_set(page: &mut Page<'_>) -> Result<()> {
    hear(page, 0, "ready", "true")?;
    let height = hear(page, 0, "height", "m.height > 200")?;
    ensure!(height["height"].as_f64().is_some_and(|height| height < 900.0), "{height}");
    let first = hear(page, 0, "state", "true")?;
    ensure!(first["state"]["budget"] == 0.8 && first["state"]["link"] == "v=1&C=0.8&embed=curve", "{first}");
    set(page, 0, "{ askwell: 1, type: 'set', set: { C: 0.4 } }")?;
    let second = hear(page, 0, "state", "m.state.budget === 0.4")?;
    ensure!(
        second["state"]["usage_undiscounted"].as_f64().is_some_and(|calls| calls <= 0.4 + 1e-9),
        "{second}"
    );
    set(page, 0, "{ askwell: 1, type: 'set', set: { C: 'much' } }")?;
    let refused = hear(page, 0, "refused", "true")?;
    ensure!(
        refused["why"].as_str().is_some_and(|why| why.starts_with("C=much: expected a number")),
        "{refused}"
    );
    // What is no message of ours is not answered, and changes nothing.
    set(page, 0, "{ type: 'set', set: { C: 2 } }")?;
    set(page, 0, "'C=2'")?;
    set(page, 0, "{ askwell: 1, type: 'set', set: { C: 0.6 } }")?;
    hear(page, 0, "state", "m.state.budget === 0.6")?;
    ensure!(
        page.evaluate("heard.every(m => m.type !== 'state' || m.state.budget !== 2)")? == true,
        "it was set to 2"
    );
    Ok(())
}

fn two(page: &mut Page<'_>) -> Result<()> {
    for (frame, budget) in [(0, 0.5), (1, 1.5)] {
        hear(page, frame, "state", &format!("m.state.budget === {budget}"))?;
    }
    set(page, 0, "{ askwell: 1, type: 'set', set: { C: 0.9 } }")?;
    hear(page, 0, "state", "m.state.budget === 0.9")?;
    let other = page.evaluate("heard.filter(m => m.from === 1 && m.type === 'state').length")?;
    ensure!(other == 1, "setting the first figure moved the second");
    Ok(())
}

fn sandboxed(page: &mut Page<'_>) -> Result<()> {
    let ready = hear(page, 0, "ready", "true")?;
    ensure!(ready["origin"] == "null", "the frame is not sandboxed: {ready}");
    set(page, 0, "{ askwell: 1, type: 'set', set: { C: 0.4 } }")?;
    hear(page, 0, "state", "m.state.budget === 0.4").map(drop)
}

fn post(page: &mut Page<'_>) -> Result<()> {
    // The frames in the order of the document: the component's first.
    page.wait_for("document.querySelectorAll('iframe').length === 2", READY)?;
    page.evaluate("document.querySelectorAll('iframe')[1].scrollIntoView()")?;
    hear(page, 0, "state", "m.state.budget === 0.8")?;
    hear(page, 1, "state", "m.state.budget === 1.5").map(drop)
}

fn component(page: &mut Page<'_>) -> Result<()> {
    hear(page, 0, "height", "m.height > 200")?;
    let frames = "document.querySelectorAll('iframe').length";
    ensure!(page.evaluate(frames)? == 1, "the figure far below is built already");
    let grown = "document.querySelector('iframe').clientHeight > 200";
    page.wait_for(grown, Duration::from_secs(5)).context("the frame keeps its height")?;
    page.evaluate("document.querySelector('askwell-figure').set({ C: 0.7 })")?;
    hear(page, 0, "state", "m.state.budget === 0.7")?;
    page.evaluate("document.querySelectorAll('askwell-figure')[1].scrollIntoView()")?;
    hear(page, 1, "state", "m.state.budget === 1.5").map(drop)
}

const COMPONENT: &str = "document.querySelector('askwell-figure')";

fn early(page: &mut Page<'_>) -> Result<()> {
    hear(page, 0, "state", "m.state.budget === 0.9").context("what was set early is lost")?;
    page.wait_for("told.includes(0.9)", READY).context("the event does not bubble")?;
    let kept = format!("{COMPONENT}.ready.then(() => {COMPONENT}.state.budget)");
    ensure!(page.evaluate(&kept)? == 0.9, "the component does not keep its state");
    let steps = page.evaluate("history.length")?;
    for budget in ["0.3", "0.6", "0.7"] {
        page.evaluate(&format!("{COMPONENT}.setAttribute('link', 'C={budget}')"))?;
        hear(page, 0, "state", &format!("m.state.budget === {budget}"))?;
    }
    ensure!(page.evaluate("history.length")? == steps, "each link is a step of the history");
    page.evaluate(&format!("{COMPONENT}.set('C=1.1&rule=paper')"))?;
    hear(page, 0, "state", "m.state.budget === 1.1 && m.state.rule === 'paper'")?;
    page.evaluate(&format!("{COMPONENT}.set(7)"))?;
    hear(page, 0, "refused", "m.why.startsWith('set: expected')").map(drop)
}

fn plain(page: &mut Page<'_>) -> Result<()> {
    hear(page, 0, "state", "m.state.budget === 0.5").map(drop)
}

/// No message names the new seed over the old numbers, and the new ones are told when they are there.
fn seed(page: &mut Page<'_>) -> Result<()> {
    let first = hear(page, 0, "state", "m.state.seed === 1")?;
    set(page, 0, "{ askwell: 1, type: 'set', set: { seed: 2 } }")?;
    let second = hear(page, 0, "state", "m.state.seed === 2")?;
    ensure!(
        second["state"]["digest"] != first["state"]["digest"]
            && second["state"]["price"] != first["state"]["price"],
        "seed 2 over the numbers of seed 1: {second}"
    );
    // What changes nothing is answered, too.
    let told = page.evaluate("heard.filter(m => m.type === 'state').length")?;
    set(page, 0, "{ askwell: 1, type: 'set', set: { seed: 2 } }")?;
    page.wait_for(&format!("heard.filter(m => m.type === 'state').length > {told}"), READY)
        .context("a setting that changes nothing is not answered")?;
    set(page, 0, "{ askwell: 1, type: 'set', set: { rule: 'paper', count: 'cap' } }")?;
    hear(page, 0, "refused", "m.why.startsWith('count=cap')").map(drop)
}
