//! Table 1: self-regulation. Stop a task in which some state looked too difficult.

use crate::actor::{BaseActor, Help};
use crate::household::Split;
use crate::numeric::Seed;
use crate::reward_model::{Attempt, area_under_roc, calibrate_self_regulation, roc};

use super::super::order::StudyOrder;
use super::super::outcome::StudyResult;
use super::super::stats::{Figure, mean, ratio};
use super::super::table::{Kind, Row, Table};
use super::{Sizes, labels, study, task_name};

pub(super) fn plan(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let order = |actor, split| {
        let order = study(seed, sizes, split, &[Help::Better], Vec::new());
        StudyOrder { actor, regulates: true, ..order }
    };
    let splits = [Split::PnP, Split::SObj];
    let of = |actor| splits.map(|split| order(actor, split));
    [of(BaseActor::Gpt4oMini), of(BaseActor::Llama)].concat()
}

pub(super) fn table(results: &[StudyResult]) -> Table {
    let names = [
        ("accuracy", Kind::Percent),
        ("precision", Kind::Plain),
        ("recall", Kind::Plain),
        ("majority", Kind::Plain),
        ("area", Kind::Plain),
    ];
    let row = |result: &StudyResult| Row {
        labels: labels([result.order.actor.name(), &task_name(result.order.split)]),
        cells: cells(&result.attempts.0, &result.attempts.1),
    };
    Table {
        number: 1,
        label_names: labels(["actor", "task"]),
        figures: names.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        rows: results.iter().map(row).collect(),
    }
}

/// Accuracy, precision, recall of the threshold that is best on the validation attempts, then the accuracy of always
/// saying what is more frequent and the area under the ROC curve; in percent. `test` holds one list a task.
fn cells(validation: &[Attempt], test: &[Vec<Attempt>]) -> Vec<Option<Figure>> {
    let threshold = calibrate_self_regulation(validation).threshold;
    let goes_on = |attempt: &Attempt| attempt.difficulty_max <= threshold;
    let count = |attempts: &[Attempt], of: &dyn Fn(&Attempt) -> bool| {
        attempts.iter().filter(|attempt| of(attempt)).count() as f64
    };
    let share = |of: &dyn Fn(&Attempt) -> bool, among: &dyn Fn(&Attempt) -> bool| {
        let both = |attempt: &Attempt| of(attempt) && among(attempt);
        ratio(test.iter().map(|attempts| (count(attempts, &both), count(attempts, among))))
    };
    let succeeds = |attempt: &Attempt| attempt.success;
    let any = |_: &Attempt| true;
    let success = share(&succeeds, &any).map(|found| found.value);
    let all: Vec<Attempt> = test.iter().flatten().copied().collect();
    let exactly = |value: f64| mean([value]);
    let figures = [
        share(&|attempt| goes_on(attempt) == attempt.success, &any),
        share(&succeeds, &goes_on),
        share(&goes_on, &succeeds),
        success.and_then(|share| exactly(share.max(1.0 - share))),
        area_under_roc(&roc(&all)).and_then(exactly),
    ];
    figures.map(|figure| figure.map(|figure| figure.times(100.0))).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_attempts_by_hand() {
        let attempt = |difficulty_max, success| Attempt { difficulty_max, success };
        let validation = [attempt(0.1, true), attempt(0.9, false)];
        let test = [
            vec![attempt(0.2, true), attempt(0.4, false)],
            vec![attempt(0.8, true), attempt(0.9, false), attempt(0.7, false), attempt(0.9, false)],
        ];
        let values: Vec<f64> =
            cells(&validation, &test).into_iter().map(|cell| cell.unwrap().value).collect();
        let expected = [4.0 / 6.0, 0.5, 0.5, 4.0 / 6.0, 6.0 / 8.0].map(|share| 100.0 * share);
        assert!(
            values.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9),
            "{values:?}"
        );
    }
}
