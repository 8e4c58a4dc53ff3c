//! The choice of the engine that scores, and its reason.
//! The choice follows from a trial when a model is loaded, the reader's choice, and later faults.
//!
//! Nothing runs here: an engine's shell tries both engines and says what it saw; this module judges what was seen.

use serde::{Deserialize, Serialize};

/// The largest distance of the GPU's answers to fixed rows from the CPU's.
pub const GPU_TOLERANCE: f64 = 1e-4;

/// The engine that computes a network's answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The page's own loops, which also train; always there.
    #[default]
    BuiltIn,
    /// rten, on the CPU.
    Cpu,
    /// wonnx, on WebGPU.
    Gpu,
}

impl Engine {
    /// A short name for a control.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "CPU, built in",
            Self::Cpu => "CPU, rten",
            Self::Gpu => "WebGPU, wonnx",
        }
    }
}

/// The reader's choice of an engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The faster of those that answer rightly.
    #[default]
    Auto,
    /// This engine, as long as it works.
    Only(Engine),
}

/// Why the GPU does not score.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum GpuFault {
    /// The GPU has not been tried yet.
    #[error("WebGPU is still being tried")]
    Untried,
    /// The browser has no WebGPU, or no adapter for it.
    #[error("this browser offers no WebGPU adapter")]
    NoAdapter,
    /// The GPU engine's own module did not come.
    #[error("the WebGPU engine did not load: {0}")]
    Module(String),
    /// wonnx refused the model.
    #[error("the WebGPU engine refused the model: {0}")]
    Refused(String),
    /// The GPU's answers to fixed rows are not the CPU's.
    #[error("WebGPU answered up to {error_max:.1e} beside the CPU; at most {GPU_TOLERANCE:.0e} is taken")]
    Wrong {
        /// The largest distance; infinite where an answer was missing or no number.
        error_max: f64,
    },
    /// The device reported an error that wonnx never heard of.
    #[error("the WebGPU device reported an error: {0}")]
    Device(String),
    /// The device is gone.
    #[error("the WebGPU device was lost: {0}")]
    Lost(String),
    /// The engine stopped in the middle.
    #[error("the WebGPU engine stopped: {0}")]
    Stopped(String),
    /// No answer came in time.
    #[error("WebGPU gave no answer for {0:.1} s")]
    Late(f64),
}

/// The result of a trial of the GPU.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GpuTrial {
    /// One batch of [`TRIAL_ROWS`] rows, in milliseconds.
    pub ms: f64,
    /// The largest distance from the CPU's answers, over all batches a model is made for.
    pub error_max: f64,
}

/// The number of rows of the timed batch.
pub const TRIAL_ROWS: usize = 1024;

/// The trial of both engines when a model is loaded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// One batch of [`TRIAL_ROWS`] rows on the CPU, in milliseconds.
    pub cpu_ms: f64,
    /// The GPU: its time and its error, or why it is out.
    pub gpu: Result<GpuTrial, GpuFault>,
}

impl Trial {
    /// The engine that scores from now on: the reader's choice where it works, else the faster one.
    #[must_use]
    pub fn choose(&self, choice: Choice) -> Engine {
        match (choice, &self.gpu) {
            (Choice::Only(Engine::BuiltIn), _) => Engine::BuiltIn,
            (Choice::Only(Engine::Cpu), _) | (_, Err(_)) => Engine::Cpu,
            (Choice::Only(Engine::Gpu), Ok(_)) => Engine::Gpu,
            (Choice::Auto, Ok(gpu)) if gpu.ms < self.cpu_ms => Engine::Gpu,
            (Choice::Auto, Ok(_)) => Engine::Cpu,
        }
    }

    /// Why that engine, in one sentence for the reader.
    #[must_use]
    pub fn why(&self, choice: Choice) -> String {
        let chosen = self.choose(choice);
        match (&self.gpu, choice) {
            (Err(fault), _) if chosen == Engine::Cpu => format!("The CPU scores: {fault}."),
            (Ok(gpu), Choice::Auto) => {
                let (fast, slow) = if chosen == Engine::Gpu {
                    ("WebGPU", self.cpu_ms / gpu.ms)
                } else {
                    ("The CPU", gpu.ms / self.cpu_ms)
                };
                format!(
                    "{fast} scores: {TRIAL_ROWS} states take {:.1} ms on the CPU and {:.1} ms on WebGPU, \
                     {slow:.1} times as long on the slower one.",
                    self.cpu_ms, gpu.ms
                )
            }
            _ => format!("{} scores: you chose it.", chosen.name()),
        }
    }
}

