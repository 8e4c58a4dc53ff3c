//! Marks of view B.

use crate::language::fill;
use std::collections::BTreeSet;

use super::super::key::{Entry, Sign, key};
use super::super::mark::{Anchor, Drawing, Mark, at};
use super::super::{Act, glyph, text};
use super::headings::Headings;
use super::layout::{Layout, Margins, layout};
use super::moves::{Curve, Obstacle, Style, routed};
use super::{Move, Policy, State, Weight};

/// Under this width columns have their short names.
const NARROW_BELOW: f64 = 420.0;
/// Over this many states most thin moves are left out.
const MANY_STATES: usize = 40;
/// Room for the end mark right of the last column.
const END_ROOM: f64 = 30.0;

impl Policy {
    /// The drawing at a width in pixels. Each state's mark has its number as key.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let width = width.max(240.0);
        let narrow = width < NARROW_BELOW;
        let names = self.rows.iter().map(|row| text::width_of(row, "strong")).fold(20.0, f64::max);
        let headings = Headings::new(&self.columns, narrow);
        let mut margins =
            Margins { left: names + 10.0, top: headings.height(1), right: END_ROOM, bottom: 2.0 };
        let mut height = if narrow { 290.0 } else { 268.0 };
        let mut grid = layout(self, width, height, margins, &headings.widths());
        let levels = headings.levels(&grid, width);
        let n_levels = levels.iter().map(|level| level + 1).max().unwrap_or(1);
        if n_levels > 1 {
            margins.top = headings.height(n_levels);
            height += margins.top - headings.height(1);
            grid = layout(self, width, height, margins, &headings.widths());
        }
        let mut marks = headings.marks(&grid, &levels, width);
        marks.extend(self.frame_marks(&grid, width));
        marks.extend(self.wash(&grid));
        marks.extend(self.move_marks(&grid));
        marks.extend(self.end_marks(&grid, width));
        marks.extend(self.states.iter().filter_map(|state| self.state_mark(state, &grid)));
        marks.extend(self.pointer(&grid));
        let foot = grid.height + 6.0;
        let (key, key_height) = key(&self.entries(), (0.0, width), foot);
        marks.extend(key);
        let height = if key_height > 0.0 { foot + key_height } else { grid.height };
        Drawing { class: "fig-policy".into(), width, height, label: self.aria_label(), marks }
            .with_decimals(self.words)
    }

    /// The key names every kind of mark, whether or not the policy has it here: so it stands still.
    fn entries(&self) -> Vec<Entry> {
        if self.states.is_empty() {
            return Vec::new();
        }
        vec![
            Entry::new(Sign::Act(Act::Ask), self.words.mark_ask()),
            Entry::new(Sign::Act(Act::GoOn), self.words.mark_go_on()),
            Entry::new(Sign::Act(Act::NeverSeen), self.words.mark_one_way()),
            Entry::new(Sign::Circle("f-paper s-ink w4", 6.0), self.words.mark_changed()),
        ]
    }

    fn aria_label(&self) -> String {
        let count = |act: Act| self.states.iter().filter(|s| s.act == act).count();
        fill(
            self.words.policy_label(),
            &[
                &self.name,
                &self.states.len(),
                &count(Act::Ask),
                &count(Act::GoOn),
                &count(Act::NeverSeen),
                &self.changed(),
            ],
        )
    }

    fn state(&self, id: u32) -> Option<&State> {
        self.states.iter().find(|s| s.id == id)
    }

    fn frame_marks(&self, grid: &Layout, width: f64) -> Vec<Mark> {
        let mut marks = Vec::new();
        let top = grid.row_edges.first().copied().unwrap_or(0.0);
        for i in (1..self.columns.len()).step_by(2) {
            if let (Some(left), Some(right)) = (grid.column_edges.get(i), grid.column_edges.get(i + 1)) {
                let corner = at(*left, top);
                marks.push(Mark::rect("f-wash o75", corner, right - left, grid.height - top - 2.0, 0.0));
            }
        }
        let left = grid.column_edges.first().copied().unwrap_or(0.0);
        let selected_row = self.selected.and_then(|id| self.state(id)).map(|s| s.row as usize);
        for (i, row) in self.rows.iter().enumerate() {
            let y = grid.row_centre(i);
            marks.push(Mark::line("n s-line w1 d1", at(left, y), at(width - END_ROOM, y)));
            let class = if selected_row == Some(i) { "strong" } else { "" };
            marks.push(Mark::text(class, at(left - 8.0, y + 4.0), Anchor::End, row.clone()));
        }
        marks
    }

    fn wash(&self, grid: &Layout) -> Option<Mark> {
        let state = self.state(self.selected?)?;
        let c = grid.centres.get(&state.id)?;
        let class = match state.act {
            Act::Ask => "f-askw",
            Act::GoOn => "f-gow",
            Act::NeverSeen => "f-wash",
        };
        let half = grid.ring + 5.0;
        Some(Mark::rect(class, at(c.x - half, c.y - half), 2.0 * half, 2.0 * half, 4.0))
    }

    /// Thin moves first, then the refused one, then the episode's own, so that what matters lies on top.
    fn move_marks(&self, grid: &Layout) -> Vec<Mark> {
        let others = self.rims(grid);
        let mut pairs = BTreeSet::new();
        // One at a time: a set made of a list is sorted by code that no other place shares.
        self.moves.iter().for_each(|m| _ = pairs.insert((m.from, m.to)));
        let mut drawn = BTreeSet::new();
        let mut layers = [Vec::new(), Vec::new(), Vec::new()];
        for weight in [Weight::Own, Weight::Refused, Weight::Chosen] {
            for m in self.moves.iter().filter(|m| m.weight == weight && self.is_drawn(m)) {
                let (Some(from), Some(to)) = (grid.centres.get(&m.from), grid.centres.get(&m.to)) else {
                    continue;
                };
                if m.from == m.to || !drawn.insert((m.from, m.to, m.act == Act::Ask)) {
                    continue;
                }
                let curve = routed(*from, *to, &others, grid.cells(), pairs.contains(&(m.to, m.from)));
                let style = self.style(m, grid.radius);
                let layer = match weight {
                    Weight::Chosen => 0,
                    Weight::Refused => 1,
                    Weight::Own => 2,
                };
                if let Some(layer) = layers.get_mut(layer) {
                    layer.extend(curve.marks((self.rim(m.from, grid), self.rim(m.to, grid)), style));
                }
            }
        }
        layers.into_iter().flatten().collect()
    }

    /// True if a move is drawn. With many states the thin moves of all of them would be a thicket. Then only the
    /// moves of the selected state, the state under the pointer and the changed states are drawn.
    fn is_drawn(&self, m: &Move) -> bool {
        m.weight != Weight::Chosen
            || self.states.len() <= MANY_STATES
            || [self.selected, self.hovered].contains(&Some(m.from))
            || self.state(m.from).is_some_and(|s| s.changed)
    }

    fn style(&self, m: &Move, radius: f64) -> Style {
        let shrink = (radius / 9.0).max(0.6);
        let asks = m.act == Act::Ask;
        let is_pointed_at = Some(m.from) == self.hovered;
        match m.weight {
            Weight::Own => Style {
                line: if asks { "n s-ask w5" } else { "n s-go w5" },
                head: if asks { "f-ask" } else { "f-go" },
                head_px: 7.6 * shrink,
            },
            Weight::Refused => Style {
                line: if asks { "n s-ask w2 d3" } else { "n s-go w2 d3" },
                head: if asks { "f-ask" } else { "f-go" },
                head_px: 6.6 * shrink,
            },
            Weight::Chosen if is_pointed_at => Style {
                line: if asks { "n s-ask w3" } else { "n s-go w3" },
                head: if asks { "f-ask" } else { "f-go" },
                head_px: 6.6 * shrink,
            },
            Weight::Chosen => Style {
                line: if asks { "n s-ask w1 o5" } else { "n s-go w1 o5" },
                head: if asks { "f-ask o5" } else { "f-go o5" },
                head_px: 6.2 * shrink,
            },
        }
    }

    /// The distance from a state's centre at which a line begins, in pixels: outside its ring.
    fn rim(&self, id: u32, grid: &Layout) -> f64 {
        let is_changed = self.state(id).is_some_and(|s| s.changed);
        if is_changed { grid.ring + 2.0 } else { grid.radius + 1.5 }
    }

    fn rims(&self, grid: &Layout) -> Vec<Obstacle> {
        let rim = |s: &State| Some((*grid.centres.get(&s.id)?, self.rim(s.id, grid) - 1.5));
        self.states.iter().filter_map(rim).collect()
    }

    fn end_marks(&self, grid: &Layout, width: f64) -> Vec<Mark> {
        let Some((end, last)) = self.end.and_then(|end| Some((end, grid.centres.get(&end.after)?))) else {
            return Vec::new();
        };
        let radius = grid.radius.max(7.0);
        let centre = at(width - radius - 2.0, last.y);
        let others = self.rims(grid);
        let curve: Curve = routed(*last, centre, &others, grid.cells(), false);
        let asks = self.state(end.after).is_some_and(|s| s.act == Act::Ask);
        let style = Style {
            line: if asks { "n s-ask w5" } else { "n s-go w5" },
            head: if asks { "f-ask" } else { "f-go" },
            head_px: 5.0,
        };
        let mut marks = curve.marks((self.rim(end.after, grid), radius + 2.0), style);
        marks.extend(glyph::outcome(end.outcome, centre, radius));
        marks
    }

    fn state_mark(&self, state: &State, grid: &Layout) -> Option<Mark> {
        let centre = *grid.centres.get(&state.id)?;
        let mut marks = Vec::with_capacity(5);
        if state.changed {
            marks.push(Mark::circle("ring f-paper s-ink w4", centre, grid.ring));
        }
        marks.extend(glyph::act(state.act, centre, grid.radius));
        marks.push(Mark::circle("rim", centre, grid.ring));
        marks.push(Mark::circle("hit", centre, (grid.radius + 4.0).max(9.0)));
        Some(Mark::group("state", marks).with_key(state.id).with_title(state.title.clone()))
    }

    fn pointer(&self, grid: &Layout) -> Option<Mark> {
        let id = self.hovered.or(self.selected)?;
        let c = grid.centres.get(&id)?;
        let (foot, tall) = (c.y - grid.ring - 3.0, 7.0);
        // In the first row it would reach into the headings, so it points up from below.
        let (foot, tall) =
            if foot - tall < grid.rows().0 - 2.0 { (c.y + grid.ring + 3.0, -tall) } else { (foot, tall) };
        let points = vec![at(c.x - 6.0, foot - tall), at(c.x + 6.0, foot - tall), at(c.x, foot)];
        Some(Mark::polygon("pointer f-ink s-paper w1", points))
    }
}
