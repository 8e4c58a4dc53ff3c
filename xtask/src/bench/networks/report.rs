//! The section of docs/benchmarks.md.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::networks::{COMPARED, Measured, TIMED, TIMED_MODELS};
use crate::bench::report::cores;
use crate::bench::solver::{milliseconds, ratio};

/// The largest distance of an engine's answers from onnxruntime's.
const TOLERANCE: f64 = 1e-5;

pub(super) fn text(measured: &Measured) -> Result<String> {
    let mut text = format!(
        "## Networks\n\n`cargo xtask bench networks`: the networks of `models/` and the page's own first experiment (seed 1, \
         S_obj, 1,000 tasks), one thread, on {} cores; natively and in {}.\n",
        cores(),
        measured.browser
    );
    training(&mut text, measured)?;
    scoring(&mut text, measured)?;
    agreement(&mut text, measured)?;
    weights(&mut text, measured)?;
    falls(&mut text, measured)?;
    Ok(text)
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "**no**" }
}

fn training(text: &mut String, measured: &Measured) -> Result<()> {
    text.push_str(
        "\n### Training and scoring all states\n\nOne run each, scoring the best of five.\n\n\
         | what | rows | natively | browser | wasm / native | target | holds |\n|---|---|---|---|---|---|---|\n",
    );
    let rows: [(&str, &str, &str, Option<f64>); 4] = [
        ("both PRMs, 6 epochs", "prm_rows", "prm_pair_ms", Some(3000.0)),
        ("a helper for one price, 10 epochs", "lessons", "helper_ms", Some(1000.0)),
        ("a helper that is told the price, 4 epochs", "told_lessons", "told_helper_ms", None),
        ("all states scored by the page’s own loops", "states", "score_ms", None),
    ];
    for (what, rows, key, target) in rows {
        let of = |value: &Value| value[key].as_f64();
        let (native, browser) = (of(&measured.native), of(&measured.trained));
        let time = browser.with_context(|| format!("the browser did not measure {key}"))?;
        let (told, holds) = target.map_or((String::new(), ""), |target| {
            (format!("at most {target:.0} ms in the browser"), yes(time <= target))
        });
        writeln!(
            text,
            "| {what} | {} | {} | {} | {} | {told} | {holds} |",
            measured.native[rows],
            milliseconds(native),
            milliseconds(browser),
            ratio(browser, native)
        )?;
    }
    let states = measured.trained["states"].as_u64().unwrap_or(0);
    let rten = time(&measured.on_cpu, "rten", "states", states as u32);
    let holds = yes(rten.is_some_and(|ms| ms <= 150.0));
    writeln!(
        text,
        "| all states scored by rten | {states} | | {} | | at most 150 ms in the browser | {holds} |",
        milliseconds(rten)
    )?;
    Ok(())
}

fn time(of: &Value, engine: &str, model: &str, batch: u32) -> Option<f64> {
    let is_it = |row: &&Value| row[0] == engine && row[1] == model && row[2] == batch;
    of["times"].as_array()?.iter().find(is_it)?[3].as_f64()
}

fn scoring(text: &mut String, measured: &Measured) -> Result<()> {
    text.push_str(
        "\n### Scoring in batches\n\nThe same models and rows in the same browser, the best of several runs; over 1: slower than rten. \
         WebGPU is emulated on the CPU here, so its columns say nothing about a real GPU.\n\n\
         | model | batch | rten | onnxruntime-web wasm / rten | wonnx / rten | onnxruntime-web WebGPU / rten |\n\
         |---|---|---|---|---|---|\n",
    );
    for model in TIMED_MODELS {
        for batch in TIMED {
            let (cpu, gpu) = (&measured.on_cpu, &measured.on_gpu);
            let rten = time(cpu, "rten", model, batch);
            // Beside the rten of the same browser.
            let beside = time(gpu, "rten", model, batch);
            writeln!(
                text,
                "| {model} | {batch} | {} | {} | {} | {} |",
                rten.map_or(String::new(), |ms| format!("{ms:.3} ms")),
                ratio(time(cpu, "onnxruntime-web, wasm", model, batch), rten),
                ratio(time(gpu, "wonnx", model, batch), beside),
                ratio(time(gpu, "onnxruntime-web, WebGPU", model, batch), beside),
            )?;
        }
    }
    Ok(())
}

fn agreement(text: &mut String, measured: &Measured) -> Result<()> {
    write!(
        text,
        "\n### Agreement\n\nThe largest distance from onnxruntime (Python), over every model of `models/` at batches {}; each \
         passes onnx.checker.\n\n| engine | largest distance | at most {TOLERANCE:.0e} |\n|---|---|---|\n",
        COMPARED.map(|batch| batch.to_string()).join(", ")
    )?;
    for (of, skipped) in [(&measured.on_cpu, None), (&measured.on_gpu, Some(["rten", "the page’s own"]))] {
        for (engine, distance) in of["distance"].as_object().context("nothing was compared")? {
            if skipped.is_none_or(|skipped| !skipped.contains(&engine.as_str())) {
                let distance = distance.as_f64().unwrap_or(f64::INFINITY);
                writeln!(text, "| {engine} | {distance:.1e} | {} |", yes(distance <= TOLERANCE))?;
            }
        }
    }
    Ok(())
}

fn weights(text: &mut String, measured: &Measured) -> Result<()> {
    let ours = measured.weights.first().map(|weight| weight.bytes as f64);
    text.push_str(
        "\n### Download\n\nScript and wasm, gzip.\n\n| engine | kB | times rten |\n|---|---|---|\n",
    );
    for weight in &measured.weights {
        let bytes = weight.bytes as f64;
        writeln!(text, "| {} | {:.0} | {} |", weight.engine, bytes / 1000.0, ratio(Some(bytes), ours))?;
    }
    Ok(())
}

fn falls(text: &mut String, measured: &Measured) -> Result<()> {
    text.push_str(
        "\n### When the GPU fails\n\nOn the page, WebGPU chosen, from the fault until the page says so and until all states are \
         scored again by the CPU.\n\n| fault | said | scored | said within 1 s |\n|---|---|---|---|\n",
    );
    for fall in &measured.falls {
        writeln!(
            text,
            "| {} | {} | {} | {} |",
            fall.what,
            milliseconds(Some(fall.said_ms)),
            milliseconds(Some(fall.scored_ms)),
            yes(fall.said_ms <= 1000.0)
        )?;
    }
    Ok(())
}
