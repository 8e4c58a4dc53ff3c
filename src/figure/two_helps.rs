//! Two interventions of which neither rules the other out: a map of the calls of each over both prices, and what every pair
//! of budgets buys.

use super::contour::Grid;
use super::key::{Entry, Sign};
use super::mark::{Drawing, Mark, at};
use super::numbered::{self, Contour};
use super::place::Area;
use super::plane::Plane;
use super::price_map::{middle_of, prices_of};
use super::scale::ticks;
use super::text;
use crate::language::{Words, fill};

/// A figure has about so many lines of equal calls, or of equal success.
const LINES: u32 = 8;
/// The optimum in a cell of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// S.
    pub success: f64,
    /// Calls of each intervention.
    pub calls: [f64; 2],
}

/// The calls at every pair of prices, each from 0 to `max`; cells and their keys as in
/// [`PriceMap`](super::price_map::PriceMap). Cells that are not there yet stay empty.
#[derive(Clone)]
pub struct CallsMap {
    /// The words of the figure's texts.
    pub words: Words,
    /// The upper end of both price axes, which start at 0.
    pub max: f64,
    /// Cells a side.
    pub n: u32,
    /// The cells that are solved.
    pub cells: Vec<Cell>,
    /// Places a side at which the paper's rule was tried.
    pub n_tried: u32,
    /// The loss of the paper's rule in value at these places, as far as the loss is known.
    pub losses: Vec<f64>,
    /// The prices that are looked at.
    pub current: [f64; 2],
}

