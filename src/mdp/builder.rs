//! Making a problem: transitions in any order, checked once when it is built.

use super::error::MdpError;
use super::ids::{ActionId, StateId, Successor};
use super::model::{Mdp, Saved};
use super::proper;
use super::structure::Structure;

/// A row may exceed 1 by this much before it is refused.
pub const ROW_SUM_SLACK: f64 = 1e-6;

/// Collects states, transitions, starts and PRM values; [`MdpBuilder::build`] checks them.
#[derive(Clone, Debug)]
pub struct MdpBuilder {
    gamma: f64,
    n_interventions: usize,
    n_states: u32,
    transitions: Vec<(StateId, ActionId, Successor, f64)>,
    start: Vec<(StateId, f64)>,
    p: Vec<(StateId, ActionId, f64)>,
}

impl MdpBuilder {
    /// An empty problem with discount γ and K interventions.
    #[must_use]
    pub fn new(gamma: f64, n_interventions: usize) -> Self {
        Self {
            gamma,
            n_interventions,
            n_states: 0,
            transitions: Vec::new(),
            start: Vec::new(),
            p: Vec::new(),
        }
    }

    /// Makes the next state.
    pub fn state(&mut self) -> StateId {
        self.n_states += 1;
        StateId(self.n_states - 1)
    }

    /// Adds probability to one transition and marks its row as seen; the same transition twice adds up, and a
    /// probability of 0 only marks the row.
    pub fn transition(
        &mut self,
        from: StateId,
        action: ActionId,
        to: Successor,
        probability: f64,
    ) -> &mut Self {
        self.transitions.push((from, action, to, probability));
        self
    }

    /// Adds weight to a start state; the weights are divided by their sum.
    pub fn start(&mut self, state: StateId, weight: f64) -> &mut Self {
        self.start.push((state, weight));
        self
    }

    /// Sets the PRM's probability of success of an action in a state (the last one counts).
    pub fn p(&mut self, state: StateId, action: ActionId, p: f64) -> &mut Self {
        self.p.push((state, action, p));
        self
    }

    /// Checks everything and lays the rows out.
    pub fn build(&self) -> Result<Mdp, MdpError> {
        let n_interventions = u8::try_from(self.n_interventions)
            .ok()
            .filter(|&count| (1..=254).contains(&count))
            .ok_or(MdpError::Interventions { count: self.n_interventions })?;
        let mut rows = Saved {
            gamma: self.gamma,
            n_states: self.n_states,
            n_interventions,
            offsets: Vec::new(),
            successors: Vec::new(),
            probabilities: Vec::new(),
            win: Vec::new(),
            seen: Vec::new(),
            start: Vec::new(),
            p: Vec::new(),
        };
        check_size(&rows)?;
        self.lay_rows(&mut rows)?;
        self.lay_start(&mut rows)?;
        self.lay_p(&mut rows)?;
        check_proper(&rows)?;
        let structure = Structure::of(&rows);
        Ok(Mdp { rows, structure })
    }

    fn row(&self, rows: &Saved, state: StateId, action: ActionId) -> Result<usize, MdpError> {
        if state.0 >= rows.n_states {
            return Err(MdpError::UnknownState { state, n_states: rows.n_states });
        }
        if action.0 > rows.n_interventions {
            return Err(MdpError::UnknownAction { state, action, n_interventions: rows.n_interventions });
        }
        Ok(state.index() * (self.n_interventions + 1) + action.index())
    }

    fn lay_rows(&self, rows: &mut Saved) -> Result<(), MdpError> {
        let n_rows = self.n_states as usize * (self.n_interventions + 1);
        let mut count = vec![0u32; n_rows + 1];
        rows.win = vec![0.0; n_rows];
        rows.seen = vec![false; n_rows];
        for &(from, action, to, probability) in &self.transitions {
            let row = self.row(rows, from, action)?;
            // Duplicates add up, so a single entry may stand a rounding above 1.
            if !(0.0..=1.0 + ROW_SUM_SLACK).contains(&probability) {
                return Err(MdpError::Probability { state: from, action, probability });
            }
            rows.seen[row] = true;
            match to {
                Successor::State(next) => {
                    self.row(rows, next, ActionId::NOHELP)?;
                    count[row + 1] += u32::from(probability > 0.0);
                }
                Successor::Success => rows.win[row] += probability,
                Successor::Failure => {}
            }
        }
        for row in 0..n_rows {
            count[row + 1] += count[row];
        }
        let mut entries = vec![(0u32, 0.0f64); count[n_rows] as usize];
        let mut next_place = count.clone();
        let mut failure = vec![0.0; n_rows];
        for &(from, action, to, probability) in &self.transitions {
            let row = from.index() * (self.n_interventions + 1) + action.index();
            match to {
                Successor::State(next) if probability > 0.0 => {
                    entries[next_place[row] as usize] = (next.0, probability);
                    next_place[row] += 1;
                }
                Successor::Failure => failure[row] += probability,
                Successor::State(_) | Successor::Success => {}
            }
        }
        self.merge_rows(rows, &count, &mut entries, &failure)
    }

