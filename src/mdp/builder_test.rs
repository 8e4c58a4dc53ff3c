//! Problems that come from outside: what could not have been built is refused, and what passes is solved.

use askwell::numeric::Random;
use expect_test::expect;

use super::super::testing::{SHAPES, random_mdp};
use super::super::{Frontier, Unseen, cap, chain, exact, paper};
use super::*;

/// Two ways from the first of three states; one from the second; none from the third.
fn saved() -> Saved {
    let mut builder = MdpBuilder::new(0.9, 1);
    let [a, b, c] = [0; 3].map(|_| builder.state());
    builder.start(a, 3.0).start(b, 1.0);
    builder.transition(a, ActionId::NOHELP, Successor::State(b), 0.25);
    builder.transition(a, ActionId::NOHELP, Successor::State(c), 0.25);
    builder.transition(a, ActionId::NOHELP, Successor::Success, 0.25);
    builder.transition(a, ActionId::HELP, Successor::State(b), 1.0);
    builder.transition(b, ActionId::NOHELP, Successor::Success, 0.5);
    builder.p(a, ActionId::HELP, 0.5);
    builder.build().unwrap().into()
}

fn refusal(damage: impl FnOnce(&mut Saved)) -> String {
    let mut rows = saved();
    damage(&mut rows);
    Mdp::try_from(rows).map_or_else(|error| error.to_string(), |_| "taken".to_owned())
}

#[test]
fn what_was_saved_comes_back() {
    assert_eq!(refusal(|_| ()), "taken");
    for (seed, shape) in (0..60).zip(SHAPES.into_iter().cycle()) {
        let mdp = random_mdp(seed, shape, 1 + seed as usize % 2, 3, 8);
        assert_eq!(Mdp::try_from(Saved::from(mdp.clone())), Ok(mdp));
    }
}

#[test]
fn a_row_over_one_is_refused_by_its_name() {
    expect!["row of action 0 in state 0 sums to 1.25: expected at most 1"]
        .assert_eq(&refusal(|rows| rows.probabilities[0] = 0.75));
    expect!["row of action 1 in state 0 sums to 1.5: expected at most 1"]
        .assert_eq(&refusal(|rows| rows.win[1] = 0.5));
}

/// A damage by its name.
type Damage = (&'static str, fn(&mut Saved));

#[test]
fn parts_that_do_not_fit_together_are_refused() {
    let damages: [Damage; 15] = [
        ("successors out of order", |rows| rows.successors.swap(0, 1)),
        ("a successor twice", |rows| rows.successors[0] = rows.successors[1]),
        ("a successor that is not there", |rows| rows.successors[1] = 3),
        ("a probability of 0", |rows| rows.probabilities[0] = 0.0),
        ("a negative probability", |rows| rows.probabilities[0] = -0.5),
        ("no number", |rows| rows.win[0] = f64::NAN),
        ("a row never seen that leads somewhere", |rows| rows.seen[0] = false),
        ("a row never seen that succeeds", |rows| rows.win[5] = 0.5),
        ("start states out of order", |rows| rows.start.swap(0, 1)),
        ("a start that is not there", |rows| rows.start[1].0 = 9),
        ("starts that do not sum to 1", |rows| rows.start[0].1 = 0.5),
        ("a score over 1", |rows| rows.p[1] = 1.5),
        ("more rows than states", |rows| rows.n_states = 2),
        ("more states than rows", |rows| rows.n_states = u32::MAX),
        ("no intervention", |rows| rows.n_interventions = 0),
    ];
    for (what, damage) in damages {
        assert_eq!(refusal(damage), MdpError::Shape.to_string(), "{what}");
    }
    expect!["gamma 1 and from state 0 some way of acting never ends: expected a gamma below 1, such as 0.999, or an end that every policy reaches"]
        .assert_eq(&refusal(|rows| (rows.gamma, rows.successors[2]) = (1.0, 0)));
}

/// Changes one number, flag or length.
fn damage(rows: &mut Saved, random: &mut Random) {
    let (n_states, n_rows) = (rows.n_states.max(1), rows.win.len());
    let mut place = |length: usize| random.below(length.max(1) as u32) as usize;
    let (row, entry, start) = (place(n_rows), place(rows.successors.len()), place(rows.start.len()));
    let numbers = [0.0, 1.0, 0.5, 1e-300, 1.0 + 1e-7, 2.0, -1.0, f64::NAN, f64::INFINITY, random.uniform()];
    let number = numbers[random.below(numbers.len() as u32) as usize];
    let count = [0, random.below(n_states), n_states - 1, n_states, u32::MAX][random.below(5) as usize];
    let put = |column: &mut Vec<f64>, place: usize, number| {
        if let Some(old) = column.get_mut(place) {
            *old = number;
        }
    };
    match random.below(14) {
        0 => rows.gamma = number,
        1 => rows.n_states = count,
        2 => rows.n_interventions = count as u8,
        3 => rows.offsets[row] = count,
        4 if entry < rows.successors.len() => rows.successors[entry] = count,
        5 => put(&mut rows.probabilities, entry, number),
        6 => put(&mut rows.win, row, number),
        7 => rows.seen[row] ^= true,
        8 if start < rows.start.len() => rows.start[start].0 = count,
        9 if start < rows.start.len() => rows.start[start].1 = number,
        10 => put(&mut rows.p, row, number),
        11 => rows.successors.truncate(entry),
        12 => rows.start.truncate(start),
        _ => rows.p.clear(),
    }
}

#[test]
fn whatever_passes_is_solved() {
    let (mut taken, mut refused) = (0, 0);
    for seed in 0..1_500 {
        let mut random = Random::new(seed, &[4]);
        let k = 1 + random.below(2) as usize;
        let mut rows = Saved::from(random_mdp(seed, SHAPES[random.below(3) as usize], k, 3, 6));
        for _ in 0..=random.below(2) {
            damage(&mut rows, &mut random);
        }
        let Ok(mdp) = Mdp::try_from(rows) else {
            refused += 1;
            continue;
        };
        taken += 1;
        let k = mdp.n_interventions();
        let frontier = Frontier::of(&mdp);
        for unseen in [Unseen::Mask, Unseen::Zero] {
            for price in [0.0, 0.3] {
                let found = exact::solve(&mdp, &vec![price; k], unseen);
                assert!((0.0..=1.0 + 1e-6).contains(&found.success), "seed {seed}: {}", found.success);
                let vertex = frontier.vertices()[frontier.vertex_at_price(price)];
                let value = vertex.success - price * vertex.usage;
                // At a price of 0 calls that change nothing may be made, or not.
                assert!(
                    unseen == Unseen::Zero || (value - found.value).abs() < 1e-6,
                    "seed {seed}: {value} {}",
                    found.value
                );
            }
        }
        let options = paper::PaperOptions {
            p_source: paper::PSource::Table,
            sweeps: 20,
            ..paper::PaperOptions::at(&vec![0.2; k])
        };
        let policy = paper::iterate(&mdp, &options).policy;
        assert_eq!(policy.len(), mdp.n_states());
        let counted = chain::evaluate_to_horizon(&mdp, chain::Acting::Policy(&policy), 30).totals;
        assert!((0.0..=1.0 + 1e-6).contains(&counted.success), "seed {seed}: {}", counted.success);
        assert!(cap::solve(&mdp, 2, Unseen::Mask).totals.calls() <= 2.0 + 1e-6, "seed {seed}");
    }
    assert!(taken > 150 && refused > 150, "{taken} taken, {refused} refused");
}
