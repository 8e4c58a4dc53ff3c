//! Fields, lists, sliders and what they say: whatever is typed, chosen and drawn in between.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("fields_of_the_page_keep_what_is_typed", STILL, "#twin=0.3", typed),
    case("fields_of_the_set_up_keep_what_is_typed", STILL, "#open=set-up", typed),
    case("fields_for_a_language_model_keep_what_is_typed", STILL, "#open=remote", typed),
    case("fields_for_a_log_keep_what_is_typed", STILL, "#open=log", typed),
    case("the_field_of_the_budget_keeps_what_is_typed", STILL, "", typed_budget),
    case("a_value_typed_during_redraws_is_the_one_taken", STILL, "", taken),
    case("controls_say_what_is_set_after_any_acts", STILL, "#open=set-up", agree),
    case("a_choice_that_changes_another_control_says_so", STILL, "", told),
    case("many_errors_are_one_line_beside_the_field", STILL, "", one_line),
    case("the_list_of_steps_follows_the_episode", STILL, "#task=1", followed),
    case("a_tap_on_a_mark_says_what_it_is", PHONE, "", tapped),
    case("a_tap_beside_a_lone_state_pins_it", PHONE, "", tapped_beside),
];

const STILL: Look = Look { reduced_motion: true, ..Look::WIDE };
const PHONE: Look = Look { reduced_motion: true, ..Look::PHONE };

/// The page is drawn again and again, as by the progress of a computation.
const REDRAW: &str = "(window.redraws = setInterval(() => window.dispatchEvent(new Event('resize')), 15), 0)";

/// Every field of text on the page.
const FIELDS: &str =
    "document.querySelectorAll('#app input:not([type=range],[type=checkbox],[type=file]), #app textarea')";

/// The text typed into every field: no field holds it already.
const TEXT: &str = "4321";

/// Types into each field while the page is drawn again; it must say what was typed, and after Escape what it said before.
fn typed(page: &mut Page<'_>) -> Result<()> {
    page.wait_for("!document.querySelector('[data-testid=on-its-way]')", Duration::from_secs(20))?;
    page.evaluate("(document.querySelectorAll('details').forEach(it => it.open = true), 0)")?;
    page.evaluate(REDRAW)?;
    let n_fields = page.evaluate(&format!("{FIELDS}.length"))?.as_u64().context("no count")?;
    ensure!(n_fields >= 2, "only {n_fields} fields were found");
    for place in 0..n_fields {
        let field = format!("{FIELDS}[{place}]");
        let name = page.evaluate(&format!("{field}.dataset.testid"))?;
        keeps(page, &field).with_context(|| format!("the field {name}"))?;
    }
    page.evaluate("clearInterval(window.redraws)").map(drop)
}

fn keeps(page: &mut Page<'_>, field: &str) -> Result<()> {
    let before = value(page, field)?;
    page.evaluate(&format!("({field}.focus(), {field}.select(), 0)"))?;
    for digit in TEXT.chars() {
        page.press(&digit.to_string())?;
        page.listen(Duration::from_millis(60))?;
    }
    let now = value(page, field)?;
    ensure!(now == TEXT, "{TEXT} was typed while the page was drawn, and the field says {now:?}");
    page.press("Escape")?;
    page.listen(Duration::from_millis(40))?;
    let after = value(page, field)?;
    // A field for what the page never shows (a key, a pasted log) keeps it until it is emptied.
    if after == TEXT && before.is_empty() {
        page.evaluate(&format!("({field}.select(), 0)"))?;
        page.press("Delete")?;
        return Ok(());
    }
    ensure!(after == before, "given up, the field says {after:?} instead of {before:?}");
    Ok(())
}

fn value(page: &mut Page<'_>, field: &str) -> Result<String> {
    let value = page.evaluate(&format!("{field}.value"))?;
    value.as_str().map(str::to_owned).context("the field is gone")
}

fn typed_budget(page: &mut Page<'_>) -> Result<()> {
    page.evaluate(REDRAW)?;
    page.click("[data-testid='budget-value']")?;
    page.wait_for("document.activeElement?.id === 'typed-budget'", Duration::from_secs(10))?;
    for key in ["0", ".", "5", "5"] {
        page.press(key)?;
        page.listen(Duration::from_millis(60))?;
    }
    ensure!(value(page, &reader::element("budget-typed"))? == "0.55");
    page.press("Enter")?;
    page.settle()?;
    ensure!(reader::number(page, "budget-value")? == 0.55, "the budget is {}", reader::budget(page)?);
    Ok(())
}

