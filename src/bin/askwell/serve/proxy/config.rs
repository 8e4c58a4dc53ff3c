//! `askwell.toml`: where to listen, who may ask, which upstreams there are and what they may cost.

use std::{
    collections::BTreeMap,
    fs,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use askwell::remote::{Form, Micro, Prices};
use hyper::Uri;
use secrecy::SecretString;
use serde::Deserialize;

use super::ledger::Caps;

/// The configuration of the server.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) serve: Serve,
    pub(super) limits: Limits,
    pub(super) upstreams: BTreeMap<String, Upstream>,
    pub(super) ledger: PathBuf,
}

/// The address to listen on, and the callers who may ask.
#[derive(Debug)]
pub(crate) struct Serve {
    pub(crate) listen: IpAddr,
    /// The token that callers of the proxy have to show; on loopback none, unless one is set.
    pub(crate) token: Option<SecretString>,
    /// Names besides loopback's by which this server may be asked.
    pub(crate) hosts: Vec<String>,
    /// Origins besides the server's own whose pages may ask the proxy.
    pub(crate) origins: Vec<String>,
    /// Addresses whose X-Forwarded-For is believed.
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// Origins the page may contact besides its own.
    pub(crate) connect: Vec<String>,
    /// The most time that open answers may take after Ctrl-C.
    pub(crate) shutdown: Duration,
}

/// The limits on the requests of callers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Limits {
    pub(super) body_bytes: usize,
    pub(super) body_seconds: f64,
    pub(super) requests_per_minute: u32,
    pub(super) clients: usize,
    pub(super) in_flight: usize,
    pub(super) retries: u32,
    pub(super) retry_seconds: f64,
    ledger: PathBuf,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 << 10,
            body_seconds: 10.0,
            requests_per_minute: 120,
            clients: 1024,
            in_flight: 64,
            retries: 2,
            retry_seconds: 20.0,
            ledger: "askwell-ledger.jsonl".into(),
        }
    }
}

