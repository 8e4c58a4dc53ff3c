//! The tools a build or a test needs: found, or installed once, or one line that says how to get them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::house;
use crate::house::say;

/// The newest Trunk that the project's oldest compiler can build.
const TRUNK: &str = "0.21.14";
/// Part of the shims' folder name: raise it whenever `xtask/shims` changes.
const SHIMS: &str = "3";
const WASM: &str = "wasm32-unknown-unknown";
const CHROMIUM: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/usr/lib/chromium/chromium"];
/// The command that installs the packages named after it.
const APT: &str = "apt-get update && apt-get install -y --no-install-recommends";
const BROWSERS: &str = "chromium chromium-driver fonts-liberation";
/// The fonts that reviewed pictures are written in.
const FONTS: &str = "fonts-liberation";
/// A family of them.
const FONT: &str = "Liberation Sans";
/// The folder of these fonts on Debian.
const FONT_FOLDER: &str = "/usr/share/fonts/truetype/liberation";

/// Whatever `trunk build` needs; gives the folders to put before PATH.
pub(crate) fn for_the_page() -> Result<Vec<PathBuf>> {
    c_compiler()?;
    wasm_target()?;
    let mut folders = vec![shims()?];
    folders.extend(trunk()?);
    Ok(folders)
}

/// PATH with `folders` before it.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folders.iter().cloned().chain(env::split_paths(&path)))?)
}

/// Crates with C inside and every link step need a C compiler.
fn c_compiler() -> Result<()> {
    if ["cc", "gcc", "clang"].into_iter().any(|name| find(name).is_some()) {
        return Ok(());
    }
    bail!("there is no C compiler; on Debian: apt-get install -y build-essential")
}

/// The wasm target of the compiler in use.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).current_dir(house::root()).output();
    let sysroot = sysroot.context("there is no rustc; get it with rustup from https://rustup.rs")?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "the compiler lacks the target {WASM} and there is no rustup to add it; get rustup from https://rustup.rs"
        );
    }
    say(format_args!("adding the target {WASM}"));
    house::run(Command::new("rustup").args(["target", "add", WASM]).current_dir(house::root()))
}

/// `wasm-bindgen` and its test runner at exactly the locked version.
pub(crate) fn shims() -> Result<PathBuf> {
    const BINS: [&str; 2] = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    let version = house::locked_version("wasm-bindgen")?;
    let folder = house::tools()?.join(format!("wasm-bindgen-{version}-shims-{SHIMS}")).join("bin");
    if BINS.iter().all(|name| folder.join(name).is_file()) {
        return Ok(folder);
    }
    say(format_args!("building wasm-bindgen {version} (once, about 2 minutes)"));
    let built = house::target()?.join("tools");
    house::run(house::cargo().args([
        "build",
        "--locked",
        "--profile=tools",
        "--package=wasm-bindgen-shims",
    ]))?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for name in BINS {
        install(&built.join(name), &folder.join(name))?;
    }
    Ok(folder)
}

/// Copies beside the goal, then renames: nobody sees half a file.
fn install(from: &Path, to: &Path) -> Result<()> {
    let beside = to.with_extension(format!("{}", std::process::id()));
    fs::copy(from, &beside)
        .with_context(|| format!("cannot copy {} to {}", from.display(), beside.display()))?;
    fs::rename(&beside, to).with_context(|| format!("cannot write {}", to.display()))
}

/// The folder of Trunk; nothing where the one on PATH fits.
fn trunk() -> Result<Option<PathBuf>> {
    if version_of(Path::new("trunk")).is_some_and(|version| trunk_fits(&version)) {
        return Ok(None);
    }
    let root = house::tools()?.join(format!("trunk-{TRUNK}"));
    let folder = root.join("bin");
    if version_of(&folder.join("trunk")).as_deref() == Some(TRUNK) {
        return Ok(Some(folder));
    }
    say(format_args!("installing Trunk {TRUNK} (once, 5 to 9 minutes on 2 cores)"));
    // Its own profile would link with fat LTO for minutes; nobody waits for Trunk once it is there.
    house::run(
        house::cargo()
            .args(["install", "--quiet", "--locked", &format!("trunk@{TRUNK}"), "--root"])
            .arg(&root)
            .envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")])
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    Ok(Some(folder))
}

/// Any 0.21 from ours on reads our Trunk.toml the same way.
fn trunk_fits(version: &str) -> bool {
    version.strip_prefix("0.21.").and_then(|patch| patch.parse::<u32>().ok()).is_some_and(|patch| patch >= 14)
}

/// The last word a program prints for `--version`.
fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.split_whitespace().last().map(Into::into)
}

