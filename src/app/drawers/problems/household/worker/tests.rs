//! The household of a few tasks in the session, compared with the solver itself.

use crate::app::drawers::problems::household::worker::*;
use crate::experiment::TwoHelps;
use crate::household::Split;
use crate::mdp::budgets;

fn order() -> Order {
    Order { n_tasks: 12, ..Order::new(3, Split::SObj) }
}

fn problem() -> TwoHelpsProblem {
    TwoHelps::new(order()).unwrap().run(|_| {}).unwrap()
}

fn look(prices: &[f64], budgets: &[f64]) -> ProblemLook {
    ProblemLook { prices: prices.to_vec(), budgets: budgets.to_vec(), width: 400.0 }
}

fn is_near(a: f64, b: f64, by: f64) -> bool {
    (a - b).abs() <= by
}

#[test]
fn prices_give_the_optimum_the_rule_and_the_calls_as_budgets() {
    let problem = problem();
    let mut household = Household::new(order(), problem.clone());
    let shown = household.show(&look(&[0.07, 0.03], &[]));
    let best = exact::solve(&problem.mdp, &[0.07, 0.03], Unseen::Mask);
    assert!(is_near(shown.optimum.success, best.success, 1e-12));
    assert_eq!(shown.budgets.to_vec(), best.usage);
    assert_eq!(shown.paper, None, "it is solved when nothing else is asked");
    household.advance();
    let paper = household.shown().paper.unwrap();
    let policy = iterate(&problem.mdp, &PaperOptions::at(&[0.07, 0.03])).policy;
    let totals = evaluate(&problem.mdp, &policy).totals(&problem.mdp);
    assert_eq!(paper, Worth::from(&totals));
    let states = &household.shown().states;
    assert!(states.iter().all(|state| state.paper.is_some()));
    // A reader sees the task and what is known, not the bits of a key.
    for (state, key) in states.iter().zip(&problem.keys) {
        let (task, words) = state.words.split_once(": ").unwrap();
        assert!(state.name.starts_with(&format!("{task}:")) && words.contains(". "), "{}", state.words);
        assert!(!state.words.contains(&format!("{:x}", key.bits())), "{}", state.words);
    }
}

#[test]
fn budgets_give_the_multipliers_of_the_programme_over_both() {
    let problem = problem();
    let mut household = Household::new(order(), problem.clone());
    let shown = household.show(&look(&[], &[0.5, 0.2]));
    let plan = budgets::solve(&problem.mdp, &[0.5, 0.2], Unseen::Mask).unwrap();
    assert!(is_near(shown.optimum.success, plan.success, 1e-6), "{shown:?} {plan:?}");
    assert_eq!(shown.budgets, [0.5, 0.2]);
    // Strong duality: at these prices no policy is worth more than the plan.
    let best = exact::solve(&problem.mdp, &shown.prices, Unseen::Mask);
    assert!(is_near(shown.optimum.value(shown.prices), best.value, 1e-6));
}

#[test]
fn a_help_alone_buys_what_a_budget_of_its_own_buys() {
    let problem = problem();
    let mut household = Household::new(order(), problem.clone());
    let shown = household.show(&look(&[0.07, 0.03], &[]));
    let spending = shown.optimum.spending(shown.prices);
    for help in [0, 1] {
        let mut budget = [0.0; 2];
        budget[help] = shown.alone[help].calls[help];
        assert!(shown.alone[help].spending(shown.prices) <= spending + 1e-12);
        let plan = budgets::solve(&problem.mdp, &budget, Unseen::Mask).unwrap();
        assert!(is_near(shown.alone[help].success, plan.success, 1e-5), "{help}: {shown:?} {plan:?}");
        assert!(shown.alone[help].value(shown.prices) <= shown.optimum.value(shown.prices) + 1e-9);
    }
}

#[test]
fn map_and_surface_are_filled_piece_by_piece_with_what_the_solver_gives() {
    let problem = problem();
    let mut household = Household::new(order(), problem.clone());
    let mut pieces = 0;
    while household.is_at_work() {
        household.advance();
        pieces += 1;
    }
    assert_eq!(pieces, 1 + 576 + 169 + 64);
    let (opened, planes) = (household.opened(), household.planes());
    assert_eq!((planes.map.len(), planes.corners.len(), planes.losses.len()), (576, 169, 64));
    for key in [0, 100, 575] {
        let prices = prices_of(key, opened.map_cells, opened.price_max);
        let best = exact::solve(&problem.mdp, &prices, Unseen::Mask);
        assert!(is_near(planes.map[key as usize].value(prices), best.value, 1e-12));
    }
    let whole =
        budgets::surface(&mut Planner::new(2, budgets::oracle(&problem.mdp, Unseen::Mask)), SURFACE_STEPS);
    assert_eq!((&whole.first, &whole.second), (&opened.budgets[0], &opened.budgets[1]));
    assert_eq!(planes.corners.len(), whole.success.iter().flatten().count());
    assert!(!planes.losses.is_empty());
    for (corner, success) in planes.corners.iter().zip(whole.success.iter().flatten()) {
        assert!(is_near(corner.unwrap().success, success.unwrap(), 2.0 * CORNER_GAP));
    }
    assert!(planes.losses.iter().all(|loss| *loss > -1e-9), "nothing is worth more than the optimum");
}

#[test]
fn the_papers_rule_stands_in_the_middle_of_cells() {
    for place in [0, 9, 63] {
        let [rule, cell] =
            [prices_of(place, PAPER_CELLS, 0.4), prices_of(map_cell_of(place), MAP_CELLS, 0.4)];
        assert!(rule.iter().zip(cell).all(|(a, b)| is_near(*a, b, 1e-12)));
    }
}

#[test]
fn a_file_of_it_solves_to_the_same_numbers() {
    let problem = problem();
    let text = crate::mdp::file::to_json(&problem.clone().file());
    let file = crate::mdp::file::read(&text).unwrap();
    let [ours, theirs] = [&problem.mdp, &file.mdp].map(|mdp| exact::solve(mdp, &[0.1, 0.05], Unseen::Mask));
    assert!(is_near(ours.value, theirs.value, 1e-12));
    assert_eq!(ours.policy, theirs.policy);
}
