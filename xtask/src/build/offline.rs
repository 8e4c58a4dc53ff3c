//! The files for a built page without a network and on any static host.
//! These files are the service worker with its list of files, and `_headers` for hosts that read it.
//! Outside drafts there are also compressed copies of the files that gain by it.

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    path::Path,
};

use anyhow::{Context, Result, ensure};

use crate::build::files::files;
use crate::build::{page, twins};
use crate::{content_security::content_security, house};

/// The headers that a host is asked to send, after the policy of the page. They are the same for everybody.
/// Any page may frame ours and load its files.
const HEADERS: &str = "
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Access-Control-Allow-Origin: *
  Cache-Control: no-cache
/*.wasm
  Content-Type: application/wasm
";

/// Stands in the folder of a draft, hidden from the server: what is added to it later is no finished page either.
const DRAFT_MARK: &str = ".draft";

/// True where the page in a folder is a draft: neither made small nor compressed.
fn is_draft(folder: &Path) -> bool {
    folder.join(DRAFT_MARK).exists()
}

/// Finishes the page's folder.
pub(crate) fn finish(folder: &Path) -> Result<()> {
    twins::remove(folder)?;
    picture_first(&folder.join("index.html"))?;
    let mut hasher = DefaultHasher::new();
    let mut first = vec!["./".to_owned()];
    for file in files(folder)? {
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        hasher.write(name.as_bytes());
        hasher.write(&fs::read(&file)?);
        if comes_first(&name) {
            first.push(format!("./{name}"));
        }
    }
    let template = fs::read_to_string(house::root().join("www/sw.js")).context("cannot read www/sw.js")?;
    let worker = with_files(&template, &format!("{:016x}", hasher.finish()), &first)?;
    fs::write(folder.join("sw.js"), worker)?;
    let index = fs::read_to_string(folder.join("index.html")).context("the page has no index.html")?;
    let policy = content_security(&index, &[]);
    fs::write(folder.join("_headers"), format!("/*\n  Content-Security-Policy: {policy}{HEADERS}"))?;
    if env::var_os(page::DRAFT_VARIABLE).is_some() {
        fs::write(folder.join(DRAFT_MARK), "")?;
    }
    if is_draft(folder) { Ok(()) } else { twins::write(folder) }
}

/// The first picture needs the page's text and styles alone: the wasm, asked for as early, does not go before them.
fn picture_first(index: &Path) -> Result<()> {
    const PRELOAD: &str = "as=\"fetch\" type=\"application/wasm\"";
    let text = fs::read_to_string(index).context("the page has no index.html")?;
    let calm = text.replace(&format!("{PRELOAD}>"), &format!("{PRELOAD} fetchpriority=\"low\">"));
    fs::write(index, calm).with_context(|| format!("cannot write {}", index.display()))
}

/// True for the files the page works with; the engines lie in folders of their own and come when they are asked for.
fn comes_first(name: &str) -> bool {
    let is_ours = !name.contains('/') || name.starts_with("split-");
    is_ours && [".js", ".wasm", ".css"].iter().any(|end| name.ends_with(end))
}

fn with_files(template: &str, version: &str, first: &[String]) -> Result<String> {
    let (unbuilt, none) = ("const VERSION = \"unbuilt\";", "const FIRST = [];");
    ensure!(template.contains(unbuilt) && template.contains(none), "www/sw.js has no place for its files");
    let names = serde_json::to_string(first)?;
    Ok(template
        .replace(unbuilt, &format!("const VERSION = \"{version}\";"))
        .replace(none, &format!("const FIRST = {names};")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_gets_its_files_and_a_version() {
        let template = include_str!("../../../www/sw.js");
        let worker = with_files(template, "0123", &["./".to_owned(), "./a.js".to_owned()]).unwrap();
        assert!(worker.contains("const VERSION = \"0123\";\nconst FIRST = [\"./\",\"./a.js\"];"));
        assert!(with_files("", "0", &[]).is_err());
    }

    #[test]
    fn the_worker_keeps_no_twin_and_no_engine() {
        assert!(
            ["web-0123456789abcdef.js", "web_bg.wasm", "style.css", "split-0/split_drawers.wasm"]
                .into_iter()
                .all(comes_first)
        );
        assert!(
            !["web_bg.wasm.br", "web_bg.wasm.gz", "engine-0/engine.js", "index.html"]
                .into_iter()
                .any(comes_first)
        );
    }
}
