//! The layout at each width: nothing is cut, nothing lies under anything, what is tapped is large enough.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("nothing_is_cut_or_covered_at_any_width", STILL, "", english),
    case("nothing_is_cut_or_covered_in_german", STILL, "#lang=de", german),
    case("nothing_is_cut_or_covered_where_calls_are_discounted", STILL, "#count=discounted", english),
    case(
        "nothing_is_cut_or_covered_where_calls_are_discounted_in_german",
        STILL,
        "#count=discounted&lang=de",
        german,
    ),
    case("nothing_is_cut_or_covered_in_the_settings", STILL, "#open=set-up", settings),
    case(
        "nothing_is_cut_or_covered_in_the_settings_in_german",
        STILL,
        "#open=set-up&lang=de",
        settings_in_german,
    ),
    case("nothing_is_cut_or_covered_in_a_frame", STILL, "#embed=curve+policy", framed),
    case("the_track_of_the_slider_stays_while_the_budget_moves", STILL, "", track),
    case("the_track_of_the_slider_stays_in_german", STILL, "#lang=de", track_in_german),
    case("what_is_tapped_is_large_enough", STILL, "#twin=0.3", desk),
    case(
        "what_is_tapped_on_a_phone_is_large_enough",
        Look { reduced_motion: true, ..Look::PHONE },
        "#twin=0.3",
        phone,
    ),
    case("every_column_of_a_charts_table_is_seen", STILL, "", columns),
    case("the_budget_covers_what_scrolls_under_it", STILL, "", covered),
];

const STILL: Look = Look { reduced_motion: true, ..Look::WIDE };
const WIDTHS: [u32; 8] = [320, 390, 768, 830, 1024, 1280, 1440, 1920];

/// Widths of a frame in other pages.
const FRAMES: [u32; 3] = [320, 640, 800];

/// The layout faults of the title, the lists, the panel heads, the lines of D and the items of each row.
const FAULTS: &str = "(() => {
    const found = [], box = it => it.getBoundingClientRect();
    const seen = it => it.checkVisibility() && box(it).width > 1;
    const cut = it => it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1;
    if ([...document.querySelectorAll('#app h1')].some(cut)) found.push('the title is cut');
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
        const out = [...document.querySelectorAll('#app *')].filter(it => seen(it) && box(it).right > root.clientWidth + 1);
        const names = out.slice(0, 4).map(it => it.getAttribute('class') || it.localName);
        found.push(`the page scrolls sideways, ${root.scrollWidth} px in ${root.clientWidth}: ${names}`);
    }
    const brush = document.createElement('canvas').getContext('2d');
    for (const list of [...document.querySelectorAll('#app select')].filter(seen)) {
        const style = getComputedStyle(list);
        brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const text = list.selectedOptions[0]?.text ?? '';
        const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        // A browser keeps some room for its arrow.
        if (brush.measureText(text).width + 12 > room) found.push(`the list cuts ${text}`);
    }
    for (const head of document.querySelectorAll('.panel > header')) {
        const parts = [...head.children].filter(seen);
        parts.forEach((a, i) => parts.slice(i + 1).forEach(b => {
            const [p, q] = [box(a), box(b)];
            const range = document.createRange(); range.selectNodeContents(a);
            const text = [...range.getClientRects()];
            if (text.some(p => p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3))
                found.push(`${a.textContent} lies under ${b.textContent}`);
        }));
    }
    for (const line of [...document.querySelectorAll('#app :is(.eq, .compares, .rule h3)')].filter(seen)) {
        if (line.scrollWidth > line.clientWidth + 1 || box(line).right > box(line.closest('.panel')).right + 1)
            found.push(`${line.textContent} is wider than its panel`);
    }
    const above = it => { const range = document.createRange(); range.selectNodeContents(it.firstChild); return range.getBoundingClientRect().top; };
    const names = [...document.querySelectorAll('#app .closed button')].filter(seen).map(it => [box(it).top, above(it)]);
    if (names.some(([row, top]) => names.some(([other, high]) => Math.abs(row - other) < 2 && Math.abs(top - high) > 1)))
        found.push('the names of one row of drawers stand at different heights');
    for (const list of [...document.querySelectorAll('#app .who')].filter(seen)) {
        const head = list.parentElement.querySelector('.tr h3');
        if (box(head).top - box(list).bottom < 4) found.push(`the list touches ${head.textContent}`);
    }
    for (const row of document.querySelectorAll('.lessons, .closed')) {
        const left = box(row).left;
        for (const item of [...row.children].filter(it => seen(it) && Math.abs(box(it).left - left) < 2)) {
            if (parseFloat(getComputedStyle(item).borderLeftWidth) > 0) found.push(`a stray rule before ${item.textContent}`);
        }
    }
    return found;
})()";

fn english(page: &mut Page<'_>) -> Result<()> {
    at_every_width(page)
}

fn german(page: &mut Page<'_>) -> Result<()> {
    in_german(page)?;
    at_every_width(page)
}

fn in_german(page: &mut Page<'_>) -> Result<()> {
    page.wait_for("document.documentElement.lang === 'de'", std::time::Duration::from_secs(20))
}

