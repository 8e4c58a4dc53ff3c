//! What the page weighs before it is interactive: under 400 kB as it is sent, and never suddenly more.

use std::{env, fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{house, offline};

pub(crate) const NAME: &str = "the_first_download_is_small_and_does_not_grow";

/// The gate: index.html, script, styles and wasm by brotli, in bytes.
const SENT_MAX: u64 = 400_000;

/// The wasm may be so much larger than the one that is kept.
const GROWTH_MAX: f64 = 1.05;

/// Where the size of the wasm is kept.
const KEPT: &str = "xtask/src/sizes.txt";

/// Fails where the page of the folder is too large; drafts are neither small nor compressed.
pub(crate) fn check(page: &Path) -> Result<()> {
    if offline::is_draft(page) {
        house::say("a draft is not weighed");
        return Ok(());
    }
    let (mut sent, mut wasm) = (0, 0);
    for entry in fs::read_dir(page)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name == "index.html" || name.ends_with(".css") || name.starts_with("web-") && !is_twin(&name) {
            sent += size(&page.join(format!("{name}.br")))?;
        }
        if name.ends_with("_bg.wasm") {
            wasm = size(&page.join(&name))?;
        }
    }
    ensure!(
        sent <= SENT_MAX,
        "{sent} bytes are sent before the page is interactive; expected at most {SENT_MAX}"
    );
    let file = house::root().join(KEPT);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, format!("{wasm}\n"))?;
    }
    let kept: f64 =
        fs::read_to_string(&file)?.trim().parse().with_context(|| format!("{KEPT} holds no number"))?;
    ensure!(
        wasm as f64 <= GROWTH_MAX * kept,
        "the page's wasm has grown from {kept} to {wasm} bytes; if that is worth it: UPDATE_EXPECT=1 cargo xtask test --only e2e --built {NAME}"
    );
    Ok(())
}

fn is_twin(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

fn size(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file).with_context(|| format!("cannot find {}", file.display()))?.len())
}
