//! The browser's process: found, started with a fresh profile, ended.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::build::tools;

/// The longest time before Chromium opens its socket; a cold start on a busy machine takes several seconds.
const START: Duration = Duration::from_secs(60);

/// A Chromium and its throw-away profile.
pub(super) struct Process {
    child: Child,
    profile: TempDir,
    /// The address of the DevTools protocol.
    pub(super) address: String,
}

impl Process {
    pub(super) fn start(webgpu: bool) -> Result<Self> {
        let program = tools::chromium()?;
        let profile = TempDir::new().context("cannot create a profile")?;
        let child = command(&program, profile.path(), webgpu)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut process = Self { child, profile, address: String::new() };
        process.address = process.wait_for_address()?;
        Ok(process)
    }

    /// Chromium writes the port it got and its path into a file of the profile.
    fn wait_for_address(&mut self) -> Result<String> {
        let file = self.profile.path().join("DevToolsActivePort");
        let started = Instant::now();
        while started.elapsed() < START {
            if let Ok(text) = fs::read_to_string(&file)
                && let Some((port, path)) = text.trim().split_once('\n')
            {
                return Ok(format!("ws://127.0.0.1:{port}{path}"));
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("Chromium ended at once ({status})");
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("Chromium did not open its socket within {} s", START.as_secs())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and nothing depends on it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(program: &Path, profile: &Path, webgpu: bool) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--headless=new", "--remote-debugging-port=0", "--no-first-run", "--disable-quic"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--disable-extensions", "--disable-default-apps", "--mute-audio", "--hide-scrollbars"])
        .arg("--disable-dev-shm-usage")
        .arg("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
        .arg(format!("--user-data-dir={}", profile.display()));
    if webgpu {
        command.arg("--enable-unsafe-webgpu");
    }
    if tools::is_root() {
        command.arg("--no-sandbox");
    }
    command.arg("about:blank").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
