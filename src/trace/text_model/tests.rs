use std::fmt::Write;
use std::sync::Arc;

use super::*;
use crate::net::onnx::import_onnx;
use crate::trace::read::{Options, Reader};
use crate::trace::{AnalysisOptions, Normaliser};

/// Forty tasks of ten episodes: where a lock is seen, help turns a chance of 0.1 into 0.9; where none is, 0.8 either way.
fn analysis(keyed: bool) -> Analysis {
    let mut random = Random::new(4, &[]);
    let mut text = String::new();
    for task in 0..40 {
        let locked = task % 2 == 0;
        let words = if locked { "The door has a heavy lock" } else { "The door is open" };
        for episode in 0..10 {
            let helped = random.chance(0.5);
            let chance = if locked { if helped { 0.9 } else { 0.1 } } else { 0.8 };
            let outcome = random.chance(chance);
            let key = if keyed { "state_key" } else { "state" };
            writeln!(
                text,
                r#"{{"episode":"{task}.{episode}","task":"{task}","t":0,"{key}":"{words} in house {task}.","intervention":{helped},"outcome":{outcome}}}"#
            )
            .unwrap();
        }
    }
    let mut reader = Reader::new(Options::default());
    reader.push(text.as_bytes()).unwrap();
    let rules = Some(Normaliser::parse("cut in house #").unwrap());
    let options =
        AnalysisOptions { rules, share_states: true, budget: Some(0.5), ..AnalysisOptions::default() };
    Analysis::new(Arc::new(reader.finish().unwrap()), options).unwrap()
}

fn row(text: &str, more: &[f32]) -> Vec<f32> {
    let mut row = Vec::new();
    text_features(text, &mut row);
    row.extend_from_slice(more);
    row
}

#[test]
fn words_and_pairs_are_hashed_as_the_description_says() {
    let features = row("Open, the DOOR!", &[]);
    // "open", "the", "door", "open the", "the door", by FNV-1a.
    let mut expected = vec![0.0; TEXT_WIDTH as usize];
    for text in ["open", "the", "door", "open the", "the door"] {
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        expected[(hash % 128) as usize] += if hash >> 63 == 0 { 1.0 } else { -1.0 };
    }
    assert_eq!(features, expected);
    assert!(row(" -- ", &[]).iter().all(|&x| x == 0.0));
}

#[test]
fn scores_learnt_from_words_are_calibrated_on_tasks_held_out() {
    let mut analysis = analysis(false);
    let prm = analysis.train_prm(1, |_| true).unwrap();
    assert!(prm.held_out_tasks);
    assert!(
        prm.calibration.brier < 0.8 * prm.brier_of_mean,
        "{} of {}",
        prm.calibration.brier,
        prm.brier_of_mean
    );
    assert!(prm.calibration.expected_error < 0.12, "{}", prm.calibration.expected_error);
    let texts = ["The door has a heavy lock .", "The door is open ."];
    let scores = |help: f32| texts.map(|text| prm.network.predict(&row(text, &[help])).unwrap()[0]);
    for (found, expected) in [(scores(0.0), [0.1, 0.8]), (scores(1.0), [0.9, 0.8])] {
        assert!(
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 0.15),
            "{found:?}"
        );
    }
    assert!(!analysis.file.mdp.has_p());
    analysis.take_scores(&prm).unwrap();
    assert!(analysis.file.mdp.has_p() && analysis.file.missing_p().is_none());
    assert_eq!(analysis.train_prm(1, |_| false), Err(TextError::Train(TrainError::Cancelled)));
}

#[test]
fn a_helper_learns_where_the_best_policy_asks_and_survives_its_file() {
    let analysis = analysis(false);
    let helper = analysis.train_helper(1, |_| true).unwrap();
    let onnx = helper.helper_onnx(&analysis, 1).unwrap();
    let read = import_onnx(&onnx).unwrap();
    let ask = |text: &str| read.network.predict(&row(text, &[])).unwrap()[0];
    // A text that the log never had.
    assert!(ask("The gate has a heavy lock") > 0.5 && ask("The gate is open") < 0.5);
    assert_eq!(super::super::text_model::TEXT_WIDTH, read.network.n_inputs());
}

#[test]
fn keys_are_no_texts() {
    assert_eq!(analysis(true).train_helper(1, |_| true), Err(TextError::Keys));
}

#[test]
fn chances_that_the_log_says_itself_stay() {
    let mut analysis = analysis(false);
    let prm = analysis.train_prm(1, |_| true).unwrap();
    analysis.table.p = vec![0.25, -1.0];
    analysis.take_scores(&prm).unwrap();
    assert_eq!(analysis.table.p.len(), analysis.table.n_states() * 2);
    assert_eq!(analysis.table.p[0], 0.25);
    assert!(analysis.table.p[1..].iter().all(|&p| p >= 0.0 && p != 0.25), "{:?}", analysis.table.p);
}
