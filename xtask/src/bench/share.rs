//! The size of a shared figure in every form that the command line writes.

use std::{fs, process::Command};

use anyhow::{Result, ensure};

use crate::bench::{Out, report};
use crate::build::page;
use crate::house;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    out: Out,
}

/// The gate on a figure in one file.
const HTML_MAX: u64 = 250_000;

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let askwell = page::askwell(false)?;
    let folder = house::target()?.join("bench-share");
    fs::create_dir_all(&folder)?;
    let mut text =
        "## Shared figures\n\n`cargo xtask bench share`: bytes of each file of the default state.\n\n\
                    | figure | form | bytes | gate |\n|---|---|---|---|\n"
            .to_owned();
    for name in ["curve", "policy", "episode"] {
        for form in ["html", "svg", "pdf", "png", "csv", "json"] {
            let file = folder.join(format!("{name}.{form}"));
            house::run(Command::new(&askwell).args(["figure", name, "--out"]).arg(&file))?;
            let bytes = fs::metadata(&file)?.len();
            let gate = if form == "html" { format!("at most {HTML_MAX}") } else { String::new() };
            ensure!(form != "html" || bytes <= HTML_MAX, "{name}.html has {bytes} bytes");
            text.push_str(&format!("| {name} | {form} | {bytes} | {gate} |\n"));
        }
    }
    report::write(&arguments.out, "share", &text)
}
