//! `calibrate`: the search for the numbers of worlds and actors, and the table of what they reach.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use askwell::actor::{BaseActor, Profiles, packed};
use askwell::household::{Split, TaskSet, World};
use rayon::prelude::*;
use research::calibration::{
    Acceptance, Candidate, Line, Reached, Record, Row, Sample, Search, SearchOptions, Target, Tunable,
    acceptance, lines, loss, measure, parameters_of, reached, targets, tunables,
};

use crate::say;

/// Seeds of the calibration tasks.
const N_SEEDS: u32 = 5;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The kind of tasks: s-obj or pnp.
    #[arg(long, default_value = "s-obj", value_parser = split)]
    split: Split,
    /// The base actor: llama or gpt-4o-mini.
    #[arg(long, default_value = "llama", value_parser = actor)]
    actor: BaseActor,
    /// The seed of the search.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Generations of the search.
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=1000))]
    generations: u32,
    /// Configurations a generation.
    #[arg(long, default_value_t = 48, value_parser = clap::value_parser!(u32).range(2..=1000))]
    population: u32,
    /// Calibration tasks of each of five seeds.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    tasks: u32,
    /// The first spread of the search, as a share of each number's bounds.
    #[arg(long, default_value_t = 0.12, value_parser = spread)]
    spread: f64,
    /// Parameters to start from, as an earlier search wrote them; else those in force.
    #[arg(long)]
    from: Option<PathBuf>,
    /// The folder of the parameters and of the record. Without it, nothing is written.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Searches nothing: what the numbers in force reach on test tasks, beside the paper's rows.
    #[arg(long, conflicts_with_all = ["out", "generations", "population"])]
    check: bool,
    /// Searches nothing: the numbers in force against what the world was made for, on test tasks of so many seeds.
    #[arg(long, value_name = "SEEDS", conflicts_with_all = ["out", "generations", "population", "check"])]
    accept: Option<u32>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// A file of parameters.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    world: World,
    actors: Profiles,
}

fn split(name: &str) -> Result<Split, String> {
    Split::from_name(name).ok_or_else(|| format!("expected {}", Split::ALL.map(Split::name).join(" or ")))
}

fn actor(name: &str) -> Result<BaseActor, String> {
    let known = BaseActor::ALL.map(BaseActor::name);
    BaseActor::from_name(name).ok_or_else(|| format!("expected {}", known.join(" or ")))
}

fn spread(text: &str) -> Result<f64, String> {
    let spread: Option<f64> = text.parse().ok();
    let is_share = |spread: &f64| *spread > 0.0 && *spread <= 1.0;
    spread.filter(is_share).ok_or_else(|| "expected a number above 0 and at most 1".to_owned())
}

/// The table of what was reached.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let targets = targets(arguments.split, arguments.actor);
    anyhow::ensure!(
        !targets.is_empty(),
        "--split {} --actor {}: the paper has no row for these to be calibrated to",
        arguments.split.name(),
        arguments.actor.name()
    );
    if arguments.check {
        let sample =
            Sample { set: TaskSet::Test, seeds: vec![arguments.seed], n_tasks: 1_000, repetitions: 3 };
        let Candidate { world, profiles } = start(arguments)?;
        let table = reached(&targets, &measure(&world, &profiles, &Row::BETTER, &sample));
        return Ok(if arguments.json { serde_json::to_string(&table)? } else { text(&table) });
    }
    if let Some(n_seeds) = arguments.accept {
        return accept(arguments, &targets, n_seeds);
    }
    let record = search(arguments, &targets)?;
    Ok(if arguments.json { serde_json::to_string(&record)? } else { text(&record.reached) })
}

fn accept(arguments: &Arguments, targets: &[Target], n_seeds: u32) -> anyhow::Result<String> {
    let candidate = start(arguments)?;
    let seeds: Vec<u64> = (0..u64::from(n_seeds)).map(|n| arguments.seed + n).collect();
    // As many training tasks and test tasks of a seed as a search has calibration tasks of all its seeds.
    let n = N_SEEDS * arguments.tasks;
    let all: Result<Vec<Acceptance>, _> =
        seeds.par_iter().map(|&seed| acceptance(&candidate, targets, seed, n, n)).collect();
    let all = all?;
    Ok(if arguments.json { serde_json::to_string(&all)? } else { accepted(arguments.split, &all) })
}

/// A CSV table, one line a quantity.
fn accepted(split: Split, all: &[Acceptance]) -> String {
    let mut text = String::from("task,quantity,paper,value,se");
    for Line { quantity, paper, value, standard_error } in lines(all) {
        let paper = paper.map_or_else(String::new, |paper| paper.to_string());
        let error = standard_error.map_or_else(String::new, |error| format!("{error:.2}"));
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{},{},{paper},{value:.2},{error}", split.name(), quantity.replace(',', ";"));
    }
    text
}

