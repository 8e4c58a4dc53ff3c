//! One component laid out for the kernels: its own numbering, blocks in order, γ already multiplied in.

use core::ops::Range;

use super::ids::{ActionId, Unseen};
use super::model::Mdp;

/// The mark of a state without an available action: its value is the one already stored.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A transition of a row: a successor and its weight.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) place: u32,
    /// γ P.
    pub(super) weight: f64,
}

/// A task's rows in its own numbering (row = place * n_actions + action), those that follow first.
#[derive(Clone, Default)]
pub(super) struct Local {
    pub(super) n: usize,
    pub(super) n_actions: usize,
    /// The state at each place.
    pub(super) members: Vec<u32>,
    /// The begin of each row's entries; one more than there are rows.
    pub(super) offsets: Vec<u32>,
    pub(super) entries: Vec<Entry>,
    /// γ P(success), a row.
    pub(super) gain: Vec<f64>,
    /// Calls of each intervention at once, a row (row-major, K columns): 1 for the intervention's own action.
    pub(super) calls: Vec<f64>,
    pub(super) available: Vec<bool>,
    pub(super) blocks: Vec<(u32, u32)>,
    /// Start weight of each place.
    pub(super) start: Vec<f64>,
}

impl Local {
    /// An empty layout to be loaded again and again.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A component, laid out.
    pub(super) fn of(mdp: &Mdp, component: usize, unseen: Unseen) -> Self {
        let mut local = Self::new();
        local.load(mdp, component, unseen);
        local
    }

    /// Lays out a component in the memory of the last one.
    pub(super) fn load(&mut self, mdp: &Mdp, component: usize, unseen: Unseen) {
        self.load_with(mdp, component, unseen, mdp.gamma());
    }

    /// The same with a discount of its own.
    pub(super) fn load_with(&mut self, mdp: &Mdp, component: usize, unseen: Unseen, gamma: f64) {
        self.clear();
        self.n_actions = mdp.n_actions();
        self.members.extend_from_slice(mdp.component(component));
        self.n = self.members.len();
        self.blocks.extend(mdp.structure.blocks(component));
        self.offsets.push(0);
        // States that follow each other have their rows side by side: copied at once.
        for states in mdp.component(component).chunk_by(|&state, &next| state + 1 == next) {
            self.load_rows(mdp, component, unseen, gamma, states);
        }
        let k = self.n_interventions();
        self.calls.resize(self.n * self.n_actions * k, 0.0);
        for of_state in self.calls.chunks_exact_mut(self.n_actions * k) {
            of_state[k..].iter_mut().step_by(k + 1).for_each(|call| *call = 1.0);
        }
        self.start.resize(self.n, 0.0);
        self.load_start(mdp, component);
    }

    fn load_rows(&mut self, mdp: &Mdp, component: usize, unseen: Unseen, gamma: f64, states: &[u32]) {
        let (Some(&first), Some(&last)) = (states.first(), states.last()) else { return };
        let rows = first as usize * self.n_actions..(last as usize + 1) * self.n_actions;
        let table = &mdp.rows;
        let offsets = &table.offsets[rows.start + 1..=rows.end];
        let begin = table.offsets[rows.start];
        let entries = begin as usize..table.offsets[rows.end] as usize;
        let here = self.entries.len() as u32;
        self.offsets.extend(offsets.iter().map(|&offset| offset - begin + here));
        let place_of = mdp.structure.places(component);
        let successors = table.successors[entries.clone()].iter().zip(&table.probabilities[entries]);
        self.entries.extend(successors.map(|(&next, p)| Entry { place: place_of(next), weight: gamma * p }));
        self.gain.extend(table.win[rows.clone()].iter().map(|p| gamma * p));
        self.available.extend(table.seen[rows].iter().map(|&seen| seen || unseen == Unseen::Zero));
    }

    fn load_start(&mut self, mdp: &Mdp, component: usize) {
        // Starts are sorted by state, and a component's states lie between its least and its greatest.
        let Some((&low, &high)) = self.members.iter().min().zip(self.members.iter().max()) else { return };
        let from = mdp.rows.start.partition_point(|start| start.0 < low);
        for &(state, weight) in mdp.rows.start[from..].iter().take_while(|start| start.0 <= high) {
            if mdp.structure.component_of(state) == component {
                self.start[mdp.structure.local(state) as usize] = weight;
            }
        }
    }

    fn clear(&mut self) {
        self.members.clear();
        self.offsets.clear();
        self.entries.clear();
        self.gain.clear();
        self.calls.clear();
        self.available.clear();
        self.blocks.clear();
        self.start.clear();
    }

    /// K.
    pub(super) fn n_interventions(&self) -> usize {
        self.n_actions - 1
    }

    /// The entries of a row.
    #[inline]
    pub(super) fn entries(&self, row: u32) -> &[Entry] {
        &self.entries[self.range(row)]
    }

    /// The range of a row's entries.
    #[inline]
    pub(super) fn range(&self, row: u32) -> Range<usize> {
        self.offsets[row as usize] as usize..self.offsets[row as usize + 1] as usize
    }

    /// The rows of a place, `nohelp` first.
    #[inline]
    pub(super) fn rows_at(&self, place: usize) -> Range<u32> {
        (place * self.n_actions) as u32..((place + 1) * self.n_actions) as u32
    }

    /// The rows of the available actions of a place.
    #[inline]
    pub(super) fn rows_of(&self, place: usize) -> impl Iterator<Item = u32> + '_ {
        self.rows_at(place).filter(|&row| self.available[row as usize])
    }

    /// The action a row stands for; none where there is no row.
    pub(super) fn action(&self, row: u32) -> Option<ActionId> {
        (row != NO_ROW).then(|| ActionId((row as usize % self.n_actions) as u8))
    }

    /// The row of an action at a place; no row where there is no action.
    pub(super) fn row(&self, place: usize, action: Option<ActionId>) -> u32 {
        action.map_or(NO_ROW, |action| (place * self.n_actions + action.index()) as u32)
    }

    /// The immediate gain of a row: success, then the calls.
    #[inline]
    pub(super) fn constant(&self, row: u32, x: &mut [f64]) {
        if row == NO_ROW {
            x.fill(0.0);
            return;
        }
        let (row, k) = (row as usize, x.len() - 1);
        x[0] = self.gain[row];
        match &mut x[1..] {
            // One intervention is the usual number; a copy of one number takes longer than the number.
            [calls] => *calls = self.calls[row],
            calls => calls.copy_from_slice(&self.calls[row * k..(row + 1) * k]),
        }
    }

    /// The same of the row of each place, in the memory of `x`.
    pub(super) fn constants(&self, rows: &[u32], x: &mut Vec<f64>) {
        // A blended chain has one row a place, and calls of all interventions in it.
        let width = self.calls.len() / self.gain.len().max(1) + 1;
        x.resize(rows.len() * width, 0.0);
        for (&row, x) in rows.iter().zip(x.chunks_exact_mut(width)) {
            self.constant(row, x);
        }
    }

    /// Σ_j p_j x_j of a row, for column `c` of `width`.
    #[inline]
    pub(super) fn flow(&self, row: u32, x: &[f64], width: usize, c: usize) -> f64 {
        self.entries(row).iter().map(|entry| entry.weight * x[entry.place as usize * width + c]).sum()
    }
}
