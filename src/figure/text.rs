//! The form of numbers: `0.100` below 1, a thin space before %, a true minus, pixels to a tenth.

/// The number of standard errors each way that hold 95 % of a normal distribution.
const NORMAL_95: f64 = 1.96;

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

/// A number with this many decimal places: `0.100`, `1.50`, `−0.05`; a dash if unknown.
#[must_use]
pub fn number(x: f64, places: usize) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    let positive = format!("{:.places$}", x.abs());
    let is_zero = positive.chars().all(|c| c == '0' || c == '.');
    if x < 0.0 && !is_zero { format!("−{positive}") } else { positive }
}

/// The same with a sign for a number without bound.
#[must_use]
pub fn number_or_infinite(x: f64, places: usize) -> String {
    match x {
        f64::INFINITY => "∞".to_owned(),
        f64::NEG_INFINITY => "−∞".to_owned(),
        x => number(x, places),
    }
}

/// A price, to three places: `0.100`; a smaller one to two digits, `0.00012`.
#[must_use]
pub fn price(r: f64) -> String {
    small(r, 3)
}

/// A number with so many places, or two digits of a number that has none there: what is not 0 must not be read as 0.
/// Below a millionth the digits have an exponent, `2.5e-9`; below a billionth a number is the rounding of a sum.
#[must_use]
pub fn small(x: f64, places: usize) -> String {
    const ROUNDING: f64 = 1e-9;
    const MOST_PLACES: usize = 7;
    let mut places = places;
    let mut unit = (0..places).fold(1.0, |unit, _| unit / 10.0);
    if x.abs() < unit && x.abs() >= ROUNDING {
        while x.abs() < 9.95 * unit {
            (places, unit) = (places + 1, unit / 10.0);
        }
    }
    if places > MOST_PLACES {
        return format!("{}e-{}", number(x / (10.0 * unit), 1), places - 1);
    }
    number(x, places)
}

/// Calls per task, to two places: `1.50`.
#[must_use]
pub fn calls(c: f64) -> String {
    number(c, 2)
}

/// A budget: a cap is whole calls, `2`; expected calls have two places, `1.50`.
#[must_use]
pub fn budget(c: f64, is_cap: bool) -> String {
    if is_cap { tick(c) } else { calls(c) }
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
    format!("{:.1}", fraction * 100.0 + 0.0).replace('-', "−")
}

