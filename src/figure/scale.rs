//! The way from data to pixels: a linear scale, its ticks, and an axis that breaks before a far point.

use super::text;

/// A linear map from a data range to a pixel range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) domain: (f64, f64),
    pub(super) range: (f64, f64),
}

impl Scale {
    pub(super) fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range }
    }

    /// The pixel of a value; an empty domain maps everything to the start.
    pub(super) fn at(&self, x: f64) -> f64 {
        let (d0, d1) = self.domain;
        let (r0, r1) = self.range;
        if d1 == d0 { r0 } else { r0 + (x - d0) / (d1 - d0) * (r1 - r0) }
    }
}

/// The multiples of the roundest step (1, 2, 2.5 or 5 times a power of ten) that gives at most `most` intervals.
pub(super) fn ticks(low: f64, high: f64, most: u32) -> Vec<f64> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0 && most > 0) {
        return vec![low];
    }
    let step = round_step(span / f64::from(most));
    let first = (low / step - 1e-9).ceil();
    let count = ((high / step + 1e-9).floor() - first).max(0.0);
    (0..=count as u32).map(|i| (first + f64::from(i)) * step).collect()
}

/// Round shares of a range, each as it is written: in percent, the sign at the highest.
pub(super) fn percent_ticks((low, high): (f64, f64), most: u32) -> Vec<(f64, String)> {
    let values = ticks(low, high, most);
    let percents: Vec<f64> = values.iter().map(|value| value * 100.0).collect();
    let places = text::places(&percents);
    let last = values.len().saturating_sub(1);
    let unit = |index: usize| if index == last { format!("{}%", text::THIN) } else { String::new() };
    let written = |(index, percent): (usize, &f64)| format!("{:.places$}{}", percent + 0.0, unit(index));
    values.iter().copied().zip(percents.iter().enumerate().map(written)).collect()
}

fn round_step(least: f64) -> f64 {
    let decade = libm::pow(10.0, libm::floor(libm::log10(least)));
    let multiples = [1.0, 2.0, 2.5, 5.0, 10.0];
    multiples
        .map(|m| m * decade)
        .into_iter()
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * decade)
}

/// A horizontal axis in one piece, or in two with a gap where nothing lies.
#[derive(Clone, Debug)]
pub(super) struct BrokenAxis {
    pub(super) near: Scale,
    pub(super) far: Option<Scale>,
}

impl BrokenAxis {
    /// Breaks if some values (sorted or not) lie so far right that the near ones would be crowded.
    ///
    /// `keep` must be on the near piece. The far piece is `far_share` of the width; the gap is 18 px.
    pub(super) fn new(values: &[f64], keep: f64, range: (f64, f64), far_share: f64) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let top = sorted.last().copied().unwrap_or(1.0).max(keep);
        let Some((left, right)) = widest_gap(&sorted, keep, top) else {
            return Self { near: Scale::new((0.0, top.max(1e-9) * 1.06), range), far: None };
        };
        let width = (range.1 - range.0) * far_share;
        let split = range.1 - width;
        let near = Scale::new((0.0, left.max(keep) * 1.08), (range.0, split - 18.0));
        // The far piece is labelled in whole calls, so it spans whole calls.
        let (low, high) = (right.floor(), top.ceil().max(right.floor() + 1.0));
        Self { near, far: Some(Scale::new((low, high), (split + 4.0, range.1 - 7.0))) }
    }

    /// The pixel of a value, on whichever piece shows it.
    pub(super) fn at(&self, x: f64) -> f64 {
        match self.far {
            Some(far) if x > self.near.domain.1 => far.at(x.max(far.domain.0)),
            _ => self.near.at(x),
        }
    }
}

/// The widest empty stretch right of `keep`, if it is over 40 % of the whole.
fn widest_gap(sorted: &[f64], keep: f64, top: f64) -> Option<(f64, f64)> {
    let mut left = keep.max(0.0);
    let mut best: Option<(f64, f64)> = None;
    for right in sorted.iter().copied().filter(|v| *v > keep) {
        if best.is_none_or(|(a, b)| right - left > b - a) {
            best = Some((left, right));
        }
        left = right;
    }
    best.filter(|(a, b)| b - a > 0.4 * top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(0.0, 3.2, 7), [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(ticks(0.2, 0.8, 4), [0.2, 0.4, 0.6000000000000001, 0.8]);
        assert_eq!(ticks(0.0, 15.0, 4), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(ticks(1.0, 1.0, 4), [1.0]);
    }

    #[test]
    fn shares_are_written_as_they_are_and_tiny_steps_differ() {
        let written =
            |low, high| percent_ticks((low, high), 4).into_iter().map(|tick| tick.1).collect::<Vec<_>>();
        assert_eq!(written(0.2, 1.0), ["20", "40", "60", "80", "100\u{2009}%"]);
        assert_eq!(written(0.0, 0.1), ["0.0", "2.5", "5.0", "7.5", "10.0\u{2009}%"]);
        let tiny = ticks(0.0, 0.004, 5);
        assert_eq!(text::ticks(&tiny), ["0", "0.001", "0.002", "0.003", "0.004"]);
    }

    #[test]
    fn axis_breaks_before_a_far_point_only() {
        let axis = BrokenAxis::new(&[0.0, 1.1, 2.8, 7.4], 1.8, (0.0, 400.0), 0.14);
        assert!(axis.far.is_some());
        assert!(axis.at(2.8) < axis.near.range.1 && axis.at(7.4) > 350.0);
        assert!(BrokenAxis::new(&[0.0, 1.1, 2.8, 3.4], 1.8, (0.0, 400.0), 0.14).far.is_none());
    }
}