impl CallsMap {
    /// The map in a drawing of this width.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let w = self.words;
        let plane = Plane::new(width, [self.max; 2]);
        let mut marks = self.squares(&plane);
        let dots = self.dots(&plane);
        marks.extend(numbered::marks(
            &self.contours(&plane),
            plane.area(),
            taken(&plane, self.current, &dots),
        ));
        marks.extend(dots);
        marks.extend(plane.axes(w.price_of_better().to_owned(), w.price_of_mcts().to_owned()));
        marks.push(plane.current(self.current));
        plane.drawing(marks, &self.key(), self.label()).with_decimals(self.words)
    }

    fn squares(&self, plane: &Plane) -> Vec<Mark> {
        let edge = plane.side / f64::from(self.n.max(1));
        let square = |(cell, key): (&Cell, u32)| {
            let prices = prices_of(key, self.n, self.max);
            let middle = plane.at(middle_of(key, self.n, self.max));
            let class = if is_more_mcts(cell) { "f-gow" } else { "f-askw" };
            let corner = at(middle.x - edge / 2.0, middle.y - edge / 2.0);
            // A little wider than its place, so that no seam shows.
            Mark::rect(class, corner, edge + 0.4, edge + 0.4, 0.0)
                .with_key(key)
                .with_title(self.title(cell, key, prices))
        };
        self.cells.iter().zip(0..).map(square).collect()
    }

    fn title(&self, cell: &Cell, key: u32, [first, second]: [f64; 2]) -> String {
        let w = self.words;
        let [better, mcts] = cell.calls.map(text::calls);
        let prices = [first, second].map(text::price);
        let success = text::success(cell.success);
        let told = fill(w.calls_map_cell(), &[&prices[0], &prices[1], &better, &mcts, &success]);
        match self.loss_of(key) {
            Some(loss) => told + &fill(w.calls_map_loses(), &[&text::price(loss)]),
            None => told,
        }
    }

    /// The loss of the paper's rule, where it was tried in this very cell.
    fn loss_of(&self, key: u32) -> Option<f64> {
        let (n, apart) = (self.n, self.n / self.n_tried.max(1));
        let [i, j] = [key % n, key / n];
        let is_tried = [i, j].iter().all(|at| at % apart.max(1) == apart / 2);
        let place = j / apart.max(1) * self.n_tried + i / apart.max(1);
        self.losses.get(place as usize).copied().filter(|_| is_tried)
    }

    /// Lines of equal calls, numbered once all is there.
    fn contours(&self, plane: &Plane) -> Vec<Contour> {
        let step = self.max / f64::from(self.n.max(1));
        let place = |(i, j): (f64, f64)| plane.at([(i + 0.5) * step, (j + 0.5) * step]);
        let mut contours = Vec::new();
        for help in [0, 1] {
            let values: Vec<Option<f64>> = self.cells.iter().map(|cell| Some(cell.calls[help])).collect();
            let most = self.cells.iter().map(|cell| cell.calls[help]).fold(0.0, f64::max);
            let grid = Grid { width: self.n, values: &values };
            let levels = ticks(0.0, most, LINES);
            for (&level, number) in levels.iter().zip(text::ticks(&levels)).filter(|(level, _)| **level > 0.0)
            {
                let contour = |points: Vec<(f64, f64)>| Contour {
                    class: ["n s-ask w3", "n s-go w3 d4"][help],
                    text_class: ["small b t-ask", "small b t-go"][help],
                    number: if self.is_whole() { number.clone() } else { String::new() },
                    points: points.into_iter().map(place).collect(),
                };
                contours.extend(grid.lines(level).into_iter().map(contour));
            }
        }
        contours
    }

    fn is_whole(&self) -> bool {
        self.cells.len() == (self.n * self.n) as usize
    }

    /// A dot wherever the paper's rule was tried and is worth less: its area says by how much.
    fn dots(&self, plane: &Plane) -> Vec<Mark> {
        let most = self.most_lost();
        let dot = |(&loss, place): (&f64, u32)| {
            let radius = 2.8 * libm::sqrt(loss.max(0.0) / most.max(1e-9));
            let middle = plane.at(middle_of(place, self.n_tried, self.max));
            (radius > 0.3).then(|| Mark::circle("f-rule o5", middle, radius))
        };
        self.losses.iter().zip(0..).filter_map(dot).collect()
    }

    fn most_lost(&self) -> f64 {
        self.losses.iter().copied().fold(0.0, f64::max)
    }

    fn key(&self) -> Vec<Entry> {
        let w = self.words;
        let mut key = vec![
            Entry::new(Sign::Colour("f-askw"), w.more_of_better()),
            Entry::new(Sign::Colour("f-gow"), w.more_of_mcts()),
            Entry::new(Sign::Line("n s-ask w3"), w.lines_of_better()),
            Entry::new(Sign::Line("n s-go w3 d4"), w.lines_of_mcts()),
        ];
        if self.most_lost() > 0.0 {
            key.push(Entry::new(
                Sign::Circle("f-rule", 2.5),
                fill(w.paper_is_worth_less(), &[&text::price(self.most_lost())]),
            ));
        }
        key
    }

    fn label(&self) -> String {
        let n = self.cells.len().max(1) as f64;
        let share = self.cells.iter().filter(|cell| is_more_mcts(cell)).count() as f64 / n;
        let (Some(cheap), Some(dear)) = (self.cells.first(), self.cells.last()) else { return String::new() };
        let [a, b] = cheap.calls.map(text::calls);
        let [c, d] = dear.calls.map(text::calls);
        fill(self.words.calls_map_label(), &[&a, &b, &c, &d, &text::percent_number(share)])
    }
}

/// The places where no number may stand: the dots, and the point that is looked at.
fn taken(plane: &Plane, current: [f64; 2], dots: &[Mark]) -> Vec<Area> {
    let mut areas: Vec<Area> = dots.iter().filter_map(Area::of_circle).collect();
    areas.extend(Area::of_circle(&plane.current(current)));
    areas
}

fn is_more_mcts(cell: &Cell) -> bool {
    cell.calls[1] > cell.calls[0]
}

/// A corner of the surface.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Corner {
    /// S.
    pub success: f64,
    /// The price of each intervention here: the gain of one more call of it.
    pub prices: [f64; 2],
}

/// Success over both budgets. The key of a corner is its place in `corners`; those not there yet stay empty.
#[derive(Clone)]
pub struct BudgetSurface {
    /// The words of the figure's texts.
    pub words: Words,
    /// The budgets of each intervention, rising from 0.
    pub budgets: [Vec<f64>; 2],
    /// The corners that are solved, those of the lowest second budget first; none where no policy stays within both.
    pub corners: Vec<Option<Corner>>,
    /// The budgets that are looked at.
    pub current: [f64; 2],
}

