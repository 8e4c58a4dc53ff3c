//! `askwell figure`: a figure of the page, or Figure 3 to 6 of the paper, written to a file.

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use askwell::actor::BaseActor;
use askwell::app::derived::PaperFigure;
use askwell::app::draw::RegulationFigure;
use askwell::app::export::Stamp;
use askwell::app::message::Job;
use askwell::app::model::{View, Views};
use askwell::app::{self, Effect, Msg, Setting, State};
use askwell::experiment::{Order, run as run_experiment, self_regulation};
use askwell::figure::qr::Qr;
use askwell::figure::svg::{Theme, stamped};
use askwell::figure::{Drawing, pdf};
use askwell::language::packed;
use serde_json::{Map, Value, json};

use crate::{output, paint::png_of};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// curve, policy, episode (the page's own), roc, reliability (self-regulation), 3, 4, 5, 6 (the paper's), or qr
    /// (the link)
    #[arg(value_name = "NAME")]
    name: String,
    /// The fragment of a page's address: what it sets is what is drawn
    #[arg(long, value_name = "HASH", default_value = "")]
    link: String,
    /// The task that figure 3, 5 or 6 shows; else one is found
    #[arg(long, value_name = "N")]
    task: Option<u32>,
    /// The file to write: F.svg, .pdf, .png, .html, .csv, .json, .tex, .bib, .qmd (Quarto), .py (Jupyter),
    /// .txt (a frame)
    #[arg(long, value_name = "F")]
    out: PathBuf,
    /// The page's own address, which snippets and links name
    #[arg(long, value_name = "URL")]
    page: Option<String>,
    /// Light ink on a dark ground
    #[arg(long)]
    dark: bool,
}

/// A figure of the paper, or of self-regulation, in every form.
struct Figure {
    caption: String,
    drawing: Drawing,
    csv: String,
    /// The stamp: the setting that the figure was made with, and the digest of its numbers.
    stamp: Stamp,
    /// The name on the command line, and the task that the figure shows.
    name: String,
    task: Option<u32>,
}

impl Figure {
    fn of(found: PaperFigure, order: &Order, name: &str) -> Self {
        let PaperFigure { task, caption, drawing, csv } = found;
        Self {
            stamp: app::export::figure_stamp(order, &csv),
            caption,
            drawing,
            csv,
            name: name.to_owned(),
            task,
        }
    }

    /// The stamp that every format carries, as JSON.
    fn source(&self) -> Value {
        let mut json = self.stamp.json();
        json["figure"] = json!(self.name);
        json["task"] = json!(self.task);
        json
    }
}

const NAMES: &str = "expected curve, policy, episode, roc, reliability, 3, 4, 5, 6 or qr";
/// The address at which `askwell serve` shows the page.
const LOCAL: &str = "http://127.0.0.1:8080/";
const FORMS: [&str; 11] = ["svg", "pdf", "png", "html", "csv", "json", "tex", "bib", "qmd", "py", "txt"];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let extension = arguments.out.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    ensure!(
        FORMS.contains(&extension),
        "--out {}: expected a name that ends in .{}",
        arguments.out.display(),
        FORMS.join(", .")
    );
    ensure!(
        ["curve", "policy", "episode", "roc", "reliability", "3", "4", "5", "6", "qr"]
            .contains(&arguments.name.as_str()),
        "{}: no such figure; {NAMES}",
        arguments.name
    );
    let view = View::ALL.into_iter().find(|view| view.name() == arguments.name);
    let forms = match view {
        Some(_) => &FORMS[..],
        None if arguments.name == "qr" => &["svg", "png"],
        None => &["svg", "pdf", "png", "html", "csv", "json"],
    };
    ensure!(
        forms.contains(&extension),
        "--out {}: figure {} is written as .{}",
        arguments.out.display(),
        arguments.name,
        forms.join(", .")
    );
    let content = match view {
        Some(view) => of_the_page(arguments, &open(&arguments.link)?, view, extension)?,
        None if arguments.name == "qr" => of_the_link(arguments, extension)?,
        None => of_the_paper(arguments, &open(&arguments.link)?, extension)?,
    };
    output::write("--out", &arguments.out, content)
}

