//! The built page, held in memory: read and compressed once, so that no request can reach another file.
//! Brotli takes too long for that: its files are the compressed copies that lie beside the page's files.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
            VARY,
        },
    },
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::encoding::Encoding;

/// All files of the built page by their path below its folder, `/` between the parts.
pub(super) struct Assets {
    by_path: BTreeMap<String, Asset>,
    index: String,
}

/// One file, ready to send.
pub(super) struct Asset {
    kind: &'static str,
    /// True where the name changes with the content, so that a browser need never ask again.
    is_hashed: bool,
    tag: String,
    /// The smallest first; the last is plain.
    forms: Vec<(Encoding, Bytes)>,
}

/// The ending of the name of a file's brotli copy.
const BROTLI: &str = ".br";

/// The built page as it was when this binary was built.
#[cfg(feature = "bundle")]
mod bundle {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "$CARGO_MANIFEST_DIR/dist"]
    pub(super) struct Page;
}

impl Assets {
    pub(super) fn load(folder: &Path) -> anyhow::Result<Self> {
        let index = folder.join("index.html");
        if !index.is_file() {
            bail!("{}: there is no built page; build it with: cargo xtask dist", index.display());
        }
        let read = |file: PathBuf| {
            let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let parts = file.strip_prefix(folder)?.iter().map(|part| part.to_string_lossy());
            Ok((parts.collect::<Vec<_>>().join("/"), content))
        };
        Self::of_files(files_below(folder)?.into_iter().filter(|file| !is_stale(file)).map(read))
    }

    /// The page that this binary carries.
    #[cfg(feature = "bundle")]
    pub(super) fn bundled() -> anyhow::Result<Self> {
        let names = bundle::Page::iter().filter(|name| !name.ends_with(".gz"));
        Self::of_files(names.map(|name| {
            let file = bundle::Page::get(&name).with_context(|| format!("{name} is not in this binary"))?;
            Ok((name.into_owned(), file.data.into_owned()))
        }))
    }

    fn of_files(files: impl Iterator<Item = anyhow::Result<(String, Vec<u8>)>>) -> anyhow::Result<Self> {
        let mut contents = files.collect::<anyhow::Result<BTreeMap<_, _>>>()?;
        let is_twin = |path: &String, _: &mut Vec<u8>| path.ends_with(BROTLI);
        let mut twins: BTreeMap<_, _> = contents.extract_if(.., is_twin).collect();
        let index = contents.get("index.html").map(|page| String::from_utf8_lossy(page).into_owned());
        let mut by_path = BTreeMap::new();
        for (path, content) in contents {
            let asset = Asset::new(&path, content, twins.remove(&format!("{path}{BROTLI}")))?;
            by_path.insert(path, asset);
        }
        Ok(Self { by_path, index: index.unwrap_or_default() })
    }

    /// The text of the page itself.
    pub(super) fn index(&self) -> &str {
        &self.index
    }

    /// The file at the path of an address.
    pub(super) fn find(&self, path: &str) -> Option<&Asset> {
        let path = path.trim_start_matches('/');
        self.by_path.get(if path.is_empty() { "index.html" } else { path })
    }
}

impl Asset {
    fn new(path: &str, content: Vec<u8>, brotli: Option<Vec<u8>>) -> anyhow::Result<Self> {
        let (kind, is_compressible) = kind_of(path);
        let gzip = if is_compressible { Some(compress(&content)?) } else { None };
        let digest = Sha256::digest(&content);
        let tag = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
        let is_hashed = is_hashed(path);
        Ok(Self { kind, is_hashed, tag: format!("W/\"{tag}\""), forms: forms(content, gzip, brotli) })
    }

