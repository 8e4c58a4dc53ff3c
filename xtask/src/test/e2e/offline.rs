//! The network cut after the first load: the server is ended, and the page opens all the same.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look};
use crate::build::page::Server;
use crate::house;
use crate::test::e2e::{READY, reader, ready};

pub(super) const NAME: &str = "offline_after_the_first_load_the_page_opens_and_computes";

pub(super) fn run(browser: &mut Browser, askwell: &Path) -> Result<()> {
    let server = Server::start(askwell, &house::dist())?;
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("{}/#v=1&C=0.5", server.origin))?;
    ready(&mut page)?;
    let online = reader::snapshot(&mut page)?;
    page.wait_for("!!navigator.serviceWorker.controller", READY).context("no service worker took over")?;
    drop(server);
    let refused = page.evaluate("fetch('index.html?' + Math.random()).then(() => false, () => true)")?;
    ensure!(refused == true, "the network is not cut");
    page.evaluate("window.isOld = true, location.reload()")?;
    if let Err(error) =
        page.wait_for("!window.isOld && document.documentElement?.dataset.askwell === 'ready'", READY)
    {
        let stands = page.evaluate(
            "[window.isOld, location.href, document.documentElement?.dataset.askwell, document.body?.innerText.slice(0, 600)]",
        );
        return Err(error).with_context(|| format!("the page stands at {stands:?}"));
    }
    let offline = reader::snapshot(&mut page)?;
    ensure!(
        offline["digest"].is_string() && offline["digest"] == online["digest"],
        "{offline} is not {online}"
    );
    // What is loaded later was kept too.
    page.click("[data-testid='open-set-up']")?;
    page.wait_for(&format!("!!{}", reader::element("pin")), Duration::from_secs(10))
        .context("the drawer does not open without a network")
}
