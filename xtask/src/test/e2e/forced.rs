//! Forced colours: the reader's own colours win, and shapes still tell what colours told.

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look};
use crate::test::e2e::{READY, access, behaves};

pub(super) const NAME: &str = "forced_colours_are_the_readers_and_shapes_tell_the_rest";

/// The elements drawn in a colour that is not the reader's own, and the shapes of asking and going on.
const SEEN: &str = "(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    const system = ['Canvas', 'CanvasText', 'LinkText', 'GrayText', 'ButtonText', 'ButtonFace', 'Highlight',
        'HighlightText', 'Field', 'FieldText', 'VisitedText', 'ActiveText'];
    const own = new Set(system.map(name => (probe.style.color = name, getComputedStyle(probe).color)));
    const canvasText = (probe.style.color = 'CanvasText', getComputedStyle(probe).color);
    probe.remove();
    const solid = colour => colour.startsWith('rgb') && !/, 0\\)$/.test(colour);
    const foreign = new Set();
    for (const element of document.querySelectorAll('#app *')) {
        const style = getComputedStyle(element);
        const drawn = element instanceof SVGElement ? [style.fill, style.stroke] : [style.color, style.backgroundColor];
        for (const colour of drawn)
            if (solid(colour) && !own.has(colour)) foreign.add(`${element.tagName}.${element.getAttribute('class')} ${colour}`);
    }
    const shapes = kind => new Set([...document.querySelectorAll(`.fig .${kind}`)].map(it => it.tagName)).size;
    // Text that is of the same colour as what a browser puts behind it, or a plate in a button of another colour.
    const unread = [...document.querySelectorAll('#app .btn.pri, #app .skip')].map(it => getComputedStyle(it))
        .filter(style => style.color === style.backgroundColor || style.backgroundColor === canvasText)
        .map(style => `${style.color} on ${style.backgroundColor}`);
    return { foreign: [...foreign].slice(0, 8), unread, asks: shapes('f-ask'), active: matchMedia('(forced-colors: active)').matches };
})()";

pub(super) fn run(browser: &mut Browser, origin: &str) -> Result<()> {
    for dark in [false, true] {
        let mut page = browser.page(&Look { reduced_motion: true, dark, ..Look::WIDE })?;
        page.force_colours(dark)?;
        page.navigate(&format!("{origin}/"))?;
        page.wait_for("document.documentElement.dataset.askwell === 'ready'", READY)?;
        page.settle()?;
        let seen = page.evaluate(SEEN)?;
        ensure!(seen["active"] == true, "the browser forces no colours");
        let foreign = seen["foreign"].as_array().context("nothing was looked at")?;
        ensure!(foreign.is_empty(), "drawn in other colours than the reader's: {foreign:#?}");
        ensure!(
            seen["unread"] == serde_json::json!([]),
            "labels on a plate of their own: {}",
            seen["unread"]
        );
        access::axe(&mut page)?;
        behaves(&mut page, origin)?;
    }
    Ok(())
}
