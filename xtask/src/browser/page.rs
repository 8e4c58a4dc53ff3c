//! One page: go somewhere, ask it, press its keys, photograph it.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Look, Seen, connection::Connection, keys, seen};

/// The longest time of a page before its load event.
const LOAD: Duration = Duration::from_secs(60);

/// A page of its own browser context; both are closed when dropped.
pub(crate) struct Page<'a> {
    connection: &'a mut Connection,
    context: String,
    session: String,
}

impl<'a> Page<'a> {
    pub(super) fn open(connection: &'a mut Connection, context: String, look: &Look) -> Result<Self> {
        let blank = json!({ "url": "about:blank", "browserContextId": context });
        let target = connection.call(None, "Target.createTarget", blank)?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = connection.call(None, "Target.attachToTarget", attach)?;
        let session = attached["sessionId"].as_str().context("no session for the page")?.to_owned();
        let mut page = Self { connection, context, session };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}))?;
        }
        page.call("Target.setAutoAttach", super::attach_to_parts())?;
        page.look(look)?;
        Ok(page)
    }

    /// Changes size, scheme, motion or scripts.
    pub(crate) fn look(&mut self, look: &Look) -> Result<()> {
        look.calls().into_iter().try_for_each(|(method, params)| self.call(method, params).map(drop))
    }

    /// Goes to an address and waits for its load event.
    pub(crate) fn navigate(&mut self, url: &str) -> Result<()> {
        let loads = self.connection.seen.loads;
        let answer = self.call("Page.navigate", json!({ "url": url }))?;
        if let Some(error) = answer["errorText"].as_str() {
            bail!("{url}: {error}");
        }
        if answer["loaderId"].is_null() {
            // Only the fragment changed: the document stays.
            return Ok(());
        }
        let started = Instant::now();
        while self.connection.seen.loads == loads {
            if started.elapsed() > LOAD {
                bail!("{url}: not loaded within {} s", LOAD.as_secs());
            }
            self.listen(Duration::from_millis(20))?;
        }
        Ok(())
    }

    /// Runs a script in every document from now on, before the document's own.
    pub(crate) fn before_each_document(&mut self, script: &str) -> Result<()> {
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).map(drop)
    }

    /// Picks a file in the field of a selector, as a reader would.
    pub(crate) fn give_file(&mut self, selector: &str, path: &Path) -> Result<()> {
        let document = self.call("DOM.getDocument", json!({}))?;
        let field = json!({ "nodeId": document["root"]["nodeId"], "selector": selector });
        let node = self.call("DOM.querySelector", field)?["nodeId"].clone();
        self.call("DOM.setFileInputFiles", json!({ "nodeId": node, "files": [path] })).map(drop)
    }

    /// Takes the page's network away, or gives it back.
    pub(crate) fn set_offline(&mut self, offline: bool) -> Result<()> {
        let params =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.call("Network.emulateNetworkConditions", params).map(drop)
    }

    /// Answers no, for the reader, when a page of this origin asks for a permission.
    pub(crate) fn deny(&mut self, permission: &str, origin: &str) -> Result<()> {
        let context = self.context.clone();
        let params = json!({
            "permission": { "name": permission }, "setting": "denied", "origin": origin, "browserContextId": context,
        });
        self.connection.call(None, "Browser.setPermission", params).map(drop)
    }

    /// The value of a JavaScript expression; a promise is awaited.
    pub(crate) fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let params = json!({
            "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let mut answer = self.call("Runtime.evaluate", params)?;
        if answer["exceptionDetails"].is_object() {
            bail!("{expression}: {}", seen::exception(&answer["exceptionDetails"]));
        }
        Ok(answer["result"]["value"].take())
    }

    /// Waits until an expression is true.
    pub(crate) fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<()> {
        let started = Instant::now();
        loop {
            match self.evaluate(expression) {
                Ok(Value::Bool(true)) => return Ok(()),
                // A page that is just being left cannot answer; the one that comes will.
                Err(error) if format!("{error:#}").contains("navigated") => {}
                answer => drop(answer?),
            }
            if started.elapsed() > limit {
                bail!("not true within {} s: {expression}", limit.as_secs());
            }
            self.listen(Duration::from_millis(30))?;
        }
    }

    /// Lets the page draw: the second frame from now has been painted.
    pub(crate) fn settle(&mut self) -> Result<()> {
        let frames =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.evaluate(frames).map(drop)
    }

    /// Presses and releases a key where the focus is.
    pub(crate) fn press(&mut self, key: &str) -> Result<()> {
        keys::press(key)?
            .into_iter()
            .try_for_each(|event| self.call("Input.dispatchKeyEvent", event).map(drop))
    }

    /// Types text where the focus is, a key at a time.
    pub(crate) fn type_text(&mut self, text: &str) -> Result<()> {
        text.chars().try_for_each(|character| self.press(&character.to_string()))
    }

    /// Moves the mouse to a point of the window.
    pub(crate) fn hover(&mut self, x: f64, y: f64) -> Result<()> {
        self.mouse("mouseMoved", x, y, 0)
    }

    /// Clicks at a point of the window.
    pub(crate) fn click_at(&mut self, x: f64, y: f64) -> Result<()> {
        self.hover(x, y)?;
        self.mouse("mousePressed", x, y, 1)?;
        self.mouse("mouseReleased", x, y, 1)
    }

    /// Scrolls the first element that matches into view and clicks its middle.
    pub(crate) fn click(&mut self, selector: &str) -> Result<()> {
        let quoted = Value::from(selector);
        let middle = format!(
            "(() => {{ const e = document.querySelector({quoted}); if (!e) return null; \
             e.scrollIntoView({{ block: 'center' }}); const r = e.getBoundingClientRect(); \
             return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        );
        let point = self.evaluate(&middle)?;
        let (Some(x), Some(y)) = (point[0].as_f64(), point[1].as_f64()) else {
            bail!("nothing matches {selector}");
        };
        self.click_at(x, y)
    }

    /// Shows the next documents in the reader's own colours, as a high-contrast theme does.
    pub(crate) fn force_colours(&mut self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            { "name": "forced-colors", "value": "active" },
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features })).map(drop)
    }

    /// A PNG of the window, or of the whole document.
    pub(crate) fn screenshot(&mut self, whole_document: bool) -> Result<Vec<u8>> {
        let mut params = json!({ "format": "png", "captureBeyondViewport": whole_document });
        if whole_document {
            let size = &self.call("Page.getLayoutMetrics", json!({}))?["cssContentSize"];
            let (width, height) = (&size["width"], &size["height"]);
            params["clip"] = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        }
        let answer = self.call("Page.captureScreenshot", params)?;
        let data = answer["data"].as_str().context("the screenshot is empty")?;
        Ok(STANDARD.decode(data.as_bytes())?)
    }

    /// A JPEG of the window, of a quality up to 100.
    pub(crate) fn photograph(&mut self, quality: u32) -> Result<Vec<u8>> {
        let answer = self.call("Page.captureScreenshot", json!({ "format": "jpeg", "quality": quality }))?;
        let data = answer["data"].as_str().context("the picture is empty")?;
        Ok(STANDARD.decode(data.as_bytes())?)
    }

    /// Shows the page as it would be printed, on paper of its window's width.
    pub(crate) fn as_printed(&mut self) -> Result<()> {
        self.call("Emulation.setEmulatedMedia", json!({ "media": "print" })).map(drop)
    }

    /// The events of the page so far.
    pub(crate) fn seen(&self) -> &Seen {
        &self.connection.seen
    }

    /// Notes what the page does within `time`.
    pub(crate) fn listen(&mut self, time: Duration) -> Result<()> {
        self.connection.listen(time)
    }

    fn mouse(&mut self, kind: &str, x: f64, y: f64, clicks: u32) -> Result<()> {
        let button = if clicks == 0 { "none" } else { "left" };
        let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": clicks });
        self.call("Input.dispatchMouseEvent", event).map(drop)
    }

    fn call(&mut self, method: &str, params: Value) -> Result<Value> {
        self.connection.call(Some(&self.session), method, params)
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        // The browser may be gone already; then so is the page.
        let context = json!({ "browserContextId": self.context });
        let _ = self.connection.call(None, "Target.disposeBrowserContext", context);
    }
}
