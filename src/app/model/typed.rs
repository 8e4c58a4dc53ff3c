//! Numbers as readers type them.

/// A number; a comma in it is a decimal comma.
pub(in crate::app) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    match (text.matches(',').count(), text.contains('.')) {
        (1, false) => text.replace(',', ".").parse().ok(),
        _ => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_a_decimal_comma() {
        for (text, expected) in [("0,5", 0.5), (" 1.25 ", 1.25), (",5", 0.5), ("1,125", 1.125), ("2", 2.0)] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["1,2,3", "1.000,5", "1,000.5", "", ",", "x"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
