//! `cargo xtask bench remote`: what the proxy adds to a call, how soon a caller's leaving reaches the upstream, what it
//! holds under a load, and the same of litellm's proxy from PyPI; never in CI.

mod http;
mod litellm;
mod measure;
mod stub;

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

use crate::bench::{Out, report};
use crate::build::page;
use crate::build::page::Server;
use crate::house::say;

use self::stub::Stub;
use http::Target;
use litellm::Litellm;
use measure::{Alone, LEAVINGS, Load, Sorted};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// Calls one after the other, each target in turn
    #[arg(long, default_value_t = 3000)]
    calls: usize,
    /// Callers that leave, each in three ways
    #[arg(long, default_value_t = 50)]
    leavings: usize,
    /// Calls a second of the load
    #[arg(long, default_value_t = 200)]
    rate: u32,
    /// The duration of the load
    #[arg(long, default_value_t = 30)]
    seconds: u32,
    /// Without litellm, which is a large download
    #[arg(long)]
    alone: bool,
}

/// Everything measured of one target.
struct Measured {
    name: &'static str,
    whole: Alone,
    stream: Alone,
    load: Load,
    leavings: Vec<Option<Sorted>>,
    bytes: Option<u64>,
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let askwell = page::askwell(true)?;
    let place = tempfile::tempdir()?;
    let stub = Stub::start()?;
    let server = proxy(&askwell, place.path(), &stub)?;
    let mut targets = vec![
        Target { name: "direct", address: stub.address.clone(), path: "/v1/chat/completions" },
        Target {
            name: "askwell",
            address: server.origin.trim_start_matches("http://").to_owned(),
            path: "/proxy/stub/v1/chat/completions",
        },
    ];
    let before = load_average();
    // Before the peer is there: it goes on working after it has answered.
    let added = Added::measure(arguments, &stub, &targets)?;
    let peer = if arguments.alone {
        None
    } else {
        say("starting litellm");
        Litellm::start(place.path(), &stub.address)
            .inspect_err(|error| say(format_args!("litellm is left out: {error:#}")))
            .ok()
    };
    targets.extend(peer.as_ref().map(|peer| peer.target.clone()));
    let processes = [None, Some(server.process()), peer.as_ref().map(Litellm::process)];
    let measured = measure(arguments, &stub, &targets, &processes)?;
    report::write(&arguments.out, "remote", &text(arguments, &added, &measured, &before)?)
}

/// Asked in turn with nobody else there: directly, and through the proxy.
struct Added {
    whole: Vec<Alone>,
    stream: Vec<Alone>,
}

impl Added {
    fn measure(arguments: &Arguments, stub: &Stub, targets: &[Target]) -> Result<Self> {
        say("what the proxy adds");
        let whole = measure::in_turn(stub, targets, arguments.calls, false)?;
        let stream = measure::in_turn(stub, targets, arguments.calls, true)?;
        Ok(Self { whole, stream })
    }

