//! The cells of the paper's tables, in words.

use crate::figure::text;
use crate::language::Words;
use crate::study::Cell;

/// A cell in words: our number with the half of its 95 % interval, and below it the paper's number with its own.
///
/// A number has three digits or so: two places below 20, one below 100, else none. An error of 0 is left out.
#[must_use]
pub fn cell_words(w: Words, cell: &Cell) -> (String, Option<String>) {
    let places = usize::from(cell.value.abs() < 20.0) + usize::from(cell.value.abs() < 100.0);
    let half = |se: f64, places| match se {
        se if se > 0.0 => format!(" ±{}", text::number(text::interval_half(se), places)),
        _ => String::new(),
    };
    let ours = text::number(cell.value, places) + &half(cell.se, places);
    let paper = cell.paper.map(|paper| format!("{paper}{}", half(cell.paper_se.unwrap_or(0.0), 0)));
    (w.decimals(ours), paper.map(|paper| w.decimals(paper)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, packed};

    fn cell(value: f64, se: f64, paper: Option<f64>, paper_se: Option<f64>) -> Cell {
        Cell { value, se, se_tasks: se, paper, paper_se }
    }

    #[test]
    fn an_error_is_half_of_a_95_percent_interval_ours_and_the_papers() {
        let (ours, paper) = cell_words(Words::ENGLISH, &cell(61.25, 2.0, Some(57.5), Some(7.5)));
        // 1.96 × 2 and 1.96 × 7.5.
        assert_eq!((ours.as_str(), paper.as_deref()), ("61.2 ±3.9", Some("57.5 ±15")));
    }

    #[test]
    fn a_number_has_about_three_digits_and_no_error_where_none_is_known() {
        let said = |value| cell_words(Words::ENGLISH, &cell(value, 0.0, None, None));
        assert_eq!(
            [1.234, -1.234, 19.99, 20.0, 123.4].map(|value| said(value).0),
            ["1.23", "−1.23", "19.99", "20.0", "123"]
        );
        assert_eq!(said(1.0).1, None);
    }

    #[test]
    fn a_german_cell_has_a_decimal_comma_throughout() {
        let german = Words::read(Language::German, &packed(Language::German).unwrap()).unwrap();
        let (ours, paper) = cell_words(german, &cell(1.5, 0.5, Some(2.5), None));
        assert_eq!((ours.as_str(), paper.as_deref()), ("1,50 ±0,98", Some("2,5")));
    }
}