fn settings(page: &mut Page<'_>) -> Result<()> {
    page.wait_for(&format!("!!{}", reader::element("keying")), std::time::Duration::from_secs(20))?;
    at_every_width(page)
}

fn settings_in_german(page: &mut Page<'_>) -> Result<()> {
    in_german(page)?;
    settings(page)
}

fn framed(page: &mut Page<'_>) -> Result<()> {
    ensure!(page.evaluate("document.querySelectorAll('.panel > header').length")? == 2, "no two panels");
    none_at(page, &FRAMES)
}

fn at_every_width(page: &mut Page<'_>) -> Result<()> {
    none_at(page, &WIDTHS)
}

fn none_at(page: &mut Page<'_>, widths: &[u32]) -> Result<()> {
    for &width in widths {
        page.look(&Look { width, ..STILL })?;
        page.settle()?;
        page.settle()?;
        let found = page.evaluate(FAULTS)?;
        ensure!(found == Value::Array(Vec::new()), "{width} px: {found:#}");
    }
    Ok(())
}

fn track(page: &mut Page<'_>) -> Result<()> {
    for measure in ["calls", "discounted", "cap"] {
        reader::set(page, "measure", measure)?;
        let mut first = None;
        for budget in [0.0, 0.01, 0.35, 0.5, 0.99, 1.0, 1.25, 1.6, 2.0] {
            page.evaluate(&format!(
                "(() => {{ const it = {}; it.value = it.step === '1' ? Math.round({budget} * 4) : {budget}; \
                 it.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()",
                reader::element("budget")
            ))?;
            page.settle()?;
            let place = page.evaluate(&format!(
                "(() => {{ const r = {}.getBoundingClientRect(); return [r.left, r.width]; }})()",
                reader::element("budget")
            ))?;
            let stood = first.get_or_insert_with(|| place.clone());
            ensure!(*stood == place, "{measure}: at {budget} the track goes from {stood} to {place}");
            let wide = page.evaluate(
                "[...document.querySelectorAll('.bar .bigc, .bar .read > div')].filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent)",
            )?;
            ensure!(wide == Value::Array(Vec::new()), "{measure}, {budget}: no room for {wide}");
        }
    }
    Ok(())
}

fn track_in_german(page: &mut Page<'_>) -> Result<()> {
    in_german(page)?;
    track(page)
}

/// Controls that are smaller than `SIDE` px, but for numbers in a line, which `LINE` holds for.
const SMALL: &str = "[...document.querySelectorAll('#app button, #app select, #app input, #app summary, #app label:has(input[type=checkbox])')]
    .filter(it => it.checkVisibility({ opacityProperty: true }) && it.type !== 'checkbox' && !it.closest('.scroll'))
    .map(it => [it, it.getBoundingClientRect()])
    .filter(([it, r]) => r.width > 1 && Math.min(r.width, r.height) < (it.matches('.copyable, .sort') ? LINE : SIDE) - 0.5)
    .map(([it, r]) => `${it.dataset.testid ?? it.textContent}: ${r.width.toFixed()} x ${r.height.toFixed()}`)";

fn desk(page: &mut Page<'_>) -> Result<()> {
    none_smaller(page, 24.0, 14.0)
}

fn phone(page: &mut Page<'_>) -> Result<()> {
    none_smaller(page, 44.0, 24.0)
}

fn none_smaller(page: &mut Page<'_>, side: f64, line: f64) -> Result<()> {
    let script = SMALL.replace("SIDE", &side.to_string()).replace("LINE", &line.to_string());
    let small = page.evaluate(&script)?;
    ensure!(small == Value::Array(Vec::new()), "smaller than {side} px: {small:#}");
    Ok(())
}

fn columns(page: &mut Page<'_>) -> Result<()> {
    reader::open_tables(page)?;
    for width in [1280, 1440, 1920] {
        page.look(&Look { width, ..STILL })?;
        page.settle()?;
        let cut = page.evaluate(
            "[...document.querySelectorAll('.chart-numbers')].filter(it => it.scrollWidth > it.clientWidth + 1) \
             .map(it => `${it.ariaLabel}: ${it.scrollWidth} in ${it.clientWidth}`)",
        )?;
        ensure!(cut == Value::Array(Vec::new()), "{width} px: {cut:#}");
    }
    Ok(())
}

/// Checks that no part of the page is seen beside the bar that sticks to the top.
fn covered(page: &mut Page<'_>) -> Result<()> {
    page.evaluate("(document.querySelector('.tr li.on').scrollIntoView({ block: 'start' }), 0)")?;
    page.evaluate("(scrollBy(0, document.querySelector('.tr li.on').getBoundingClientRect().top - 20), 0)")?;
    page.settle()?;
    let away = page.evaluate(
        "(() => { const bar = document.querySelector('.bar'), line = document.querySelector('.tr li.on').getBoundingClientRect(); \
         const shade = getComputedStyle(bar).boxShadow.match(/-?\\d+px/g)?.map(parseFloat) ?? []; \
         const reach = Math.max(0, ...shade.map(Math.abs)), r = bar.getBoundingClientRect(); \
         return Math.max(line.right - r.right, r.left - line.left) - reach; })()",
    )?;
    ensure!(away.as_f64().is_some_and(|away| away <= 0.0), "the step is seen {away} px beside the bar");
    Ok(())
}
