// The engines side by side on the same models and rows: their answers beside onnxruntime's, and their times. It stands in
// a folder with `engine/`, `webgpu/`, `ort/`, `models/` and `expected.json`.

const at = name => new URL(name, import.meta.url).href;
const bytes = async name => new Uint8Array(await (await fetch(at(name))).arrayBuffer());

async function ours(webgpu) {
    const engine = await import(at('engine/engine.js'));
    await engine.default();
    const all = {
        'rten': async (model, width) => {
            const cpu = engine.CpuModel.load(model, width);
            return async rows => cpu.run(rows);
        },
        'the page’s own': async model => async rows => engine.builtIn(model, rows),
    };
    if (webgpu) {
        const gpu = await import(at('webgpu/webgpu.js'));
        await gpu.default();
        all['wonnx'] = async (model, width) => {
            const sessions = {};
            for (const batch of engine.gpuBatches())
                sessions[batch] = await gpu.GpuModel.load(engine.forGpu(model, batch));
            return rows => inBatches(sessions, rows, width);
        };
    }
    return { all, trialRows: engine.trialRows };
}

// As `engine/` does it: the smallest batch that holds what is left, filled up with zeros.
async function inBatches(sessions, rows, width) {
    const wide = Math.ceil(width / 4) * 4, n = rows.length / width, answers = new Float32Array(n);
    for (let done = 0; done < n;) {
        const batch = [1, 64, 1024].find(batch => batch >= n - done) ?? 1024, count = Math.min(n - done, batch);
        const padded = new Float32Array(batch * wide);
        for (let i = 0; i < count; i++)
            padded.set(rows.subarray((done + i) * width, (done + i + 1) * width), i * wide);
        const outputs = await sessions[batch].run(padded);
        for (let i = 0; i < count; i++) answers[done + i] = outputs[4 * i];
        done += count;
    }
    return answers;
}

// onnxruntime-web, on the CPU in one thread or on WebGPU.
async function theirs(provider) {
    const ort = await import(at(`ort/ort.${provider}.min.mjs`));
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = at('ort/');
    ort.env.logLevel = 'error';
    return async (model, width) => {
        const session = await ort.InferenceSession.create(model, { executionProviders: [provider] });
        const [input] = session.inputNames, [output] = session.outputNames;
        return async rows => {
            const tensor = new ort.Tensor('float32', rows, [rows.length / width, width]);
            return (await session.run({ [input]: tensor }))[output].data;
        };
    };
}

// The time of one run in milliseconds, the best of nine; short runs are timed several together, as the clock ticks in
// tenths. What runs often is compiled a second time by the browser, so each has a while to warm up.
async function timed(run) {
    for (const start = performance.now(); performance.now() - start < 150;) await run();
    const once = await spent(run, 1), together = Math.max(1, Math.min(500, Math.ceil(15 / Math.max(once, .03))));
    const samples = [];
    for (let i = 0; i < (once > 60 ? 3 : 9); i++) samples.push(await spent(run, together) / together);
    return Math.min(...samples);
}

async function spent(run, n) {
    const start = performance.now();
    for (let i = 0; i < n; i++) await run();
    return performance.now() - start;
}

// `{ distance: { engine: largest distance }, times: [[engine, model, batch, ms]] }`: answers of every model at each of
// `batches`, times of the models and sizes that are asked for; as `states`, of the first such model on all states.
export async function measure(webgpu, batches, timedModels, sizes, states) {
    const { all, trialRows } = await ours(webgpu);
    all[webgpu ? 'onnxruntime-web, WebGPU' : 'onnxruntime-web, wasm'] = await theirs(webgpu ? 'webgpu' : 'wasm');
    const expected = await (await fetch(at('expected.json'))).json();
    const distance = {}, times = [];
    for (const [engine, load] of Object.entries(all)) {
        distance[engine] = 0;
        for (const [name, { width, answers }] of Object.entries(expected)) {
            const run = await load(await bytes(`models/${name}.onnx`), width);
            for (const n of batches) {
                const found = await run(trialRows(n, width));
                if (found.length !== n) distance[engine] = Infinity;
                for (let i = 0; i < n; i++)
                    distance[engine] = Math.max(distance[engine], Math.abs(found[i] - answers[i % answers.length]));
            }
            // The page's own loops read the model at each call here, so their time would not be theirs.
            if (engine === 'the page’s own' || !timedModels.includes(name)) continue;
            for (const n of sizes) {
                const rows = trialRows(n, width);
                times.push([engine, name, n, await timed(() => run(rows))]);
            }
            if (name !== timedModels[0]) continue;
            const rows = trialRows(states, width);
            times.push([engine, 'states', states, await timed(() => run(rows))]);
        }
    }
    return { distance, times };
}
