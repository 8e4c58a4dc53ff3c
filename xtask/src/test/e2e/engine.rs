//! The engines in a real browser, with a GPU (in software) and without: who scores, what happens when one fails, what
//! is refused, and whether all agree with onnxruntime (fixtures/make.py).

mod mended;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::browser::{Browser, Look, Page};
use crate::test::count::Count;
use crate::test::e2e::{READY, behaves, element, reader, ready};

/// The longest time before the engines are loaded and tried on a busy machine.
const TRIED: Duration = Duration::from_secs(60);

/// The largest distance of an engine's answers from onnxruntime's.
pub(super) const TOLERANCE: f64 = 1e-5;

/// One test: whether there is a GPU, what goes wrong in the inference worker, and what must hold.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) webgpu: bool,
    /// JavaScript on the text of the worker's script, `source`.
    pub(super) fault: &'static str,
    /// True if the browser reports the fault as an error of the page.
    pub(super) is_reported: bool,
    pub(super) check: fn(&mut Page<'_>) -> Result<()>,
}

pub(super) const SOUND: Case =
    Case { name: "", webgpu: true, fault: "", is_reported: false, check: |_| Ok(()) };

/// A worker that loses its devices when told `now`, or at the fifth piece of work after it was told `soon`.
pub(crate) const LOSES_DEVICES: &str = "`const request = GPUAdapter.prototype.requestDevice, devices = []; \
    GPUAdapter.prototype.requestDevice = async function (...options) { \
      const device = await request.apply(this, options); devices.push(device); return device; }; \
    const lose = () => devices.forEach(device => device.destroy()), submit = GPUQueue.prototype.submit; let left = NaN; \
    GPUQueue.prototype.submit = function (...options) { submit.apply(this, options); if (--left === 0) lose(); }; \
    new BroadcastChannel('lose').onmessage = ({ data }) => data === 'now' ? lose() : left = 5; ` + source";

/// A worker whose GPU no longer answers from the moment it is told.
pub(crate) const HANGS: &str = "`const map = GPUBuffer.prototype.mapAsync; let hangs = false; \
    GPUBuffer.prototype.mapAsync = function (...options) { \
      return hangs ? new Promise(() => {}) : map.apply(this, options); }; \
    new BroadcastChannel('hang').onmessage = () => hangs = true; ` + source";

const CASES: &[Case] = &[
    Case { name: "engine_is_the_cpu_where_there_is_no_adapter", webgpu: false, check: no_adapter, ..SOUND },
    Case { name: "engine_files_are_refused_or_used", webgpu: false, check: files, ..SOUND },
    Case { name: "engine_scores_all_states_on_the_gpu_when_chosen", check: chosen_gpu, ..SOUND },
    Case {
        name: "engine_falls_back_when_the_device_is_lost",
        fault: LOSES_DEVICES,
        check: lost_device,
        ..SOUND
    },
    Case {
        name: "engine_falls_back_when_the_device_is_lost_in_the_middle_of_scoring",
        fault: LOSES_DEVICES,
        check: lost_in_the_middle,
        ..SOUND
    },
    Case {
        name: "engine_falls_back_when_the_gpu_no_longer_answers",
        fault: HANGS,
        check: no_answer,
        ..SOUND
    },
    Case {
        name: "engine_falls_back_when_no_device_is_given",
        fault: "`GPUAdapter.prototype.requestDevice = async () => { throw new Error('no device today'); }; ` + source",
        is_reported: true,
        check: |page| falls_back(page, "WebGPU"),
        ..SOUND
    },
    Case {
        name: "engine_falls_back_when_the_gpu_is_wrong",
        fault: "`const range = GPUBuffer.prototype.getMappedRange; \
                GPUBuffer.prototype.getMappedRange = function (...options) { \
                  const mapped = range.apply(this, options); \
                  if (this.usage & GPUBufferUsage.MAP_READ) new Float32Array(mapped).fill(.1); return mapped; }; ` + source",
        check: |page| falls_back(page, "beside the CPU"),
        ..SOUND
    },
    Case {
        name: "engine_falls_back_when_a_shader_is_invalid",
        fault: "`const create = GPUDevice.prototype.createShaderModule; \
                GPUDevice.prototype.createShaderModule = function (options) { \
                  return create.call(this, { ...options, code: options.code + ' broken(' }); }; ` + source",
        check: |page| falls_back(page, "reported an error"),
        ..SOUND
    },
    Case {
        name: "engine_falls_back_when_the_gpu_module_does_not_come",
        fault: "source.replace('webgpu.js', 'nothing.js')",
        is_reported: true,
        check: |page| falls_back(page, "did not load"),
        ..SOUND
    },
    Case {
        name: "engine_is_the_page_itself_when_no_module_comes",
        fault: "source.replace('engine.js', 'nothing.js')",
        is_reported: true,
        check: no_engine,
        ..SOUND
    },
    Case { name: "engine_answers_are_those_of_onnxruntime", check: agreement, ..SOUND },
];