/// Chromium and chromedriver, and the fonts of the reviewed pictures: there, or installed on Debian as root, or the line
/// that gets them. Without the fonts everything but the pictures can be tested.
pub(crate) fn browsers() -> Result<()> {
    if find_chromium().is_none() || find("chromedriver").is_none() {
        if !can_install() {
            bail!("Chromium and chromedriver are needed; on Debian, as root: {APT} {BROWSERS}");
        }
        say("installing Chromium");
        return apt(BROWSERS);
    }
    if !has_fonts() && can_install() {
        say("installing the fonts of the reviewed pictures");
        return apt(FONTS);
    }
    Ok(())
}

/// True if the fonts of the reviewed pictures are there.
pub(crate) fn has_fonts() -> bool {
    let is_listed = || {
        let listed = Command::new("fc-list").args([":", "family"]).stderr(Stdio::null()).output();
        listed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(FONT))
    };
    Path::new(FONT_FOLDER).is_dir() || is_listed()
}

/// The advice where they are missing.
pub(crate) fn no_fonts() -> String {
    format!("{FONT} is needed; on Debian, as root: {APT} {FONTS}")
}

fn can_install() -> bool {
    find("apt-get").is_some() && is_root()
}

/// Installs packages of Debian, as root.
fn apt(packages: &str) -> Result<()> {
    let line = format!("{APT} {packages}");
    let installed = house::run(
        Command::new("sh")
            .args(["-c", &format!("{{ {line}; }} >&2")])
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null()),
    );
    installed.with_context(|| format!("they could not be installed; by hand: {line}"))
}

/// The Chromium to drive: `ASKWELL_CHROMIUM`, or the first one found.
pub(crate) fn chromium() -> Result<PathBuf> {
    find_chromium().with_context(|| format!("there is no Chromium; on Debian, as root: {APT} {BROWSERS}"))
}

fn find_chromium() -> Option<PathBuf> {
    env::var_os("ASKWELL_CHROMIUM").map(PathBuf::from).or_else(|| CHROMIUM.into_iter().find_map(find))
}

/// The axe that looks for what a screen reader stumbles over.
const AXE: &str = "4.14.1";

/// The source of axe-core, installed once from npm: a tool of the tests, no part of the page.
pub(crate) fn axe() -> Result<String> {
    let folder = house::tools()?.join(format!("axe-core-{AXE}"));
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if !file.is_file() {
        npm(&folder, &format!("axe-core@{AXE}"))?;
    }
    fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// The folder of a package of npm at a version, installed once: a tool of a benchmark, no part of the page.
pub(crate) fn npm_package(name: &str, version: &str) -> Result<PathBuf> {
    let folder = house::tools()?.join(format!("{name}-{version}"));
    let package = folder.join("node_modules").join(name);
    if !package.is_dir() {
        npm(&folder, &format!("{name}@{version}"))?;
    }
    Ok(package)
}

/// The Python of a virtual environment of that name, made once: `install` is what pip is told, `words` what is installed.
pub(crate) fn python(environment: &str, install: &[&str], words: &str) -> Result<PathBuf> {
    let folder = house::tools()?.join(environment);
    let (python, ready) = (folder.join("bin/python"), folder.join("ready"));
    if python.is_file() && ready.is_file() {
        return Ok(python);
    }
    say(format_args!("installing {words} from PyPI (once)"));
    house::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(&python);
    house::run(pip.args(["-m", "pip", "install", "--quiet"]).args(install).stdout(std::io::stderr()))?;
    fs::write(ready, "")?;
    Ok(python)
}

/// Installs a package and what it needs into a folder of its own; none of their scripts is run.
pub(crate) fn npm(folder: &Path, package: &str) -> Result<()> {
    if find("npm").is_none() {
        bail!(
            "npm is needed for {package}; on Debian, as root: apt-get install -y --no-install-recommends npm"
        );
    }
    say(format_args!("installing {package} (once)"));
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    house::run(
        Command::new("npm")
            .args(["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
            .arg(folder)
            .arg(package)
            .stdout(std::io::stderr()),
    )
}

/// A program on PATH, or at its full path.
fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// True for root, for whom Chromium's sandbox refuses to start.
pub(crate) fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    #[test]
    fn trunk_on_path_fits_from_0_21_14_and_below_0_22() {
        let fitting =
            ["0.21.13", "0.21.14", "0.21.15", "0.22.0", "0.21.x"].map(crate::build::tools::trunk_fits);
        assert_eq!(fitting, [false, true, true, false, false]);
    }
}
