//! p(s) of each row of one task, from where the paper's iteration takes it.

use super::eliminator::Eliminator;
use super::ids::{ActionId, StateId, Unseen};
use super::linear;
use super::local::Local;
use super::model::Mdp;
use super::paper_options::PSource;

/// p of a task's rows (row-major as in [`Local`]); keeps its memory from task to task.
#[derive(Default)]
pub(super) struct Chances {
    p: Vec<f64>,
    local: Local,
    rows: Vec<u32>,
    x: Vec<f64>,
    work: Eliminator,
}

impl Chances {
    /// p of each row of a task; empty for [`PSource::OnPolicy`], where it moves with the iteration.
    pub(super) fn of_task(&mut self, mdp: &Mdp, component: usize, source: PSource) -> &[f64] {
        self.p.clear();
        match source {
            PSource::OnPolicy => {}
            PSource::Given => {
                let states = mdp.component(component).iter().map(|&state| StateId(state));
                let p = states.flat_map(|state| mdp.actions().map(move |action| mdp.p(state, action)));
                self.p.extend(p.map(|p| p.unwrap_or(0.0)));
            }
            PSource::Table => {
                self.local.load(mdp, component, Unseen::Zero);
                self.p.resize(self.local.gain.len(), 0.0);
                let n_actions = mdp.n_actions();
                for action in mdp.actions() {
                    self.always(action);
                    let success = self.x.iter().step_by(n_actions);
                    let p = self.p.iter_mut().skip(action.index()).step_by(n_actions);
                    p.zip(success).for_each(|(p, &success)| *p = success);
                }
            }
            PSource::LookAhead => {
                self.local.load(mdp, component, Unseen::Zero);
                self.always(ActionId::NOHELP);
                self.look_ahead(mdp);
            }
        }
        &self.p
    }

    /// S and M of doing the same everywhere.
    fn always(&mut self, action: ActionId) {
        let (local, width) = (&self.local, self.local.n_actions);
        self.rows.clear();
        self.rows.extend((0..local.n).map(|place| local.row(place, Some(action))));
        local.constants(&self.rows, &mut self.x);
        linear::solve(local, &self.rows, &mut self.x, width, &mut self.work);
    }

    /// One step on the table, then what [`Self::always`] found.
    fn look_ahead(&mut self, mdp: &Mdp) {
        for &state in &self.local.members {
            for action in mdp.actions() {
                let row = mdp.row(StateId(state), action);
                let next = row.successors.iter().zip(row.probabilities);
                let success = |next: u32| self.x[mdp.structure.local(next) as usize * self.local.n_actions];
                let later: f64 = next.map(|(&next, p)| p * success(next)).sum();
                self.p.push(mdp.gamma() * (row.success + later));
            }
        }
    }
}
