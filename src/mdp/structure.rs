//! The structure of the states: independent components (tasks), each made of strongly connected blocks, found in linear
//! time (Tarjan, 1972).
//! Successors come first, so that values are found by walking the blocks once.

use core::ops::Range;

use super::saved::Saved;

/// Components and blocks of a problem. A position is a place in `order`; components are contiguous positions, and
/// blocks are contiguous positions inside a component.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Structure {
    order: Vec<u32>,
    position: Vec<u32>,
    /// First position of each component; one more than there are components.
    component_offsets: Vec<u32>,
    /// First position of each block; one more than there are blocks.
    block_offsets: Vec<u32>,
    /// First block of each component; one more than there are components.
    component_blocks: Vec<u32>,
    component: Vec<u32>,
}

impl Structure {
    /// The structure of the graph that joins the rows of all actions.
    pub(super) fn of(rows: &Saved) -> Self {
        let (component, n_components) = weak_components(rows);
        let (members, component_offsets) = group(&component, n_components);
        let mut walk = Tarjan::new(rows);
        let mut component_blocks = Vec::with_capacity(n_components + 1);
        for window in component_offsets.windows(2) {
            component_blocks.push(walk.block_offsets.len() as u32 - 1);
            for &state in &members[window[0] as usize..window[1] as usize] {
                walk.visit(state);
            }
        }
        component_blocks.push(walk.block_offsets.len() as u32 - 1);
        let mut position = vec![0; component.len()];
        for (place, &state) in walk.order.iter().enumerate() {
            position[state as usize] = place as u32;
        }
        let Tarjan { order, block_offsets, .. } = walk;
        Self { order, position, component_offsets, block_offsets, component_blocks, component }
    }

    pub(super) fn n_components(&self) -> usize {
        self.component_offsets.len().saturating_sub(1)
    }

    pub(super) fn component_of(&self, state: u32) -> usize {
        self.component[state as usize] as usize
    }

    pub(super) fn members(&self, component: usize) -> &[u32] {
        &self.order[self.range(component)]
    }

    pub(super) fn range(&self, component: usize) -> Range<usize> {
        self.component_offsets[component] as usize..self.component_offsets[component + 1] as usize
    }

    /// A state's place inside its component.
    pub(super) fn local(&self, state: u32) -> u32 {
        self.position[state as usize] - self.component_offsets[self.component[state as usize] as usize]
    }

    /// The function from a state of a component to its place there.
    pub(super) fn places(&self, component: usize) -> impl Fn(u32) -> u32 + '_ {
        let base = self.component_offsets[component];
        move |state| self.position[state as usize] - base
    }

    /// The blocks of a component, as ranges of places inside it.
    pub(super) fn blocks(&self, component: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let base = self.component_offsets[component];
        let blocks = self.component_blocks[component]..self.component_blocks[component + 1];
        blocks.map(move |block| {
            let block = block as usize;
            (self.block_offsets[block] - base, self.block_offsets[block + 1] - base)
        })
    }
}

/// The weak component of each state, numbered by their first states, and how many there are.
fn weak_components(rows: &Saved) -> (Vec<u32>, usize) {
    let n = rows.n_states as usize;
    let n_actions = usize::from(rows.n_interventions) + 1;
    let mut parent: Vec<u32> = (0..rows.n_states).collect();
    for state in 0..n {
        let begin = rows.offsets[state * n_actions] as usize;
        let end = rows.offsets[(state + 1) * n_actions] as usize;
        for &next in &rows.successors[begin..end] {
            let (a, b) = (root(&mut parent, state as u32), root(&mut parent, next));
            // The smaller root wins, so that a component is named by its first state.
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    let mut number = vec![0; n];
    let mut count = 0;
    for state in 0..n as u32 {
        let top = root(&mut parent, state);
        if top == state {
            number[state as usize] = count;
            count += 1;
        } else {
            number[state as usize] = number[top as usize];
        }
    }
    (number, count as usize)
}

/// The root of a state's tree, halving the path on the way.
fn root(parent: &mut [u32], mut state: u32) -> u32 {
    while parent[state as usize] != state {
        parent[state as usize] = parent[parent[state as usize] as usize];
        state = parent[state as usize];
    }
    state
}

/// States grouped by component, in order, and where each group begins.
fn group(component: &[u32], n_components: usize) -> (Vec<u32>, Vec<u32>) {
    let mut offsets = vec![0u32; n_components + 1];
    for &c in component {
        offsets[c as usize + 1] += 1;
    }
    for c in 0..n_components {
        offsets[c + 1] += offsets[c];
    }
    let mut next = offsets.clone();
    let mut members = vec![0; component.len()];
    for (state, &c) in component.iter().enumerate() {
        members[next[c as usize] as usize] = state as u32;
        next[c as usize] += 1;
    }
    (members, offsets)
}

const UNSEEN: u32 = u32::MAX;

/// Tarjan's algorithm with its own stack: blocks come out with those that follow first.
struct Tarjan<'a> {
    rows: &'a Saved,
    n_actions: usize,
    clock: u32,
    seen_at: Vec<u32>,
    low: Vec<u32>,
    done: Vec<bool>,
    stack: Vec<u32>,
    order: Vec<u32>,
    block_offsets: Vec<u32>,
}

impl<'a> Tarjan<'a> {
    fn new(rows: &'a Saved) -> Self {
        let n = rows.n_states as usize;
        Self {
            rows,
            n_actions: usize::from(rows.n_interventions) + 1,
            clock: 0,
            seen_at: vec![UNSEEN; n],
            low: vec![0; n],
            done: vec![false; n],
            stack: Vec::new(),
            order: Vec::with_capacity(n),
            block_offsets: vec![0],
        }
    }

    fn visit(&mut self, first: u32) {
        if self.seen_at[first as usize] != UNSEEN {
            return;
        }
        let mut calls = vec![(first, self.enter(first))];
        while let Some(&(state, edge)) = calls.last() {
            let end = self.rows.offsets[(state as usize + 1) * self.n_actions];
            if edge < end {
                if let Some(call) = calls.last_mut() {
                    call.1 += 1;
                }
                let next = self.rows.successors[edge as usize];
                if self.seen_at[next as usize] == UNSEEN {
                    let edges = self.enter(next);
                    calls.push((next, edges));
                } else if !self.done[next as usize] {
                    self.low[state as usize] = self.low[state as usize].min(self.seen_at[next as usize]);
                }
            } else {
                calls.pop();
                if let Some(&(parent, _)) = calls.last() {
                    self.low[parent as usize] = self.low[parent as usize].min(self.low[state as usize]);
                }
                if self.low[state as usize] == self.seen_at[state as usize] {
                    self.leave_block(state);
                }
            }
        }
    }

    /// Notes the state; returns its first edge.
    fn enter(&mut self, state: u32) -> u32 {
        self.seen_at[state as usize] = self.clock;
        self.low[state as usize] = self.clock;
        self.clock += 1;
        self.stack.push(state);
        self.rows.offsets[state as usize * self.n_actions]
    }

    /// The stack down to `state` is one block; its states come in increasing order.
    fn leave_block(&mut self, state: u32) {
        let begin = self.order.len();
        while let Some(member) = self.stack.pop() {
            self.done[member as usize] = true;
            self.order.push(member);
            if member == state {
                break;
            }
        }
        self.order[begin..].sort_unstable();
        self.block_offsets.push(self.order.len() as u32);
    }
}
