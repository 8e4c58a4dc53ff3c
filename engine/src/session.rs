//! One model, taken in: the CPU's session, the GPU's once it has proved itself, and who of them scores.

use std::cell::RefCell;
use std::rc::Rc;

use askwell::app::drawers::models::ModelSource;
use askwell::app::message::{packed, unpacked};
use askwell::net::Network;
use askwell::net::engine::{Choice, Engine, GpuFault, GpuTrial, TRIAL_ROWS, Trial, check_gpu, trial_rows};
use askwell::net::onnx::{Batch, GPU_BATCHES, ModelCard, export_onnx, import_onnx};
use askwell::reward_model::N_FEATURES;

use crate::cpu::CpuModel;
use crate::gpu::{Gpu, GpuModel, START_MS};
use crate::scope::now_ms;

/// Timed runs of the CPU, and of the GPU; the fastest counts.
const CPU_RUNS: u32 = 5;
const GPU_RUNS: u32 = 2;
/// A batch that takes this long, and twice as long as the timed one, will not come: the reader hears of it within a
/// second.
const LATE_AFTER_MS: f64 = 800.0;

/// A model that scores.
pub(crate) struct Session {
    network: Network,
    cpu: CpuModel,
    gpu: RefCell<Option<Rc<GpuModel>>>,
    trial: RefCell<Trial>,
}

impl Session {
    /// Takes a model in on the CPU.
    pub(crate) fn load(source: ModelSource) -> Result<Self, String> {
        let network = network_of(source)?;
        let model = export_onnx(&network, &card(&network), Batch::Any).map_err(|error| error.to_string())?;
        let cpu = CpuModel::load(model, network.n_inputs()).map_err(|error| String::from(error.message()))?;
        let rows = trial_rows(TRIAL_ROWS, network.n_inputs());
        let cpu_ms = fastest(CPU_RUNS, || cpu.run(&rows).map(drop))?;
        let trial = RefCell::new(Trial { cpu_ms, gpu: Err(GpuFault::Untried) });
        Ok(Self { network, cpu, gpu: RefCell::default(), trial })
    }

    pub(crate) fn network_bytes(&self) -> Vec<u8> {
        packed(&self.network)
    }

    pub(crate) fn trial(&self) -> Trial {
        self.trial.borrow().clone()
    }

    /// The GPU is out.
    pub(crate) fn give_up_gpu(&self, fault: GpuFault) {
        *self.gpu.borrow_mut() = None;
        self.trial.borrow_mut().gpu = Err(fault);
    }

    /// Checks the GPU against the CPU on fixed rows, in every batch, and times it.
    pub(crate) async fn try_gpu(&self, gpu: &Gpu) {
        match self.tried(gpu).await {
            Ok((model, trial)) => {
                *self.gpu.borrow_mut() = Some(Rc::new(model));
                self.trial.borrow_mut().gpu = Ok(trial);
            }
            Err(fault) => self.give_up_gpu(fault),
        }
    }

    async fn tried(&self, gpu: &Gpu) -> Result<(GpuModel, GpuTrial), GpuFault> {
        let model = gpu.load(&self.network).await?;
        let mut error_max: f64 = 0.0;
        for batch in GPU_BATCHES {
            let rows = trial_rows(batch as usize, self.network.n_inputs());
            let reference = self.cpu.run(&rows).unwrap_or_default();
            error_max = error_max.max(check_gpu(&reference, &model.run(&rows, START_MS).await?)?);
        }
        let rows = trial_rows(TRIAL_ROWS, self.network.n_inputs());
        let mut ms = f64::INFINITY;
        for _ in 0..GPU_RUNS {
            let start = now_ms();
            model.run(&rows, START_MS).await?;
            ms = ms.min(now_ms() - start);
        }
        Ok((model, GpuTrial { ms, error_max }))
    }

    /// The answers to rows, and who gave them. Where the GPU fails in the middle the CPU does it all.
    pub(crate) async fn score(&self, choice: Choice, rows: &[f32]) -> Result<(Vec<f32>, Engine), String> {
        let engine = self.trial.borrow().choose(choice);
        let gpu = self.gpu.borrow().clone().filter(|_| engine == Engine::Gpu);
        if let Some(gpu) = gpu {
            let batch_ms = self.trial().gpu.map_or(0.0, |gpu| 2.0 * gpu.ms).max(LATE_AFTER_MS);
            if let Ok(answers) = gpu.run(rows, batch_ms).await {
                return Ok((answers, Engine::Gpu));
            }
        }
        if engine == Engine::BuiltIn {
            let answers = self.network.predict(rows).map_err(|error| error.to_string())?;
            return Ok((answers, Engine::BuiltIn));
        }
        let answers = self.cpu.run(rows).map_err(|error| String::from(error.message()))?;
        Ok((answers, Engine::Cpu))
    }
}

fn network_of(source: ModelSource) -> Result<Network, String> {
    match source {
        ModelSource::Trained(bytes) => {
            unpacked(&bytes).ok_or_else(|| "the trained network did not arrive whole".to_owned())
        }
        ModelSource::File(bytes) => {
            let model = import_onnx(&bytes).map_err(|error| error.to_string())?;
            model.check_gives_a_chance(N_FEATURES as u32).map_err(|error| error.to_string())?;
            Ok(model.network)
        }
    }
}

/// The model card that rten needs. Most of it is filled with constants, since nobody sees the file.
fn card(network: &Network) -> ModelCard {
    ModelCard {
        name: "scores".to_owned(),
        description: String::new(),
        input: "rows".to_owned(),
        output: "answers".to_owned(),
        features: (0..network.n_inputs()).map(|feature| feature.to_string()).collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 0,
        command: String::new(),
        metrics: Default::default(),
    }
}

fn fastest(n: u32, mut run: impl FnMut() -> Result<(), js_sys::Error>) -> Result<f64, String> {
    let mut ms = f64::INFINITY;
    for _ in 0..n {
        let start = now_ms();
        run().map_err(|error| String::from(error.message()))?;
        ms = ms.min(now_ms() - start);
    }
    Ok(ms)
}
