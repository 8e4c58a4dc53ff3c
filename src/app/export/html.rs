//! One file that holds the figure: a picture without JavaScript, and with it a slider over the budget.
//!
//! The drawings of all its budgets are kept as one pool of marks and, for each budget, the list of marks drawn: most
//! marks never change, so the file stays small, and what the slider shows is what the page draws. The pool begins with
//! the marks of the pictures, a line each. The file asks nobody for anything.

use crate::language::fill;
use std::collections::BTreeMap;

use serde_json::json;

use crate::figure::svg::{self, Theme};
use crate::figure::text;

use crate::app::derived::reading::{Reading, budget_max};
use crate::app::derived::task_view::TaskView;
use crate::app::export::files::{caption, export_drawing, stamp, still};
use crate::app::export::numbers::numbers;
use crate::app::export::plain::coloured;
use crate::app::model::setting::Measure;
use crate::app::model::views::{View, Views};
use crate::app::state::State;

/// Budgets on the slider, from 0 to the page's largest; the one that is set is put between them.
const N_BUDGETS: u32 = 40;

const VIEWER: &str = include_str!("viewer.js");

const STYLE: &str = "body{margin:0 auto;max-width:760px;padding:12px;font:400 12.5px/1.45 system-ui,sans-serif}\
figure{margin:0}label{display:flex;gap:12px;align-items:center}label[hidden]{display:none}input{flex:1}svg{max-width:100%;height:auto}";

