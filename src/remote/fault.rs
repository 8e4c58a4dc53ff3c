//! Why a call brought no answer, told apart, and what to do about each.

use core::net::IpAddr;

/// A call without an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// This machine has no network.
    #[error("this machine is offline")]
    Offline,
    /// The address does not answer.
    #[error("nothing answers at this address")]
    Refused,
    /// Something answers, and does not let this page read it.
    #[error("the server does not let this page ask it (CORS)")]
    NotShared,
    /// The page's own server lets it contact no such address.
    #[error("this page may not contact this address (its Content-Security-Policy)")]
    NotAllowed,
    /// The browser asks the reader first, and was not allowed.
    #[error("the browser did not allow this page to reach the local network")]
    NotPermitted,
    /// 401 or 403.
    #[error("the key is not accepted")]
    Key,
    /// 404.
    #[error("the server does not know this model or address")]
    NoModel,
    /// 429 or 503, with the seconds to wait where they were given.
    #[error("the server asks for a pause")]
    Busy(Option<u32>),
    /// No answer in time.
    #[error("no answer came in time")]
    Timeout,
    /// An answer that is none.
    #[error("the answer is not what a language model answers")]
    Malformed,
    /// The connection ended inside an answer.
    #[error("the answer was cut in the middle")]
    Cut,
    /// The proxy's cap, or ours.
    #[error("the cap is reached")]
    Cap(String),
    /// A cap on money, and no price.
    #[error("the price of this model is not known, so the cap on money cannot be kept")]
    NoPrice,
    /// A recording that does not have it.
    #[error("the recording has no answer here: it is of another task, model or policy")]
    NotRecorded,
    /// Any other refusal, in the server's words.
    #[error("the server refused: {0}")]
    Rejected(String),
    /// The server failed, in its words.
    #[error("the server failed: {0}")]
    Failed(String),
}

/// The facts that a page can find out about a failed fetch: the browser itself gives no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchFailure {
    /// `navigator.onLine`.
    pub is_online: bool,
    /// True if the address is on this machine or network.
    pub is_local: bool,
    /// True if the permission for the local network was denied.
    pub is_denied: bool,
    /// True if the page's own content security policy forbids the address.
    pub is_forbidden: bool,
    /// True if the same address answers a request whose answer cannot be read (`mode: "no-cors"`).
    pub answers_unread: bool,
}

/// True for a host of this machine or of its network: a name that only it knows, or an address that no other network
/// routes to. IPv6 addresses may stand in brackets.
#[must_use]
pub fn is_local(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(it)) => it.is_loopback() || it.is_private() || it.is_link_local(),
        Ok(IpAddr::V6(it)) => it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local(),
        Err(_) => host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local"),
    }
}

impl Fault {
    /// The fault behind a status that is no success. `retry_after` is the header's text.
    #[must_use]
    pub fn from_status(status: u16, retry_after: Option<&str>, body: &str) -> Self {
        let value = serde_json::from_str::<serde_json::Value>(body).unwrap_or_default();
        let said = words(&value["error"]);
        let code = value["error"]["code"].as_str().unwrap_or_default();
        let said = if said.is_empty() { format!("status {status}") } else { said };
        let wait = retry_after.and_then(|text| text.trim().parse().ok());
        match (status, code) {
            // The proxy in between names what happened behind it.
            (_, "upstream_refused") => Self::Refused,
            (_, "upstream_cut") => Self::Cut,
            (_, "upstream_kind" | "upstream_json" | "upstream_redirect") => Self::Malformed,
            (401 | 403, "") | (401, _) | (_, "upstream_key") => Self::Key,
            (404, _) => Self::NoModel,
            (402, _) => Self::Cap(said),
            (408 | 504, _) => Self::Timeout,
            (429 | 503 | 529, _) => Self::Busy(wait),
            (400..=499, _) => Self::Rejected(said),
            _ => Self::Failed(said),
        }
    }

    /// The fault behind a fetch that failed without a status.
    #[must_use]
    pub fn from_fetch(failure: FetchFailure) -> Self {
        match failure {
            FetchFailure { is_forbidden: true, .. } => Self::NotAllowed,
            FetchFailure { is_online: false, is_local: false, .. } => Self::Offline,
            FetchFailure { is_local: true, is_denied: true, .. } => Self::NotPermitted,
            FetchFailure { answers_unread: true, .. } => Self::NotShared,
            _ => Self::Refused,
        }
    }