fn taken(page: &mut Page<'_>) -> Result<()> {
    page.evaluate(REDRAW)?;
    for task in [143, 590] {
        page.evaluate(&format!("({0}.focus(), {0}.select(), 0)", reader::element("task")))?;
        for digit in task.to_string().chars() {
            page.press(&digit.to_string())?;
            page.listen(Duration::from_millis(50))?;
        }
        page.press("Enter")?;
        page.settle()?;
        let now = reader::snapshot(page)?["task"].clone();
        ensure!(now == task, "task {task} was typed, and {now} is shown");
    }
    Ok(())
}

/// The differences between each control on the page and the setting in the page's snapshot.
const DIFFERENCES: &str = "(() => {
    const { controls, budget, measure } = window.askwell.snapshot(), found = [];
    const on = id => document.querySelector(`[data-testid='${id}']`);
    for (const [id, set] of Object.entries(controls)) {
        const control = on(id);
        if (control && control.value !== set) found.push(`${id} says ${control.value}, set is ${set}`);
        if (control?.tagName === 'SELECT' && control.selectedOptions[0]?.value !== set) found.push(`${id} shows another`);
    }
    if (Math.abs(on('budget').valueAsNumber - Math.min(budget, on('budget').max)) > 0.0051)
        found.push(`the slider says ${on('budget').value}, set is ${budget}`);
    if ((on('budget').step === '1') !== (measure === 'cap')) found.push(`the slider steps by ${on('budget').step}`);
    return found.join('; ');
})()";

/// Acts in an order that chance gives; a list is chosen from as a reader does, so that the browser thinks it theirs.
fn agree(page: &mut Page<'_>) -> Result<()> {
    page.wait_for("!document.querySelector('[data-testid=on-its-way]')", Duration::from_secs(20))?;
    // The order that was found wrong once.
    for (id, choice) in [("rule", "paper"), ("rule", "exact"), ("rule", "paper"), ("measure", "cap")] {
        reader::set(page, id, choice)?;
        no_difference(page, &format!("{id} = {choice}"))?;
    }
    let mut chance = 0x2545_F491_u64;
    let mut draw = |n: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % n
    };
    let lists: [(&str, &[&str]); 3] = [
        ("rule", &["exact", "paper"]),
        ("measure", &["calls", "discounted", "cap"]),
        ("twin", &["base", "random", "threshold", "budget"]),
    ];
    let buttons = ["next-change", "step", "reset", "tables", "theme"];
    let mut acts = Vec::new();
    for _ in 0..60 {
        let act = match draw(6) {
            0..=3 => {
                let (id, choices) = lists[draw(3)];
                let choice = choices[draw(choices.len())];
                reader::set(page, id, choice)?;
                format!("{id} = {choice}")
            }
            4 => {
                let id = buttons[draw(buttons.len())];
                page.evaluate(&format!("({}?.click(), 0)", reader::element(id)))?;
                page.settle()?;
                id.to_owned()
            }
            _ => {
                let key = ["z", "y"][draw(2)];
                page.evaluate(&format!(
                    "(document.body.dispatchEvent(new KeyboardEvent('keydown', \
                     {{ key: '{key}', ctrlKey: true, bubbles: true, cancelable: true }})), 0)"
                ))?;
                page.settle()?;
                format!("Ctrl {key}")
            }
        };
        acts.push(act);
        no_difference(page, &acts.join(", "))?;
    }
    Ok(())
}

fn no_difference(page: &mut Page<'_>, acts: &str) -> Result<()> {
    let found = page.evaluate(DIFFERENCES)?;
    ensure!(found == "", "after {acts}: {found}");
    Ok(())
}

fn told(page: &mut Page<'_>) -> Result<()> {
    reader::set(page, "rule", "paper")?;
    ensure!(notices(page)?.is_empty(), "nothing but the rule changed: {:?}", notices(page)?);
    reader::set(page, "measure", "cap")?;
    ensure!(notices(page)?.iter().any(|text| text.contains("optimal policy")), "{:?}", notices(page)?);
    reader::set(page, "rule", "paper")?;
    let told = notices(page)?;
    ensure!(told.len() == 1 && told[0].contains("expected calls"), "{told:?}");
    reader::set(page, "measure", "discounted")?;
    ensure!(notices(page)?.is_empty(), "{:?}", notices(page)?);
    Ok(())
}

fn notices(page: &mut Page<'_>) -> Result<Vec<String>> {
    let said =
        page.evaluate("[...document.querySelectorAll('[data-testid=notice]')].map(it => it.textContent)")?;
    Ok(serde_json::from_value(said)?)
}

