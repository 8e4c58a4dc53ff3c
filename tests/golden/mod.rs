//! Golden tables: what the pipeline gives for one seed, and how far it may stand from the paper.

mod tables;

use std::fmt::Write as _;

use askwell::experiment::{Baseline, Order, run};
use askwell::household::Split;
use askwell::study::published;
use expect_test::expect_file;

/// Rows that the actors were calibrated against, on other seeds: they must be near the paper's. The tolerance is
/// two of the paper's own standard errors at n = 40, which no smaller run of its could tell apart.
const CALIBRATED: [Baseline; 4] = [Baseline::Never, Baseline::Always, Baseline::Random10, Baseline::Random30];

#[test]
fn the_default_experiment_of_each_split() {
    let mut table = String::from("split,row,sr,sr_se,u,u_se,l,sr_paper,u_paper\n");
    for split in Split::PUBLISHED {
        let experiment = run(Order::new(1, split)).unwrap();
        for row in published::table_2(split) {
            let comparison = row.counterpart().unwrap();
            let (_, ours) = experiment.baselines.iter().find(|(which, _)| *which == comparison).unwrap();
            writeln!(
                table,
                "{},{comparison:?},{:.4},{:.4},{:.4},{:.4},{:.4},{:.3},{:.1}",
                split.name(),
                ours.success.mean(),
                ours.success.standard_error(),
                ours.calls.mean(),
                ours.calls.standard_error(),
                ours.steps.mean(),
                row.success,
                row.calls,
            )
            .unwrap();
            let far = (ours.success.mean() - row.success).abs() / row.success_se();
            assert!(
                !CALIBRATED.contains(&comparison) || far < 2.0,
                "{split:?} {comparison:?} is {far} standard errors off"
            );
        }
        writeln!(table, "# {}: {}", split.name(), experiment.summary()).unwrap();
    }
    expect_file!["main_job/ours.csv"].assert_eq(&table);
}