    /// True if the model may have worked, so that the call may be charged.
    /// `has_begun` says that at least the head of an answer came.
    #[must_use]
    pub fn may_have_cost(&self, has_begun: bool) -> bool {
        has_begun || matches!(self, Self::Cut | Self::Timeout | Self::Malformed)
    }

    /// The seconds to wait before the next try, after `attempt` tries; `None` if there is to be none.
    /// A call is retried at most twice, and never if an answer may already be charged.
    #[must_use]
    pub fn retry_seconds(&self, attempt: u32) -> Option<u32> {
        let wait = match self {
            Self::Busy(wait) => wait.unwrap_or(2 << attempt.min(4)),
            Self::Failed(_) => 1 << attempt.min(4),
            _ => return None,
        };
        (attempt < 2 && wait <= 60).then_some(wait)
    }

    /// The remedy of the fault; `base` is the address that was asked, `origin` the page's own.
    #[must_use]
    pub fn fix(&self, base: &str, origin: &str) -> String {
        let server = Server::at(base);
        match self {
            // The list of the proxy beside the page, and nobody there who knows of one.
            Self::NoModel | Self::Malformed if base == "proxy" => {
                "There is no proxy beside this page: start askwell serve with an askwell.toml that names an upstream, or \
                 type the address of a server."
                    .to_owned()
            }
            Self::Offline => "Connect to the network, then try again.".to_owned(),
            Self::Refused => server.start().to_owned(),
            Self::NotShared => server.share(origin),
            Self::NotAllowed => format!(
                "Under [serve] in askwell.toml write connect = [\"{}\"] and start askwell serve again; or name the \
                 server there as an upstream, and ask it through the proxy.",
                origin_of(base)
            ),
            Self::NotPermitted => {
                "Click the icon left of the address, allow “Local network access”, reload. In a frame the \
                                   page around it needs allow=\"local-network-access\"."
                    .to_owned()
            }
            Self::Key => "Enter the key again; through the proxy, check key_env or key_file in askwell.toml."
                .to_owned(),
            Self::NoModel => server.load_model().to_owned(),
            Self::Busy(Some(seconds)) => format!("Wait {seconds} s."),
            Self::Busy(None) => "Wait a little, or ask less often.".to_owned(),
            Self::Timeout => "A model that is being loaded can take a minute: try again.".to_owned(),
            Self::Malformed => "Check the base address: it usually ends in /v1.".to_owned(),
            Self::Cut => "Try again; the part that came may have been charged.".to_owned(),
            Self::Cap(words) => format!("Raise the cap to go on. {words}"),
            Self::NoPrice => "Type its two prices, 0 where it costs nothing, or clear the cap.".to_owned(),
            Self::NotRecorded => "Give the recording of this task.".to_owned(),
            Self::Rejected(_) => "Check the model and the form of the server.".to_owned(),
            Self::Failed(_) => "Try again later.".to_owned(),
        }
    }
}

/// The scheme, host and port of an address.
fn origin_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..].find('/').map_or(address, |end| &address[..host + end])
}

/// The servers whose switches are known, by their usual ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Server {
    Ollama,
    LmStudio,
    Other,
}

impl Server {
    fn at(base: &str) -> Self {
        match base {
            _ if base.contains(":11434") => Self::Ollama,
            _ if base.contains(":1234") => Self::LmStudio,
            _ => Self::Other,
        }
    }

    fn start(self) -> &'static str {
        match self {
            Self::Ollama => "Start it with: ollama serve",
            Self::LmStudio => "Start it in LM Studio under Developer, or with: lms server start --cors",
            Self::Other => "Start the server, and check the address.",
        }
    }

    fn share(self, origin: &str) -> String {
        match self {
            Self::Ollama => format!("Stop Ollama and start it with: OLLAMA_ORIGINS={origin} ollama serve"),
            Self::LmStudio => "In LM Studio under Developer, Server Settings, turn on “Enable CORS”, or: lms server start --cors".to_owned(),
            Self::Other => format!("Let the server allow the origin {origin}, or ask through the proxy of askwell serve."),
        }
    }

    fn load_model(self) -> &'static str {
        match self {
            Self::Ollama => "Fetch it with: ollama pull MODEL",
            Self::LmStudio => "Load it in LM Studio, or with: lms load MODEL",
            Self::Other => "Choose a model of the list.",
        }
    }
}

