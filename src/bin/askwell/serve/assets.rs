//! The built page, held in memory, so that no request can reach another file: tower-http's `ServeDir` answers from it.
//! Brotli takes too long on loading: its forms are the compressed copies that lie beside the page's files.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fs,
    future::{Ready, ready},
    io::{self, Cursor, ErrorKind, SeekFrom, Write},
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::SystemTime,
};

use anyhow::{Context as _, bail};
use axum::{
    body::Bytes,
    extract::Request,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
    },
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::{
    ServeDir,
    fs::{Backend, File, Metadata},
};
use tower_service::Service;
use walkdir::{DirEntry, WalkDir};

/// All files of the built page with their compressed copies, by their path below its folder.
#[derive(Clone)]
pub(super) struct Assets(Arc<BTreeMap<PathBuf, Held>>);

/// One file, open at its beginning.
#[derive(Clone)]
pub(super) struct Held {
    content: Cursor<Bytes>,
    /// The digest of the content. A time would not do: where times of files are fixed, as in a reproducible image, two
    /// builds of a page differ in digests of one length and in nothing else.
    tag: HeaderValue,
    is_folder: bool,
}

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
        // Hidden: Trunk's staging folder, an editor's leavings.
        let is_seen =
            |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        let mut held = BTreeMap::new();
        for entry in WalkDir::new(folder).into_iter().filter_entry(is_seen) {
            let entry = entry?;
            let file = entry.path();
            if entry.file_type().is_file() && !is_stale(file) {
                let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
                held.insert(file.strip_prefix(folder)?.to_owned(), Held::new(content)?);
            }
        }
        Self::of_files(held)
    }

    /// The page that this binary carries.
    #[cfg(feature = "bundle")]
    pub(super) fn bundled() -> anyhow::Result<Self> {
        let mut held = BTreeMap::new();
        for name in bundle::Page::iter() {
            let file = bundle::Page::get(&name).with_context(|| format!("{name} is not in this binary"))?;
            held.insert(PathBuf::from(&*name), Held::new(file.data.into_owned())?);
        }
        Self::of_files(held)
    }

    /// Makes the gzipped copies that are missing, and drops the copies that gain nothing or have lost their file.
    fn of_files(mut held: BTreeMap<PathBuf, Held>) -> anyhow::Result<Self> {
        let mut copies: BTreeMap<_, _> = held.extract_if(.., |path, _| is_copy(path)).collect();
        for (path, file) in &held {
            let path = PathBuf::from(format!("{}.gz", path.display()));
            if let Entry::Vacant(place) = copies.entry(path) {
                place.insert(Held::new(compress(file.content.get_ref())?)?);
            }
        }
        copies.retain(|path, copy| {
            held.get(&path.with_extension("")).is_some_and(|file| copy.len() < file.len())
        });
        held.append(&mut copies);
        held.insert(PathBuf::new(), Held { is_folder: true, ..Held::new(Vec::new())? });
        Ok(Self(Arc::new(held)))
    }

    /// The text of the page itself.
    pub(super) fn index(&self) -> String {
        let page = self.0.get(Path::new("index.html"));
        page.map(|page| String::from_utf8_lossy(page.content.get_ref()).into_owned()).unwrap_or_default()
    }

    /// The answer to a request: the file at its path in the form that it likes best.
    pub(super) async fn answer(self, request: Request) -> Response {
        let path = request.uri().path();
        let is_copy = is_copy(Path::new(path));
        let general = self.headers(path);
        let is_known = general.get(ETAG).is_some_and(|tag| knows(request.headers(), tag));
        if is_known && !is_copy && matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::NOT_MODIFIED, general).into_response();
        }
        let mut files = ServeDir::with_backend("", self).precompressed_br().precompressed_gzip();
        let Ok(response) = files.call(request).await;
        if is_copy || response.status() == StatusCode::NOT_FOUND {
            return (StatusCode::NOT_FOUND, "there is nothing here\n").into_response();
        }
        let mut response = response.into_response();
        let headers = response.headers_mut();
        headers.extend(general);
        // All texts of the page are UTF-8.
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let text = kind.filter(|kind| kind.starts_with("text/")).map(|kind| format!("{kind}; charset=utf-8"));
        if let Some(text) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
            headers.insert(CONTENT_TYPE, text);
        }
        response
    }

    /// The headers of every answer about the file at the path of an address.
    fn headers(&self, path: &str) -> HeaderMap {
        let name = path.trim_start_matches('/');
        let file = self.0.get(Path::new(if name.is_empty() { "index.html" } else { name }));
        let cache = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
        let fixed: [(HeaderName, &str); 3] = [
            (CACHE_CONTROL, cache),
            (VARY, "accept-encoding"),
            // The files are the same for everybody; a sandboxed frame has no origin of its own to load them by.
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ];
        let fixed = fixed.into_iter().map(|(name, value)| (name, HeaderValue::from_str(value)));
        let headers = fixed.filter_map(|(name, value)| Some((name, value.ok()?)));
        headers.chain(file.map(|file| (ETAG, file.tag.clone()))).collect()
    }

    /// The file at a path of `ServeDir`, which all begin with a dot.
    fn find(&self, path: &Path) -> Ready<io::Result<Held>> {
        let held = path.strip_prefix(".").ok().and_then(|path| self.0.get(path));
        ready(held.cloned().ok_or_else(|| ErrorKind::NotFound.into()))
    }
}

