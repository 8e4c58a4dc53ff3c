//! The words that put a figure into a text: frames, notebooks, LaTeX, BibTeX.

use crate::app::draw;
use crate::app::export::files::still;
use crate::app::model::controls::Control;
use crate::app::model::views::View;
use crate::language::Words;
use std::fmt::Write as _;

use crate::figure::curve::Baseline;
use crate::figure::{Drawing, text};

use crate::app::derived::result::result_in_full;
use crate::app::export::files::{VERSION, stamp};
use crate::app::model::link;
use crate::app::model::setting::Setting;
use crate::app::model::views::Views;
use crate::app::state::State;

/// The paper.
pub const BIBTEX_PAPER: &str = "@article{min2025selfregulation,
  title   = {Self-Regulation and Requesting Interventions},
  author  = {Min, So Yeon and Wu, Yue and Sun, Jimin and Kaufmann, Max and Tajwar, Fahim and Bisk, Yonatan and Salakhutdinov, Ruslan},
  journal = {arXiv preprint arXiv:2502.04576},
  year    = {2025}
}";

/// The tool, at its version.
#[must_use]
pub fn bibtex_tool() -> String {
    format!(
        "@software{{askwell,\n  title   = {{Askwell: when should an agent ask for help?}},\n  version = {{{VERSION}}},\n  \
         year    = {{2026}}\n}}"
    )
}

/// The address of the figure below the page's own (`https://host/path/`).
fn address(page: &str, setting: &Setting, views: Views) -> String {
    format!("{page}#{}", link::write(&Setting { embed: Some(views), ..setting.clone() }))
}

/// The width of the frame that a height is computed for, in pixels: about a post's column, with A beside B.
const FRAME_WIDTH: f64 = 700.0;
/// The height of the budget bar in such a frame, in pixels. It and the room for words below were measured in
/// Chromium.
const BAR: f64 = 141.0;
/// The height of the caption and the line below it, in pixels.
const BELOW: f64 = 86.0;

/// The height of a frame that shows these views of a state without a scroll bar, in pixels. Figures are as
/// high as they are drawn, and words have the room they take. None before there are numbers.
#[must_use]
pub fn frame_height(state: &State, views: Views) -> Option<u32> {
    let setting = Setting { embed: Some(views), ..state.shown_setting() };
    let has_bar = !setting.hidden.contains(Control::Budget);
    let state = State { setting, width: FRAME_WIDTH, ..still(state) };
    let n_columns =
        View::ALL.into_iter().filter(|&view| view != View::Episode && views.contains(view)).count();
    let of = |view: View| match views.contains(view) {
        true => Some(figures_of(&state, view)? + words_around(view, n_columns > 1)),
        false => Some(0.0),
    };
    // D stands below A and B at this width, and C below all.
    let views = of(View::Curve)?.max(of(View::Policy)?) + of(View::Why)? + of(View::Episode)?;
    Some((views + BELOW + if has_bar { BAR } else { 0.0 }).ceil() as u32)
}

/// The height of a view's drawings, one below the other, in pixels.
fn figures_of(state: &State, view: View) -> Option<f64> {
    let (experiment, reading, scene) =
        (state.experiment.as_ref()?, state.reading.as_ref()?, state.scene.as_ref()?);
    let heights = |drawings: &[Drawing]| drawings.iter().map(|drawing| drawing.height).sum();
    Some(match view {
        View::Curve => heights(&draw::curve(state, experiment, reading).drawings),
        View::Policy => heights(&draw::policy(state, scene).drawings),
        View::Why => {
            draw::why(state, experiment, reading, scene).map_or(0.0, |why| heights(&[why.bars, why.strips]))
        }
        View::Episode => {
            let episode = draw::episode(state, scene);
            heights(&episode.helped_trace) + heights(&episode.comparison_trace)
        }
    })
}

/// The height of a view's heading and words, in pixels; more where two views share the width, since words
/// then wrap.
fn words_around(view: View, is_half: bool) -> f64 {
    match (view, is_half) {
        (View::Curve, false) => 145.0,
        (View::Curve, true) => 195.0,
        (View::Policy, false) => 101.0,
        (View::Policy, true) => 155.0,
        (View::Why, _) => 197.0,
        // Two lists of steps that scroll from the eighth on.
        (View::Episode, _) => 540.0,
    }
}

