//! The symbols of the page: what each is, and where the paper has it.

/// A symbol and its meaning.
pub const SYMBOLS: [(&str, &str); 8] = [
    ("C", "the budget: expected calls for help a task"),
    ("r", "the price of a call, in success: what the budget’s last call bought (5.2)"),
    ("γ", "the discount of a step; the paper gives none, ours is .95"),
    ("S", "the chance of success from a state, discounted"),
    ("M", "the expected calls from a state, discounted (5.3); in tables E[U] from the start"),
    ("V", "what the best policy is worth: success less the price of its calls"),
    ("p(s)", "the process reward model’s guess at success in state s (4.2)"),
    ("Δ", "asking now less going on now, the same policy afterwards"),
];

/// What stands in a text of symbols, such as `r ΔM`, one line a symbol; nothing where one of them is none.
#[must_use]
pub fn meaning(text: &str) -> Option<String> {
    let of = |symbol: &str| SYMBOLS.iter().find(|known| known.0 == symbol).map(|known| known.1);
    let line = |symbol: &str| match symbol.strip_prefix('Δ') {
        Some(of_what) if !of_what.is_empty() => {
            Some(format!("{symbol}: {}, in {of_what}, {}", of("Δ")?, of(of_what)?))
        }
        _ => Some(format!("{symbol}: {}", of(symbol)?)),
    };
    let lines: Option<Vec<String>> = text.split_whitespace().map(line).collect();
    lines.filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn symbols_are_explained_and_words_are_not() {
        expect![[r#"
            r: the price of a call, in success: what the budget’s last call bought (5.2)
            ΔM: asking now less going on now, the same policy afterwards, in M, the expected calls from a state, discounted (5.3); in tables E[U] from the start"#]]
        .assert_eq(&meaning("r ΔM").unwrap());
        assert_eq!(meaning("p(s)").unwrap().lines().count(), 1);
        for other in ["", " ", "n", "calls a task", "Δq"] {
            assert_eq!(meaning(other), None, "{other}");
        }
    }
}
