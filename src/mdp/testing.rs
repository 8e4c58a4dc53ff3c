//! Small random problems and a slow, independent solver, for the tests of every solver.

use super::{ActionId, Mdp, MdpBuilder, StateId, Successor};
use askwell::numeric::Random;

/// The shape of a random problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Only later states follow.
    Acyclic,
    /// Any state of the task follows.
    Cyclic,
    /// Mostly the state itself follows.
    Loopy,
}

/// A random problem of `tasks` tasks with up to `size` states each. A tenth of the pairs are unseen, some states have
/// no start weight, some tasks are near-hopeless, and p is drawn at random.
pub(super) fn random_mdp(seed: u64, shape: Shape, interventions: usize, tasks: u32, size: u32) -> Mdp {
    let mut random = Random::new(seed, &[shape as u64, interventions as u64]);
    let gamma = [0.95, 0.99, 0.8][random.below(3) as usize];
    let mut builder = MdpBuilder::new(gamma, interventions);
    for task in 0..tasks {
        let states: Vec<StateId> = (0..1 + random.below(size)).map(|_| builder.state()).collect();
        let scale = if random.chance(0.3) { 0.05 } else { 1.0 };
        builder.start(states[0], 1.0 + f64::from(task % 3));
        for (index, &state) in states.iter().enumerate() {
            for action in 0..=interventions {
                let action = ActionId(action as u8);
                builder.p(state, action, random.uniform());
                if !random.chance(0.1) {
                    row(&mut builder, &mut random, shape, &states, index, (state, action), scale);
                }
            }
        }
    }
    builder.build().unwrap()
}

fn row(
    builder: &mut MdpBuilder,
    random: &mut Random,
    shape: Shape,
    states: &[StateId],
    index: usize,
    (state, action): (StateId, ActionId),
    scale: f64,
) {
    let bonus = if action == ActionId::NOHELP { 0.3 } else { 0.8 };
    let mut left = 1.0;
    for _ in 0..1 + random.below(3) {
        let probability = left * random.uniform();
        let later = states.len() - index - 1;
        let next = match shape {
            Shape::Loopy if random.chance(0.7) => Some(state),
            Shape::Acyclic if later == 0 => None,
            Shape::Acyclic => Some(states[index + 1 + random.below(later as u32) as usize]),
            Shape::Cyclic | Shape::Loopy => Some(states[random.below(states.len() as u32) as usize]),
        };
        if let Some(next) = next {
            builder.transition(state, action, Successor::State(next), probability);
            left -= probability;
        }
    }
    let success = left * random.uniform() * bonus * scale;
    builder.transition(state, action, Successor::Success, success);
    builder.transition(state, action, Successor::Failure, left - success);
}

/// S and M (all calls) of a policy, by plain Gauss-Jordan with pivoting on the whole problem at once.
pub(super) fn dense_evaluate(mdp: &Mdp, policy: &[Option<ActionId>]) -> Vec<Vec<f64>> {
    let (n, k) = (mdp.n_states(), mdp.n_interventions());
    let mut a = vec![vec![0.0; n + 1 + k]; n];
    for (i, row) in a.iter_mut().enumerate() {
        row[i] = 1.0;
        let Some(action) = policy[i] else { continue };
        let next = mdp.row(StateId(i as u32), action);
        for (&j, p) in next.successors.iter().zip(next.probabilities) {
            row[j as usize] -= mdp.gamma() * p;
        }
        row[n] = mdp.gamma() * next.success;
        if let Some(intervention) = action.intervention() {
            row[n + 1 + intervention] = 1.0;
        }
    }
    for c in 0..n {
        let pivot = (c..n).max_by(|&i, &j| a[i][c].abs().total_cmp(&a[j][c].abs())).unwrap();
        a.swap(c, pivot);
        let scale = a[c][c];
        a[c].iter_mut().for_each(|x| *x /= scale);
        let pivot_row = a[c].clone();
        for (i, row) in a.iter_mut().enumerate() {
            let factor = row[c];
            if i != c && factor != 0.0 {
                row.iter_mut().zip(&pivot_row).for_each(|(x, y)| *x -= factor * y);
            }
        }
    }
    a.into_iter().map(|row| row[n..].to_vec()).collect()
}

/// Every policy over the available actions of every state.
pub(super) fn all_policies(mdp: &Mdp) -> Vec<Vec<Option<ActionId>>> {
    let mut policies = vec![Vec::new()];
    for state in mdp.states() {
        let mut choices: Vec<_> = mdp.actions().filter(|&a| mdp.available(state, a)).map(Some).collect();
        if choices.is_empty() {
            choices.push(None);
        }
        policies = policies
            .iter()
            .flat_map(|policy| choices.iter().map(move |&choice| [policy.as_slice(), &[choice]].concat()))
            .collect();
    }
    policies
}

/// The shapes, to loop over.
pub(super) const SHAPES: [Shape; 3] = [Shape::Acyclic, Shape::Cyclic, Shape::Loopy];

/// A property's settings: this many cases; a failing case is printed, not written to a file.
pub(super) fn cases(count: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config { cases: count, failure_persistence: None, ..Default::default() }
}
