//! Parts of a wasm that are loaded later: `split-DIGEST/` beside what wasm-bindgen writes, with `link.js`, which the
//! main wasm imports, and a wasm for each part.

use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The first bytes of the name of every function that loads a part.
const LOADER: &[u8] = b"__wasm_split_load_";

/// Splits the wasm that the arguments name, where it has parts; answers the arguments for what remains of it.
pub(crate) fn split_off(mut arguments: Vec<OsString>) -> Result<Vec<OsString>> {
    let Some(place) =
        arguments.iter().position(|argument| Path::new(argument).extension() == Some("wasm".as_ref()))
    else {
        return Ok(arguments);
    };
    let input = PathBuf::from(&arguments[place]);
    let wasm = fs::read(&input).with_context(|| format!("cannot read {}", input.display()))?;
    if !wasm.windows(LOADER.len()).any(|bytes| bytes == LOADER) {
        return Ok(arguments);
    }
    let out = value(&arguments, "--out-dir").context("--out-dir is missing")?;
    let name = value(&arguments, "--out-name")
        .map_or_else(|| stem(&input), |name| name.to_string_lossy().into_owned());
    arguments[place] = split(&input, &wasm, Path::new(&out), &name)?.into();
    // The parts share its table of functions.
    arguments.push("--keep-lld-exports".into());
    Ok(arguments)
}

fn split(input: &Path, wasm: &[u8], out: &Path, name: &str) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    hasher.write(wasm);
    let folder = format!("split-{:016x}", hasher.finish());
    let goal = out.join(&folder);
    fs::create_dir_all(&goal).with_context(|| format!("cannot make {}", goal.display()))?;
    // What remains keeps its file name: wasm-bindgen names what it writes after it.
    let main = goal.join(input.file_name().unwrap_or_default());
    let (link, main_module) = (format!("./{folder}/link.js"), format!("../{name}.js"));
    let mut options = Options::new(wasm);
    options.output_dir = out;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &main_module;
    let parts = transform(options).map_err(|error| anyhow!("cannot split {}: {error:?}", input.display()))?;
    for part in parts.split_modules {
        let bytes =
            without_customs(&fs::read(&part)?).with_context(|| format!("{} is no wasm", part.display()))?;
        fs::write(goal.join(part.file_name().unwrap_or_default()), bytes)?;
        fs::remove_file(&part)?;
    }
    Ok(main)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The value of an option, given as `--name=value` or as `--name value`.
fn value(arguments: &[OsString], name: &str) -> Option<OsString> {
    let joined = format!("{name}=");
    arguments.iter().enumerate().find_map(|(place, argument)| match argument.to_str()? {
        text if text == name => arguments.get(place + 1).cloned(),
        text => text.strip_prefix(&joined).map(OsString::from),
    })
}

/// A wasm without its custom sections: names, and who made it.
fn without_customs(wasm: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = wasm.split_at_checked(8)?;
    let mut kept = head.to_vec();
    while let Some((&kind, after)) = rest.split_first() {
        let (length, after_length) = leb128(after)?;
        let end = rest.len() - after_length.len() + length;
        let (section, next) = rest.split_at_checked(end)?;
        if kind != 0 {
            kept.extend(section);
        }
        rest = next;
    }
    Some(kept)
}

fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let number = bytes[..end].iter().rev().fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f));
    Some((number, &bytes[end..]))
}