fn search(arguments: &Arguments, targets: &[Target]) -> anyhow::Result<Record> {
    if let (Some(from), Some(folder)) = (&arguments.from, &arguments.out) {
        let place = |path: &Path| path.canonicalize().ok();
        for file in files(folder, arguments) {
            let is_free = place(&file).is_none_or(|file| Some(file) != place(from));
            anyhow::ensure!(is_free, "--out: {} would be written over --from", file.display());
        }
    }
    let tunables = tunables(arguments.split, arguments.actor);
    let center = start(arguments)?;
    let options = SearchOptions {
        seed: arguments.seed,
        population: arguments.population,
        generations: arguments.generations,
        spread: arguments.spread,
        ..SearchOptions::default()
    };
    let sample = Sample {
        set: TaskSet::Calibration,
        seeds: (1..=u64::from(N_SEEDS)).collect(),
        n_tasks: arguments.tasks,
        repetitions: 1,
    };
    let of = |candidate: &Candidate| {
        let levels = measure(&candidate.world, &candidate.profiles, &Row::BETTER, &sample);
        loss(targets, &levels)
    };
    let mut search = Search::new(center, tunables.clone(), options);
    for generation in 1..=options.generations {
        let candidates = search.generation();
        let losses: Vec<f64> = candidates.par_iter().map(of).collect();
        search.learn(&candidates, &losses);
        say(format_args!(
            "generation {generation}: the middle {:.3}, the best so far {:.3}",
            losses[0],
            search.best().0
        ));
    }
    let middle = search.middle();
    let best = if of(&middle) < search.best().0 { middle } else { search.best().1.clone() };
    let best = parameters_of(&best, &tunables);
    let levels = measure(&best.world, &best.profiles, &Row::BETTER, &sample);
    let record = Record {
        command: format!(
            "cargo run --release --package askwell-research -- calibrate --split {} --actor {} --seed {} --generations {} --population {} --tasks {} --spread {}",
            arguments.split.name(),
            arguments.actor.name(),
            arguments.seed,
            arguments.generations,
            arguments.population,
            arguments.tasks,
            arguments.spread
        ),
        split: arguments.split.name().to_owned(),
        actor: arguments.actor.name().to_owned(),
        tuned: tunables.iter().map(|t| (t.name.to_owned(), t.bounds.0, t.bounds.1)).collect(),
        free: free(&best, &tunables)?,
        seeds: sample.seeds.clone(),
        tasks: sample.n_tasks,
        repetitions: sample.repetitions,
        configurations: search.n_tried() + 1,
        loss: loss(targets, &levels),
        reached: reached(targets, &levels),
        chosen: Vec::new(),
    };
    if let Some(folder) = &arguments.out {
        write(folder, arguments, &best, &record)?;
    }
    Ok(record)
}

/// The numbers that no tunable sets, by their names.
fn free(best: &Candidate, tunables: &[Tunable]) -> anyhow::Result<Vec<(String, String)>> {
    let Profiles { base, strong, correlation, .. } = &best.profiles;
    let parts = [
        ("world.", serde_json::to_value(&best.world)?),
        ("base.", serde_json::to_value(base)?),
        ("strong.", serde_json::to_value(strong)?),
        ("", serde_json::json!({ "correlation": correlation })),
    ];
    let named = parts.iter().flat_map(|(prefix, part)| {
        let fields = part.as_object().into_iter().flatten();
        fields.map(move |(name, value)| (format!("{prefix}{name}"), value.to_string()))
    });
    let is_free = |(name, _): &(String, String)| tunables.iter().all(|tunable| tunable.name != name);
    Ok(named.filter(is_free).collect())
}

/// The candidate the search begins with.
fn start(arguments: &Arguments) -> anyhow::Result<Candidate> {
    let Some(path) = &arguments.from else { return Ok(Candidate::new(arguments.split, arguments.actor)) };
    let file = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("--from: {file}: cannot be read"))?;
    let Parameters { world, mut actors } =
        serde_json::from_str(&text).with_context(|| format!("--from: {file}: expected parameters"))?;
    anyhow::ensure!(
        world.split == arguments.split,
        "--from: {file}: parameters of {}; expected those of {}",
        world.split.name(),
        arguments.split.name()
    );
    actors.actor = arguments.actor;
    Ok(Candidate { world, profiles: actors })
}

/// The paths of the three files: the parameters, the record, and the parameters packed as the program carries
/// them.
fn files(folder: &Path, arguments: &Arguments) -> [PathBuf; 3] {
    let name = format!("{}.{}", arguments.split.name(), arguments.actor.name());
    ["json", "record.json", "packed"].map(|end| folder.join(format!("{name}.{end}")))
}

fn write(folder: &Path, arguments: &Arguments, best: &Candidate, record: &Record) -> anyhow::Result<()> {
    let parameters = Parameters { world: best.world.clone(), actors: best.profiles.clone() };
    let line = |text: String| (text + "\n").into_bytes();
    let contents = [
        line(serde_json::to_string_pretty(&parameters)?),
        line(serde_json::to_string_pretty(record)?),
        packed(&parameters.world, &parameters.actors)?,
    ];
    for (file, content) in files(folder, arguments).iter().zip(contents) {
        std::fs::write(file, content).with_context(|| format!("--out: {}", file.display()))?;
    }
    Ok(())
}

/// One line a figure.
fn text(table: &[Reached]) -> String {
    let mut text = String::from("row          measure   paper    ours     se");
    for line in table {
        let Reached { row, measure, target, reached, standard_error } = line;
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{row:<12} {measure:<6} {target:>8.2} {reached:>7.2} {standard_error:>6.2}");
    }
    text
}
