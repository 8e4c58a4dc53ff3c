//! A log read, analysed and given intervals: the same numbers in both worlds.

use std::sync::Arc;

use askwell::actor::BaseActor;
use askwell::household::Split;
use askwell::rollout::Collection;
use askwell::trace::read::Options;
use askwell::trace::{Analysis, AnalysisOptions, Reader, write_task};
use expect_test::expect;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::check;

#[test]
fn a_log_gives_the_same_numbers() {
    let collection = Collection::new(Split::SObj, BaseActor::default(), 1);
    let mut lines = String::new();
    for index in 0..2 {
        write_task(&collection, index, false, &mut lines);
    }
    let mut reader = Reader::new(Options::default());
    for chunk in lines.as_bytes().chunks(1000) {
        assert!(reader.push(chunk).is_ok());
    }
    let log = Arc::new(reader.finish().expect("a log"));
    let options = AnalysisOptions { budget: Some(1.0), ..AnalysisOptions::default() };
    let analysis = Analysis::new(log, options).expect("episodes");
    let replicates: Vec<_> = (0..4).filter_map(|number| analysis.replicate(number)).collect();
    let results = analysis.results(&replicates);
    let (low, high) = results.gain.and_then(|gain| gain.interval).unwrap_or_default();
    let best = results.best_success.map_or(0.0, |best| best.value);
    let calls = results.policies.iter().map(|row| row.calls.value);
    check(
        [low, high, best].into_iter().chain(calls),
        &expect![[r#"
            3fb4553ffddcecbe
            3fca501513bf2613
            3fe79e79e79e79e8
            4010186186186186
            0000000000000000
            4019a20972112906
            3ff0000000000000"#]],
    );
}