impl BudgetSurface {
    /// The surface in a drawing of this width.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let w = self.words;
        let most = self.budgets.each_ref().map(|axis| axis.last().copied().unwrap_or(1.0));
        let plane = Plane::new(width, most);
        let mut taken = taken(&plane, self.current, &[]);
        let at_most = plane.at(self.current);
        taken.push(Area { top: at_most.y, bottom: plane.y.range.0, ..Area::around(at_most, 1.0) });
        taken.push(Area { left: plane.x.range.0, right: at_most.x, ..Area::around(at_most, 1.0) });
        let mut marks = numbered::marks(&self.contours(&plane, most), plane.area(), taken);
        marks.extend(plane.axes(w.budget_of_better().to_owned(), w.budget_of_mcts().to_owned()));
        let here = plane.current(self.current);
        let place = plane.at(self.current);
        let (foot, left) = (plane.y.range.0, plane.x.range.0);
        marks.push(Mark::line("n s-ink w1 d3", place, at(place.x, foot)));
        marks.push(Mark::line("n s-ink w1 d3", place, at(left, place.y)));
        marks.push(here);
        marks.extend(self.areas(&plane));
        let key = [Entry::new(Sign::Line("n s-exact w3"), w.lines_of_success())];
        plane.drawing(marks, &key, self.label())
    }

    fn n_across(&self) -> usize {
        self.budgets[0].len().max(1)
    }

    /// The budgets of a corner, by its key.
    #[must_use]
    pub fn budgets_of(&self, key: u32) -> [f64; 2] {
        let (key, n) = (key as usize, self.n_across());
        [(0, key % n), (1, key / n)].map(|(help, at)| self.budgets[help].get(at).copied().unwrap_or(0.0))
    }

    /// Lines of equal success. They are densest where success is lowest, so the others are numbered first.
    fn contours(&self, plane: &Plane, most: [f64; 2]) -> Vec<Contour> {
        let steps = self.budgets.each_ref().map(|axis| axis.len().saturating_sub(1).max(1) as f64);
        let place = |(i, j): (f64, f64)| plane.at([i * most[0] / steps[0], j * most[1] / steps[1]]);
        let values: Vec<Option<f64>> =
            self.corners.iter().map(|corner| corner.map(|corner| corner.success)).collect();
        let grid = Grid { width: self.n_across() as u32, values: &values };
        let known = || values.iter().copied().flatten();
        let (low, high) = (known().fold(1.0, f64::min), known().fold(0.0, f64::max));
        let percents: Vec<f64> = ticks(low, high, LINES + 2).into_iter().map(|level| 100.0 * level).collect();
        let numbers = text::ticks(&percents);
        let mut contours = Vec::new();
        for (percent, number) in percents.iter().zip(numbers).rev() {
            let contour = |points: Vec<(f64, f64)>| Contour {
                class: "n s-exact w3",
                text_class: "small",
                number: number.clone(),
                points: points.into_iter().map(place).collect(),
            };
            contours.extend(grid.lines(percent / 100.0).into_iter().map(contour));
        }
        contours
    }

    /// Around each corner, where it is clicked and what it says.
    fn areas(&self, plane: &Plane) -> Vec<Mark> {
        let steps = (self.n_across() - 1).max(1) as f64;
        let edge = plane.side / steps;
        let area = |(corner, key): (&Option<Corner>, u32)| {
            let middle = plane.at(self.budgets_of(key));
            let (left, top) = (middle.x - edge / 2.0, middle.y - edge / 2.0);
            // What reaches beyond the square is cut off.
            let (from_x, to_x) = (left.max(plane.x.range.0), (left + edge).min(plane.x.range.1));
            let (from_y, to_y) = (top.max(plane.y.range.1), (top + edge).min(plane.y.range.0));
            let area = Mark::rect("hit", at(from_x, from_y), to_x - from_x, to_y - from_y, 0.0);
            (*corner).map(|corner| area.with_key(key).with_title(self.title(&corner, key)))
        };
        self.corners.iter().zip(0..).filter_map(area).collect()
    }

    fn title(&self, corner: &Corner, key: u32) -> String {
        let [first, second] = self.budgets_of(key).map(text::calls);
        let [worth, worth_mcts] = corner.prices.map(text::price);
        let success = text::success(corner.success);
        fill(self.words.surface_corner(), &[&first, &second, &success, &worth, &worth_mcts])
    }

    fn label(&self) -> String {
        let mut known = self.corners.iter().flatten();
        let (Some(least), Some(most)) = (known.next(), known.next_back()) else { return String::new() };
        let [first, second] = self.budgets_of(self.corners.len() as u32 - 1).map(text::calls);
        let [none, all] = [least.success, most.success].map(text::percent_number);
        fill(self.words.surface_label(), &[&none, &all, &first, &second])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(n_cells: usize) -> CallsMap {
        // Calls of the first fall to the right, those of the second upwards.
        let cell = |key: u32| {
            let [i, j] = [key % 6, key / 6].map(f64::from);
            Cell { success: 0.5, calls: [1.0 - i / 6.0, 1.5 - j / 4.0] }
        };
        CallsMap {
            words: Words::ENGLISH,
            max: 0.6,
            n: 6,
            cells: (0..36).map(cell).take(n_cells).collect(),
            n_tried: 2,
            losses: vec![0.1, 0.0, 0.3],
            current: [0.1, 0.5],
        }
    }

    #[test]
    fn a_cell_has_the_colour_of_whom_it_calls_more_and_says_its_numbers() {
        let drawing = map(36).draw(400.0);
        let cells: Vec<&Mark> = drawing.marks.iter().filter(|mark| mark.key.is_some()).collect();
        assert_eq!(cells.len(), 36);
        assert_eq!((&*cells[0].class, &*cells[30].class), ("f-gow", "f-askw"));
        let title = cells[7].title.as_deref().unwrap();
        assert_eq!(
            title,
            "0.150 and 0.150: 0.83 discounted calls of the better model, 1.25 of MCTS, discounted success 50.0\u{2009}%; the paper’s rule is worth \
             0.100 less"
        );
        assert_eq!(drawing.count("f-rule"), 2 + 1, "two losses and the key");
    }

    #[test]
    fn lines_of_equal_calls_are_numbered_once_all_is_there() {
        let whole = map(36).draw(400.0);
        assert!(whole.count("s-ask") > 2 && whole.count("s-go") > 2);
        assert!(whole.count("t-ask") > 1);
        assert_eq!(crate::figure::clear::collisions(&whole), Vec::<String>::new());
        let part = map(20).draw(400.0);
        assert!(part.count("s-ask") > 1);
        assert_eq!(part.count("t-ask"), 0);
    }

    #[test]
    fn the_surface_has_its_lines_its_corners_and_what_is_looked_at() {
        let corner = |key: u32| {
            let [i, j] = [key % 3, key / 3].map(f64::from);
            Some(Corner { success: 0.2 + 0.1 * (i + j), prices: [0.1, 0.05] })
        };
        let surface = BudgetSurface {
            words: Words::ENGLISH,
            budgets: [vec![0.0, 0.5, 1.0], vec![0.0, 1.0, 2.0]],
            corners: (0..9).map(corner).collect(),
            current: [0.5, 2.0],
        };
        assert_eq!(surface.budgets_of(7), [0.5, 2.0]);
        let drawing = surface.draw(400.0);
        let corners: Vec<&Mark> = drawing.marks.iter().filter(|mark| mark.key.is_some()).collect();
        assert_eq!(corners.len(), 9);
        assert_eq!(
            corners[7].title.as_deref(),
            Some(
                "at most 0.50 and 2.00 discounted calls: discounted success 50.0\u{2009}%; one more call is worth 0.100 or 0.050"
            )
        );
        assert!(drawing.count("s-exact") > 4);
        assert_eq!(crate::figure::clear::collisions(&drawing), Vec::<String>::new());
        assert_eq!(
            drawing.label,
            "Discounted success over both budgets: 20.0 percent without a call, 60.0 percent with at most 1.00 discounted calls of the better \
             model and 2.00 of MCTS."
        );
    }
}
