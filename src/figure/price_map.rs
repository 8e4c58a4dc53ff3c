//! The map of two prices: the interventions that the optimal policy asks for at every pair of prices.
//! The map also shows the pairs at which the paper's rule loses.

use super::key::{Entry, Sign};
use super::mark::{Drawing, Mark, at};
use super::plane::Plane;
use super::text::{self, price};
use crate::language::{Words, fill};

/// The interventions that a policy calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asks {
    /// The policy calls neither intervention.
    #[default]
    Neither,
    /// The policy calls the first intervention alone.
    First,
    /// The policy calls the second intervention alone.
    Second,
    /// The policy calls both interventions.
    Both,
}

impl Asks {
    const ALL: [Self; 4] = [Self::Neither, Self::First, Self::Second, Self::Both];

    /// The interventions that are called at all, from the calls of each.
    #[must_use]
    pub fn of(calls: [f64; 2]) -> Self {
        match calls.map(|m| m > 1e-9) {
            [false, false] => Self::Neither,
            [true, false] => Self::First,
            [false, true] => Self::Second,
            [true, true] => Self::Both,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Neither => "f-wash",
            Self::First => "f-askw",
            Self::Second => "f-gow",
            Self::Both => "f-ask o3",
        }
    }

    fn words(self, w: Words, names: &[String; 2]) -> String {
        match self {
            Self::Neither => w.asks_for_nothing().to_owned(),
            Self::First => fill(w.asks_whom(), &[&names[0]]),
            Self::Second => fill(w.asks_whom(), &[&names[1]]),
            Self::Both => fill(w.asks_both(), &[&names[0], &names[1]]),
        }
    }
}

/// A cell of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// The interventions that the optimal policy calls.
    pub asks: Asks,
    /// True if the paper's rule has a smaller value there.
    pub loses: bool,
}

/// Everything the map shows. Cell (i, j) stands at the prices ((i + 1/2) max / n, (j + 1/2) max / n), i of the first
/// intervention; `cells` has j outside. A cell's key is its place there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceMap {
    /// The words of the figure's texts.
    pub words: Words,
    /// The names of the interventions.
    pub names: [String; 2],
    /// The upper end of both price axes, which start at 0.
    pub max: f64,
    /// Cells a side.
    pub n: u32,
    /// The cells, n² of them.
    pub cells: Vec<Cell>,
    /// The prices that are looked at.
    pub current: [f64; 2],
}

/// The middle of a cell, by its key.
pub(super) fn middle_of(key: u32, n: u32, max: f64) -> [f64; 2] {
    let n = n.max(1);
    [key % n, key / n].map(|place| (f64::from(place) + 0.5) * max / f64::from(n))
}

/// The prices in the middle of a cell, by its key, to four places: a reader sees all of their digits.
#[must_use]
pub fn prices_of(key: u32, n: u32, max: f64) -> [f64; 2] {
    middle_of(key, n, max).map(short_price)
}

/// A price to four places; a price below 0.001 stays as it is.
#[must_use]
pub fn short_price(price: f64) -> f64 {
    let short = (price * 1e4).round() / 1e4;
    if short >= 1e-3 { short } else { price }
}

