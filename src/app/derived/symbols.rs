//! The symbols of the page: what each is, and where the paper has it.

use crate::language::{Text, Words, fill};

/// A symbol and its meaning.
pub const SYMBOLS: [(&str, Text); 9] = [
    ("C", Words::symbol_c),
    ("r", Words::symbol_r),
    ("γ", Words::symbol_gamma),
    ("S", Words::symbol_s),
    ("M", Words::symbol_m),
    ("V", Words::symbol_v),
    ("p(s)", Words::symbol_p),
    ("Δ", Words::symbol_delta),
    ("Δ(pM)", Words::symbol_delta_pm),
];

/// The meanings of the symbols in a text such as `r ΔM`, one line a symbol; none if a part of the text is no
/// symbol.
#[must_use]
pub fn meaning(w: Words, text: &str) -> Option<String> {
    let of = |symbol: &str| SYMBOLS.iter().find(|known| known.0 == symbol).map(|known| known.1(w));
    let line = |symbol: &str| match symbol.strip_prefix('Δ').filter(|_| of(symbol).is_none()) {
        Some(of_what) if !of_what.is_empty() => {
            Some(fill(w.symbol_change(), &[&symbol, &of("Δ")?, &of_what, &of(of_what)?]))
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
            ΔM: asking now minus going on now, the same policy afterwards, in M, the expected calls from a state, discounted (5.3); in tables E[U] from the start"#]]
        .assert_eq(&meaning(Words::ENGLISH, "r ΔM").unwrap());
        assert_eq!(meaning(Words::ENGLISH, "p(s)").unwrap().lines().count(), 1);
        assert_eq!(meaning(Words::ENGLISH, "Δp ÷ Δ(pM)"), None);
        assert!(meaning(Words::ENGLISH, "Δ(pM)").unwrap().starts_with("Δ(pM): p M of asking now minus"));
        for other in ["", " ", "n", "calls a task", "Δq"] {
            assert_eq!(meaning(Words::ENGLISH, other), None, "{other}");
        }
    }
}
