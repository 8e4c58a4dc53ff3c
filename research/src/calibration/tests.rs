//! Tests of the calibration's pieces.

use super::*;
use askwell::actor::BaseActor;
use askwell::household::{Split, TaskSet};

#[test]
fn targets_are_the_papers_rows_and_no_others() {
    let llama = targets(Split::SObj, BaseActor::Llama);
    assert_eq!(llama.len(), 12);
    assert_eq!((llama[0].value, llama[11].value), (0.30, 7.8));
    assert_eq!(targets(Split::PnP, BaseActor::Llama).len(), 12);
    let gpt = targets(Split::SObj, BaseActor::Gpt4oMini);
    assert_eq!(gpt.len(), 9, "Table 5 has L at 100 % alone");
    assert_eq!((gpt[0].value, gpt[8].value), (0.23, 9.4));
    assert!(targets(Split::PnP, BaseActor::Gpt4oMini).is_empty());
    assert_eq!(mcts_targets(Split::SObj, BaseActor::Llama).len(), 3);
}

#[test]
fn the_search_finds_the_bottom_of_a_bowl() {
    let tunables = tunables(Split::SObj, BaseActor::Gpt4oMini);
    assert!(tunables.len() < targets(Split::SObj, BaseActor::Gpt4oMini).len());
    let center = Candidate::new(Split::SObj, BaseActor::Gpt4oMini);
    let wanted: Vec<f64> = tunables.iter().map(|t| 0.4 * t.bounds.0 + 0.6 * t.bounds.1).collect();
    let options = SearchOptions { population: 60, generations: 40, ..SearchOptions::default() };
    let mut search = Search::new(center, tunables.clone(), options);
    for _ in 0..options.generations {
        let generation = search.generation();
        let bowl = |candidate: &Candidate| {
            let off = |(t, w): (&Tunable, &f64)| (t.get(candidate) - w) / (t.bounds.1 - t.bounds.0);
            tunables.iter().zip(&wanted).map(off).map(|x| x * x).sum::<f64>()
        };
        let losses: Vec<f64> = generation.iter().map(bowl).collect();
        search.learn(&generation, &losses);
    }
    assert!(search.best().0 < 0.05, "{}", search.best().0);
    assert_eq!(search.n_tried(), 2400);
}

#[test]
fn the_same_sample_gives_the_same_levels_and_spl_never_exceeds_sr() {
    let candidate = Candidate::new(Split::PnP, BaseActor::Llama);
    let sample = Sample { set: TaskSet::Calibration, seeds: vec![1], n_tasks: 40, repetitions: 2 };
    let levels = || measure(&candidate.world, &candidate.profiles, &Row::BETTER, &sample);
    assert_eq!(levels(), levels());
    for row in Row::BETTER {
        assert!(levels().mean(row, Measure::Spl) <= levels().mean(row, Measure::Sr));
    }
}

/// Bounds that the worlds were made for, on a seed that nothing was tuned on.
#[test]
fn the_worlds_are_what_they_were_made_for() {
    for (split, lead, accuracy) in [(Split::SObj, 8.0, 87.0), (Split::PnP, 0.0, 86.0)] {
        let candidate = Candidate::new(split, BaseActor::Llama);
        let targets = targets(split, BaseActor::Llama);
        let found = acceptance(&candidate, &targets, 9_201, 600, 600).unwrap();
        let case = format!("{split:?}: {:#?}", lines(std::slice::from_ref(&found)));
        assert!(found.trained.lead_over_trivial >= lead, "{case}");
        assert!(found.trained.regulation[0] >= accuracy, "{case}");
        assert!(found.base.short_runs >= 0.95, "{case}");
        assert!(found.base.failures.iter().all(|(_, share)| *share >= 0.005), "no failure is alone: {case}");
    }
}
