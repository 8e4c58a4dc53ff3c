//! The choices that the paper leaves open in its iteration.

use super::Unseen;
use serde::{Deserialize, Serialize};

/// The source of p_nohelp and p_help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PSource {
    /// The problem's own values (a PRM's, or Q(s, help)); a missing one counts as 0.
    #[default]
    Given,
    /// The table's own: p_nohelp(s) is the success of never asking, p_help(s) that of always asking, both discounted;
    /// the PRMs of base and intervention would tend to these with enough data.
    Table,
    /// One step on the table, then the base actor alone: p_a(s) = γ Σ P_a S_base.
    LookAhead,
    /// S under the policy of the iteration itself: p_a(s) = γ Σ P_a S, iterated together with M from S = 0.
    OnPolicy,
}

/// The form of the comparison of Δp with r ΔM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// r < Δp/ΔM, whatever the sign of ΔM; ΔM about 0 means `nohelp`.
    #[default]
    AsWritten,
    /// Δp > r ΔM, which holds for any sign; ΔM about 0 means help iff Δp > 0.
    Signed,
}

/// The form of ΔM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UsageDifference {
    /// p_help M_help - p_nohelp M_nohelp, as the paper has it: usage counts only where the task succeeds.
    #[default]
    Weighted,
    /// M_help - M_nohelp.
    Plain,
}

impl UsageDifference {
    /// ΔM of p and M, each (nohelp, help).
    #[inline]
    pub(super) fn of(self, p: (f64, f64), usage: (f64, f64)) -> f64 {
        match self {
            Self::Weighted => p.1 * usage.1 - p.0 * usage.0,
            Self::Plain => usage.1 - usage.0,
        }
    }
}

/// The options of the paper's iteration: its prices and switches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperOptions {
    /// The price of each intervention (a missing one counts as 0).
    pub prices: Vec<f64>,
    /// The source of p.
    pub p_source: PSource,
    /// The form of the comparison.
    pub sign: Sign,
    /// The form of ΔM.
    pub usage_difference: UsageDifference,
    /// The treatment of an unseen pair.
    pub unseen: Unseen,
    /// The largest number of sweeps.
    pub sweeps: u32,
    /// M before the first sweep, everywhere.
    pub initial: f64,
    /// A task has settled once no M moves by this much in a sweep.
    pub tolerance: f64,
    /// The bound below which |ΔM| is "close to zero".
    pub zero: f64,
}

/// The longest period that is looked for, in sweeps.
pub const LONGEST_PERIOD: u32 = 64;

impl PaperOptions {
    /// The defaults: as written, given p, unseen pairs as zero, 400 sweeps from M = 0, 1e-9, 1e-12.
    #[must_use]
    pub fn at(prices: &[f64]) -> Self {
        Self {
            prices: prices.to_vec(),
            p_source: PSource::Given,
            sign: Sign::AsWritten,
            usage_difference: UsageDifference::Weighted,
            unseen: Unseen::Zero,
            sweeps: 400,
            initial: 0.0,
            tolerance: 1e-9,
            zero: 1e-12,
        }
    }
}
