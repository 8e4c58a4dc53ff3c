//! Self-regulation on the page: both figures say what the command line's say.

use std::{fs, path::Path, process::Command, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look};
use crate::house;
use crate::test::e2e::{behaves, element, ready};

pub(super) const NAME: &str = "self_regulation_is_drawn_as_the_command_line_draws_it";

/// The longest time of some thousand episodes on a busy machine.
const JUDGED: Duration = Duration::from_secs(60);

pub(super) fn run(browser: &mut Browser, origin: &str, askwell: &Path) -> Result<()> {
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("{origin}/#open=models"))?;
    ready(&mut page)?;
    page.evaluate(&format!("{}.click()", element("judge")))?;
    for figure in ["roc", "reliability"] {
        let drawn = format!("{}?.querySelector('svg')", element(figure));
        page.wait_for(&format!("!!{drawn}"), JUDGED).with_context(|| format!("no {figure}"))?;
        let said = page.evaluate(&format!("{drawn}.getAttribute('aria-label')"))?;
        let file = house::target()?.join("e2e").join(format!("{figure}.svg"));
        fs::create_dir_all(file.parent().context("no folder")?)?;
        house::run(Command::new(askwell).args(["figure", figure, "--out"]).arg(&file))?;
        let said = said.as_str().context("the figure says nothing")?;
        ensure!(
            fs::read_to_string(&file)?.contains(said),
            "{figure}: the page says {said:?}, the file does not"
        );
    }
    behaves(&mut page, origin)
}
