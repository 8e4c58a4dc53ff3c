//! Seeded problems of any size: tasks of 50 to 200 states that lead to each other, γ .99, two actions.

use askwell::mdp::{ActionId, Mdp, MdpBuilder, MdpError, StateId, Successor};
use askwell::numeric::Random;

/// The stream of the generator below a seed.
const STREAM: u64 = 0x50_4c_56;

/// A problem of `n_states` states. Every state leads to three states of its task and to an end; help is more often
/// right, and three tasks in ten are near-hopeless.
pub(crate) fn problem(n_states: u32, seed: u64) -> Result<Mdp, MdpError> {
    let mut random = Random::new(seed, &[STREAM]);
    let mut builder = MdpBuilder::new(0.99, 1);
    let mut made = 0;
    while made < n_states {
        let size = (50 + random.below(151)).min(n_states - made);
        let states: Vec<StateId> = (0..size).map(|_| builder.state()).collect();
        builder.start(states[0], 1.0);
        let hope = if random.chance(0.3) { 0.05 } else { 1.0 };
        for &state in &states {
            for (action, skill) in [(ActionId::NOHELP, 0.4), (ActionId::HELP, 0.8)] {
                row(&mut builder, &mut random, &states, state, action, skill * hope);
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
