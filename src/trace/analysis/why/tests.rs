//! An analysis that looked elsewhere before says what one says that looks here first.

use std::sync::Arc;

use crate::actor::BaseActor;
use crate::household::Split;
use crate::mdp::StateId;
use crate::rollout::Collection;
use crate::trace::read::{Options, Reader};
use crate::trace::{Analysis, AnalysisOptions, Replicate, policy_text, write_task};

/// Three tasks of the household: many steps, so that the reasons of a state depend on what is done after it.
fn lines() -> String {
    let collection = Collection::new(Split::SObj, BaseActor::default(), 1);
    let mut lines = String::new();
    for task in 0..3 {
        write_task(&collection, task, false, &mut lines);
    }
    lines
}

fn analysis(lines: &str, budget: Option<f64>) -> Analysis {
    let mut reader = Reader::new(Options::default());
    reader.push(lines.as_bytes()).unwrap();
    let log = Arc::new(reader.finish().unwrap());
    Analysis::new(log, AnalysisOptions { budget, ..AnalysisOptions::default() }).unwrap()
}

/// All that depends on the budget.
fn said(analysis: &Analysis) -> String {
    let whys: Vec<_> = analysis.file.mdp.states().map(|state| analysis.why(state)).collect();
    format!("{:?} {:?} {:?} {}", whys, analysis.acting(), analysis.asks(), policy_text(analysis))
}

fn compared(analysis: &Analysis) -> String {
    let replicates: Vec<Replicate> = (0..3).filter_map(|number| analysis.replicate(number)).collect();
    format!("{:?}", analysis.results(&replicates))
}

#[test]
fn what_was_looked_at_before_leaves_no_trace() {
    let lines = lines();
    let mut looked = analysis(&lines, None);
    let mut all = Vec::new();
    for budget in [2.0, 0.1, 0.5, 2.0, 0.0, 0.7, 4.0] {
        looked.look_at(budget);
        let fresh = analysis(&lines, Some(budget));
        assert_eq!(said(&looked), said(&fresh), "{budget}");
        // A comparison is of the budget it began with, wherever the reader looks meanwhile.
        looked.compare_again();
        looked.look_at(1.3);
        assert_eq!(looked.compared_budget(), budget);
        assert_eq!(compared(&looked), compared(&fresh), "{budget}");
        all.push(said(&fresh));
    }
    assert!(all[0] != all[1] && all[1] != all[2], "the reasons do depend on the budget");
}

#[test]
fn reasons_are_those_of_the_policy_that_is_more_likely_to_be_followed() {
    let lines = lines();
    for budget in [0.05, 0.33, 0.5, 0.71, 1.2] {
        let analysis = analysis(&lines, Some(budget));
        let best = analysis.best();
        let likelier = best.iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        assert_eq!(analysis.acting(), &likelier.1);
        let values = crate::mdp::chain::evaluate(&analysis.file.mdp, &likelier.1);
        for state in analysis.file.mdp.states().map(StateId::index) {
            let why = analysis.why(StateId(state as u32));
            let expected = crate::mdp::explain::actions(&analysis.file.mdp, &values, why.state);
            assert_eq!(why.actions, expected);
        }
    }
}

/// One way only was tried in the last step, so that no policy calls fewer times than the log did.
#[test]
fn a_budget_that_is_short_by_rounding_alone_is_met() {
    let mut lines = String::new();
    for episode in 0..7 {
        for t in 0..4 {
            let helped = (episode * 3 + t * 5) % 7 < 3;
            let end = if t == 3 { ",\"outcome\":true" } else { "" };
            lines += &format!(
                "{{\"episode\":{episode},\"t\":{t},\"state\":\"{episode} {t}\",\"intervention\":{helped}{end}}}\n"
            );
        }
    }
    let analysis = analysis(&lines, None);
    assert!(analysis.point_at(analysis.budget()).is_some());
    let results = analysis.results(&[]);
    let never = &results.policies[1];
    assert_eq!(never.name, "ask only if forced", "{never:?}");
    assert!((never.calls.value - results.policies[0].calls.value).abs() < 1e-12);
    assert!(results.gain.is_some());
}

#[test]
fn a_log_without_help_compares_no_policy_that_helps() {
    let lines: String = (0..40)
        .map(|episode| {
            format!(
                "{{\"episode\":{episode},\"t\":0,\"state\":\"s\",\"intervention\":null,\"outcome\":true}}\n"
            )
        })
        .collect();
    let results = analysis(&lines, None).results(&[]);
    let names: Vec<&str> = results.policies.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["as logged", "never ask", "best for the budget"]);
}
