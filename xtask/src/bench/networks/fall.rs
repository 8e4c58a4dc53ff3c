//! The time of the page from an engine's failure until another engine scores and the page says so.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::browser::{Browser, Look};
use crate::test::e2e::{element, engine};

/// The longest time of a measurement before it is given up.
const LIMIT: Duration = Duration::from_secs(60);

/// One fault: what it is, and the milliseconds until the page says so and until all states are scored again.
pub(super) struct Fall {
    pub(super) what: &'static str,
    pub(super) said_ms: f64,
    pub(super) scored_ms: f64,
}

/// The faults: the name, the script that causes the fault in the worker, the word that triggers it.
const FAULTS: [(&str, &str, &str); 3] = [
    ("the device is lost", engine::LOSES_DEVICES, "now"),
    ("the device is lost in the middle of scoring", engine::LOSES_DEVICES, "soon"),
    ("the GPU no longer answers", engine::HANGS, "now"),
];

pub(super) fn measure(browser: &mut Browser, origin: &str) -> Result<Vec<Fall>> {
    FAULTS.iter().map(|fault| measure_one(browser, origin, fault).with_context(|| fault.0)).collect()
}

fn measure_one(
    browser: &mut Browser,
    origin: &str,
    &(what, fault, word): &(&'static str, &str, &str),
) -> Result<Fall> {
    let mut page = browser.page(&Look::WIDE)?;
    engine::spoil_worker(&mut page, fault)?;
    page.navigate(&format!("{origin}/#open=models"))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", LIMIT)?;
    engine::tried(&mut page)?;
    engine::choose(&mut page, "gpu")?;
    page.wait_for(&engine::says("engine", "WebGPU"), LIMIT)?;
    // All states once, so that their features are there.
    page.evaluate(&format!("{}.click()", element("score-table")))?;
    page.wait_for(&engine::says("table-scores", "states scored"), LIMIT)?;
    let (why, scored) = (engine::says("engine-why", "WebGPU"), engine::says("table-scores", "CPU, rten"));
    let times = page.evaluate(&format!(
        "new Promise(done => {{ const start = performance.now(), times = []; \
           for (const name of ['lose', 'hang']) new BroadcastChannel(name).postMessage('{word}'); \
           const choose = value => {{ const select = {select}; select.value = value; \
             select.dispatchEvent(new Event('change', {{ bubbles: true }})); }}; \
           if ('{word}' === 'soon' || {hangs}) {{ choose('cpu'); choose('gpu'); }} \
           const look = () => {{ const now = performance.now() - start; \
             if (!times[0] && {why} && !{chosen}) times[0] = now; \
             if (times[0] && {scored}) {{ times[1] = now; return done(times); }} \
             requestAnimationFrame(look); }}; requestAnimationFrame(look); }})",
        select = element("engine-choice"),
        hangs = fault == engine::HANGS,
        chosen = engine::says("engine-why", "you chose it"),
    ))?;
    let time = |place: usize| times[place].as_f64().context("nothing was timed");
    Ok(Fall { what, said_ms: time(0)?, scored_ms: time(1)? })
}