    pub(super) fn answer(&self, request: &HeaderMap) -> Response {
        let cache = if self.is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        // The files are the same for everybody; a sandboxed frame has no origin of its own to load them by.
        let headers = [
            (CACHE_CONTROL, cache),
            (ETAG, self.tag.as_str()),
            (VARY, "accept-encoding"),
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ];
        // Weak tags: the compressed and the plain form are the same file.
        let tag = self.tag.trim_start_matches("W/");
        let known = |tags: &HeaderValue| tags.to_str().is_ok_and(|tags| tags.contains(tag));
        if request.get_all(IF_NONE_MATCH).iter().any(known) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let kind = [(CONTENT_TYPE, self.kind)];
        let best = Encoding::best(request, self.forms.iter().map(|(encoding, _)| *encoding));
        let body = self.forms.iter().find(|(encoding, _)| *encoding == best);
        let body = Body::from(body.map(|(_, bytes)| bytes.clone()).unwrap_or_default());
        match best {
            Encoding::Plain => (headers, kind, body).into_response(),
            packed => (headers, kind, [(CONTENT_ENCODING, packed.name())], body).into_response(),
        }
    }
}

/// The forms worth sending, smallest first.
fn forms(plain: Vec<u8>, gzip: Option<Vec<u8>>, brotli: Option<Vec<u8>>) -> Vec<(Encoding, Bytes)> {
    let length = plain.len();
    let packed = [(Encoding::Brotli, brotli), (Encoding::Gzip, gzip)];
    let mut forms: Vec<(Encoding, Bytes)> = packed
        .into_iter()
        .filter_map(|(encoding, bytes)| Some((encoding, bytes?.into())))
        .filter(|(_, bytes): &(_, Bytes)| bytes.len() < length)
        .collect();
    forms.sort_by_key(|(_, bytes)| bytes.len());
    forms.push((Encoding::Plain, plain.into()));
    forms
}

/// True for a brotli copy that is older than its file, and so may hold an earlier version of it.
fn is_stale(file: &Path) -> bool {
    let written = |path: &Path| path.metadata().and_then(|about| about.modified()).ok();
    file.extension().is_some_and(|end| end == "br") && written(file) < written(&file.with_extension(""))
}

fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        // A static host's twins: here every file is gzipped on loading.
        let is_twin = path.extension().is_some_and(|extension| extension == "gz");
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden || is_twin {
            // Trunk's staging folder, an editor's leavings.
            continue;
        } else if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// The media type of a file, and whether compression is worth trying.
fn kind_of(path: &str) -> (&'static str, bool) {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => ("text/html; charset=utf-8", true),
        "js" | "mjs" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "wasm" => ("application/wasm", true),
        "json" | "map" => ("application/json", true),
        "jsonl" | "csv" | "txt" | "toml" | "md" => ("text/plain; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        "pdf" => ("application/pdf", false),
        _ => ("application/octet-stream", true),
    }
}

/// True where Trunk put the content's digest into the name: a dash, then 16 hexadecimal digits; or into its folder's.
fn is_hashed(path: &str) -> bool {
    path.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits == 16 && part[digits..].starts_with(['.', '_', '/'])
    })
}

fn compress(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_trunks_digest_are_cached_for_good() {
        for path in [
            "web-c7840aba63c7fb47.js",
            "web-c7840aba63c7fb47_bg.wasm",
            "a/style-c7840aba63c7fb47.css",
            "engine-c7840aba63c7fb47/engine.js",
        ] {
            assert!(is_hashed(path), "{path}");
        }
        for path in
            ["index.html", "web-c784.js", "web-c7840aba63c7fb470.js", "table-1.csv", "c7840aba63c7fb47.js"]
        {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn forms_that_gain_nothing_are_not_kept() {
        let names = |plain, gzip, brotli| {
            let forms = forms(vec![0; plain], gzip, brotli);
            forms.iter().map(|(encoding, _)| encoding.name()).collect::<Vec<_>>()
        };
        assert_eq!(names(9, Some(vec![0; 5]), Some(vec![0; 4])), ["br", "gzip", "identity"]);
        assert_eq!(names(9, Some(vec![0; 4]), Some(vec![0; 5])), ["gzip", "br", "identity"]);
        assert_eq!(names(9, Some(vec![0; 9]), None), ["identity"]);
    }
}