/// The bytes of a file in a format that the page gives away too.
fn of_the_page(arguments: &Arguments, state: &State, view: View, extension: &str) -> anyhow::Result<Vec<u8>> {
    const NOTHING: &str = "--link: nothing to draw";
    if extension == "png" {
        let svg = app::export::svg_file(state, view, theme(arguments)).context(NOTHING)?;
        return png_of(&svg, &app::export::stamp(state).context(NOTHING)?.json().to_string());
    }
    text_of(arguments, state, view, extension).context(NOTHING)
}

/// The files that are written by the core alone, as the page writes them.
fn text_of(arguments: &Arguments, state: &State, view: View, extension: &str) -> Option<Vec<u8>> {
    let (views, setting) = (Views::only(view), &app::drawers::share::shared_setting(state));
    let height = app::export::frame_height(state, views)?;
    let page = arguments.page.as_deref().unwrap_or(LOCAL);
    let text = match extension {
        "pdf" => return app::export::pdf_file(state, view, theme(arguments)),
        "svg" => app::export::svg_file(state, view, theme(arguments))?,
        "html" => app::export::self_contained(state, views, arguments.page.as_deref())?,
        "csv" => app::export::csv_file(state)?,
        "json" => app::export::json_file(state)?,
        "tex" => app::export::latex(state, &format!("askwell-{}", view.name()))?,
        "bib" => format!("{}\n\n{}\n", app::export::BIBTEX_PAPER, app::export::bibtex_tool()),
        "qmd" => app::export::quarto(page, setting, views, height) + "\n",
        "py" => app::export::jupyter(page, setting, views, height) + "\n",
        _ => app::export::frame(page, setting, views, height) + "\n",
    };
    Some(text.into())
}

fn of_the_paper(arguments: &Arguments, state: &State, extension: &str) -> anyhow::Result<Vec<u8>> {
    let figure = figure(arguments, state)?;
    let (theme, source) = (theme(arguments), figure.source().to_string());
    let text = match extension {
        "pdf" => return Ok(pdf::stamped(&figure.drawing, theme, &source)),
        "png" => return png_of(&stamped(&figure.drawing, theme, &source), &source),
        "svg" => stamped(&figure.drawing, theme, &source),
        "html" => html(&figure, theme),
        "csv" => figure.stamp.lines() + &figure.csv,
        _ => json(&figure).to_string() + "\n",
    };
    Ok(text.into())
}

/// The page's address with the link, as a QR code.
fn of_the_link(arguments: &Arguments, extension: &str) -> anyhow::Result<Vec<u8>> {
    let setting = read(&arguments.link)?;
    let page = arguments.page.as_deref().unwrap_or(LOCAL);
    let link = app::model::write_link(&setting);
    let address = if link.is_empty() { page.to_owned() } else { format!("{page}#{link}") };
    let svg = Qr::of(&address)
        .context("--link: too long for a QR code; expected at most 2,331 bytes")?
        .svg(&address);
    if extension == "png" { png_of(&svg, &address) } else { Ok(svg.into()) }
}

fn theme(arguments: &Arguments) -> Theme {
    if arguments.dark { Theme::Dark } else { Theme::Light }
}

/// The setting of a link. Where the page would open the rest of it with a notice, nothing is drawn.
fn read(link: &str) -> anyhow::Result<Setting> {
    let (setting, dropped) = app::model::read_link(link);
    match dropped.first() {
        Some(app::model::Dropped { part, expected }) => bail!("--link: “{part}”; expected {expected}"),
        None => Ok(setting),
    }
}

/// The page's state at a link, with its experiment. What only the experiment shows to be wrong with the link is as much
/// an error as what its text shows.
fn open(link: &str) -> anyhow::Result<State> {
    read(link)?;
    let mut state = State::default();
    let mut effects = app::update(&mut state, Msg::LinkOpened(link.to_owned()));
    while let Some(effect) = effects.pop() {
        match effect {
            Effect::Run { request, job: Job::Experiment { order, .. } } => {
                let experiment = Box::new(run_experiment(order)?);
                effects.extend(app::update(&mut state, Msg::ExperimentArrived { request, experiment }));
            }
            Effect::FetchWords(language) => {
                let outcome = packed(language).map_err(|flaw| format!("{flaw:?}"));
                effects.extend(app::update(&mut state, Msg::WordsArrived { language, outcome }));
            }
            _ => {}
        }
    }
    match state.notices.first() {
        Some(notice) => bail!("--link: {}", notice.text),
        None => Ok(state),
    }
}

