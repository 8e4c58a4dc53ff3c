//! The heads of the paper's tables, in words.

use crate::language::Words;

/// The head of a table's column, in words; none for a column that no table has.
#[must_use]
pub fn column_head(w: Words, column: &str) -> Option<&'static str> {
    Some(match column {
        "sr" => w.head_sr(),
        "spl" => w.head_spl(),
        "l" => w.head_l(),
        "u" | "usage" => w.head_u(),
        "u1" => w.head_u1(),
        "u2" => w.head_u2(),
        "e_u" | "expected_usage" => w.head_e_u(),
        "e_u_undiscounted" | "expected_usage_undiscounted" => w.head_e_u_plain(),
        "e_u1" => w.head_e_u1(),
        "e_u2" => w.head_e_u2(),
        "e_u1_undiscounted" => w.head_e_u1_plain(),
        "e_u2_undiscounted" => w.head_e_u2_plain(),
        "sr_clear" => w.head_sr_clear(),
        "sr_ambiguous" => w.head_sr_ambiguous(),
        "calls_lost" => w.head_calls_lost(),
        "calls_late" => w.head_calls_late(),
        "calls_relapsed" => w.head_calls_relapsed(),
        "accuracy" => w.head_accuracy(),
        "precision" => w.head_precision(),
        "recall" => w.head_recall(),
        "majority" => w.head_majority(),
        "area" => w.head_area(),
        "unseen_sr" => w.head_unseen_sr(),
        "unseen_usage" => w.head_unseen_u(),
        "seen_sr" => w.head_seen_sr(),
        "seen_usage" => w.head_seen_u(),
        "train_sr" => w.head_train_sr(),
        "test_sr" => w.head_test_sr(),
        "train_usage" => w.head_train_u(),
        "test_usage" => w.head_test_u(),
        "seen_share" => w.head_seen_share(),
        "tried_share" => w.head_tried_share(),
        "tabular_sr" => w.head_tabular_sr(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study;

    #[test]
    fn every_column_of_every_table_has_a_head_of_its_own() {
        for number in 1..=5 {
            let table = study::table(number, &[]).unwrap();
            let columns: Vec<&str> = table.figures.iter().map(|(name, _)| name.as_str()).collect();
            let heads = columns.iter().map(|column| column_head(Words::ENGLISH, column).ok_or(column));
            let heads: Result<std::collections::BTreeSet<&str>, _> = heads.collect();
            assert_eq!(heads.map(|heads| heads.len()), Ok(columns.len()), "table {number}");
        }
        assert_eq!(column_head(Words::ENGLISH, "no such column"), None);
    }
}
