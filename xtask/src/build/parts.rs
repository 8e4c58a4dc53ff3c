//! The parts that xtask/shims split off the page's wasm: put beside it, and told the final name of its script.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::build::page;
use crate::house;

/// Adds the parts to the page's folder, where its script names some.
pub(crate) fn add(page: &Path) -> Result<()> {
    let Some(script) = script(page)? else { return Ok(()) };
    let text = fs::read_to_string(page.join(&script)).with_context(|| format!("cannot read {script}"))?;
    let Some(folder) = folder(&text) else { return Ok(()) };
    let (from, to) = (bound()?.join(folder), page.join(folder));
    fs::create_dir_all(&to)?;
    for file in crate::build::files::files(&from)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == "link.js" {
            let link = fs::read_to_string(&file)?;
            fs::write(to.join(&name), link.replace("../web.js", &format!("../{script}")))?;
        } else if name.starts_with("split_") || name.starts_with("chunk_") {
            fs::copy(&file, to.join(&name))?;
        }
    }
    // The script imports it: better asked for with the script than after it.
    let ahead =
        format!("<link rel=\"modulepreload\" href=\"./{folder}/link.js\" crossorigin=\"anonymous\">\n    ");
    crate::build::files::mark(&page.join("index.html"), &ahead)
}

/// The folder that wasm-bindgen wrote for Trunk.
fn bound() -> Result<PathBuf> {
    let kind = if env::var_os(page::DRAFT_VARIABLE).is_some() { "debug" } else { "release" };
    Ok(house::target()?.join("wasm-bindgen").join(kind))
}

/// The name that Trunk gave the page's script.
fn script(page: &Path) -> Result<Option<String>> {
    let names = fs::read_dir(page)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.into_iter().find(|name| name.starts_with("web-") && name.ends_with(".js")))
}

/// The folder of the parts that a script imports; none if the page is in one piece.
pub(crate) fn folder(script: &str) -> Option<&str> {
    let before = script.find("/link.js")?;
    let start = script[..before].rfind("split-")?;
    Some(&script[start..before])
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_script_names_the_folder_of_its_parts() {
        let script = "import * as import1 from \"./split-0123456789abcdef/link.js\"\n";
        assert_eq!(crate::build::parts::folder(script), Some("split-0123456789abcdef"));
        assert_eq!(crate::build::parts::folder("import * as env from './env.js'"), None);
    }
}
