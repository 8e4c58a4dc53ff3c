//! `cargo xtask shot`: a picture of the page as a reader would see it.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result};

use crate::browser::{Browser, Look, Page};
use crate::build::page;
use crate::build::page::Server;
use crate::house::say;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The fragment after the page's address, such as '#C=1.2'; '' for the page itself
    fragment: String,
    /// The path of the PNG
    out: PathBuf,
    #[arg(long, default_value_t = 1440)]
    width: u32,
    #[arg(long, default_value_t = 900)]
    height: u32,
    /// Device pixels per CSS pixel
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// The dark colour scheme
    #[arg(long)]
    dark: bool,
    /// For a reader who asked for less motion
    #[arg(long)]
    reduced_motion: bool,
    /// With the page's scripts off
    #[arg(long)]
    no_scripts: bool,
    /// The whole document, not only the window
    #[arg(long)]
    full: bool,
    /// A local HTML file instead of the built page
    #[arg(long, conflicts_with = "url")]
    file: Option<PathBuf>,
    /// A running server of this machine instead of one started here, such as http://127.0.0.1:8080
    #[arg(long)]
    url: Option<String>,
    /// Keys to press first, such as 'Tab,ArrowRight'
    #[arg(long, value_delimiter = ',')]
    press: Vec<String>,
    /// JavaScript to run first; its value is printed
    #[arg(long)]
    eval: Option<String>,
    /// Seconds to wait for the page to be ready; 0 takes the first picture that loads
    #[arg(long, default_value_t = 60)]
    ready: u64,
}

/// Takes the picture; what the page complained about goes to standard error.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let (address, _server) = address(arguments)?;
    let mut browser = Browser::launch(false)?;
    let mut page = browser.page(&look(arguments))?;
    page.navigate(&format!("{address}{}", arguments.fragment))?;
    prepare(&mut page, arguments)?;
    let picture = page.screenshot(arguments.full)?;
    for error in &page.seen().errors {
        say(format_args!("the page says: {error}"));
    }
    fs::write(&arguments.out, picture)
        .with_context(|| format!("cannot write {}", arguments.out.display()))?;
    say(format_args!("wrote {}", arguments.out.display()));
    Ok(())
}

/// The address of the page, and the server to keep running meanwhile.
fn address(arguments: &Arguments) -> Result<(String, Option<Server>)> {
    if let Some(file) = &arguments.file {
        let file = file.canonicalize().with_context(|| format!("cannot read {}", file.display()))?;
        return Ok((format!("file://{}", file.display()), None));
    }
    if let Some(url) = &arguments.url {
        return Ok((format!("{}/", url.trim_end_matches('/')), None));
    }
    let dist = page::built()?;
    let server = Server::start(&page::askwell(false)?, &dist)?;
    Ok((format!("{}/", server.origin), Some(server)))
}

fn look(arguments: &Arguments) -> Look {
    Look {
        width: arguments.width,
        height: arguments.height,
        scale: arguments.scale,
        dark: arguments.dark,
        reduced_motion: arguments.reduced_motion,
        scripts: !arguments.no_scripts,
    }
}

fn prepare(page: &mut Page<'_>, arguments: &Arguments) -> Result<()> {
    let expects_ready = arguments.file.is_none() && !arguments.no_scripts && arguments.ready > 0;
    if expects_ready {
        let ready = "document.documentElement.dataset.askwell === 'ready'";
        if let Err(error) = page.wait_for(ready, Duration::from_secs(arguments.ready)) {
            say(format_args!("taken although the page is not ready ({error})"));
        }
    }
    arguments.press.iter().try_for_each(|key| page.press(key))?;
    if let Some(script) = &arguments.eval {
        println!("{}", page.evaluate(script)?);
    }
    // Transitions of the page take 120 to 200 ms.
    page.listen(Duration::from_millis(400))
}
