//! The faults of wonnx itself on raw models in a real browser, and its right answers to the same models rewritten.
//! The measure is onnxruntime's answers (fixtures/make.py).

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Case, EXPECTED, ODD, SOUND, TOLERANCE, bytes};
use crate::browser::Page;

pub(super) const CASES: &[Case] = &[
    Case { name: "engine_raw_models_are_wrong_on_wonnx_and_right_once_rewritten", check: raw, ..SOUND },
    Case {
        name: "engine_raw_softmax_is_wrong_on_wonnx_and_refused_by_us",
        is_reported: true,
        check: softmax,
        ..SOUND
    },
];

/// The result of wonnx on a raw model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    Right,
    /// Other numbers, and no error.
    SilentlyWrong,
    /// An error.
    Refused,
}

/// A model, its rows x inputs and outputs, and what wonnx makes of it as it is: wrong numbers where it has one row and a
/// layer takes a width that is no multiple of four, an error where a width of several rows is odd or anything is open.
const MODELS: [(&str, &[u8], [u32; 3], Raw); 7] = [
    ("raw_fits", include_bytes!("../fixtures/raw_fits.onnx"), [4, 8, 4], Raw::Right),
    ("raw_input", include_bytes!("../fixtures/raw_input.onnx"), [1, 6, 4], Raw::SilentlyWrong),
    ("raw_hidden", include_bytes!("../fixtures/raw_hidden.onnx"), [1, 8, 4], Raw::SilentlyWrong),
    ("raw_mat_mul", include_bytes!("../fixtures/raw_mat_mul.onnx"), [1, 8, 4], Raw::SilentlyWrong),
    ("raw_odd", include_bytes!("../fixtures/raw_odd.onnx"), [4, 8, 4], Raw::Refused),
    ("raw_one_column", include_bytes!("../fixtures/raw_one_column.onnx"), [4, 8, 1], Raw::Refused),
    // An open batch and transposed weights, as PyTorch writes them.
    ("odd", ODD, [64, 5, 1], Raw::Refused),
];
const SOFTMAX: &[u8] = include_bytes!("../fixtures/raw_softmax.onnx");

/// Runs one model as it is and rewritten. Each has an instance of wonnx of its own: a panic in one ends no other.
const RUN: &str = r"async (name, model, [batch, width, outputs]) => {
    const address = name => new URL(document.querySelector(`meta[name=askwell-${name}]`).content, document.baseURI);
    const fresh = async how => {
        const module = await import(`${address('webgpu')}?${name}-${how}`);
        await module.default();
        return module;
    };
    const engine = await import(address('engine'));
    await engine.default();
    const late = new Promise(done => setTimeout(done, 10000, 'no answer for 10 s'));
    const attempt = run => Promise.race([run().catch(error => String(error?.message ?? error)), late]);
    const rows = engine.trialRows(batch, width);
    const raw = attempt(async () => {
        const session = await (await fresh('raw')).GpuModel.load(model);
        return Array.from(await session.run(rows));
    });
    const refused = engine.checked(model, width) ?? null;
    const mended = refused?.includes('Softmax') ? null : attempt(async () => {
        const session = await (await fresh('mended')).GpuModel.load(engine.forGpu(model, 64));
        const wide = Math.ceil(width / 4) * 4, padded = new Float32Array(64 * wide);
        for (let i = 0; i < batch; i++) padded.set(rows.subarray(i * width, (i + 1) * width), i * wide);
        const answers = await session.run(padded), step = answers.length / 64;
        return Array.from({ length: batch }, (_, i) => Array.from(answers.slice(i * step, i * step + outputs))).flat();
    });
    return { raw: await raw, refused, mended: await mended };
}";

fn run(page: &mut Page<'_>, name: &str, model: &[u8], shape: [u32; 3]) -> Result<Value> {
    page.evaluate(&format!("({RUN})('{name}', {}, {shape:?})", bytes(model)))
}

/// The largest distance of the answers from onnxruntime's; none if there are no answers.
fn distance(name: &str, answers: &Value) -> Result<Option<f64>> {
    let expected: Value = serde_json::from_str(EXPECTED)?;
    let expected = expected[name].as_array().context("no expected answers")?;
    let Some(answers) = answers.as_array() else { return Ok(None) };
    // Those of `odd` go on for a period of rows.
    if answers.len() > expected.len() {
        return Ok(Some(f64::INFINITY));
    }
    let far = |(a, b): (&Value, &Value)| Some((a.as_f64()? - b.as_f64()?).abs());
    Ok(Some(answers.iter().zip(expected).map(|pair| far(pair).unwrap_or(f64::INFINITY)).fold(0.0, f64::max)))
}

fn raw(page: &mut Page<'_>) -> Result<()> {
    let mut found = Vec::new();
    for (name, model, shape, expected) in MODELS {
        let answers = run(page, name, model, shape)?;
        let raw = match distance(name, &answers["raw"])? {
            None => Raw::Refused,
            Some(distance) if distance <= TOLERANCE => Raw::Right,
            Some(_) => Raw::SilentlyWrong,
        };
        let mended = distance(name, &answers["mended"])?;
        let is_right = mended.is_some_and(|distance| distance <= TOLERANCE);
        if raw != expected || !is_right {
            found.push(format!("{name}: {raw:?} as it is; rewritten {mended:?} from onnxruntime; {answers}"));
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n    "));
    Ok(())
}

/// A softmax: the rows of its answer sum to 1; wonnx's rows do not, and wonnx says nothing.
fn softmax(page: &mut Page<'_>) -> Result<()> {
    let answers = run(page, "raw_softmax", SOFTMAX, [4, 8, 4])?;
    let raw = distance("raw_softmax", &answers["raw"])?;
    ensure!(raw.is_some_and(|distance| distance > 0.01), "wonnx: {answers}");
    let refused = answers["refused"].as_str().unwrap_or_default();
    ensure!(refused.contains("Softmax"), "we say {refused:?}");
    Ok(())
}
