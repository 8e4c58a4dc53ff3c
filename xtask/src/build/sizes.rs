//! The size of the page before it is interactive: under 400 kB as sent, and never suddenly more.

use std::{env, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};

use crate::house;

pub(crate) const NAME: &str = "the_first_download_is_small_and_does_not_grow";

/// The largest size of index.html, scripts, styles and wasm together, compressed by brotli, in bytes.
const SENT_MAX: u64 = 400_000;

/// The wasm may be so much larger than the one that is kept.
const GROWTH_MAX: f64 = 1.05;

/// The file of the last recorded size of the wasm.
const KEPT: &str = "xtask/src/build/sizes.txt";

/// The files that a page is interactive with, by how their names begin and end; one of each. Styles are in index.html, or
/// in files of their own.
const FIRST: [(&str, &str); 3] = [("index", ".html"), ("web-", ".js"), ("web-", "_bg.wasm")];
const STYLES: &str = ".css";

/// Bytes of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Weight {
    /// The bytes sent before the page is interactive, compressed.
    sent: u64,
    /// The bytes of the page's wasm as it is.
    wasm: u64,
}

/// Fails where the page of the folder is too large, or is none.
pub(crate) fn check(page: &Path) -> Result<()> {
    let weight = weigh(page)?;
    let file = house::root().join(KEPT);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, format!("{}\n", weight.wasm))?;
    }
    let kept =
        fs::read_to_string(&file)?.trim().parse().with_context(|| format!("{KEPT} holds no number"))?;
    judge(weight, kept)
}

fn judge(Weight { sent, wasm }: Weight, kept: u64) -> Result<()> {
    ensure!(
        sent <= SENT_MAX,
        "{sent} bytes are sent before the page is interactive; expected at most {SENT_MAX}"
    );
    ensure!(
        wasm as f64 <= GROWTH_MAX * kept as f64,
        "the page's wasm has grown from {kept} to {wasm} bytes; if that is worth it: UPDATE_EXPECT=1 cargo xtask test --only e2e --built {NAME}"
    );
    Ok(())
}

/// The weight of the page in a folder; an error where a file of a kind it needs is not there once.
fn weigh(page: &Path) -> Result<Weight> {
    let mut weight = Weight { sent: 0, wasm: 0 };
    let entries = fs::read_dir(page).with_context(|| format!("cannot read {}", page.display()))?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names = names.collect::<Result<Vec<String>>>()?;
    let sent = |name: &String| size(&page.join(format!("{name}.br")));
    for (begin, end) in FIRST {
        let is_it = |name: &&String| name.starts_with(begin) && name.ends_with(end);
        let found: Vec<&String> = names.iter().filter(is_it).collect();
        let [name] = found[..] else {
            bail!("{} holds {} files {begin}*{end}; expected one", page.display(), found.len())
        };
        weight.sent += sent(name)?;
        if name.ends_with(".wasm") {
            weight.wasm = size(&page.join(name))?;
        }
        if name.ends_with(".js") {
            weight.sent += linking(page, name)?;
        }
    }
    for name in names.iter().filter(|name| name.ends_with(STYLES)) {
        weight.sent += sent(name)?;
    }
    Ok(weight)
}

/// The size of `link.js`, which index.html preloads and the page's script imports; 0 for a page in one piece.
fn linking(page: &Path, script: &str) -> Result<u64> {
    let text = fs::read_to_string(page.join(script)).with_context(|| format!("cannot read {script}"))?;
    let Some(folder) = crate::build::parts::folder(&text) else { return Ok(0) };
    let (packed, whole) = (page.join(folder).join("link.js.br"), page.join(folder).join("link.js"));
    // A file that gains nothing by compression has no compressed copy.
    if packed.exists() { size(&packed) } else { size(&whole) }
}

fn size(file: &Path) -> Result<u64> {
    let size = fs::metadata(file).with_context(|| format!("cannot find {}", file.display()))?.len();
    ensure!(size > 0, "{} is empty", file.display());
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of files with these sizes in bytes, each with a compressed copy of half the size.
    fn page(files: &[(&str, usize)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, bytes) in files {
            fs::write(folder.path().join(file), vec![1; *bytes]).unwrap();
            fs::write(folder.path().join(format!("{file}.br")), vec![1; bytes / 2]).unwrap();
            fs::write(folder.path().join(format!("{file}.gz")), vec![1; bytes / 2]).unwrap();
        }
        folder
    }

    const PAGE: [(&str, usize); 5] = [
        ("index.html", 20),
        ("web-0123.js", 60),
        ("web-0123_bg.wasm", 200),
        ("style-0123.css", 40),
        ("sw.js", 1_000),
    ];

    #[test]
    fn what_comes_first_is_weighed_and_nothing_else() {
        let folder = page(&PAGE);
        fs::create_dir(folder.path().join("engine-0")).unwrap();
        fs::write(folder.path().join("engine-0/engine_bg.wasm"), [1; 500]).unwrap();
        assert_eq!(weigh(folder.path()).unwrap(), Weight { sent: 160, wasm: 200 });
    }

    #[test]
    fn the_script_that_links_the_parts_is_weighed() {
        let folder = page(&PAGE);
        let script = "import * as import1 from './split-0a/link.js'";
        fs::write(folder.path().join("web-0123.js"), script).unwrap();
        assert!(
            weigh(folder.path()).unwrap_err().to_string().contains("link.js"),
            "a part that is not there"
        );
        fs::create_dir(folder.path().join("split-0a")).unwrap();
        fs::write(folder.path().join("split-0a/link.js"), [1; 70]).unwrap();
        fs::write(folder.path().join("split-0a/split_later.wasm"), [1; 500]).unwrap();
        assert_eq!(weigh(folder.path()).unwrap(), Weight { sent: 230, wasm: 200 });
        fs::write(folder.path().join("split-0a/link.js.br"), [1; 9]).unwrap();
        assert_eq!(weigh(folder.path()).unwrap(), Weight { sent: 169, wasm: 200 });
    }

    #[test]
    fn a_page_that_lacks_a_file_or_its_twin_is_refused() {
        for left_out in 0..FIRST.len() {
            let mut files = PAGE.to_vec();
            let (name, _) = files.remove(left_out);
            let folder = page(&files);
            let error = weigh(folder.path()).unwrap_err().to_string();
            assert!(error.contains("holds 0 files"), "without {name}: {error}");
            fs::write(folder.path().join(name), [1; 10]).unwrap();
            let error = weigh(folder.path()).unwrap_err().to_string();
            assert!(error.contains(&format!("{name}.br")), "without the twin of {name}: {error}");
        }
        assert!(weigh(page(&[]).path()).is_err());
        assert!(weigh(Path::new("no such folder")).is_err());
    }

    #[test]
    fn two_pages_in_one_folder_are_none() {
        let folder = page(&[&PAGE[..], &[("web-4567_bg.wasm", 100)]].concat());
        let error = weigh(folder.path()).unwrap_err().to_string();
        assert!(error.contains("holds 2 files web-*_bg.wasm; expected one"), "{error}");
    }

    #[test]
    fn the_gate_is_at_its_number_and_growth_at_a_twentieth() {
        assert!(judge(Weight { sent: SENT_MAX, wasm: 1_050 }, 1_000).is_ok());
        assert!(judge(Weight { sent: SENT_MAX + 1, wasm: 1_000 }, 1_000).is_err());
        assert!(judge(Weight { sent: 1, wasm: 1_051 }, 1_000).is_err());
    }
}
