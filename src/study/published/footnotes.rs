//! The footnotes of the published tables: contradictions in the paper. Every number is read from its tables.

use super::table;

/// A footnote of a published table, to read before a comparison with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// The tables it stands below.
    pub tables: &'static [u8],
    /// The text of the footnote.
    pub text: String,
}

/// The footnotes of one table, 1 to 5.
#[must_use]
pub fn footnotes_of(number: u8) -> Vec<String> {
    footnotes().into_iter().filter(|note| note.tables.contains(&number)).map(|note| note.text).collect()
}

/// All of them.
#[must_use]
pub fn footnotes() -> Vec<Footnote> {
    let note = |tables, text| Footnote { tables, text };
    vec![
        note(&[2, 3, 4], high_is_dear()),
        note(&[2, 3, 4], expected_usages()),
        note(&[5], spl_above_sr()),
        note(&[5], unequal_usages()),
        note(&[2], no_multiple()),
        note(&[5], exception()),
        note(
            &[2, 3, 4, 5],
            "The paper sets no budget C in any experiment; what it calls r high, mid and low is not told."
                .to_owned(),
        ),
    ]
}

/// A published number in words; a question mark where the table has none.
fn number(of: u8, labels: &[&str], column: &str) -> String {
    let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
    let found = table(of).and_then(|table| table.number(&labels, column));
    found.map_or_else(|| "?".to_owned(), |found| found.to_string())
}

fn high_is_dear() -> String {
    let usage = |level| number(2, &["s_obj", "ours", level], "u");
    format!(
        "Section 6.1 uses “r high” for many calls; the tables mean few ({} calls at r high, {} at r low on S_obj in \
         Table 2). Ours follow the tables.",
        usage("r high"),
        usage("r low")
    )
}

fn expected_usages() -> String {
    let of = |table, labels: &[&str], column| {
        let three =
            ["r high", "r mid", "r low"].map(|level| number(table, &[labels, &[level]].concat(), column));
        three.join(", ")
    };
    format!(
        "The expected usages of Table 4 ({} at r high, mid, low) do not rise as r falls, and differ from those of \
         Table 2 ({}) for the same models.",
        of(4, &["all states"], "expected_usage"),
        of(2, &["s_obj", "ours"], "e_u")
    )
}

fn spl_above_sr() -> String {
    let labels = ["better", "llama", "task-wise", "prm-threshold all steps", "10%"];
    format!(
        "Task-wise, all steps, 10 %, Llama, better model: SR {} with SPL {} cannot be, SPL is at most SR.",
        number(5, &labels, "sr"),
        number(5, &labels, "spl")
    )
}

fn unequal_usages() -> String {
    let usage = |method, level| number(5, &["better", "gpt-4o-mini", "state-wise", method, level], "usage");
    format!(
        "Appendix B quotes an SPL of the oracle that is not the table's {}, and calls PRM 30 % ({} calls) more usage \
         than random 10 % ({}), while random 30 % uses {}.",
        number(5, &["oracle", "gpt-4o-mini", "task-wise", "prm-threshold all steps", "30%"], "spl"),
        usage("prm-threshold", "30%"),
        usage("random", "10%"),
        usage("random", "30%")
    )
}

fn no_multiple() -> String {
    format!(
        "An SR of {} (PnP, ours, r low) is no multiple of 1/{}.",
        number(2, &["pnp", "ours", "r low"], "sr"),
        super::N_TASKS
    )
}

fn exception() -> String {
    let of = |method, column| number(5, &["mcts", "gpt-4o-mini", "state-wise", method, "30%"], column);
    format!(
        "“PRM thresholding is ineffective” has an exception: MCTS, GPT-4o-mini, 30 %: SR {} with {} calls, against \
         random help’s {} with {}.",
        of("prm-threshold", "sr"),
        of("prm-threshold", "usage"),
        of("random", "sr"),
        of("random", "usage")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_found_in_the_tables() {
        assert!(footnotes().iter().all(|note| !note.text.contains('?')), "{:#?}", footnotes());
    }

    #[test]
    fn what_they_point_at_is_so() {
        let number = |labels: &[&str], column| number(5, labels, column).parse::<f64>().unwrap();
        let labels = ["better", "llama", "task-wise", "prm-threshold all steps", "10%"];
        assert!(number(&labels, "spl") > number(&labels, "sr"));
        assert_eq!(footnotes_of(1), Vec::<String>::new());
        assert_eq!(footnotes_of(5).len(), 4);
    }
}
