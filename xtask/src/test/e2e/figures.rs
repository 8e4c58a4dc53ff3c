//! The figures of the live page in its own fonts: no text meets a text or a line, and none leaves its drawing.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

const PHONE: Look = Look::PHONE;

pub(super) const CASES: &[Case] = &[
    case("figures_are_clear_at_320_pixels", Look { width: 320, ..PHONE }, "#C=0.25", clear),
    case("figures_are_clear_at_390_pixels", PHONE, "#count=cap&C=2", clear),
    case(
        "figures_are_clear_at_768_pixels",
        Look { width: 768, height: 1024, ..Look::WIDE },
        "#C=1.6&rule=paper&twin=threshold",
        clear,
    ),
    case("figures_are_clear_at_1440_pixels", Look::WIDE, "#C=0.8&task=7", clear),
    case(
        "figures_are_clear_at_1920_pixels",
        Look { width: 1920, height: 1080, ..Look::WIDE },
        "#C=1.4&count=discounted",
        clear,
    ),
];

/// The overlaps of marks and letters, in words; boxes are those of the letters as the browser paints them.
const MEETINGS: &str = r"(() => {
    const found = [];
    const inner = (box, by) => ({ left: box.left + by, top: box.top + by, right: box.right - by, bottom: box.bottom - by });
    const letters = text => {
        // The box of a line of text has room for accents; letters take about three quarters of it.
        const box = text.getBoundingClientRect(), high = box.bottom - box.top;
        return { left: box.left, right: box.right, top: box.top + 0.14 * high, bottom: box.bottom - 0.12 * high };
    };
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const holds = (box, x, y) => x > box.left && x < box.right && y > box.top && y < box.bottom;
    for (const svg of document.querySelectorAll('svg.fig')) {
        const name = svg.getAttribute('class'), sheet = inner(svg.getBoundingClientRect(), -1.5);
        if (sheet.right - sheet.left < 40) continue;
        const texts = [...svg.querySelectorAll('text')].map(text => [text.textContent, inner(letters(text), 1)]);
        texts.forEach(([words, box], index) => {
            if (box.left < sheet.left || box.right > sheet.right || box.top < sheet.top || box.bottom > sheet.bottom) {
                found.push(`${name}: “${words}” leaves the drawing`);
            }
            for (const [others, other] of texts.slice(index + 1)) {
                // Two texts of one line need about the space between two words.
                const apart = { ...other, left: other.left - 4, right: other.right + 4 };
                if (meets(box, apart)) found.push(`${name}: “${words}” meets “${others}”`);
            }
        });
        for (const line of svg.querySelectorAll('path, line')) {
            const style = getComputedStyle(line), kind = line.getAttribute('class') ?? '';
            // The plan's numbers stand in rings that hide the way under them; a test of the core looks at those.
            if (style.stroke === 'none' || /s-line|s-paper/.test(kind) || /fig-plan/.test(name)) continue;
            const length = line.getTotalLength(), to = line.getScreenCTM();
            for (let at = 0; at <= length; at += 1) {
                const { x, y } = line.getPointAtLength(at).matrixTransform(to);
                const hit = texts.find(([, box]) => holds(box, x, y));
                if (hit) { found.push(`${name}: “${hit[0]}” is crossed by ${kind}`); break; }
            }
        }
    }
    return [...new Set(found)];
})()";

/// Widths of one line of narrow and of wide letters in the face of the figures, and how many texts they hold.
const FACE: &str = r"(() => {
    const texts = [...document.querySelectorAll('svg.fig text')];
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `11.5px ${getComputedStyle(texts[0]).fontFamily}`;
    return [pen.measureText('iiiiiiii').width, pen.measureText('mmmmmmmm').width, texts.length];
})()";

fn clear(page: &mut Page<'_>) -> Result<()> {
    let face = page.evaluate(FACE)?;
    let [narrow, wide, n] = [0, 1, 2].map(|place| face[place].as_f64().unwrap_or(0.0));
    ensure!(
        narrow > 5.0 && wide > 2.0 * narrow,
        "the figures have no letters: {narrow} and {wide} px; is a font there?"
    );
    ensure!(n > 30.0, "{n} texts in the figures");
    assert_clear(page)?;
    // And after a move, with the ring of the budget before.
    reader::focus(page, "budget")?;
    page.press("PageDown")?;
    page.settle()?;
    assert_clear(page)
}

fn assert_clear(page: &mut Page<'_>) -> Result<()> {
    let found = page.evaluate(MEETINGS)?;
    let lines: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    ensure!(found.is_array() && lines.is_empty(), "{}", lines.join("\n    "));
    Ok(())
}