/// The marks of all drawings, each kept once.
struct Pool {
    /// The number of marks in the pictures, which come first.
    n_drawn: usize,
    /// The other marks.
    marks: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Pool {
    /// A pool of the pictures' marks, in their order.
    fn new(drawn: impl Iterator<Item = String>) -> Self {
        let (mut n_drawn, mut places) = (0, BTreeMap::new());
        for mark in drawn {
            places.entry(in_json(mark)).or_insert(n_drawn);
            n_drawn += 1;
        }
        Self { n_drawn, marks: Vec::new(), places }
    }

    fn place(&mut self, mark: String) -> usize {
        *self.places.entry(in_json(mark)).or_insert_with_key(|mark| {
            self.marks.push(mark.clone());
            self.n_drawn + self.marks.len() - 1
        })
    }
}

/// In JSON each double quote takes two characters, and marks are mostly attributes. What a mark says has none.
fn in_json(mark: String) -> String {
    if mark.contains('\'') { mark } else { mark.replace('"', "'") }
}

/// Places as runs: where each begins and how many there are, flat. From budget to budget most marks stay side by side.
fn runs(places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut runs: Vec<usize> = Vec::new();
    for place in places {
        match runs.last_chunk_mut::<2>() {
            Some([from, n]) if *from + *n == place => *n += 1,
            _ => runs.extend([place, 1]),
        }
    }
    runs
}

/// The file; none before there are numbers. `page` is the address of the whole page, if there is one to link to.
#[must_use]
pub fn self_contained(state: &State, views: Views, page: Option<&str>) -> Option<String> {
    let state = still(state);
    let views: Vec<View> = View::ALL
        .into_iter()
        .filter(|&view| views.contains(view) && export_drawing(&state, view).is_some())
        .collect();
    let stamp = stamp(&state)?;
    let (budgets, now) = budgets(&state)?;
    let pictures: Vec<_> = views.iter().filter_map(|&view| export_drawing(&state, view)).collect();
    let mut pool = Pool::new(pictures.iter().flat_map(svg::tokens_of));
    let mut frames = vec![Vec::new(); views.len()];
    let (mut said, mut digests, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for budget in budgets {
        let state = at(&state, budget)?;
        let stamp = crate::app::export::stamp(&state)?;
        digests.push(stamp.digest);
        links.push(stamp.link);
        for (frames, &view) in frames.iter_mut().zip(&views) {
            let marks = svg::tokens_of(&export_drawing(&state, view)?);
            frames.push(runs(marks.into_iter().map(|mark| pool.place(mark))));
        }
        said.push(sentence(&state)?);
    }
    let pictures: String = pictures.iter().map(|drawing| coloured(&svg::in_lines(drawing)) + "\n").collect();
    let numbers: Vec<_> =
        numbers(&state)?.iter().filter(|number| number.view == "now").map(|n| n.json()).collect();
    let mut data = stamp.json();
    data["numbers"] = numbers.into();
    data["now"] = json!(now);
    data["said"] = json!(said);
    data["digests"] = json!(digests);
    data["links"] = json!(links);
    data["views"] = json!(frames);
    data["pool"] = json!(pool.marks);
    // Nothing inside the data may end the element that holds it.
    let data = data.to_string().replace("</", "<\\/");
    let w = state.words;
    let link = page.map_or_else(String::new, |page| {
        format!(" <a href=\"{page}#{}\">{}</a>", stamp.link.replace('&', "&amp;"), w.open_in_askwell())
    });
    let (language, question, budget) = (w.language().code(), w.title_question(), w.budget());
    // The script puts the digest of the budget that is shown in the place of this one.
    let digest = format!("<code>{}</code>", stamp.digest);
    let source = fill(w.html_source(), &[&stamp.version, &stamp.seed, &digest]);
    let model = stamp
        .model
        .as_ref()
        .map_or_else(String::new, |name| format!(" {}", fill(w.p_by_model(), &[&svg::escaped(name)])));
    Some(format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; style-src \
         'unsafe-inline'\">\n<title>Askwell: {question}</title>\n<style>{STYLE}{}\n@media \
         (prefers-color-scheme:dark){{{}}}</style>\n<figure>\n<label hidden>{budget} <input type=\"range\" min=\"0\"></label>\n\
         {pictures}<figcaption><output>{}</output> {source}.{model}{link}</figcaption>\n</figure>\n\
         <script type=\"application/json\" id=\"askwell\">{data}</script>\n<script>\n{VIEWER}</script>\n</html>\n",
        ground(Theme::Light),
        ground(Theme::Dark),
        said[now],
    ))
}

fn ground(theme: Theme) -> String {
    let (ink, paper) = match theme {
        Theme::Light => ("#1A1C20", "#FBFAF6"),
        Theme::Dark => ("#ECEAE4", "#15171B"),
    };
    format!("body{{color:{ink};background:{paper}}}{}", svg::style(theme))
}

/// The budgets of the slider, rising, and which of them is set.
fn budgets(state: &State) -> Option<(Vec<f64>, usize)> {
    let max = budget_max(state.experiment.as_ref()?, state.setting.measure);
    // A hard cap is a whole number, and so is the largest.
    let n = if state.setting.measure == Measure::Cap { max as u32 } else { N_BUDGETS };
    // To a thousandth, for each is written in a link.
    let place = |i: u32| (1000.0 * max * f64::from(i) / f64::from(n)).round() / 1000.0;
    let mut budgets: Vec<f64> = (0..=n).map(place).collect();
    let set = state.setting.budget;
    let now = budgets.iter().take_while(|&&budget| budget < set).count();
    if budgets.get(now).is_none_or(|budget| budget.to_bits() != set.to_bits()) {
        budgets.insert(now, set);
    }
    Some((budgets, now))
}

/// The state with another budget.
fn at(state: &State, budget: f64) -> Option<State> {
    let mut state = state.clone();
    state.setting.budget = budget;
    let experiment = state.experiment.clone()?;
    let reading = Reading::at(&experiment, &state.setting);
    let stage = state.scene.as_ref()?.stage.clone();
    state.scene = Some(TaskView::new(&experiment, stage, &state.setting, &reading, None).into());
    state.reading = Some(reading);
    Some(state)
}

/// The success that the policy of a budget reaches, and the price of its calls where they have one.
fn sentence(state: &State) -> Option<String> {
    let said = caption(state)?;
    if state.setting.measure == Measure::Cap {
        return Some(said);
    }
    let price = text::price(state.reading.as_ref()?.price);
    Some(format!("{said} {}", fill(state.words.html_price(), &[&price])))
}

#[cfg(test)]
mod tests {
    #[test]
    fn places_side_by_side_are_one_run() {
        let runs = |places: &[usize]| crate::app::export::html::runs(places.iter().copied());
        assert_eq!(runs(&[0, 1, 2, 5, 6, 4]), [0, 3, 5, 2, 4, 1]);
        assert!(runs(&[]).is_empty());
    }
}