/// Rows on which two engines are compared: in [-2, 2), exact in f32, none alike.
#[must_use]
pub fn trial_rows(n: usize, width: u32) -> Vec<f32> {
    (0..n as u64 * u64::from(width)).map(|i| ((i * 7919 % 2048) as f32 - 1024.0) / 512.0).collect()
}

/// The largest distance between two engines' answers; infinite where they do not pair up or one is no number.
#[must_use]
pub fn error_max(reference: &[f32], answers: &[f32]) -> f64 {
    if reference.len() != answers.len() {
        return f64::INFINITY;
    }
    let distances = reference.iter().zip(answers).map(|(&a, &b)| (f64::from(a) - f64::from(b)).abs());
    distances.fold(0.0, |most, distance| if distance <= most { most } else { finite_or_infinite(distance) })
}

fn finite_or_infinite(distance: f64) -> f64 {
    if distance.is_nan() { f64::INFINITY } else { distance }
}

/// Judges the GPU's answers to [`trial_rows`].
///
/// # Errors
/// [`GpuFault::Wrong`] where they are too far from the CPU's.
pub fn check_gpu(reference: &[f32], answers: &[f32]) -> Result<f64, GpuFault> {
    let error_max = error_max(reference, answers);
    if error_max <= GPU_TOLERANCE { Ok(error_max) } else { Err(GpuFault::Wrong { error_max }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(cpu_ms: f64, gpu_ms: f64) -> Trial {
        Trial { cpu_ms, gpu: Ok(GpuTrial { ms: gpu_ms, error_max: 1e-7 }) }
    }

    #[test]
    fn the_faster_one_scores_unless_the_reader_says_otherwise() {
        let (slow_gpu, fast_gpu) = (trial(3.0, 150.0), trial(3.0, 1.5));
        assert_eq!(slow_gpu.choose(Choice::Auto), Engine::Cpu);
        assert_eq!(fast_gpu.choose(Choice::Auto), Engine::Gpu);
        for engine in [Engine::BuiltIn, Engine::Cpu, Engine::Gpu] {
            assert_eq!(slow_gpu.choose(Choice::Only(engine)), engine);
        }
        assert_eq!(
            slow_gpu.why(Choice::Auto),
            "The CPU scores: 1024 states take 3.0 ms on the CPU and 150.0 ms on WebGPU, 50.0 times as long on the \
             slower one."
        );
    }

    #[test]
    fn a_faulty_gpu_never_scores_even_if_asked_for() {
        let lost = Trial { cpu_ms: 3.0, gpu: Err(GpuFault::Lost("destroyed".to_owned())) };
        for choice in [Choice::Auto, Choice::Only(Engine::Gpu), Choice::Only(Engine::Cpu)] {
            assert_eq!(lost.choose(choice), Engine::Cpu);
        }
        assert_eq!(
            lost.why(Choice::Only(Engine::Gpu)),
            "The CPU scores: the WebGPU device was lost: destroyed."
        );
    }

    #[test]
    fn answers_that_are_missing_far_or_no_numbers_are_wrong() {
        assert_eq!(check_gpu(&[0.5, 0.25], &[0.5, 0.25 + 3e-8]), Ok(2.9802322387695313e-8));
        for (reference, answers) in
            [(vec![0.5], vec![]), (vec![0.5, 0.5], vec![0.5, f32::NAN]), (vec![f32::NAN], vec![0.0])]
        {
            assert_eq!(check_gpu(&reference, &answers), Err(GpuFault::Wrong { error_max: f64::INFINITY }));
        }
        assert!(matches!(check_gpu(&[0.5], &[0.50011]), Err(GpuFault::Wrong { .. })));
    }
}
