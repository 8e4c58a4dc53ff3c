use std::fmt::Write;
use std::sync::Arc;

use super::estimators::weighted;
use super::*;
use crate::trace::read::{Options, Reader};
use crate::trace::{Replicate, Results};

fn log(text: &str) -> Arc<Log> {
    let mut reader = Reader::new(Options::default());
    reader.push(text.as_bytes()).unwrap();
    let log = reader.finish().unwrap();
    assert_eq!(log.issues.n_errors, 0, "{:?}", log.issues);
    Arc::new(log)
}

/// Episodes of one step: (how many, helped, how many succeed).
fn one_step(parts: &[(u32, bool, u32)], more: &str) -> Arc<Log> {
    let mut text = String::new();
    let mut episode = 0;
    for &(n, helped, wins) in parts {
        for i in 0..n {
            let outcome = i < wins;
            writeln!(text, r#"{{"episode":{episode},"t":0,"state":"s","intervention":{helped},"outcome":{outcome}{more}}}"#).unwrap();
            episode += 1;
        }
    }
    log(&text)
}

fn results(analysis: &Analysis, n: u32) -> Results {
    let replicates: Vec<Replicate> = (0..n).filter_map(|number| analysis.replicate(number)).collect();
    analysis.results(&replicates)
}

#[track_caller]
fn near(found: f64, expected: f64, by: f64) {
    assert!((found - expected).abs() <= by, "{found} for {expected}");
}

#[test]
fn one_state_with_known_rates_gives_them_back_both_ways() {
    let log = one_step(&[(50, false, 30), (50, true, 45)], r#","propensity":0.5"#);
    let analysis =
        Analysis::new(log, AnalysisOptions { budget: Some(0.0), ..AnalysisOptions::default() }).unwrap();
    let results = results(&analysis, 200);
    let expected = [
        ("as logged", 0.75, 0.5),
        ("never ask", 0.6, 0.0),
        ("always help", 0.9, 1.0),
        ("best for the budget", 0.6, 0.0),
    ];
    assert_eq!(results.policies.len(), expected.len());
    for (row, (name, success, calls)) in results.policies.iter().zip(expected) {
        assert_eq!(row.name, name);
        near(row.success.value, success, 1e-12);
        near(row.calls.value, calls, 1e-12);
        if name != "as logged" {
            near(row.weighted_success.unwrap().value, success, 1e-12);
            near(row.weighted_calls.unwrap().value, calls, 1e-12);
            near(row.effective.unwrap(), 50.0, 1e-9);
        }
        assert_eq!((row.inside, row.seen_twice), (1.0, 1.0));
    }
    // One more call turns 0.6 into 0.9. Its standard error is that of a difference of two rates of 50 each.
    let gain = results.gain.unwrap();
    near(gain.value, 0.3, 1e-12);
    let se = libm::sqrt((0.6 * 0.4 + 0.9 * 0.1) / 50.0);
    let (low, high) = gain.interval.unwrap();
    near(low, 0.3 - 1.96 * se, 0.05);
    near(high, 0.3 + 1.96 * se, 0.05);
    // Every interval holds its number, on the curve too.
    for point in &results.curve {
        let (low, high) = point.success.interval.unwrap();
        assert!(low < point.success.value && point.success.value < high, "{point:?}");
    }
    // Nothing is chosen at a budget of 0, so nothing looks too good.
    near(results.optimism.unwrap(), 0.0, 0.02);
}

#[test]
fn a_policy_chosen_among_many_alike_looks_too_good_and_that_is_told() {
    // Forty states, six episodes each way, the same success of a half whatever is done: help brings nothing.
    let mut text = String::new();
    let mut random = crate::numeric::Random::new(5, &[]);
    for state in 0..40 {
        for helped in [false, true] {
            for i in 0..6 {
                let outcome = random.chance(0.5);
                writeln!(text, r#"{{"episode":"{state} {helped} {i}","t":0,"state":"{state}","intervention":{helped},"outcome":{outcome},"propensity":0.5}}"#).unwrap();
            }
        }
    }
    let analysis = Analysis::new(log(&text), AnalysisOptions::default()).unwrap();
    let results = results(&analysis, 60);
    let best = results.policies.last().unwrap().success.value;
    let corrected = results.best_success.unwrap().value;
    assert!(best > 0.57, "{best}");
    assert!((corrected - 0.5).abs() < (best - 0.5).abs(), "{corrected} of {best}");
    assert!(results.optimism.unwrap() > 0.03);
}

#[test]
fn a_share_inside_the_data_is_never_negative_in_value_or_sign() {
    // Every pair of a state and an action is seen once, so no episode stays among those seen twice: 1 minus a sum of
    // chances, which may be a little more than 1.
    let sum = |n: u32| (0..n).map(|_| 1.0 / f64::from(n)).sum::<f64>();
    assert!((2..60).any(|n| sum(n) > 1.0), "no sum of chances is above 1, so nothing is tested");
    for n in 2..60 {
        let mut text = String::new();
        for state in 0..n {
            for helped in [false, true] {
                writeln!(text, r#"{{"episode":"{state} {helped}","t":0,"state":"{state}","intervention":{helped},"outcome":{helped}}}"#).unwrap();
            }
        }
        let analysis = Analysis::new(log(&text), AnalysisOptions::default()).unwrap();
        for row in results(&analysis, 0).policies {
            let shares = [row.inside, row.seen_twice];
            assert!(
                shares.iter().all(|share| share.is_sign_positive()),
                "{n} states, {}: {shares:?}",
                row.name
            );
        }
    }
}

#[test]
fn importance_weights_follow_a_chain_and_count_what_ended() {
    // Two steps; the second one is only reached where the first was not helped.
    let mut text = String::new();
    let mut episode = 0;
    let mut add = |steps: &[(&str, bool, f64)], outcome: bool, n: usize| {
        for _ in 0..n {
            for (t, (state, helped, propensity)) in steps.iter().enumerate() {
                let end =
                    if t + 1 == steps.len() { format!(r#","outcome":{outcome}"#) } else { String::new() };
                writeln!(text, r#"{{"episode":{episode},"t":{t},"state":"{state}","intervention":{helped},"propensity":{propensity}{end}}}"#).unwrap();
            }
            episode += 1;
        }
    };
    add(&[("a", true, 0.25)], true, 10);
    add(&[("a", false, 0.75), ("b", true, 0.5)], true, 15);
    add(&[("a", false, 0.75), ("b", false, 0.5)], false, 15);
    let log = log(&text);
    let table = Table::new(&log, None, false);
    let weights = vec![1.0; 40];
    let (yes, no) = (Some(ActionId::HELP), Some(ActionId::NOHELP));
    // Never at first, then help: every such episode ends well, with one call.
    let found = weighted(&log, &table, &vec![no, yes], &weights).unwrap();
    near(found.success, 1.0, 1e-12);
    near(found.calls, 1.0, 1e-12);
    near(found.effective, 15.0, 1e-9);
    let found = weighted(&log, &table, &vec![no, no], &weights).unwrap();
    assert_eq!((found.success, found.calls), (0.0, 0.0));
    let found = weighted(&log, &table, &vec![yes, yes], &weights).unwrap();
    assert_eq!((found.success, found.calls), (1.0, 1.0));
    assert!(weighted(&log, &table, &vec![None, None], &weights).is_none());
    // The table says the same of the policy in which the log's own choices matter.
    let analysis = Analysis::new(log, AnalysisOptions { gamma: 1.0, ..AnalysisOptions::default() }).unwrap();
    near(analysis.frontier.vertices()[0].success, 0.0, 1e-12);
    near(analysis.frontier.vertices().last().unwrap().success, 1.0, 1e-12);
}

#[test]
fn a_fractional_outcome_is_a_probability() {
    let text = "episode,state,outcome,helped\n1,s,0.25,0\n2,s,0.5,0\n3,s,1,1\n";
    let columns = crate::trace::read::Columns::parse("intervention=helped").unwrap();
    let mut reader = Reader::new(Options { columns, ..Options::default() });
    reader.push(text.as_bytes()).unwrap();
    let log = Arc::new(reader.finish().unwrap());
    let analysis = Analysis::new(log, AnalysisOptions { gamma: 1.0, ..AnalysisOptions::default() }).unwrap();
    let row = analysis.file.mdp.row(StateId(0), ActionId::NOHELP);
    near(row.success, 0.375, 1e-12);
    assert_eq!(analysis.report.outcomes_between, 2);
    near(analysis.report.success, 1.75 / 3.0, 1e-12);
}

#[test]
fn a_task_can_weigh_as_much_as_another_with_more_episodes() {
    let mut text = String::new();
    for (task, n, wins) in [("easy", 9, 9), ("hard", 1, 0)] {
        for i in 0..n {
            let outcome = i < wins;
            writeln!(
                text,
                r#"{{"episode":"{task}{i}","task":"{task}","t":0,"state":"s","outcome":{outcome}}}"#
            )
            .unwrap();
        }
    }
    let log = log(&text);
    let never = |options: AnalysisOptions| {
        let analysis = Analysis::new(log.clone(), options).unwrap();
        let policies = analysis.results(&[]).policies;
        // Nobody helps in this log: never asking is what was logged.
        near(policies[0].success.value, policies[1].success.value, 1e-12);
        (policies[1].success.value, analysis.file.mdp.n_states())
    };
    let cases = [
        (AnalysisOptions::default(), 0.9, 2),
        (AnalysisOptions { weigh: Weigh::Tasks, ..AnalysisOptions::default() }, 0.5, 2),
        (AnalysisOptions { share_states: true, ..AnalysisOptions::default() }, 0.9, 1),
    ];
    for (options, success, n_states) in cases {
        let found = never(options);
        near(found.0, success, 1e-12);
        assert_eq!(found.1, n_states);
    }
}

#[test]
fn help_that_follows_the_state_is_told_from_help_by_chance() {
    let make = |follows: bool| {
        let mut random = crate::numeric::Random::new(3, &[]);
        let mut text = String::new();
        for episode in 0..200 {
            let state = random.below(4);
            let rate = if !follows {
                0.4
            } else if state == 0 {
                0.9
            } else {
                0.2
            };
            let (helped, outcome) = (random.chance(rate), random.chance(0.5));
            writeln!(text, r#"{{"episode":{episode},"t":0,"state":"s{state}","intervention":{helped},"outcome":{outcome}}}"#).unwrap();
        }
        Analysis::new(log(&text), AnalysisOptions::default()).unwrap().report
    };
    let (follows, chance) = (make(true), make(false));
    let found = follows.confounding.unwrap();
    assert!(found.is_confounded && found.evidence[0].0 == "s0" && found.evidence[0].2 > 0.8, "{found:?}");
    assert!(follows.warnings.iter().any(|warning| warning.kind == "confounded"));
    let found = chance.confounding.unwrap();
    assert!(!found.is_confounded, "{found:?}");
    assert!(chance.warnings.iter().all(|warning| warning.kind != "confounded"));
}

/// Calls an episode of one step that a policy file makes, read as its format says: with probability `weight` follow
/// `action_high` where it stands, else `action`. Each state is as likely as any other.
fn calls_of(policy: &serde_json::Value) -> f64 {
    let states = policy["states"].as_array().unwrap();
    let weight = policy["weight"].as_f64().unwrap();
    let asks = |action: &serde_json::Value| f64::from(action != "nohelp");
    let calls = states.iter().map(|state| {
        let low = asks(&state["action"]);
        (1.0 - weight) * low + weight * state.get("action_high").map_or(low, asks)
    });
    calls.sum::<f64>() / states.len() as f64
}

#[test]
fn a_saved_policy_makes_as_many_calls_as_its_budget() {
    // Help is worth .1 in the first state, .5 in the second and .3 in the third: up to a third of a call an episode it
    // goes to the second alone.
    let mut text = String::new();
    for (state, wins) in [("easy", [80, 90]), ("hard", [20, 70]), ("half", [50, 80])] {
        for (helped, wins) in [(false, wins[0]), (true, wins[1])] {
            for i in 0..100 {
                let outcome = i < wins;
                writeln!(text, r#"{{"episode":"{state} {helped} {i}","task":"{state}","t":0,"state":"{state}","intervention":{helped},"outcome":{outcome}}}"#).unwrap();
            }
        }
    }
    let log = log(&text);
    let at = |budget: f64| {
        let options = AnalysisOptions { budget: Some(budget), ..AnalysisOptions::default() };
        super::super::policy_json(&Analysis::new(log.clone(), options).unwrap())
    };
    for budget in [0.0, 0.1, 0.3, 1.0 / 3.0, 0.4, 0.9, 1.0] {
        let policy = at(budget);
        assert_eq!(policy["states"].as_array().unwrap().len(), 3, "{policy}");
        near(calls_of(&policy), budget, 1e-9);
    }
    let policy = at(0.1);
    near(policy["weight"].as_f64().unwrap(), 0.3, 1e-9);
    let mixed: Vec<&serde_json::Value> = policy["states"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|state| state.get("action_high").is_some())
        .collect();
    assert_eq!(mixed.len(), 1, "{policy}");
    assert_eq!((&mixed[0]["state"], &mixed[0]["action"]), (&"hard".into(), &"nohelp".into()));
}

#[test]
fn rules_join_states_and_their_effect_is_told() {
    let mut text = String::new();
    for episode in 0..40 {
        let (helped, outcome) = (episode % 2 == 0, episode % 4 == 0);
        writeln!(text, r#"{{"episode":{episode},"t":0,"state":"Step {episode}  a door (12:{:02})","intervention":{helped},"outcome":{outcome}}}"#, episode).unwrap();
    }
    let log = log(&text);
    let plain = Analysis::new(log.clone(), AnalysisOptions::default()).unwrap();
    let effect = plain.report.effect.as_ref().unwrap();
    assert_eq!((effect.before.states, effect.after.states, effect.after.states_with_all), (40, 1, 1));
    assert_eq!(effect.example.as_ref().unwrap().2, "a door (<time>)");
    assert!(plain.report.warnings.iter().any(|warning| warning.kind == "seen-once"));
    // Never asking is not in the table of the states where help was always called.
    near(plain.results(&[]).policies[1].inside, 0.5, 1e-12);
    let rules = Some(Normaliser::usual());
    let joined = Analysis::new(log, AnalysisOptions { rules, ..AnalysisOptions::default() }).unwrap();
    assert_eq!((joined.file.mdp.n_states(), joined.results(&[]).policies[1].inside), (1, 1.0));
    let file = super::super::policy_json(&joined);
    assert_eq!(
        (&file["states"][0]["state"], &file["rules"]),
        (&serde_json::json!("a door (<time>)"), &serde_json::json!(Normaliser::usual().to_text()))
    );
}

#[test]
fn a_collected_trace_gives_the_households_own_frontier() {
    use crate::actor::BaseActor;
    use crate::household::Split;
    use crate::rollout::Collection;
    for split in [Split::SObj, Split::PnP] {
        let collection = Collection::new(split, BaseActor::default(), 3);
        let (mut tasks, mut lines) = (Vec::new(), String::new());
        for index in 0..6 {
            let task = collection.task(index);
            let (counts, _) = crate::trace::write_task_of(
                &collection,
                &task,
                &collection.cast(&task),
                &["better"],
                false,
                &mut lines,
            );
            tasks.push((task, counts));
        }
        let own = crate::mdp::file::read(&crate::trace::mdp_json(&tasks, 0.95).to_string()).unwrap();
        let analysis =
            Analysis::new(log(&lines), AnalysisOptions { gamma: 0.95, ..AnalysisOptions::default() })
                .unwrap();
        assert!(analysis.file.states.iter().eq(own.states.iter()));
        let own = Frontier::of(&own.mdp);
        assert_eq!(analysis.frontier.vertices().len(), own.vertices().len());
        for (found, expected) in analysis.frontier.vertices().iter().zip(own.vertices()) {
            assert!(found.price == expected.price || (found.price - expected.price).abs() < 1e-12);
            near(found.usage, expected.usage, 1e-12);
            near(found.success, expected.success, 1e-12);
            assert_eq!(found.position, expected.position);
        }
        let again = crate::mdp::file::read(&crate::mdp::file::to_json(&analysis.file)).unwrap();
        for (found, expected) in Frontier::of(&again.mdp).vertices().iter().zip(own.vertices()) {
            near(found.success, expected.success, 1e-12);
        }
        assert!(analysis.report.propensities && analysis.report.confounding.is_none());
        let found = results(&analysis, 20);
        let gain = found.gain.unwrap();
        let (low, high) = gain.interval.unwrap();
        assert!(low <= gain.value && gain.value <= high, "{gain:?}");
        let best = found.best_success.unwrap().value;
        assert!(best <= found.policies.last().unwrap().success.value, "{best}");
        for state in analysis.asks().into_iter().take(3) {
            let why = analysis.why(state);
            assert!(why.stretches.iter().any(|stretch| stretch.action == Some(ActionId::HELP)), "{why:?}");
        }
    }
}

#[test]
fn a_log_without_episodes_cannot_be_analysed() {
    let mut reader = Reader::new(Options::default());
    reader.push(br#"{"episode":"a","t":0,"state":"s"}"#).unwrap();
    let log = Arc::new(reader.finish().unwrap());
    let error = Analysis::new(log, AnalysisOptions::default()).err().unwrap();
    assert!(error.to_string().starts_with("no episode that ends"), "{error}");
}

#[test]
fn every_state_has_a_name_of_its_own() {
    let names = |tasks: [(&str, &str); 3]| {
        let lines = tasks.iter().enumerate().map(|(episode, (task, state))| {
            format!(r#"{{"episode":{episode},"task":"{task}","t":0,"state":"{state}","outcome":1}}"#) + "\n"
        });
        let analysis = Analysis::new(log(&lines.collect::<String>()), AnalysisOptions::default()).unwrap();
        analysis.file.states.iter().map(|name| name.into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names([("x", "a"), ("x", "b"), ("y", "c")]), ["a", "b", "c"]);
    assert_eq!(names([("x", "a"), ("y", "a"), ("y", "c")]), ["x: a", "y: a", "y: c"]);
    assert_eq!(names([("x", "y: z"), ("x: y", "z"), ("w", "z")]), [r#""x" y: z"#, r#""x: y" z"#, r#""w" z"#]);
}