impl PriceMap {
    /// The map in a drawing of this width.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let plane = Plane::new(width, [self.max; 2]);
        let mut marks = self.squares(&plane);
        let price_of = |name: &String| fill(self.words.price_of_whom(), &[name]);
        marks.extend(plane.axes(price_of(&self.names[0]), price_of(&self.names[1])));
        marks.push(plane.current(self.current));
        plane.drawing(marks, &self.key(), self.label()).with_decimals(self.words)
    }

    fn squares(&self, plane: &Plane) -> Vec<Mark> {
        let w = self.words;
        let edge = plane.side / f64::from(self.n.max(1));
        let mut marks = Vec::new();
        for (cell, key) in self.cells.iter().zip(0..) {
            let [first, second] = prices_of(key, self.n, self.max);
            let (middle, half) = (plane.at(middle_of(key, self.n, self.max)), edge / 2.0);
            let told = if cell.loses { w.price_map_cell_loses() } else { w.price_map_cell() };
            let title = fill(told, &[&price(first), &price(second), &cell.asks.words(w, &self.names)]);
            let corner = at(middle.x - half, middle.y - half);
            // A little wider than its place, so that no seam shows.
            let square = Mark::rect(cell.asks.class(), corner, edge + 0.4, edge + 0.4, 0.0);
            marks.push(square.with_key(key).with_title(title));
            if cell.loses {
                marks.push(Mark::circle("f-rule", middle, (edge / 6.0).min(2.0)));
            }
        }
        marks
    }

    /// A line for each colour there is, and for the dots.
    fn key(&self) -> Vec<Entry> {
        let w = self.words;
        let is_there = |asks: &Asks| self.cells.iter().any(|cell| cell.asks == *asks);
        let colour = |asks: Asks| Entry::new(Sign::Colour(asks.class()), asks.words(w, &self.names));
        let mut key: Vec<_> = Asks::ALL.into_iter().filter(is_there).map(colour).collect();
        if self.cells.iter().any(|cell| cell.loses) {
            key.push(Entry::new(Sign::Circle("f-rule", 2.5), w.the_paper_is_worth_less()));
        }
        key
    }

    fn label(&self) -> String {
        let w = self.words;
        let n = self.cells.len().max(1) as f64;
        let share = |test: &dyn Fn(&Cell) -> bool| {
            text::percent_number(self.cells.iter().filter(|cell| test(cell)).count() as f64 / n)
        };
        let parts: Vec<String> = Asks::ALL
            .into_iter()
            .filter(|&asks| self.cells.iter().any(|cell| cell.asks == asks))
            .map(|asks| {
                fill(w.asks_at_percent(), &[&asks.words(w, &self.names), &share(&|cell| cell.asks == asks)])
            })
            .collect();
        let loses = share(&|cell| cell.loses);
        fill(w.price_map_label(), &[&parts.join(", "), &loses])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> PriceMap {
        let cell = |asks, loses| Cell { asks, loses };
        PriceMap {
            words: Words::ENGLISH,
            names: ["help1".to_owned(), "help2".to_owned()],
            max: 1.0,
            n: 2,
            cells: vec![
                cell(Asks::Both, false),
                cell(Asks::Second, true),
                cell(Asks::First, false),
                cell(Asks::Neither, true),
            ],
            current: [0.25, 0.75],
        }
    }

    #[test]
    fn a_cell_stands_at_its_prices_and_says_what_is_asked() {
        let drawing = map().draw(400.0);
        let squares: Vec<&Mark> = drawing.marks.iter().filter(|mark| mark.key.is_some()).collect();
        assert_eq!(squares.len(), 4);
        for (square, key) in squares.iter().zip(0..) {
            assert_eq!(square.key, Some(key));
        }
        assert_eq!(prices_of(1, 2, 1.0), [0.75, 0.25], "the second cell is dear in the first intervention");
        assert_eq!(squares[1].title.as_deref(), Some("0.750 and 0.250: asks help2; the paper’s rule loses"));
        assert_eq!(
            drawing.label,
            "The optimum asks for nothing at 25.0 percent of the prices, asks help1 at 25.0 percent of the prices, asks \
             help2 at 25.0 percent of the prices, asks help1 and help2 at 25.0 percent of the prices. The paper’s rule is \
             worth less at 50.0 percent."
        );
    }

    #[test]
    fn calls_say_who_is_asked() {
        assert_eq!(Asks::of([0.0, 1e-12]), Asks::Neither);
        assert_eq!(Asks::of([0.5, 0.0]), Asks::First);
        assert_eq!(Asks::of([0.0, 2.0]), Asks::Second);
        assert_eq!(Asks::of([0.1, 0.1]), Asks::Both);
    }
}
