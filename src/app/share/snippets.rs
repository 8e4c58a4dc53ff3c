//! The words that put a figure into a text: frames, notebooks, LaTeX, BibTeX.

use crate::language::Words;
use std::fmt::Write as _;

use crate::figure::text;

use super::super::embed::Views;
use super::super::link;
use super::super::setting::Setting;
use super::super::state::State;
use super::{VERSION, stamp};

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

/// A height that holds the views in a frame 800 pixels wide.
fn height(views: Views) -> u32 {
    180 + 400 * views.n()
}

/// A plain frame: attributes only, so that a page that strips styles keeps it.
#[must_use]
pub fn frame(page: &str, setting: &Setting, views: Views) -> String {
    let source = address(page, setting, views).replace('&', "&amp;");
    format!(
        "<iframe src=\"{source}\" title=\"Askwell: when should an agent ask for help?\" width=\"100%\" height=\"{}\" \
         frameborder=\"0\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>",
        height(views)
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

/// For a Quarto document.
#[must_use]
pub fn quarto(page: &str, setting: &Setting, views: Views) -> String {
    format!("```{{=html}}\n{}\n```", frame(page, setting, views))
}

/// For a cell of a Jupyter notebook.
#[must_use]
pub fn jupyter(page: &str, setting: &Setting, views: Views) -> String {
    format!(
        "from IPython.display import IFrame\nIFrame(\"{}\", width=\"100%\", height={})",
        address(page, setting, views),
        height(views)
    )
}

/// A LaTeX figure with its numbers in the caption and in a table; the picture is `FILE` beside it.
#[must_use]
pub fn latex(state: &State, file: &str) -> Option<String> {
    let (reading, experiment, stamp) = (state.reading.as_ref()?, state.experiment.as_ref()?, stamp(state)?);
    let measure = state.setting.measure;
    let mut rows = String::new();
    let curve = super::super::draw::curve_data(Words::ENGLISH, state, experiment, reading);
    for point in curve.baselines.iter().filter(|point| !point.label.is_empty()) {
        let name = point.label.replace('\n', " ").replace('%', "\\%");
        let _ = writeln!(
            rows,
            "  {name} & {} & {} $\\pm$ {} \\\\",
            text::calls(point.reading.calls),
            text::percent_number(point.reading.success),
            text::percent_number(point.success_se)
        );
    }
    Some(format!(
        "% askwell {}, link #{}, seed {}, digest {}\n\\begin{{figure}}\n  \\centering\n  \\includegraphics[width=\\linewidth]{{{file}}}\n  \
         \\caption{{Success against calls per task. At a budget of {} calls the optimum succeeds in {}\\,\\% of the tasks \
         with {} calls \\citep{{min2025selfregulation,askwell}}.}}\n\\end{{figure}}\n\\begin{{tabular}}{{lrr}}\n  Way of asking & Calls & \
         Success, \\% \\\\ \\hline\n{rows}\\end{{tabular}}\n",
        stamp.version,
        stamp.link,
        stamp.seed,
        stamp.digest,
        text::calls(reading.budget),
        text::percent_number(reading.success.of(measure)),
        text::calls(reading.calls.of(measure)),
    ))
}
