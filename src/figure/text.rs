//! How numbers are written: `.100` below 1, a thin space before %, a true minus, pixels to a tenth.

/// The thin space that stands before a percent sign.
pub const THIN: char = '\u{2009}';

/// A length in pixels, to a tenth, without needless zeros.
#[must_use]
pub fn px(x: f64) -> String {
    if !x.is_finite() {
        return "0".to_owned();
    }
    let tenths = (x * 10.0).round();
    if tenths % 10.0 == 0.0 { format!("{}", tenths / 10.0 + 0.0) } else { format!("{:.1}", tenths / 10.0) }
}

/// A number with so many places, without a zero before the point: `.100`, `1.50`, `−.05`; a dash if unknown.
#[must_use]
pub fn number(x: f64, places: usize) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    let digits = format!("{:.places$}", x.abs());
    let positive = digits.strip_prefix('0').filter(|rest| rest.starts_with('.')).unwrap_or(&digits);
    let is_zero = positive.chars().all(|c| c == '0' || c == '.');
    if x < 0.0 && !is_zero { format!("−{positive}") } else { positive.to_owned() }
}

/// A price, to three places: `.100`; a smaller one to two digits, `.00012`.
#[must_use]
pub fn price(r: f64) -> String {
    small(r, 3)
}

/// A number with so many places, or two digits of a number that has none there: what is not 0 must not be read as 0.
/// Below a billionth a number is the rounding of a sum.
#[must_use]
pub fn small(x: f64, places: usize) -> String {
    const ROUNDING: f64 = 1e-9;
    let mut places = places;
    let mut unit = (0..places).fold(1.0, |unit, _| unit / 10.0);
    if x.abs() < unit && x.abs() >= ROUNDING {
        while x.abs() < 9.95 * unit {
            (places, unit) = (places + 1, unit / 10.0);
        }
    }
    number(x, places)
}

/// Calls per task, to two places: `1.50`.
#[must_use]
pub fn calls(c: f64) -> String {
    number(c, 2)
}

/// A fraction as percent, to one place: `71.5 %`.
#[must_use]
pub fn success(fraction: f64) -> String {
    format!("{}{THIN}%", percent_number(fraction))
}

/// A fraction as percent, to one place, without the sign: `71.5`.
#[must_use]
pub fn percent_number(fraction: f64) -> String {
    if !fraction.is_finite() {
        return "–".to_owned();
    }
    // Below 1 % the zero stays: `.4 %` reads as 40 %.
    format!("{:.1}", fraction * 100.0 + 0.0).replace('-', "−")
}

/// A number of an axis, as short as it goes: `0`, `.5`, `1`, `1.5`.
#[must_use]
pub fn tick(x: f64) -> String {
    let rounded = number(x, 2);
    if !rounded.contains('.') {
        return rounded;
    }
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() || short == "−" { "0".to_owned() } else { short.to_owned() }
}

/// `1 step`, `2 steps`.
#[must_use]
pub fn counted(n: u32, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// About how wide the text is in a system sans face, in pixels. Errs on the wide side, since fonts differ.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' => 0.28,
        ' ' | 'f' | 'r' | 't' | 'I' | '(' | ')' | '-' => 0.36,
        THIN => 0.18,
        'm' | 'w' | 'M' | 'W' | '%' => 0.9,
        '0'..='9' => 0.62,
        'A'..='Z' | '=' | '±' | '−' | '×' | '>' | '<' => 0.68,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_one_lose_their_zero() {
        assert_eq!(price(0.1), ".100");
        assert_eq!(calls(1.5), "1.50");
        assert_eq!(calls(-0.05), "−.05");
        assert_eq!(calls(-0.001), ".00");
        assert_eq!(success(0.715), "71.5\u{2009}%");
        assert_eq!(success(0.004), "0.4\u{2009}%");
        assert_eq!(number(f64::NAN, 2), "–");
    }

    #[test]
    fn what_is_not_nothing_is_not_written_as_nothing() {
        let written = [0.1, 0.001, 0.0007, 0.000_123, -0.000_99, 5e-8, 0.0, 1e-12].map(price);
        assert_eq!(written, [".100", ".001", ".00070", ".00012", "−.00099", ".000000050", ".000", ".000"]);
    }

    #[test]
    fn ticks_are_short() {
        let ticks = [0.0, 0.5, 1.0, 1.5, 7.0, 10.0, 0.25];
        assert_eq!(ticks.map(tick), ["0", ".5", "1", "1.5", "7", "10", ".25"].map(str::to_owned));
    }

    #[test]
    fn pixels_have_one_place_at_most_and_no_minus_zero() {
        let lengths = [0.0, -0.01, 1.25, 3.0, -2.44, f64::NAN];
        assert_eq!(lengths.map(px), ["0", "0", "1.3", "3", "-2.4", "0"].map(str::to_owned));
    }
}