fn one_line(page: &mut Page<'_>) -> Result<()> {
    let top = "document.querySelector('h1').getBoundingClientRect().top";
    let before = page.evaluate(top)?;
    for bad in ["banana", "-1", "1.5"] {
        reader::set(page, "seed", bad)?;
    }
    let said = notices(page)?;
    ensure!(said.len() == 1 && said[0].contains("1.5"), "{said:?}");
    ensure!(page.evaluate(top)? == before, "the line moves the page");
    ensure!(value(page, &reader::element("seed"))? == "1", "the field shows what was refused");
    let away = page.evaluate(
        "(() => { const box = it => it.getBoundingClientRect(); \
         const line = box(document.querySelector('[data-testid=notice]')), field = box(document.querySelector('[data-testid=seed]')); \
         return Math.max(line.top - field.bottom, field.left - line.right, line.left - field.right); })()",
    )?;
    ensure!(away.as_f64().is_some_and(|away| away < 24.0), "the line is {away} px from its field");
    let described = page.evaluate(&format!(
        "document.getElementById({0}.getAttribute('aria-describedby'))?.textContent ?? ''",
        reader::element("seed")
    ))?;
    ensure!(
        described.as_str().is_some_and(|text| text.contains("1.5")),
        "the field is described by {described}"
    );
    reader::set(page, "seed", "1")?;
    ensure!(notices(page)?.is_empty(), "the field is right, and the page says {:?}", notices(page)?);
    Ok(())
}

fn followed(page: &mut Page<'_>) -> Result<()> {
    page.evaluate(&format!(
        "(() => {{ const it = {}; it.value = it.max; it.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()",
        reader::element("scrubber")
    ))?;
    page.settle()?;
    let seen = page.evaluate(
        "(() => { const line = document.querySelector('.tr [aria-current]'), list = line.closest('ol'); \
         const [a, b] = [line, list].map(it => it.getBoundingClientRect()); \
         return { scrolls: list.scrollHeight > list.clientHeight + 1, inside: a.top >= b.top - 1 && a.bottom <= b.bottom + 1 }; })()",
    )?;
    ensure!(seen == serde_json::json!({ "scrolls": true, "inside": true }), "the current step: {seen}");
    let top = page.evaluate("scrollY")?;
    ensure!(top == 0, "the page itself was scrolled to {top}");
    Ok(())
}

/// A point 9 px outside the mark of a state and far from all others, the number of the state, and the distance from the others.
const LONE: &str = "(() => { const box = it => it.getBoundingClientRect();
    const states = [...document.querySelectorAll('[data-testid=policy] svg .state')];
    states[0].scrollIntoView({ block: 'center' });
    const away = ([x, y], r) => Math.hypot(Math.max(r.left - x, x - r.right, 0), Math.max(r.top - y, y - r.bottom, 0));
    const points = states.flatMap(it => [[1, 0], [-1, 0], [0, 1], [0, -1]].map(([across, down]) => { const r = box(it);
        const at = [r.x + r.width / 2 + across * (r.width / 2 + 9), r.y + r.height / 2 + down * (r.height / 2 + 9)];
        const far = Math.min(...states.filter(other => other !== it).map(other => away(at, box(other))));
        return document.elementFromPoint(...at)?.closest('svg') === it.closest('svg') ? [...at, it.dataset.key, far] : [0, 0, '', 0]; }));
    return points.sort((a, b) => b[3] - a[3])[0]; })()";

fn tapped_beside(page: &mut Page<'_>) -> Result<()> {
    let lone = page.evaluate(LONE)?;
    let (Some(x), Some(y), Some(key)) = (lone[0].as_f64(), lone[1].as_f64(), lone[2].as_str()) else {
        anyhow::bail!("B has no state: {lone}")
    };
    ensure!(lone[3].as_f64() > Some(12.0), "no state of B stands alone: {lone}");
    page.click_at(x, y)?;
    page.settle()?;
    let link = reader::snapshot(page)?["link"].as_str().unwrap_or_default().to_owned();
    ensure!(link.contains(&format!("pin={key}")), "9 px beside state {key}, the link is {link}");
    Ok(())
}

fn tapped(page: &mut Page<'_>) -> Result<()> {
    let mark = page.evaluate(
        "(() => { const size = it => it.getBoundingClientRect(); \
         const mark = [...document.querySelectorAll('[data-testid=curve] svg :has(> title)')] \
         .find(it => size(it).width > 0 && size(it).width < 20); \
         mark.scrollIntoView({ block: 'center' }); const r = size(mark); \
         return [r.x + r.width / 2 + 6, r.y + r.height / 2, mark.querySelector('title').textContent]; })()",
    )?;
    let (Some(x), Some(y)) = (mark[0].as_f64(), mark[1].as_f64()) else {
        anyhow::bail!("A has no mark: {mark}")
    };
    page.click_at(x, y)?;
    page.settle()?;
    let said = page.evaluate(&format!("{}?.textContent ?? null", reader::element("tip")))?;
    ensure!(matches!(&said, Value::String(text) if !text.is_empty()), "beside {mark}, the page says {said}");
    Ok(())
}