/// A model provider.
#[derive(Debug)]
pub(super) struct Upstream {
    /// The address of the provider, without a slash at the end.
    pub(super) url: String,
    pub(super) form: Form,
    pub(super) key: Option<SecretString>,
    pub(super) models: Vec<String>,
    pub(super) prices: BTreeMap<String, Prices>,
    pub(super) caps: Caps,
    pub(super) max_tokens: u64,
    pub(super) connect: Duration,
    pub(super) first_byte: Duration,
    pub(super) idle: Duration,
    pub(super) total: Duration,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    serve: ServeTable,
    proxy: Limits,
    upstream: BTreeMap<String, UpstreamTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ServeTable {
    listen: IpAddr,
    token_env: Option<String>,
    token_file: Option<PathBuf>,
    hosts: Vec<String>,
    origins: Vec<String>,
    trusted_proxies: Vec<IpAddr>,
    connect: Vec<String>,
    shutdown_seconds: f64,
}

impl Default for ServeTable {
    fn default() -> Self {
        Self {
            listen: Ipv4Addr::LOCALHOST.into(),
            token_env: None,
            token_file: None,
            hosts: Vec::new(),
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            connect: Vec::new(),
            shutdown_seconds: 10.0,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UpstreamTable {
    url: String,
    #[serde(default)]
    form: Form,
    key_env: Option<String>,
    key_file: Option<PathBuf>,
    models: Vec<String>,
    #[serde(default)]
    prices: BTreeMap<String, PriceTable>,
    calls_max: Option<u64>,
    spend_max: Option<f64>,
    max_tokens: Option<u64>,
    connect_seconds: Option<f64>,
    first_byte_seconds: Option<f64>,
    idle_seconds: Option<f64>,
    total_seconds: Option<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceTable {
    input: f64,
    output: f64,
}

impl Config {
    /// The file named, or `askwell.toml` where there is one, or loopback without an upstream.
    pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let default = Path::new("askwell.toml");
        let Some(path) = path.or_else(|| default.is_file().then_some(default)) else {
            return Self::from_text("", Path::new("."));
        };
        let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        Self::from_text(&text, path.parent().unwrap_or(Path::new(".")))
            .with_context(|| path.display().to_string())
    }

    /// The most time for the head of a request, the same as for its body.
    pub(crate) fn head(&self) -> Duration {
        Duration::from_secs_f64(self.limits.body_seconds)
    }

    /// `folder` is what paths in the file are relative to.
    pub(super) fn from_text(text: &str, folder: &Path) -> anyhow::Result<Self> {
        let file: File =
            toml::from_str(text).map_err(|error| anyhow::anyhow!("{}", one_line(text, &error)))?;
        let serve = file.serve.check(folder)?;
        file.proxy.check()?;
        let mut upstreams = BTreeMap::new();
        for (name, table) in file.upstream {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            ensure!(
                name.chars().all(is_plain),
                "upstream.{name}: expected letters, digits, -, _ and . in its name"
            );
            let upstream = table.check(folder).with_context(|| format!("upstream.{name}"))?;
            upstreams.insert(name, upstream);
        }
        let ledger = folder.join(&file.proxy.ledger);
        Ok(Self { serve, limits: file.proxy, upstreams, ledger })
    }
}

/// The error without its picture of the line: one line, and nothing of the file's content.
fn one_line(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
    format!("line {line}: {}", error.message().replace('\n', " "))
}

impl ServeTable {
    fn check(self, folder: &Path) -> anyhow::Result<Serve> {
        let token = secret(self.token_env.as_deref(), self.token_file.as_deref(), folder, "serve.token")?;
        if !self.listen.is_loopback() && token.is_none() {
            bail!(
                "serve.listen: {} can be reached from elsewhere, and anybody could spend your money; \
                 set serve.token_env or serve.token_file, or listen on 127.0.0.1",
                self.listen
            );
        }
        for origin in self.origins.iter().chain(&self.connect) {
            let uri: Uri = origin.parse().ok().with_context(|| format!("serve: “{origin}” is no origin"))?;
            let is_origin = uri.scheme().is_some()
                && uri.authority().is_some()
                && uri.path() == "/"
                && !origin.ends_with('/');
            ensure!(
                is_origin && !origin.contains([' ', ';', ',', '*']),
                "serve: “{origin}”: expected an origin such as https://example.org"
            );
        }
        Ok(Serve {
            listen: self.listen,
            token,
            hosts: self.hosts,
            origins: self.origins,
            trusted_proxies: self.trusted_proxies,
            connect: self.connect,
            shutdown: seconds(Some(self.shutdown_seconds), 10.0, "serve.shutdown_seconds")?,
        })
    }
}

impl Limits {
    fn check(&self) -> anyhow::Result<()> {
        seconds(Some(self.body_seconds), 0.0, "proxy.body_seconds")?;
        seconds(Some(self.retry_seconds), 0.0, "proxy.retry_seconds")?;
        ensure!(self.requests_per_minute > 0, "proxy.requests_per_minute: expected 1 or more");
        ensure!(self.in_flight > 0 && self.clients > 0, "proxy.in_flight, proxy.clients: expected 1 or more");
        ensure!(self.retries <= 2, "proxy.retries: expected 0, 1 or 2");
        Ok(())
    }
}

impl UpstreamTable {
    fn check(self, folder: &Path) -> anyhow::Result<Upstream> {
        let key = secret(self.key_env.as_deref(), self.key_file.as_deref(), folder, "key")?;
        let url = self.url.trim_end_matches('/').to_owned();
        check_url(&url, key.is_some())?;
        ensure!(!self.models.is_empty(), "models: expected the names of the models that may be asked");
        let prices = self.prices.iter().map(|(model, price)| {
            let prices = Prices::from_dollars(price.input, price.output);
            let prices =
                prices.with_context(|| format!("prices.{model}: expected dollars per million tokens"))?;
            Ok((model.clone(), prices))
        });
        let prices = prices.collect::<anyhow::Result<BTreeMap<_, _>>>()?;
        let spend = self
            .spend_max
            .map(|dollars| Micro::from_dollars(dollars).context("spend_max: expected dollars, 0 or more"));
        let spend = spend.transpose()?;
        if spend.is_some()
            && let Some(model) = self.models.iter().find(|model| !prices.contains_key(*model))
        {
            bail!(
                "spend_max: the model “{model}” has no prices; add prices.\"{model}\" = {{ input = ..., output = ... }} in dollars per million tokens"
            );
        }
        Ok(Upstream {
            url,
            form: self.form,
            key,
            models: self.models,
            prices,
            caps: Caps { calls: self.calls_max.unwrap_or(1000), spend },
            max_tokens: self.max_tokens.unwrap_or(512),
            connect: seconds(self.connect_seconds, 5.0, "connect_seconds")?,
            first_byte: seconds(self.first_byte_seconds, 60.0, "first_byte_seconds")?,
            idle: seconds(self.idle_seconds, 30.0, "idle_seconds")?,
            total: seconds(self.total_seconds, 300.0, "total_seconds")?,
        })
    }
}

fn check_url(url: &str, has_key: bool) -> anyhow::Result<()> {
    let uri: Uri = url.parse().ok().context("url: expected an address such as https://api.openai.com/v1")?;
    let host = uri.host().unwrap_or_default();
    let is_local = host == "localhost"
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
    ensure!(
        uri.query().is_none() && !uri.authority().is_some_and(|it| it.as_str().contains('@')),
        "url: expected no user, password or query in it"
    );
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if is_local || !has_key => Ok(()),
        Some("http") => bail!("url: the key would travel in the clear; expected https://"),
        _ => bail!("url: expected it to begin with https:// or http://"),
    }
}

fn seconds(given: Option<f64>, default: f64, name: &str) -> anyhow::Result<Duration> {
    let seconds = given.unwrap_or(default);
    ensure!((0.0..=86_400.0).contains(&seconds), "{name}: expected seconds, 0 to 86400");
    Ok(Duration::from_secs_f64(seconds))
}

/// A secret from the environment or a file; its text appears in no error.
fn secret(
    env: Option<&str>,
    file: Option<&Path>,
    folder: &Path,
    what: &str,
) -> anyhow::Result<Option<SecretString>> {
    let text = match (env, file) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => bail!("{what}_env and {what}_file: expected one of them"),
        (Some(name), None) => {
            std::env::var(name).ok().with_context(|| format!("{what}_env: the environment has no {name}"))?
        }
        (None, Some(path)) => {
            let path = folder.join(path);
            fs::read_to_string(&path)
                .with_context(|| format!("{what}_file: {} cannot be read", path.display()))?
        }
    };
    let text = text.trim();
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    ensure!(is_plain, "{what}: expected one word of plain characters");
    Ok(Some(text.to_owned().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        format!("{:#}", Config::from_text(text, Path::new(".")).unwrap_err())
    }

    #[test]
    fn nothing_set_listens_on_loopback_and_has_no_upstream() {
        let config = Config::from_text("", Path::new(".")).unwrap();
        assert!(config.serve.listen.is_loopback() && config.upstreams.is_empty());
    }

    #[test]
    fn another_address_needs_a_token() {
        assert!(error("[serve]\nlisten = \"0.0.0.0\"").contains("serve.token_env"));
        // Cargo sets it for every test.
        let config = Config::from_text(
            "[serve]\nlisten = \"0.0.0.0\"\ntoken_env = \"CARGO_PKG_NAME\"",
            Path::new("."),
        );
        assert!(config.is_ok());
    }

    #[test]
    fn each_mistake_is_named() {
        let upstream = "[upstream.a]\nurl = \"https://example.org/v1\"\nmodels = [\"m\"]\n";
        for (text, expected) in [
            ("[serve]\nlissen = 1", "line 2: unknown field"),
            ("[serve]\norigins = [\"https://a.org/x\"]", "expected an origin"),
            ("[serve]\nconnect = [\"https://*.org; script-src *\"]", "no origin"),
            (&format!("{upstream}spend_max = 1.0"), "the model “m” has no prices"),
            (&format!("{upstream}spend_max = -1.0"), "spend_max: expected dollars"),
            (&format!("{upstream}key_env = \"ASKWELL_NO_SUCH\""), "the environment has no ASKWELL_NO_SUCH"),
            (
                "[upstream.a]\nurl = \"http://example.org\"\nkey_env = \"PATH\"\nmodels = [\"m\"]",
                "in the clear",
            ),
            ("[upstream.a]\nurl = \"ftp://example.org\"\nmodels = [\"m\"]", "begin with https://"),
            ("[upstream.a]\nurl = \"https://u:p@example.org\"\nmodels = [\"m\"]", "expected no user"),
            ("[upstream.a]\nurl = \"https://example.org\"\nmodels = []", "models: expected"),
            ("[upstream.\"a/b\"]\nurl = \"https://example.org\"\nmodels = [\"m\"]", "in its name"),
        ] {
            let error = error(text);
            assert!(error.contains(expected) && !error.contains('\n'), "{text}: {error}");
        }
    }
}
