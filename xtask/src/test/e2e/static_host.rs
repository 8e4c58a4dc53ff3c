//! The folder on a plain static host, below a path, with what `_headers` asks for: nothing of `askwell serve` is needed.

use std::{fs, io::Write, net::TcpStream, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look};
use crate::house;
use crate::test::e2e::{behaves, reader, ready};

pub(super) const NAME: &str = "below_a_path_of_a_static_host_the_page_works_under_its_own_policy";

const PATH: &str = "/some/where/";

pub(super) fn run(browser: &mut Browser) -> Result<()> {
    let headers = fs::read_to_string(house::dist().join("_headers")).context("dist has no _headers")?;
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "));
    let policy = policy.context("_headers has no policy")?.to_owned();
    // A browser that goes away needs no answer.
    let address = stub::serve(move |stream, request| {
        let _ = answer(stream, request, &policy);
        false
    })?;
    let origin = format!("http://{address}");
    let mut page = browser.page(&Look { reduced_motion: true, ..Look::WIDE })?;
    page.navigate(&format!("{origin}{PATH}#v=1&C=0.5"))?;
    ready(&mut page)?;
    ensure!(reader::budget(&mut page)? == 0.5, "the link is not read");
    // A part that comes later, and a frame of the page in itself.
    page.click("[data-testid='share']")?;
    page.wait_for(&format!("!!{}", reader::element("preview-640")), Duration::from_secs(10))?;
    page.click("[data-testid='preview-640']")?;
    let inside = format!(
        "{}?.contentDocument?.documentElement?.dataset.askwell === 'ready'",
        reader::element("preview")
    );
    page.wait_for(&inside, Duration::from_secs(60)).context("the preview does not get ready")?;
    behaves(&mut page, &origin)?;
    let strays = page.seen().requests.iter().filter(|url| url.starts_with(&origin));
    let stray = strays.into_iter().find(|url| !url.starts_with(&format!("{origin}{PATH}")));
    ensure!(stray.is_none(), "asked for outside the path: {stray:?}");
    Ok(())
}

/// Sends a file of dist that is asked for below the path.
fn answer(stream: &mut TcpStream, request: &str, policy: &str) -> Option<()> {
    let path = request.split_whitespace().nth(1)?.split('?').next()?;
    let name = path.strip_prefix(PATH).map(|name| if name.is_empty() { "index.html" } else { name });
    let file =
        name.filter(|name| !name.contains("..")).and_then(|name| fs::read(house::dist().join(name)).ok());
    let (status, body) = file.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
    let kind = match name.and_then(|name| name.rsplit('.').next()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncontent-security-policy: {policy}\r\n\
         x-content-type-options: nosniff\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n",
        body.len()
    )
    .ok()?;
    stream.write_all(&body).ok()
}
