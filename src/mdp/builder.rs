//! Making a problem: transitions in any order, checked once when it is built.

use super::check::{check_proper, check_size};
use super::error::MdpError;
use super::ids::{ActionId, StateId, Successor};
use super::model::Mdp;
use super::saved::Saved;
use super::structure::Structure;
use super::triples::{Triples, next_of};

/// Collects states, transitions, starts and PRM values; [`MdpBuilder::build`] checks them.
#[derive(Clone, Debug)]
pub struct MdpBuilder {
    gamma: f64,
    n_interventions: usize,
    n_states: u32,
    transitions: Triples,
    start: Vec<(StateId, f64)>,
    p: Vec<(StateId, ActionId, f64)>,
    /// p a row, where it came as a whole.
    p_rows: Vec<f64>,
    /// The first transition that no row stands for.
    stray: Option<MdpError>,
}

impl MdpBuilder {
    /// An empty problem with discount γ and K interventions.
    #[must_use]
    pub fn new(gamma: f64, n_interventions: usize) -> Self {
        Self {
            gamma,
            n_interventions,
            n_states: 0,
            transitions: Triples::default(),
            start: Vec::new(),
            p: Vec::new(),
            p_rows: Vec::new(),
            stray: None,
        }
    }

    /// A problem whose transitions and p (a row, below 0 where there is none; or empty) are there as a whole.
    pub(super) fn of_triples(
        gamma: f64,
        n_interventions: usize,
        n_states: u32,
        transitions: Triples,
        p_rows: Vec<f64>,
    ) -> Self {
        Self { n_states, transitions, p_rows, ..Self::new(gamma, n_interventions) }
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
        let row = u64::from(from.0) * (self.n_interventions as u64 + 1) + u64::from(action.0);
        match u32::try_from(row) {
            Ok(row) if action.index() <= self.n_interventions => {
                self.transitions.push(row, next_of(to), probability);
            }
            _ => {
                let n_interventions = u8::try_from(self.n_interventions).unwrap_or(u8::MAX);
                self.stray.get_or_insert(MdpError::UnknownAction { state: from, action, n_interventions });
            }
        }
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
        self.clone().into_mdp()
    }

    /// The same in the memory of the transitions: half of what [`Self::build`] takes.
    pub fn into_mdp(mut self) -> Result<Mdp, MdpError> {
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
            p: core::mem::take(&mut self.p_rows),
        };
        check_size(&rows)?;
        if let Some(stray) = self.stray.take() {
            return Err(stray);
        }
        core::mem::take(&mut self.transitions).lay(&mut rows)?;
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
        if !self.p.is_empty() && rows.p.is_empty() {
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

#[cfg(test)]
#[path = "builder_test.rs"]
mod test;
