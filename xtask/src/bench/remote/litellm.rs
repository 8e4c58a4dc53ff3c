//! litellm's proxy from PyPI, as its own documentation starts it: the peer.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::bench::remote::http::Target;
use crate::bench::remote::stub::ANSWER;
use crate::build::tools;

pub(super) const VERSION: &str = "1.106.0";
/// The longest time of its start.
const START: Duration = Duration::from_secs(120);

/// A running proxy, ended when dropped.
pub(super) struct Litellm {
    child: Child,
    pub(super) target: Target,
}

impl Litellm {
    pub(super) fn start(place: &Path, upstream: &str) -> Result<Self> {
        let package = format!("litellm[proxy]=={VERSION}");
        let python =
            tools::python("litellm-1", &["--only-binary=:all:", &package], "litellm’s proxy, about 1 GB,")?;
        let config = place.join("litellm.yaml");
        fs::write(
            &config,
            format!(
                "model_list:\n  - model_name: m\n    litellm_params:\n      model: openai/m\n      api_base: http://{upstream}/v1\n      \
                 api_key: sk-none\nlitellm_settings:\n  num_retries: 0\n  telemetry: false\n"
            ),
        )?;
        // It is told its port and does not say another: one that is free now.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(python.with_file_name("litellm"))
            .args(["--host", "127.0.0.1", "--port", &port.to_string(), "--num_workers", "1", "--config"])
            .arg(&config)
            .current_dir(place)
            .env("LITELLM_LOCAL_MODEL_COST_MAP", "True")
            .env("LITELLM_LOG", "ERROR")
            // Without a key to check, like the one beside it: on loopback that is enough.
            .env("LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let target =
            Target { name: "litellm", address: format!("127.0.0.1:{port}"), path: "/v1/chat/completions" };
        let mut started = Self { child, target };
        started.wait()?;
        Ok(started)
    }

    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Until it answers a question.
    fn wait(&mut self) -> Result<()> {
        let began = Instant::now();
        loop {
            let request = self.target.request(ANSWER, false);
            if self.target.connect().and_then(|mut connection| connection.ask(&request)).is_ok() {
                return Ok(());
            }
            ensure!(self.child.try_wait()?.is_none(), "litellm has ended");
            ensure!(began.elapsed() < START, "litellm does not answer within {} s", START.as_secs());
            thread::sleep(Duration::from_millis(500));
        }
    }
}

impl Drop for Litellm {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