/// A plain frame: attributes only, so that a page that strips styles keeps it.
#[must_use]
pub fn frame(page: &str, setting: &Setting, views: Views, height: u32) -> String {
    let source = address(page, setting, views).replace('&', "&amp;");
    format!(
        "<iframe src=\"{source}\" title=\"Askwell: when should an agent ask for help?\" width=\"100%\" height=\"{height}\" \
         frameborder=\"0\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
    )
}

/// The web component, which keeps the frame as high as the figure.
#[must_use]
pub fn component(page: &str, setting: &Setting, views: Views) -> String {
    let link = link::write(&Setting { embed: None, ..setting.clone() }).replace('&', "&amp;");
    format!(
        "<script type=\"module\" src=\"{page}askwell-figure.js\"></script>\n<askwell-figure link=\"{link}\" \
         views=\"{}\"></askwell-figure>",
        views.names()
    )
}

/// The snippet for a Quarto document.
#[must_use]
pub fn quarto(page: &str, setting: &Setting, views: Views, height: u32) -> String {
    format!("```{{=html}}\n{}\n```", frame(page, setting, views, height))
}

/// The snippet for a cell of a Jupyter notebook.
#[must_use]
pub fn jupyter(page: &str, setting: &Setting, views: Views, height: u32) -> String {
    format!(
        "from IPython.display import IFrame\nIFrame(\"{}\", width=\"100%\", height={height})",
        address(page, setting, views)
    )
}

/// A LaTeX figure with its numbers in the caption and in a table; the picture is `FILE` beside it.
#[must_use]
pub fn latex(state: &State, file: &str) -> Option<String> {
    let (reading, experiment, stamp) = (state.reading.as_ref()?, state.experiment.as_ref()?, stamp(state)?);
    let w = Words::ENGLISH;
    let curve = crate::app::draw::curve::curve_data(w, state, experiment, reading);
    let said = in_latex(&result_in_full(w, &state.setting, &experiment.order, reading));
    let table = table(&curve.baselines);
    let bars = if table.is_empty() { "" } else { " Bars and $\\pm$: 95\\,\\% intervals." };
    let model =
        stamp.model.map_or_else(String::new, |name| format!(", model {}", name.replace(['\n', '\r'], " ")));
    Some(format!(
        "% askwell {}, link #{}, seed {}{model}, digest {}\n\\begin{{figure}}\n  \\centering\n  \
         \\includegraphics[width=\\linewidth]{{{file}}}\n  \\caption{{Success against calls per task. \
         {said}{bars} \\citep{{min2025selfregulation,askwell}}}}\n\\end{{figure}}\n{table}",
        stamp.version, stamp.link, stamp.seed, stamp.digest,
    ))
}

/// The policies that were played, as a table; none where the figure has none.
fn table(policies: &[Baseline]) -> String {
    let mut rows = String::new();
    for policy in policies.iter().filter(|policy| !policy.label.is_empty()) {
        let _ = writeln!(
            rows,
            "  {} & {} & {} $\\pm$ {} \\\\",
            in_latex(&policy.label.replace('\n', " ")),
            text::calls(policy.reading.calls),
            text::percent_number(policy.reading.success),
            text::percent_number(text::interval_half(policy.success_se))
        );
    }
    if rows.is_empty() {
        return rows;
    }
    format!(
        "\\begin{{tabular}}{{lrr}}\n  Policy & Calls & Success, \\% (95\\,\\% interval) \\\\ \\hline\n{rows}\\end{{tabular}}\n"
    )
}

/// A text of the page as LaTeX reads it.
fn in_latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' | '&' | '#' | '_' | '$' | '{' | '}' => out.extend(['\\', c]),
            text::THIN => out.push_str("\\,"),
            'γ' => out.push_str("$\\gamma$"),
            '±' => out.push_str("$\\pm$"),
            '−' => out.push_str("$-$"),
            '’' => out.push('\''),
            '“' => out.push_str("``"),
            '”' => out.push_str("\'\'"),
            c => out.push(c),
        }
    }
    out
}
