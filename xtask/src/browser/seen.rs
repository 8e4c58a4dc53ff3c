//! The events of a page while it is watched.

use serde_json::Value;

/// Requests and errors, in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Addresses asked for, by the page or its workers.
    pub(crate) requests: Vec<String>,
    /// Console errors, uncaught exceptions, failed loads, policy violations.
    pub(crate) errors: Vec<String>,
    /// Bytes that came over the wire, compressed and with their headers.
    pub(crate) bytes: u64,
    /// `Page.loadEventFired` events.
    pub(crate) loads: u32,
}

impl Seen {
    /// Takes note of one event of the protocol.
    pub(super) fn note(&mut self, method: &str, params: &Value) {
        match method {
            "Network.requestWillBeSent" => self.requests.push(text(&params["request"]["url"])),
            "Network.webSocketCreated" => self.requests.push(text(&params["url"])),
            "Network.loadingFinished" => {
                self.bytes += params["encodedDataLength"].as_f64().unwrap_or(0.0) as u64;
            }
            "Page.loadEventFired" => self.loads += 1,
            "Runtime.exceptionThrown" => self.errors.push(exception(&params["exceptionDetails"])),
            "Runtime.consoleAPICalled" if matches!(params["type"].as_str(), Some("error" | "assert")) => {
                self.errors.push(format!("console: {}", arguments(&params["args"])));
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                self.errors.push(format!("{} {}", text(&entry["text"]), text(&entry["url"])));
            }
            _ => {}
        }
    }

    /// The requests that left `origin`; what never leaves the browser (data:, blob:) is no request.
    pub(crate) fn outside<'a>(&'a self, origin: &'a str) -> impl Iterator<Item = &'a str> {
        let inside = move |url: &str| {
            url.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        let leaves =
            |url: &str| ["http:", "https:", "ws:", "wss:"].iter().any(|scheme| url.starts_with(scheme));
        self.requests.iter().map(String::as_str).filter(move |url| leaves(url) && !inside(url))
    }
}

/// The message of an exception, with its place.
pub(super) fn exception(details: &Value) -> String {
    let described = &details["exception"]["description"];
    let what = if described.is_string() { described } else { &details["text"] };
    format!("{} ({}:{})", text(what), text(&details["url"]), details["lineNumber"])
}

fn arguments(list: &Value) -> String {
    let shown = |argument: &Value| match &argument["value"] {
        Value::Null => text(&argument["description"]),
        Value::String(value) => value.clone(),
        value => value.to_string(),
    };
    list.as_array().map(|list| list.iter().map(shown).collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_to_another_host_or_port_is_outside() {
        let mut seen = Seen::default();
        let origin = "http://127.0.0.1:80";
        for url in ["http://127.0.0.1:80/a.js", "data:,x", "blob:http://127.0.0.1:80/1", origin] {
            seen.note("Network.requestWillBeSent", &json!({ "request": { "url": url } }));
        }
        assert_eq!(seen.outside(origin).count(), 0);
        for url in ["http://127.0.0.1:8080/a.js", "https://example.org/", "ws://127.0.0.1:80/"] {
            seen.note("Network.requestWillBeSent", &json!({ "request": { "url": url } }));
        }
        assert_eq!(seen.outside(origin).count(), 3);
    }
}
