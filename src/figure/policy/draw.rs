//! Marks of view B.

use crate::language::{Words, fill};
use std::collections::BTreeSet;

use super::super::mark::{Anchor, Drawing, Mark, at};
use super::super::place::{Area, Field, Label};
use super::super::{Act, glyph, text};
use super::layout::{Layout, Margins, layout};
use super::moves::{Curve, Obstacle, Style, routed};
use super::{Column, Move, Policy, State, Weight};

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
        let names = self.rows.iter().map(|row| text::width(row, 11.5)).fold(20.0, f64::max);
        let margins = Margins {
            left: names + 10.0,
            top: if narrow { 20.0 } else { 30.0 },
            right: END_ROOM,
            bottom: 2.0,
        };
        let headings: Vec<f64> = self.columns.iter().map(|c| c.heading_width(narrow) + 6.0).collect();
        let grid = layout(self, width, if narrow { 290.0 } else { 268.0 }, margins, &headings);
        let mut field = self.obstacles(&grid, width);
        let mut marks = self.frame_marks(&grid, narrow, width);
        marks.extend(self.wash(&grid));
        marks.extend(self.move_marks(&grid, &mut field));
        marks.extend(self.end_marks(&grid, &mut field, width));
        marks.extend(self.states.iter().filter_map(|state| self.state_mark(state, &grid)));
        marks.extend(self.pointer(&grid));
        let unnamed = self.name_marks(&grid, &mut field, &mut marks);
        let key_height = if unnamed.is_empty() { 0.0 } else { 20.0 };
        marks.extend(key_marks(self.words, &unnamed, grid.height + 14.0, margins.left));
        Drawing {
            class: "fig-policy".into(),
            width,
            height: grid.height + key_height,
            label: self.aria_label(),
            marks,
        }
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

    fn frame_marks(&self, grid: &Layout, narrow: bool, width: f64) -> Vec<Mark> {
        let mut marks = Vec::new();
        let top = grid.row_edges.first().copied().unwrap_or(0.0);
        for (i, column) in self.columns.iter().enumerate() {
            let x = grid.column_centre(i);
            if i % 2 == 1
                && let (Some(left), Some(right)) = (grid.column_edges.get(i), grid.column_edges.get(i + 1))
            {
                marks.push(Mark::rect(
                    "f-wash o75",
                    at(*left, top),
                    right - left,
                    grid.height - top - 2.0,
                    0.0,
                ));
            }
            if narrow {
                marks.push(Mark::text("tick", at(x, 13.0), Anchor::Middle, column.short.clone()));
            } else {
                let lines: Vec<&str> = column.label.split('\n').collect();
                // One line stands at the bottom, next to its column.
                let first = if lines.len() > 1 { 11.0 } else { 23.0 };
                for (line, y) in lines.into_iter().zip([first, first + 12.0]) {
                    marks.push(Mark::text("tick", at(x, y), Anchor::Middle, line.to_owned()));
                }
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

    fn obstacles(&self, grid: &Layout, width: f64) -> Field {
        let left = grid.column_edges.first().copied().unwrap_or(0.0) - 2.0;
        let top = grid.row_edges.first().copied().unwrap_or(0.0);
        let mut field = Field::new(Area { left, top, right: width, bottom: grid.height });
        for state in &self.states {
            if let Some(centre) = grid.centres.get(&state.id) {
                let half = if state.changed { grid.ring } else { grid.radius };
                field.take(Area::around(*centre, half));
            }
        }
        field
    }

    /// Thin moves first, then the refused one, then the episode's own, so that what matters lies on top.
    fn move_marks(&self, grid: &Layout, field: &mut Field) -> Vec<Mark> {
        let others = self.rims(grid);
        let pairs: BTreeSet<(u32, u32)> = self.moves.iter().map(|m| (m.from, m.to)).collect();
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
                let curve = routed(*from, *to, &others, grid.rows(), pairs.contains(&(m.to, m.from)));
                let style = self.style(m, grid.radius);
                field.avoid_path(&curve.points(), if weight == Weight::Chosen { 0.12 } else { 0.6 });
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

    /// With many states the thin moves of all of them would be a thicket: only those of the states the reader looks
    /// at are drawn, which are the selected one, the one under the pointer, and the changed ones.
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

    /// How far from a state's centre a line begins: outside its ring.
    fn rim(&self, id: u32, grid: &Layout) -> f64 {
        let is_changed = self.state(id).is_some_and(|s| s.changed);
        if is_changed { grid.ring + 2.0 } else { grid.radius + 1.5 }
    }

    fn rims(&self, grid: &Layout) -> Vec<Obstacle> {
        let rim = |s: &State| Some((*grid.centres.get(&s.id)?, self.rim(s.id, grid) - 1.5));
        self.states.iter().filter_map(rim).collect()
    }

    fn end_marks(&self, grid: &Layout, field: &mut Field, width: f64) -> Vec<Mark> {
        let Some((end, last)) = self.end.and_then(|end| Some((end, grid.centres.get(&end.after)?))) else {
            return Vec::new();
        };
        let radius = grid.radius.max(7.0);
        let centre = at(width - radius - 2.0, last.y);
        let others = self.rims(grid);
        let curve: Curve = routed(*last, centre, &others, grid.rows(), false);
        let asks = self.state(end.after).is_some_and(|s| s.act == Act::Ask);
        let style = Style {
            line: if asks { "n s-ask w5" } else { "n s-go w5" },
            head: if asks { "f-ask" } else { "f-go" },
            head_px: 5.0,
        };
        field.avoid_path(&curve.points(), 0.6);
        field.take(Area::around(centre, radius + 1.0));
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
        let foot = c.y - grid.ring - 3.0;
        let points = vec![at(c.x - 6.0, foot - 7.0), at(c.x + 6.0, foot - 7.0), at(c.x, foot)];
        Some(Mark::polygon("pointer f-ink s-paper w1", points))
    }

    /// Names one mark of each kind where there is room; gives back the kinds that found none.
    fn name_marks(&self, grid: &Layout, field: &mut Field, marks: &mut Vec<Mark>) -> Vec<Act> {
        if let Some(pointer) = self.hovered.or(self.selected).and_then(|id| grid.centres.get(&id)) {
            field.take(Area::around(at(pointer.x, pointer.y - grid.ring - 6.5), 6.0));
        }
        let changed = Label::new(self.words.mark_changed(), "halo small strong", 10.5).leaning(Anchor::End);
        marks.extend(self.named(&changed, grid, field, |s| s.changed));
        let kinds = [
            (Act::Ask, Label::new(self.words.mark_ask(), "halo small b t-ask", 10.5)),
            (Act::GoOn, Label::new(self.words.mark_go_on(), "halo small b t-go", 10.5)),
            (Act::NeverSeen, Label::new(self.words.mark_never_seen(), "halo tick", 10.5)),
        ];
        let mut unnamed = Vec::new();
        for (act, label) in kinds {
            if !self.states.iter().any(|s| s.act == act) {
                continue;
            }
            let found = self.named(&label, grid, field, |s| s.act == act);
            if found.is_empty() {
                unnamed.push(act);
            }
            marks.extend(found);
        }
        unnamed
    }

    fn named(
        &self,
        label: &Label,
        grid: &Layout,
        field: &mut Field,
        is_meant: impl Fn(&State) -> bool,
    ) -> Vec<Mark> {
        let clear = grid.ring + 3.0;
        for most in [1.0, 6.0, 14.0] {
            for state in self.states.iter().rev().filter(|s| is_meant(s)) {
                let Some(centre) = grid.centres.get(&state.id) else { continue };
                if let Some(spot) = field.place(label, *centre, clear, most) {
                    return label.marks(spot);
                }
            }
        }
        Vec::new()
    }
}

impl Column {
    fn heading_width(&self, narrow: bool) -> f64 {
        let words = if narrow { &self.short } else { &self.label };
        words.split('\n').map(|line| text::width(line, 10.5)).fold(0.0, f64::max)
    }
}

/// A line under the graph that names the kinds no label fitted.
fn key_marks(w: Words, kinds: &[Act], y: f64, left: f64) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut x = left + 6.0;
    for kind in kinds {
        let words = match kind {
            Act::Ask => w.mark_ask(),
            Act::GoOn => w.mark_go_on(),
            Act::NeverSeen => w.mark_never_seen(),
        };
        marks.extend(glyph::act(*kind, at(x, y - 4.0), 6.0));
        marks.push(Mark::text("tick", at(x + 11.0, y), Anchor::Start, words));
        x += 11.0 + text::width(words, 10.5) + 22.0;
    }
    marks
}