impl Backend for Assets {
    type File = Held;
    type Metadata = Held;
    type OpenFuture = Ready<io::Result<Held>>;
    type MetadataFuture = Ready<io::Result<Held>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        self.find(&path)
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        self.find(&path)
    }
}

impl Held {
    fn new(content: Vec<u8>) -> anyhow::Result<Self> {
        let digest: String =
            Sha256::digest(&content).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        // A weak tag: the compressed and the plain form are the same file.
        let tag = HeaderValue::from_str(&format!("W/\"{digest}\""))?;
        Ok(Self { content: Cursor::new(content.into()), tag, is_folder: false })
    }
}

impl File for Held {
    type Metadata = Self;
    type MetadataFuture<'a> = Ready<io::Result<Self>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.clone()))
    }
}

impl Metadata for Held {
    fn is_dir(&self) -> bool {
        self.is_folder
    }

    /// None, so that `ServeDir` makes no tag of a time.
    fn modified(&self) -> io::Result<SystemTime> {
        Err(ErrorKind::Unsupported.into())
    }

    fn len(&self) -> u64 {
        self.content.get_ref().len() as u64
    }
}

impl AsyncRead for Held {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.content).poll_read(context, buffer)
    }
}

impl AsyncSeek for Held {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.content).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.content).poll_complete(context)
    }
}

/// True if the asker holds the file of this weak tag in any form.
fn knows(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let tag = tag.to_str().unwrap_or_default().trim_start_matches("W/");
    let tags = asked.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    tags.flat_map(|tags| tags.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag)
}

/// True for the name of a compressed copy.
fn is_copy(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "br" || end == "gz")
}

/// True for a copy that is older than its file, and so may hold an earlier version of it.
fn is_stale(file: &Path) -> bool {
    let written = |path: &Path| path.metadata().and_then(|about| about.modified()).ok();
    is_copy(file) && written(file) < written(&file.with_extension(""))
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
    fn copies_that_gain_nothing_or_have_no_file_are_not_kept() {
        let held = [("a.js", 99), ("a.js.br", 98), ("b.js", 9), ("b.js.br", 9), ("c.js.gz", 1)];
        let held = held.map(|(path, length)| (path.into(), Held::new(vec![0; length]).unwrap()));
        let assets = Assets::of_files(held.into()).unwrap();
        let names: Vec<_> = assets.0.keys().map(|path| path.to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["", "a.js", "a.js.br", "a.js.gz", "b.js"]);
    }
    #[test]
    fn a_tag_follows_the_content_alone() {
        let tag = |content: &[u8]| Held::new(content.to_vec()).unwrap().tag;
        assert_eq!(tag(b"web-0123"), tag(b"web-0123"));
        assert_ne!(tag(b"web-0123"), tag(b"web-4567"), "two builds of one length");
    }
}