    /// Sorts each row, adds up its duplicates, checks its sum.
    fn merge_rows(
        &self,
        rows: &mut Saved,
        begin: &[u32],
        entries: &mut [(u32, f64)],
        failure: &[f64],
    ) -> Result<(), MdpError> {
        rows.offsets = Vec::with_capacity(begin.len());
        rows.offsets.push(0);
        for row in 0..rows.win.len() {
            let entries = &mut entries[begin[row] as usize..begin[row + 1] as usize];
            entries.sort_by_key(|entry| entry.0);
            let first = rows.successors.len();
            for &(next, probability) in &*entries {
                if rows.successors.len() > first && rows.successors.last() == Some(&next) {
                    if let Some(last) = rows.probabilities.last_mut() {
                        *last += probability;
                    }
                } else {
                    rows.successors.push(next);
                    rows.probabilities.push(probability);
                }
            }
            let sum = rows.win[row] + failure[row] + rows.probabilities[first..].iter().sum::<f64>();
            if sum > 1.0 + ROW_SUM_SLACK {
                let n_actions = self.n_interventions + 1;
                let state = StateId((row / n_actions) as u32);
                return Err(MdpError::RowSum { state, action: ActionId((row % n_actions) as u8), sum });
            }
            if sum > 1.0 + 1e-12 {
                rows.win[row] /= sum;
                rows.probabilities[first..].iter_mut().for_each(|p| *p /= sum);
            }
            rows.offsets.push(rows.successors.len() as u32);
        }
        Ok(())
    }

    fn lay_start(&self, rows: &mut Saved) -> Result<(), MdpError> {
        let mut weights = std::collections::BTreeMap::new();
        let mut total = 0.0;
        for &(state, weight) in &self.start {
            self.row(rows, state, ActionId::NOHELP)?;
            if !(weight.is_finite() && weight >= 0.0) {
                return Err(MdpError::StartWeight { state, weight });
            }
            *weights.entry(state.0).or_insert(0.0) += weight;
            total += weight;
        }
        if !(total > 0.0 && total.is_finite()) {
            return Err(MdpError::NoStart);
        }
        rows.start = weights.into_iter().map(|(state, weight)| (state, weight / total)).collect();
        Ok(())
    }

    fn lay_p(&self, rows: &mut Saved) -> Result<(), MdpError> {
        if !self.p.is_empty() {
            rows.p = vec![-1.0; rows.win.len()];
        }
        for &(state, action, p) in &self.p {
            let row = self.row(rows, state, action)?;
            if !(0.0..=1.0).contains(&p) {
                return Err(MdpError::Probability { state, action, probability: p });
            }
            rows.p[row] = p;
        }
        Ok(())
    }
}

fn check_size(rows: &Saved) -> Result<(), MdpError> {
    if !(rows.gamma > 0.0 && rows.gamma <= 1.0) {
        return Err(MdpError::Gamma { gamma: rows.gamma });
    }
    if rows.n_states == 0 {
        return Err(MdpError::NoStates);
    }
    Ok(())
}

fn check_proper(rows: &Saved) -> Result<(), MdpError> {
    if rows.gamma < 1.0 {
        return Ok(());
    }
    proper::endless_state(rows).map_or(Ok(()), |state| Err(MdpError::Improper { state }))
}

/// Checks a problem that comes from outside in its saved form.
pub(super) fn check(rows: &Saved) -> Result<(), MdpError> {
    check_size(rows)?;
    let n_rows = rows.n_states as usize * (usize::from(rows.n_interventions) + 1);
    let probabilities = rows.probabilities.iter().chain(&rows.win);
    let weight: f64 = rows.start.iter().map(|start| start.1).sum();
    let fits = rows.n_interventions >= 1
        && rows.offsets.len() == n_rows + 1
        && rows.win.len() == n_rows
        && rows.seen.len() == n_rows
        && (rows.p.is_empty() || rows.p.len() == n_rows)
        && rows.offsets.first() == Some(&0)
        && rows.offsets.is_sorted()
        && rows.offsets.last().map(|&last| last as usize) == Some(rows.successors.len())
        && rows.successors.len() == rows.probabilities.len()
        && rows.successors.iter().all(|&next| next < rows.n_states)
        && rows.start.iter().all(|start| start.0 < rows.n_states && start.1 >= 0.0)
        && (weight - 1.0).abs() < 1e-6
        && probabilities.clone().all(|p| (0.0..=1.0 + ROW_SUM_SLACK).contains(p))
        && rows.p.iter().all(|&p| p <= 1.0);
    if fits { check_proper(rows) } else { Err(MdpError::Shape) }
}