/// The message of a provider's error, shortened.
pub(super) fn words(error: &serde_json::Value) -> String {
    let text = error["message"].as_str().or(error.as_str()).unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_the_proxys_words_are_told_apart() {
        let proxied = |code: &str| format!("{{\"error\":{{\"message\":\"m\",\"code\":\"{code}\"}}}}");
        for (status, body, fault) in [
            (401, "", Fault::Key),
            (403, "", Fault::Key),
            (404, "<html>", Fault::NoModel),
            (429, "{}", Fault::Busy(Some(7))),
            (400, "{\"error\":{\"message\":\"too long\"}}", Fault::Rejected("too long".into())),
            (500, "oh", Fault::Failed("status 500".into())),
            (504, "", Fault::Timeout),
            (502, &proxied("upstream_refused"), Fault::Refused),
            (502, &proxied("upstream_key"), Fault::Key),
            (502, &proxied("upstream_cut"), Fault::Cut),
            (402, &proxied("cap_calls"), Fault::Cap("m".into())),
            (403, &proxied("model_not_allowed"), Fault::Rejected("m".into())),
        ] {
            assert_eq!(Fault::from_status(status, Some("7"), body), fault, "{status} {body}");
        }
    }

    #[test]
    fn the_causes_of_a_failed_fetch_are_told_apart() {
        let local = FetchFailure {
            is_online: true,
            is_local: true,
            is_denied: false,
            is_forbidden: false,
            answers_unread: false,
        };
        assert_eq!(Fault::from_fetch(local), Fault::Refused);
        assert_eq!(Fault::from_fetch(FetchFailure { is_denied: true, ..local }), Fault::NotPermitted);
        assert_eq!(Fault::from_fetch(FetchFailure { is_forbidden: true, ..local }), Fault::NotAllowed);
        assert_eq!(Fault::from_fetch(FetchFailure { answers_unread: true, ..local }), Fault::NotShared);
        assert_eq!(
            Fault::from_fetch(FetchFailure { is_online: false, is_local: false, ..local }),
            Fault::Offline
        );
    }

    #[test]
    fn hosts_of_this_machine_and_its_network_are_local_and_no_others() {
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "10.0.0.7",
            "172.16.4.1",
            "192.168.1.2",
            "[fd00::1]",
            "nas.local",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in
            ["api.openai.com", "10.example.org", "localhost.example.org", "172.32.0.1", "11.0.0.1", ""]
        {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn the_fix_names_the_switch_of_the_server_at_hand() {
        let origin = "http://127.0.0.1:8080";
        let ollama = Fault::NotShared.fix("http://127.0.0.1:11434/v1", origin);
        assert_eq!(
            ollama,
            "Stop Ollama and start it with: OLLAMA_ORIGINS=http://127.0.0.1:8080 ollama serve"
        );
        assert!(Fault::NoModel.fix("proxy", origin).contains("start askwell serve with an askwell.toml"));
        assert!(Fault::NoModel.fix("proxy/up/v1", origin).contains("of the list"));
        let allowed = Fault::NotAllowed.fix("http://127.0.0.1:8081/v1", origin);
        assert!(allowed.contains("connect = [\"http://127.0.0.1:8081\"]"), "{allowed}");
        assert!(Fault::NotShared.fix("http://localhost:1234/v1", origin).contains("Enable CORS"));
        assert!(Fault::NotPermitted.fix("http://localhost:1234/v1", origin).contains("local-network-access"));
    }

    #[test]
    fn only_a_pause_or_a_failure_is_asked_again_and_at_most_twice() {
        assert_eq!([0, 1, 2].map(|n| Fault::Busy(Some(5)).retry_seconds(n)), [Some(5), Some(5), None]);
        assert_eq!(
            [0, 1, 2].map(|n| Fault::Failed(String::new()).retry_seconds(n)),
            [Some(1), Some(2), None]
        );
        assert_eq!(Fault::Busy(Some(3600)).retry_seconds(0), None);
        assert_eq!(Fault::Cut.retry_seconds(0), None);
    }
}