/// The names of the cases that contain the filter.
pub(super) fn names(filter: Option<&str>) -> impl Iterator<Item = &'static str> {
    let names = CASES.iter().chain(mended::CASES).map(|case| case.name);
    names.filter(move |name| filter.is_none_or(|filter| name.contains(filter)))
}

/// Runs the cases whose names contain the filter.
pub(super) fn run(origin: &str, filter: Option<&str>) -> Result<Count> {
    let mut count = Count::default();
    for webgpu in [false, true] {
        let wanted = |case: &&Case| case.webgpu == webgpu && filter.is_none_or(|it| case.name.contains(it));
        let cases: Vec<&Case> = CASES.iter().chain(mended::CASES).filter(wanted).collect();
        if cases.is_empty() {
            continue;
        }
        let mut browser = Browser::launch(webgpu)?;
        for case in cases {
            count.add(case.name, run_case(&mut browser, origin, case));
        }
    }
    Ok(count)
}

fn run_case(browser: &mut Browser, origin: &str, case: &Case) -> Result<()> {
    let mut page = browser.page(&Look::WIDE)?;
    if !case.fault.is_empty() {
        spoil_worker(&mut page, case.fault)?;
    }
    page.navigate(&format!("{origin}/#open=models"))?;
    ready(&mut page)?;
    (case.check)(&mut page)?;
    if case.is_reported { Ok(()) } else { behaves(&mut page, origin) }
}

/// Changes the inference worker of every page from now on: `fault` is JavaScript on the text of its script, `source`.
pub(crate) fn spoil_worker(page: &mut Page<'_>, fault: &str) -> Result<()> {
    // It is the only blob that starts with an import.
    page.before_each_document(&format!(
        "const Plain = Blob; window.Blob = function (parts, options) {{ \
           const source = parts?.[0]; const isEngine = typeof source === 'string' && source.startsWith('import('); \
           return new Plain(isEngine ? [{fault}] : parts, options); }}; window.Blob.prototype = Plain.prototype;"
    ))
}

/// A JavaScript expression: an element's text holds this.
pub(crate) fn says(id: &str, text: &str) -> String {
    format!("({}?.textContent ?? '').includes({text:?})", element(id))
}

