//! `cargo xtask serve`: everything the app needs, built, then served.

use std::{net::TcpListener, process::Command};

use anyhow::{Result, bail};

use crate::build::page;
use crate::house;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Port on 127.0.0.1; 0 takes a free one and prints the address
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Builds the page and the server, then becomes the server.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    // Said now, not after minutes of building.
    if TcpListener::bind(("127.0.0.1", arguments.port)).is_err() {
        bail!(
            "port {0} is in use; choose another with --port, or any free one with --port 0",
            arguments.port
        );
    }
    page::build()?;
    let askwell = page::askwell(true)?;
    let mut server = Command::new(askwell);
    // Relative, so that what is printed reads well.
    server.args(["serve", "--app", "dist", "--port", &arguments.port.to_string()]).current_dir(house::root());
    become_(&mut server)
}

/// Replaces this process where the system can, so that Ctrl-C and signals reach the server itself.
#[cfg(unix)]
fn become_(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(command.exec()).context("cannot start the server"))
}

#[cfg(not(unix))]
fn become_(command: &mut Command) -> Result<()> {
    house::run(command)
}
