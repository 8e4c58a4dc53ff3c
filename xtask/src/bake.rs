//! The first picture: what the page shows once it is ready, kept as markup for the time until then.
//!
//! It is taken from the page itself, so it cannot look different: once for a desk, once for a phone.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::{
    browser::{Browser, Look},
    house::{self, say},
    page::{self, Server},
};

/// The page's markup without what only a living page needs: names to point at, and controls that answer.
const MARKUP: &str = "(() => {
    const live = document.getElementById('app'), still = live.cloneNode(true);
    const inputs = live.querySelectorAll('input');
    still.querySelectorAll('input').forEach((input, i) => input.setAttribute('value', inputs[i].value));
    still.querySelectorAll('input, button, select').forEach(control => control.setAttribute('disabled', ''));
    for (const name of ['id', 'title', 'tabindex', 'aria-labelledby', 'data-testid', 'data-key', 'role'])
        still.querySelectorAll(`[${name}]`).forEach(element => {
            if (name !== 'role' || element.getAttribute('role') === 'status') element.removeAttribute(name);
        });
    // What a pointer would ask for is of no use in a still picture.
    still.querySelectorAll('svg title').forEach(title => title.remove());
    // What may already have changed since the page got ready.
    still.querySelectorAll('[data-still]').forEach(element => {
        element.textContent = element.dataset.still;
        element.removeAttribute('data-still');
        element.parentElement.removeAttribute('title');
    });
    return still.innerHTML.replace(/<!---->/g, '').replace(/<(section|div class=\"lane|svg|footer|header|li)/g, '\\n<$1');
})()";

/// Where the picture is kept; `index.html` takes it in.
fn place() -> PathBuf {
    house::root().join("www/first.html")
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Take it of the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
}

/// Takes the picture and keeps it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.built {
        page::build()?;
    }
    let markup = take()?;
    fs::write(place(), markup).with_context(|| format!("cannot write {}", place().display()))?;
    pictures()?;
    say(format_args!("wrote {}; build again to serve it", place().display()));
    Ok(())
}

/// Fails unless the kept picture is what the page shows now.
pub(crate) fn check() -> Result<()> {
    let kept = fs::read_to_string(place()).with_context(|| format!("cannot read {}", place().display()))?;
    ensure!(
        kept == take()?,
        "www/first.html is not what the page shows now; take it again: cargo xtask bake"
    );
    Ok(())
}

/// The README's pictures, of the same page.
fn pictures() -> Result<()> {
    let folder = house::root().join("docs");
    let server = Server::start(&page::askwell(false)?, &page::built()?)?;
    let mut browser = Browser::launch(false)?;
    let still = Look { reduced_motion: true, ..Look::WIDE };
    for (name, look) in [
        ("light", still.clone()),
        ("dark", Look { dark: true, ..still }),
        ("phone", Look { reduced_motion: true, scale: 1.0, ..Look::PHONE }),
    ] {
        let mut page = browser.page(&look)?;
        page.navigate(&format!("{}/", server.origin))?;
        page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(90))?;
        page.settle()?;
        let file = folder.join(format!("page-{name}.png"));
        fs::write(&file, page.screenshot(false)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn take() -> Result<String> {
    let server = Server::start(&page::askwell(false)?, &page::built()?)?;
    let mut browser = Browser::launch(false)?;
    let mut markup = String::new();
    for (class, look) in [("wide", Look::WIDE), ("narrow", Look::PHONE)] {
        let mut page = browser.page(&look)?;
        page.navigate(&format!("{}/", server.origin))?;
        page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(90))?;
        page.settle()?;
        let taken = page.evaluate(MARKUP)?;
        let taken = taken.as_str().context("the page gave no markup")?;
        markup.push_str(&format!("<div class=\"first {class}\">{taken}\n</div>\n"));
    }
    Ok(markup)
}
