//! What makes a built page work without a network and on any static host: the service worker with its list of files,
//! `_headers` for hosts that read it, and, outside drafts, a compressed twin of every file that gains by it.

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    io::Write,
    path::Path,
};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::{engines::files, house, page};

/// What a host is asked to send. Any page may frame ours and load its files: they are the same for everybody.
const HEADERS: &str = "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Access-Control-Allow-Origin: *
  Cache-Control: no-cache
/*.wasm
  Content-Type: application/wasm
";

/// Finishes the page's folder.
pub(crate) fn finish(folder: &Path) -> Result<()> {
    let mut hasher = DefaultHasher::new();
    let mut first = vec!["./".to_owned()];
    for file in files(folder)? {
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        hasher.write(name.as_bytes());
        hasher.write(&fs::read(&file)?);
        // The engines lie in folders of their own and come when they are asked for.
        if !name.contains('/') && [".js", ".wasm", ".css"].iter().any(|end| name.ends_with(end)) {
            first.push(format!("./{name}"));
        }
    }
    let template = fs::read_to_string(house::root().join("www/sw.js")).context("cannot read www/sw.js")?;
    let worker = with_files(&template, &format!("{:016x}", hasher.finish()), &first)?;
    fs::write(folder.join("sw.js"), worker)?;
    fs::write(folder.join("_headers"), HEADERS)?;
    if env::var_os(page::DRAFT_VARIABLE).is_none() {
        compress(folder)?;
    }
    Ok(())
}

fn with_files(template: &str, version: &str, first: &[String]) -> Result<String> {
    let (unbuilt, none) = ("const VERSION = \"unbuilt\";", "const FIRST = [];");
    ensure!(template.contains(unbuilt) && template.contains(none), "www/sw.js has no place for its files");
    let names = serde_json::to_string(first)?;
    Ok(template
        .replace(unbuilt, &format!("const VERSION = \"{version}\";"))
        .replace(none, &format!("const FIRST = {names};")))
}

/// `NAME.gz` beside every file that it makes smaller.
fn compress(folder: &Path) -> Result<()> {
    for file in files(folder)? {
        let content = fs::read(&file)?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&content)?;
        let packed = encoder.finish()?;
        if packed.len() < content.len() {
            fs::write(format!("{}.gz", file.display()), packed)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_gets_its_files_and_a_version() {
        let template = include_str!("../../www/sw.js");
        let worker = with_files(template, "0123", &["./".to_owned(), "./a.js".to_owned()]).unwrap();
        assert!(worker.contains("const VERSION = \"0123\";\nconst FIRST = [\"./\",\"./a.js\"];"));
        assert!(with_files("", "0", &[]).is_err());
    }
}