    /// Name, direct, through the proxy.
    fn rows(&self) -> Option<[(&'static str, &Sorted, &Sorted); 3]> {
        let ([direct, ours], [direct_stream, our_stream]) = (self.whole.as_slice(), self.stream.as_slice())
        else {
            return None;
        };
        Some([
            ("a whole answer", &direct.whole, &ours.whole),
            ("the first byte of a stream", &direct_stream.first, &our_stream.first),
            ("the last byte of a stream", &direct_stream.whole, &our_stream.whole),
        ])
    }
}

/// The proxy with the built page, where there is one, in its memory too.
fn proxy(askwell: &Path, place: &Path, stub: &Stub) -> Result<Server> {
    let config = place.join("askwell.toml");
    let limits = "[proxy]\nrequests_per_minute = 1000000\n";
    let upstream = format!(
        "[upstream.stub]\nurl = \"http://{}/v1\"\nmodels = [\"m\"]\ncalls_max = 1000000\nspend_max = 1000.0\n\
         prices.m = {{ input = 0.15, output = 0.60 }}\n",
        stub.address
    );
    fs::write(&config, format!("{limits}{upstream}"))?;
    Server::start_with(askwell, &page::built()?, &["--config".as_ref(), config.as_os_str()])
}

fn measure(
    arguments: &Arguments,
    stub: &Stub,
    targets: &[Target],
    processes: &[Option<u32>],
) -> Result<Vec<Measured>> {
    say("all of them, one call after the other");
    let whole = measure::in_turn(stub, targets, arguments.calls / 3, false)?;
    let stream = measure::in_turn(stub, targets, arguments.calls / 3, true)?;
    let mut measured = Vec::new();
    for (((target, process), whole), stream) in targets.iter().zip(processes).zip(whole).zip(stream) {
        say(format_args!("{}: callers that leave, and a load", target.name));
        let leavings = LEAVINGS
            .map(|how| measure::leave(stub, target, how, arguments.leavings))
            .into_iter()
            .collect::<Result<_>>()
            .with_context(|| target.name)?;
        let load = measure::load(target, arguments.rate, arguments.seconds);
        let bytes = process.and_then(measure::memory);
        measured.push(Measured { name: target.name, whole, stream, load, leavings, bytes });
    }
    Ok(measured)
}

/// The machine's own word on how much else it does.
fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

fn text(arguments: &Arguments, added: &Added, measured: &[Measured], before: &str) -> Result<String> {
    let [_, ours, ..] = measured else { anyhow::bail!("nothing was measured") };
    let mut text = format!(
        "## Remote\n\n`cargo xtask bench remote`: the proxy of `askwell serve` (with the page in its memory) before an upstream that \
         answers at once, asked by one client, all on {} cores of a machine that others use too (load {before} before it began){}. {} \
         calls on one connection, each target in turn; “added” is the difference of the same percentile to asking the upstream directly. \
         The load is due at even times, and counts from when each call was due.\n\n\
         | figure | target | measured | holds |\n|---|---|---|---|\n",
        report::cores(),
        priority(),
        arguments.calls,
    );
    for (name, direct, ours) in added.rows().context("nothing was measured")? {
        for (share, percentile, most) in [(0.5, "p50", 0.5), (0.99, "p99", 2.0)] {
            let (ours, direct) = (ours.at(share), direct.at(share));
            let holds = holds(ours - direct <= most);
            writeln!(
                text,
                "| added to {name}, {percentile} | at most {most} ms | {ours:.2} − {direct:.2} = {:.2} ms | {holds} |",
                ours - direct
            )?;
        }
    }
    for ((name, ..), times) in LEAVINGS.iter().zip(&ours.leavings) {
        let slowest = times.as_ref().map_or(f64::INFINITY, |times| times.at(1.0));
        let holds = holds(slowest <= 100.0);
        writeln!(
            text,
            "| a caller leaves {name}: the upstream knows, slowest of {} | at most 100 ms | {slowest:.1} ms | {holds} |",
            arguments.leavings
        )?;
    }
    let load = &ours.load;
    let (rate, seconds) = (arguments.rate, arguments.seconds);
    writeln!(
        text,
        "| {rate} requests/s for {seconds} s: not answered | 0 | {} of {} | {} |",
        load.failed,
        load.failed + load.whole.len(),
        holds(load.failed == 0)
    )?;
    if let Some(bytes) = ours.bytes {
        let megabytes = bytes as f64 / 1e6;
        writeln!(
            text,
            "| most memory, after all of it | under 40 MB | {megabytes:.1} MB | {} |",
            holds(megabytes < 40.0)
        )?;
    }
    table(&mut text, arguments, measured)?;
    Ok(text)
}

/// A note on the priority of the measured processes, if `nice -n -15 cargo xtask bench remote` or the like set one.
fn priority() -> String {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The 19th field; the second one, in brackets, may hold spaces.
    let nice = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(16)?.parse::<i32>().ok());
    match nice {
        None | Some(0) => String::new(),
        Some(nice) => format!(
            ", everybody here at `nice -n {nice}`, so that a wait for others’ work is not counted as the proxy’s"
        ),
    }
}

fn holds(does: bool) -> &'static str {
    if does { "yes" } else { "**no**" }
}

/// Everybody side by side.
fn table(text: &mut String, arguments: &Arguments, measured: &[Measured]) -> Result<()> {
    write!(text, "\nAll of them in turn, {} calls each, then each alone:\n\n|  |", arguments.calls / 3)?;
    for it in measured {
        write!(
            text,
            " {}{} |",
            it.name,
            if it.name == "litellm" { format!(" {}", litellm::VERSION) } else { String::new() }
        )?;
    }
    writeln!(text, "\n|---|{}", "---|".repeat(measured.len()))?;
    let mut row = |name: &str, cell: &dyn Fn(&Measured) -> String| -> Result<()> {
        let cells: Vec<String> = measured.iter().map(cell).collect();
        Ok(writeln!(text, "| {name} | {} |", cells.join(" | "))?)
    };
    row("a whole answer, p50, p99", &|it| both(&it.whole.whole))?;
    row("the first byte of a stream", &|it| both(&it.stream.first))?;
    row("the last byte of a stream", &|it| both(&it.stream.whole))?;
    for (place, (name, ..)) in LEAVINGS.iter().enumerate() {
        row(
            &format!("a caller leaves {name}: known after, p50, slowest"),
            &|it| match &it.leavings[place] {
                Some(times) => format!("{:.1}, {:.1} ms", times.at(0.5), times.at(1.0)),
                None => "not within 5 s".to_owned(),
            },
        )?;
    }
    let name = format!("{} requests/s for {} s: p50, p99", arguments.rate, arguments.seconds);
    row(&name, &|it| both(&it.load.whole))?;
    row("answered a second, not answered", &|it| format!("{:.0}, {}", it.load.a_second, it.load.failed))?;
    row("most memory", &|it| {
        it.bytes.map_or(String::new(), |bytes| format!("{:.0} MB", bytes as f64 / 1e6))
    })?;
    for it in measured {
        if let Some(why) = &it.load.why {
            writeln!(text, "\n{}: the first that was not answered: {why}.", it.name)?;
        }
    }
    if measured.len() < 3 {
        writeln!(text, "\nlitellm was not measured in this run.")?;
    }
    Ok(())
}

fn both(times: &Sorted) -> String {
    format!("{:.2}, {:.2} ms", times.at(0.5), times.at(0.99))
}