fn figure(arguments: &Arguments, state: &State) -> anyhow::Result<Figure> {
    let Some(experiment) = &state.experiment else {
        bail!("--link: nothing to draw; expected a link of the page");
    };
    if let Some(which) = RegulationFigure::from_name(&arguments.name) {
        let order = &experiment.order;
        let found = self_regulation(order.split, BaseActor::default(), order.seed, &experiment.prms[0]);
        return Ok(Figure::of(app::draw::regulation_figure(state.words, &found, which), order, which.name()));
    }
    let number = arguments.name.parse()?;
    let Some(found) = app::draw::paper_figure(state.words, experiment, number, arguments.task) else {
        match arguments.task {
            Some(task) => bail!("--task {task}: expected a task below {}", experiment.n_tasks()),
            None => bail!("figure {number}: no task shows it here; expected one picked by --task"),
        }
    };
    Ok(Figure::of(found, &experiment.order, &arguments.name))
}

/// The rows as objects; numbers as numbers.
fn json(figure: &Figure) -> Value {
    let mut lines = figure.csv.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let value = |text: &str| text.parse::<f64>().map_or_else(|_| json!(text), |number| json!(number));
    let row = |line: &str| {
        let fields =
            names.iter().zip(line.split(',')).map(|(name, field)| ((*name).to_owned(), value(field)));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    let mut json = figure.source();
    json["caption"] = json!(figure.caption);
    json["rows"] = lines.map(row).collect();
    json
}

/// One self-contained page: the drawing and its caption.
fn html(figure: &Figure, theme: Theme) -> String {
    let caption = figure.caption.replace('&', "&amp;").replace('<', "&lt;");
    let svg = stamped(&figure.drawing, theme, &figure.source().to_string());
    let Stamp { version, link, digest, .. } = &figure.stamp;
    let link = link.replace('&', "&amp;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{caption}</title>\n<figure>\n{svg}\
         <figcaption>{caption} Askwell {version}, link #{link}, digest <code>{digest}</code>.</figcaption>\n</figure>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_paper_figure_says_what_it_was_made_with() {
        let link = "tasks=12&episodes=1&seed=3";
        let state = open(link).expect("a small experiment");
        for (name, task) in [("4", None), ("6", Some(3)), ("reliability", None)] {
            let arguments = |extension: &str| Arguments {
                name: name.to_owned(),
                link: link.to_owned(),
                task,
                out: PathBuf::from(format!("F.{extension}")),
                page: None,
                dark: false,
            };
            let digest = figure(&arguments("svg"), &state).expect("a figure").stamp.digest;
            for extension in ["svg", "pdf", "html", "csv", "json"] {
                let bytes = of_the_paper(&arguments(extension), &state, extension).expect("a file");
                let text = String::from_utf8_lossy(&bytes).replace("&amp;", "&");
                for word in
                    ["seed=3&tasks=12&episodes=1", digest.as_str(), "seed 3", env!("CARGO_PKG_VERSION")]
                {
                    assert!(text.contains(word), "figure {name}.{extension} lacks {word}");
                }
            }
        }
    }

    #[test]
    fn a_link_whose_task_step_or_choices_are_not_there_is_refused() {
        for (link, expected) in [
            ("tasks=12&episodes=1&task=5000", "There is no task 5000"),
            ("tasks=12&episodes=1&task=3&step=4294967295", "The episode has no step 4294967295"),
            ("tasks=12&episodes=1&task=3&you=0.go9.put0", "The link makes 2 choices, and number 1 cannot"),
            ("tasks=12&C=-1", "“C=-1”; expected a number of calls"),
        ] {
            let error = open(link).map(drop).expect_err(link).to_string();
            assert!(error.starts_with("--link: ") && error.contains(expected), "{error}");
        }
        let state = open("%23tasks=12&amp;episodes=1&amp;task=3).").expect("a damaged link that can be read");
        assert_eq!(state.shown_setting().task, Some(3));
    }
}