/// A number on an axis, as short as possible: `0`, `0.5`, `1`, `1.5`.
#[must_use]
pub fn tick(x: f64) -> String {
    let rounded = number(x, 2);
    if !rounded.contains('.') {
        return rounded;
    }
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The numbers of an axis, as short as possible while neighbours differ: `0`, `0.001`, `0.002`.
#[must_use]
pub fn ticks(values: &[f64]) -> Vec<String> {
    let places = places(values).max(2);
    let short = |x: &f64| {
        let rounded = number(*x, places);
        rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    values.iter().map(short).collect()
}

/// The fewest places after the point that write every number of an axis as it is, six at most.
#[must_use]
pub fn places(values: &[f64]) -> usize {
    let step = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(f64::INFINITY, f64::min);
    let is_exact = |places: &usize| {
        let unit = libm::pow(10.0, *places as f64);
        let off = |x: &f64| (x * unit - (x * unit).round()).abs() / unit;
        values.iter().all(|x| off(x) <= 1e-6 * step.min(1.0))
    };
    (0..6).find(is_exact).unwrap_or(6)
}

/// Half of a 95 % interval, of its standard error: what every error bar and every ± of the page is.
#[must_use]
pub fn interval_half(standard_error: f64) -> f64 {
    NORMAL_95 * standard_error
}

/// `1 step`, `2 steps`.
#[must_use]
pub fn counted(n: u32, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The largest width of the text, in pixels, in a regular face: no face of the stylesheet is wider.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| f64::from(thousandths(c, false))).sum::<f64>() * size / 1000.0
}

/// The same in bold.
#[must_use]
pub fn width_bold(text: &str, size: f64) -> f64 {
    text.chars().map(|c| f64::from(thousandths(c, true))).sum::<f64>() * size / 1000.0
}

/// The largest width of the text with these classes of the stylesheet, in pixels.
#[must_use]
pub fn width_of(text: &str, class: &str) -> f64 {
    let is_bold = class.split(' ').any(|one| matches!(one, "strong" | "b"));
    let size = size_of(class);
    if is_bold { width_bold(text, size) } else { width(text, size) }
}

/// The size that these classes of the stylesheet set a text in, in pixels.
#[must_use]
pub fn size_of(class: &str) -> f64 {
    let has = |name: &str| class.split(' ').any(|one| one == name);
    match () {
        () if has("hint") => 14.0,
        () if has("large") || has("var") => 13.0,
        () if has("small") || has("tick") => 10.5,
        () => 11.5,
    }
}

/// The text in lines no wider than `most` pixels, broken at spaces; a longer word stays whole.
#[must_use]
pub fn wrapped(text: &str, class: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width_of(&format!("{line} {word}"), class) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Widths of the printable ASCII characters in thousandths of the size: the wider of DejaVu Sans and Liberation Sans (which
/// has the widths of Arial). The other faces of the stylesheet are narrower than DejaVu Sans.
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637,
    637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557, 1016, 685, 687, 723, 771, 667, 611, 778, 752, 295,
    500, 667, 558, 863, 749, 788, 667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838,
    557, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521,
    393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
];
/// The same for bold letters.
const BOLD: [u16; 95] = [
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696,
    696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 611, 1000, 774, 763, 734, 831, 684, 684, 821, 837, 373,
    557, 775, 638, 996, 837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838,
    557, 500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596,
    479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
];

fn thousandths(c: char, is_bold: bool) -> u16 {
    let table = if is_bold { &BOLD } else { &REGULAR };
    let at = (c as u32).checked_sub(' ' as u32).and_then(|place| table.get(place as usize));
    if let Some(width) = at {
        return *width;
    }
    match c {
        THIN => 250,
        '‘' | '’' | '·' => 380,
        '“' | '”' | '„' => 660,
        '‹' | '›' => 420,
        'ä' => 680,
        'ö' | 'ü' | 'ß' | '–' => 720,
        'Ä' | 'Ü' | 'Δ' => 830,
        'Ö' | '±' | '−' | '×' | '÷' | '≤' | '≥' => 850,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_one_keep_their_zero() {
        assert_eq!(price(0.1), "0.100");
        assert_eq!(calls(1.5), "1.50");
        assert_eq!((budget(2.0, false), budget(2.0, true)), ("2.00".to_owned(), "2".to_owned()));
        assert_eq!(calls(-0.05), "−0.05");
        assert_eq!(calls(-0.001), "0.00");
        assert_eq!(success(0.715), "71.5\u{2009}%");
        assert_eq!(success(0.004), "0.4\u{2009}%");
        assert_eq!(number(f64::NAN, 2), "–");
    }

    #[test]
    fn what_is_not_nothing_is_not_written_as_nothing() {
        let written = [0.1, 0.001, 0.0007, 0.000_123, -0.000_99, 5e-8, 0.0, 1e-12].map(price);
        assert_eq!(written, ["0.100", "0.001", "0.00070", "0.00012", "−0.00099", "5.0e-8", "0.000", "0.000"]);
        let tiny = [1.2e-6, 9.96e-7, 2.5e-9, -4.56e-8].map(price);
        assert_eq!(tiny, ["0.0000012", "0.0000010", "2.5e-9", "−4.6e-8"]);
    }

    #[test]
    fn ticks_are_short() {
        let ticks = [0.0, 0.5, 1.0, 1.5, 7.0, 10.0, 0.25];
        assert_eq!(ticks.map(tick), ["0", "0.5", "1", "1.5", "7", "10", "0.25"].map(str::to_owned));
    }

    #[test]
    fn pixels_have_one_place_at_most_and_no_minus_zero() {
        let lengths = [0.0, -0.01, 1.25, 3.0, -2.44, f64::NAN];
        assert_eq!(lengths.map(px), ["0", "0", "1.3", "3", "-2.4", "0"].map(str::to_owned));
    }
}