pub(crate) fn choose(page: &mut Page<'_>, engine: &str) -> Result<()> {
    let select = element("engine-choice");
    page.evaluate(&format!(
        "{select}.value = '{engine}', {select}.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ))
    .map(drop)
}

/// Waits until both engines were tried.
pub(crate) fn tried(page: &mut Page<'_>) -> Result<()> {
    let trial = element("engine-trial");
    page.wait_for(&format!("!!{trial} && !{trial}.textContent.includes('still being tried')"), TRIED)
}

/// Has all states scored, and waits until this engine has done it.
fn score_all(page: &mut Page<'_>, by: &str) -> Result<()> {
    page.evaluate(&format!("{}.click()", element("score-table")))?;
    page.wait_for(&says("table-scores", by), READY)
}

fn no_adapter(page: &mut Page<'_>) -> Result<()> {
    tried(page)?;
    page.wait_for(&says("engine-why", "offers no WebGPU adapter"), TRIED)?;
    page.wait_for(&says("engine", "CPU"), TRIED)?;
    let snapshot = reader::snapshot(page)?;
    ensure!(snapshot["engine"] == "CPU, rten", "the snapshot names {}", snapshot["engine"]);
    score_all(page, "CPU, rten")
}

fn chosen_gpu(page: &mut Page<'_>) -> Result<()> {
    tried(page)?;
    choose(page, "gpu")?;
    page.wait_for(&says("engine", "WebGPU"), TRIED)?;
    score_all(page, "WebGPU, wonnx")?;
    choose(page, "built-in")?;
    page.wait_for(&says("table-scores", "CPU, built in"), TRIED)
}

fn lost_device(page: &mut Page<'_>) -> Result<()> {
    tried(page)?;
    choose(page, "gpu")?;
    score_all(page, "WebGPU, wonnx")?;
    page.evaluate("new BroadcastChannel('lose').postMessage('now')")?;
    page.wait_for(&says("engine-why", "was lost"), TRIED)?;
    ensure!(page.evaluate(&says("notice", "was lost"))? == true, "the reader is not told");
    // What the GPU scored is scored again, by the CPU.
    page.wait_for(&says("table-scores", "CPU, rten"), TRIED)
}

/// The whole table is scored all the same, to the last state.
fn lost_in_the_middle(page: &mut Page<'_>) -> Result<()> {
    tried(page)?;
    choose(page, "gpu")?;
    page.wait_for(&says("engine", "WebGPU"), TRIED)?;
    page.evaluate("new BroadcastChannel('lose').postMessage('soon')")?;
    score_all(page, "CPU, rten")?;
    ensure!(page.evaluate(&says("engine-why", "was lost"))? == true, "why is not said");
    ensure!(page.evaluate(&says("notice", "was lost"))? == true, "the reader is not told");
    let count = format!("parseInt({}.textContent)", element("table-scores"));
    let scored = page.evaluate(&count)?;
    choose(page, "built-in")?;
    page.wait_for(&says("table-scores", "CPU, built in"), TRIED)?;
    ensure!(page.evaluate(&count)? == scored, "{scored} states were scored");
    Ok(())
}

fn no_answer(page: &mut Page<'_>) -> Result<()> {
    tried(page)?;
    choose(page, "gpu")?;
    page.wait_for(&says("engine", "WebGPU"), TRIED)?;
    page.evaluate("new BroadcastChannel('hang').postMessage('now')")?;
    score_all(page, "CPU, rten")?;
    ensure!(page.evaluate(&says("engine-why", "gave no answer"))? == true, "why is not said");
    Ok(())
}

fn falls_back(page: &mut Page<'_>, why: &str) -> Result<()> {
    tried(page)?;
    choose(page, "gpu")?;
    page.wait_for(&says("engine-why", why), TRIED)?;
    score_all(page, "CPU, rten")
}

fn no_engine(page: &mut Page<'_>) -> Result<()> {
    page.wait_for(&says("engine-why", "the engines did not come"), TRIED)?;
    let snapshot = reader::snapshot(page)?;
    ensure!(snapshot["engine"] == "CPU, built in", "the snapshot names {}", snapshot["engine"]);
    give(page, "own.onnx", OWN)?;
    page.wait_for(&says("model-error", "own.onnx"), TRIED)
}

const OWN: &[u8] = include_bytes!("fixtures/own.onnx");
pub(super) const ODD: &[u8] = include_bytes!("fixtures/odd.onnx");
const SOFTMAX: &[u8] = include_bytes!("fixtures/softmax.onnx");
const NOT_A_NUMBER: &[u8] = include_bytes!("fixtures/not_a_number.onnx");
pub(super) const EXPECTED: &str = include_str!("fixtures/expected.json");

/// A JavaScript expression for these bytes.
pub(super) fn bytes(content: &[u8]) -> String {
    if content.iter().all(|&byte| byte == 0) {
        return format!("new Uint8Array({})", content.len());
    }
    format!("Uint8Array.from(atob('{}'), c => c.charCodeAt(0))", STANDARD.encode(content))
}

/// Picks a file as a reader would.
fn give(page: &mut Page<'_>, name: &str, content: &[u8]) -> Result<()> {
    reader::give(page, "model-file", name, &bytes(content))
}

fn files(page: &mut Page<'_>) -> Result<()> {
    tried(page)?;
    let huge = vec![0; (16 << 20) + 1];
    let cases: [(&str, &[u8], &str); 7] = [
        ("cut.onnx", &OWN[..OWN.len() / 2], "cut off"),
        ("huge.onnx", &huge, "models of up to"),
        ("odd.onnx", ODD, "[batch, 64] is expected"),
        ("softmax.onnx", SOFTMAX, "is a Softmax"),
        ("not_a_number.onnx", NOT_A_NUMBER, "holds NaN"),
        ("cat.onnx", b"\x89PNG not a model", "not an ONNX file"),
        ("empty.onnx", b"", "not an ONNX file"),
    ];
    for (name, content, why) in cases {
        give(page, name, content)?;
        let (named, said) = (says("model-error", name), says("model-error", why));
        page.wait_for(&format!("{named} && {said}"), TRIED).with_context(|| name.to_owned())?;
        ensure!(page.evaluate(&says("model", "trained here"))? == true, "{name} took the model's place");
    }
    give(page, "own.onnx", OWN)?;
    page.wait_for(&says("model", "own.onnx"), TRIED)?;
    ensure!(page.evaluate(&format!("!{}", element("model-error")))? == true, "the old error still stands");
    page.evaluate(&format!("{}.click()", element("model-trained")))?;
    page.wait_for(&says("model", "trained here"), TRIED)
}

/// All three engines on two models at five batches: the largest distance from onnxruntime, of each.
const AGREEMENT: &str = r"async (models, expected) => {
    const address = name => new URL(document.querySelector(`meta[name=askwell-${name}]`).content, document.baseURI);
    const [engine, webgpu] = await Promise.all(['engine', 'webgpu'].map(name => import(address(name))));
    await Promise.all([engine.default(), webgpu.default()]);
    const found = [];
    for (const [name, width] of [['own', 64], ['odd', 5]]) {
        const cpu = engine.CpuModel.load(models[name], width), period = expected[name].length;
        const far = (answers, n) => answers.length !== n ? Infinity : answers.reduce((most, answer, i) =>
            Math.max(most, Math.abs(answer - expected[name][i % period])), 0);
        const sessions = {};
        for (const batch of engine.gpuBatches())
            sessions[batch] = await webgpu.GpuModel.load(engine.forGpu(models[name], batch));
        for (const n of [1, 7, 64, 1000, 4096]) {
            const rows = engine.trialRows(n, width), wide = Math.ceil(width / 4) * 4;
            found.push([`rten, ${name}, ${n}`, far(cpu.run(rows), n)]);
            found.push([`built in, ${name}, ${n}`, far(engine.builtIn(models[name], rows), n)]);
            const answers = [];
            while (answers.length < n) {
                const left = n - answers.length, batch = [1, 64, 1024].find(batch => batch >= left) ?? 1024;
                const padded = new Float32Array(batch * wide), count = Math.min(left, batch);
                for (let i = 0; i < count; i++)
                    padded.set(rows.subarray((answers.length + i) * width, (answers.length + i + 1) * width), i * wide);
                const outputs = await sessions[batch].run(padded);
                for (let i = 0; i < count; i++) answers.push(outputs[4 * i]);
            }
            found.push([`wonnx, ${name}, ${n}`, far(answers, n)]);
        }
    }
    return found;
}";

fn agreement(page: &mut Page<'_>) -> Result<()> {
    let models = format!("{{ own: {}, odd: {} }}", bytes(OWN), bytes(ODD));
    let found = page.evaluate(&format!("({AGREEMENT})({models}, {EXPECTED})"))?;
    let found = found.as_array().context("nothing was compared")?;
    ensure!(found.len() == 30, "{} comparisons", found.len());
    for pair in found {
        let distance = pair[1].as_f64().unwrap_or(f64::INFINITY);
        ensure!(distance <= TOLERANCE, "{}: {distance} from onnxruntime", Value::to_string(&pair[0]));
    }
    Ok(())
}
