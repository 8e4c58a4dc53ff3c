//! Seeded problems of any size: tasks of 50 to 200 states that lead to each other, γ .99, two actions.
//!
//! As an episode does, a state leads a few steps back or some steps ahead ([`Reach::Near`]), so that all states of a
//! task are one block, but a banded one. Where it leads anywhere in its task ([`Reach::Far`]), elimination fills in and
//! the solver is several times slower: the worst case is measured too.

use askwell::mdp::{ActionId, Mdp, MdpBuilder, MdpError, StateId, Successor};
use askwell::numeric::Random;

/// The stream of the generator below a seed.
const STREAM: u64 = 0x50_4c_56;

/// The reach of a state: the distance to the states that its actions lead to.
#[derive(Clone, Copy)]
pub(crate) enum Reach {
    /// Up to 5 states back and 10 ahead.
    Near,
    /// Anywhere in the task.
    Far,
}

/// A problem of `n_states` states. Every state leads to three states of its task and to an end; help is more often
/// right, and three tasks in ten are near-hopeless.
pub(crate) fn problem(n_states: u32, reach: Reach, seed: u64) -> Result<Mdp, MdpError> {
    let mut random = Random::new(seed, &[STREAM]);
    let mut builder = MdpBuilder::new(0.99, 1);
    let mut made = 0;
    while made < n_states {
        let size = (50 + random.below(151)).min(n_states - made);
        let states: Vec<StateId> = (0..size).map(|_| builder.state()).collect();
        builder.start(states[0], 1.0);
        let hope = if random.chance(0.3) { 0.05 } else { 1.0 };
        for (place, &state) in states.iter().enumerate() {
            let near = match reach {
                Reach::Near => &states[place.saturating_sub(5)..(place + 11).min(states.len())],
                Reach::Far => &states,
            };
            for (action, skill) in [(ActionId::NOHELP, 0.4), (ActionId::HELP, 0.8)] {
                row(&mut builder, &mut random, near, state, action, skill * hope);
                builder.p(state, action, (0.3 + 0.7 * random.uniform()) * skill * hope);
            }
        }
        made += size;
    }
    builder.build()
}

fn row(
    builder: &mut MdpBuilder,
    random: &mut Random,
    states: &[StateId],
    from: StateId,
    action: ActionId,
    skill: f64,
) {
    let shares: [f64; 3] = std::array::from_fn(|_| 0.1 + random.uniform());
    let end = 0.02 + 0.1 * random.uniform();
    let total: f64 = shares.iter().sum();
    for share in shares {
        let next = states[random.below(states.len() as u32) as usize];
        builder.transition(from, action, Successor::State(next), share / total * (1.0 - end));
    }
    builder.transition(from, action, Successor::Success, end * skill);
    builder.transition(from, action, Successor::Failure, end * (1.0 - skill));
}

/// Writes a problem as MDP JSON with numbered states, as it goes: no text of the whole is made.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn write(mdp: &Mdp, out: impl std::io::Write) -> std::io::Result<()> {
    use std::io::Write;
    let mut out = std::io::BufWriter::with_capacity(1 << 20, out);
    let n = mdp.n_states();
    let (success, failure) = (n, n + 1);
    write!(out, "{{\"gamma\":{},\"states\":{},\"start\":{{", mdp.gamma(), n + 2)?;
    for (index, (state, weight)) in mdp.start().enumerate() {
        write!(out, "{}\"{}\":{weight}", if index > 0 { "," } else { "" }, state.0)?;
    }
    write!(out, "}},\"terminal\":{{\"success\":[{success}],\"failure\":[{failure}]}},\"transitions\":{{")?;
    for action in mdp.actions() {
        write!(out, "{}", if action == ActionId::NOHELP { "\"nohelp\":[" } else { "],\"help\":[" })?;
        let mut comma = "";
        for state in mdp.states().filter(|&state| mdp.available(state, action)) {
            let row = mdp.row(state, action);
            for (next, p) in row.successors.iter().zip(row.probabilities) {
                write!(out, "{comma}[{},{next},{p}]", state.0)?;
                comma = ",";
            }
            // Without success the failure says that the pair was seen.
            let (end, p) = if row.success > 0.0 { (success, row.success) } else { (failure, row.failure()) };
            write!(out, "{comma}[{},{end},{p}]", state.0)?;
            comma = ",";
        }
    }
    writeln!(out, "]}}}}")?;
    out.flush()
}
