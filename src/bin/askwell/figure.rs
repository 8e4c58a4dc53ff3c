//! `askwell figure`: a figure of the page, or Figure 3 to 6 of the paper, written to a file.

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use askwell::app::{self, ChartTable, Effect, Job, Msg, State};
use askwell::experiment::run as run_experiment;
use askwell::figure::Drawing;
use askwell::figure::svg::{Theme, standalone};
use serde_json::{Map, Value, json};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// curve, policy, episode (the page's own), or 3, 4, 5, 6 (the paper's)
    #[arg(value_name = "NAME")]
    name: String,
    /// The fragment of a page's address: what it sets is what is drawn
    #[arg(long, value_name = "HASH", default_value = "")]
    link: String,
    /// The task that figure 3, 5 or 6 shows; else one is found
    #[arg(long, value_name = "N")]
    task: Option<u32>,
    /// Where to write: F.svg, F.html, F.csv or F.json
    #[arg(long, value_name = "F")]
    out: PathBuf,
    /// Light ink on a dark ground
    #[arg(long)]
    dark: bool,
}

/// A figure in every form.
struct Figure {
    caption: String,
    drawing: Drawing,
    csv: String,
}

const NAMES: &str = "expected curve, policy, episode, 3, 4, 5 or 6";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let extension = arguments.out.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    ensure!(
        ["svg", "html", "csv", "json"].contains(&extension),
        "--out {}: expected a name that ends in .svg, .html, .csv or .json",
        arguments.out.display()
    );
    ensure!(
        ["curve", "policy", "episode", "3", "4", "5", "6"].contains(&arguments.name.as_str()),
        "{}: no such figure; {NAMES}",
        arguments.name
    );
    let state = open(&arguments.link)?;
    let figure = figure(arguments, &state)?;
    let text = match extension {
        "svg" => standalone(&figure.drawing, theme(arguments)),
        "html" => html(&figure, theme(arguments)),
        "csv" => figure.csv,
        _ => json(&figure).to_string() + "\n",
    };
    std::fs::write(&arguments.out, text)
        .with_context(|| format!("--out: cannot write {}", arguments.out.display()))
}

fn theme(arguments: &Arguments) -> Theme {
    if arguments.dark { Theme::Dark } else { Theme::Light }
}

/// The page's state at a link, with its experiment.
fn open(link: &str) -> anyhow::Result<State> {
    let mut state = State::default();
    let mut effects = app::update(&mut state, Msg::LinkOpened(link.trim_start_matches('#').to_owned()));
    if let Some(notice) = state.notices.first() {
        bail!("--link: {}", notice.text);
    }
    while let Some(effect) = effects.pop() {
        if let Effect::Run { request, job: Job::Experiment { order, .. } } = effect {
            let experiment = Box::new(run_experiment(order)?);
            effects = app::update(&mut state, Msg::ExperimentArrived { request, experiment });
        }
    }
    Ok(state)
}

fn figure(arguments: &Arguments, state: &State) -> anyhow::Result<Figure> {
    let (Some(experiment), Some(reading), Some(scene)) = (&state.experiment, &state.reading, &state.scene)
    else {
        bail!("--link: nothing to draw; expected a link of the page");
    };
    if let Ok(number) = arguments.name.parse() {
        let Some(found) = app::paper_figure(experiment, number, arguments.task) else {
            match arguments.task {
                Some(task) => bail!("--task {task}: expected a task below {}", experiment.n_tasks()),
                None => bail!("figure {number}: no task shows it here; expected one picked by --task"),
            }
        };
        return Ok(Figure { caption: found.caption, drawing: found.drawing, csv: found.csv });
    }
    let (drawings, table) = match arguments.name.as_str() {
        "curve" => {
            let view = app::curve(state, experiment, reading);
            (view.drawings, app::curve_table(state, experiment, reading))
        }
        "policy" => (app::policy(state, scene).drawings, app::policy_table(scene)),
        _ => (app::episode(state, scene).helped_trace, app::episode_table(scene)),
    };
    let drawing = drawings.into_iter().next().context("no drawing")?;
    Ok(Figure { caption: table.caption.clone(), drawing, csv: csv(&table) })
}

fn csv(table: &ChartTable) -> String {
    let field = |text: &str| {
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut text = table.columns.iter().map(|name| field(name)).collect::<Vec<_>>().join(",");
    for row in &table.rows {
        text.push('\n');
        text.push_str(&row.iter().map(|cell| field(cell)).collect::<Vec<_>>().join(","));
    }
    text.push('\n');
    text
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
    json!({
        "caption": figure.caption,
        "version": env!("CARGO_PKG_VERSION"),
        "rows": lines.map(row).collect::<Vec<_>>(),
    })
}

/// One self-contained page: the drawing and its caption.
fn html(figure: &Figure, theme: Theme) -> String {
    let caption = figure.caption.replace('&', "&amp;").replace('<', "&lt;");
    let svg = standalone(&figure.drawing, theme);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{caption}</title>\n<figure>\n{svg}\
         <figcaption>{caption}</figcaption>\n</figure>\n</html>\n"
    )
}
