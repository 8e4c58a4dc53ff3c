//! The agent's way: out of a door, along a lane of the corridor, through the next door.

use super::super::glyph;
use super::super::mark::{Anchor, Mark, Point, at};
use super::super::path::{distance, path_rounded};
use super::super::place::{Area, Field};
use super::super::text;
use super::house::{House, Place};
use super::{Plan, Step};

/// The most stays of a way with numbered stops; a way with more stays is told in badges.
const MOST_STOPS: usize = 6;
/// The most stays in one room of a way with numbered stops.
const MOST_STOPS_IN_ROOM: usize = 2;

/// Steps in one room without a break.
struct Stay {
    room: usize,
    /// Steps of the stay, from 0.
    first: usize,
    last: usize,
    /// The last step that is no move.
    last_act: Option<usize>,
    acts: u32,
    stop: Point,
}

/// The marks of the way: lines first, then stops, then stars. What they cover is taken from the field.
pub(super) fn marks(plan: &Plan, house: &House, field: &mut Field) -> Vec<Mark> {
    let mut stays = stays(&plan.steps, house);
    let counted = is_counted(&stays);
    put_stops(&mut stays, house, counted);
    let now = plan.selected.map_or(usize::MAX, |s| s as usize);
    let mut legs = Vec::new();
    let mut stars = Vec::new();
    let routes = routes(&stays, house);
    for (pair, route) in stays.windows(2).zip(&routes) {
        let [from, _] = pair else { continue };
        let asked = plan.steps.get(from.last).is_some_and(|s| s.asked);
        field.avoid_path(route, 3.0);
        legs.push(Mark::path(leg_class(asked, from.last > now, counted), path_rounded(route, 7.0)));
        if asked {
            stars.extend(star(route, &stays, field));
        }
    }
    stars.extend(stays.iter().flat_map(|stay| still_stars(stay, plan, field)));
    let stops = if counted { badges(&stays, house, field) } else { numbers(&stays, now, field) };
    legs.into_iter().chain(stops).chain(stars).collect()
}

fn leg_class(asked: bool, later: bool, counted: bool) -> &'static str {
    match (asked, later, counted) {
        (true, false, _) => "n s-ask w5",
        (true, true, _) => "n s-ask w5 o5",
        (false, false, false) => "n s-go w4",
        (false, false, true) => "n s-go w3",
        (false, true, _) => "n s-go w3 o5",
    }
}

fn stays(steps: &[Step], house: &House) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    let is_room = |room: u32| (room as usize) < house.places.len();
    for (i, step) in steps.iter().enumerate().filter(|(_, s)| is_room(s.room) && is_room(s.to)) {
        let room = step.room as usize;
        match stays.last_mut() {
            Some(stay) if stay.room == room => stay.last = i,
            _ => {
                stays.push(Stay { room, first: i, last: i, last_act: None, acts: 0, stop: Point::default() })
            }
        }
        if let Some(stay) = stays.last_mut().filter(|_| step.to == step.room) {
            stay.last_act = Some(i);
            stay.acts += 1;
        }
        if step.to != step.room && i + 1 == steps.len() {
            let (room, first) = (step.to as usize, i + 1);
            stays.push(Stay { room, first, last: first, last_act: None, acts: 0, stop: Point::default() });
        }
    }
    stays
}

fn is_counted(stays: &[Stay]) -> bool {
    let in_room = |room: usize| stays.iter().filter(|s| s.room == room).count();
    stays.len() > MOST_STOPS || stays.iter().any(|s| in_room(s.room) > MOST_STOPS_IN_ROOM)
}

/// Numbered stops of one room stand side by side; a counted room has one.
fn put_stops(stays: &mut [Stay], house: &House, counted: bool) {
    let rooms: Vec<usize> = stays.iter().map(|s| s.room).collect();
    for (i, stay) in stays.iter_mut().enumerate() {
        let Some(place) = house.places.get(stay.room) else { continue };
        let of = rooms.iter().filter(|r| **r == stay.room).count();
        let nth = rooms.iter().take(i).filter(|r| **r == stay.room).count();
        let spread = if counted { 0.0 } else { (nth as f64 - (of - 1) as f64 / 2.0) * 18.0 };
        stay.stop = at(place.door + spread, place.stop_y());
    }
}

/// The routes between stays. Each leg has a lane of the corridor and a place in both doors of its own, so that no two
/// run on one line.
fn routes(stays: &[Stay], house: &House) -> Vec<Vec<Point>> {
    let legs = stays.len().saturating_sub(1);
    let passes = |room: usize| {
        let ends = |pair: &[Stay]| pair.iter().filter(|s| s.room == room).count();
        stays.windows(2).map(ends).sum::<usize>()
    };
    let mut used = vec![0_usize; house.places.len()];
    let mut routes = Vec::with_capacity(legs);
    for (i, pair) in stays.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        let (Some(a), Some(b)) = (house.places.get(from.room), house.places.get(to.room)) else { continue };
        let lane_gap = house.corridor.height() / (legs + 1) as f64;
        let lane = house.corridor.top + lane_gap * (i + 1) as f64;
        let mut door = |place: &Place, room: usize| {
            let of = passes(room);
            let nth = used.get(room).copied().unwrap_or(0);
            if let Some(n) = used.get_mut(room) {
                *n += 1;
            }
            let gap = (13.0 / of.max(1) as f64).min(5.0);
            place.door + (nth as f64 - (of.max(1) - 1) as f64 / 2.0) * gap
        };
        let (out, into) = (door(a, from.room), door(b, to.room));
        let mut route = end_of_leg(from.stop, out, lane);
        let mut back = end_of_leg(to.stop, into, lane);
        back.reverse();
        route.extend(back);
        routes.push(route);
    }
    routes
}

/// The end of a leg, from a stop to the lane: aside to the door's line, and through.
fn end_of_leg(stop: Point, door: f64, lane: f64) -> Vec<Point> {
    // A leg that begins right over its stop needs no step aside.
    let start = if (stop.x - door).abs() < 8.0 { at(door, stop.y) } else { stop };
    let mut points = vec![start];
    if start.x != door {
        points.push(at(door, stop.y));
    }
    points.push(at(door, lane));
    points
}

/// The star of a call stands on its leg, where no stop is near.
fn star(route: &[Point], stays: &[Stay], field: &mut Field) -> Option<Mark> {
    let is_clear = |p: &Point| stays.iter().all(|stay| distance(stay.stop, *p) >= 17.5);
    let mut places = (9..30).map(|half| along(route, 2.0 * f64::from(half)));
    let centre = places.clone().find(is_clear).or_else(|| places.next())?;
    field.take(Area::around(centre, 9.0));
    Some(glyph::star("f-ask s-paper w3", centre, 8.5))
}

/// The point so many pixels along a line; its end where it is shorter.
fn along(line: &[Point], mut pixels: f64) -> Point {
    for pair in line.windows(2) {
        let [from, to] = pair else { continue };
        let length = distance(*from, *to);
        if pixels <= length && length > 0.0 {
            let t = pixels / length;
            return at(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t);
        }
        pixels -= length;
    }
    line.last().copied().unwrap_or_default()
}

/// Stars of calls that did not leave the room stand at the corner of the stop.
fn still_stars(stay: &Stay, plan: &Plan, field: &mut Field) -> Option<Mark> {
    let mut steps = plan.steps.get(stay.first..=stay.last)?.iter();
    let asked = steps.any(|s| s.asked && s.to == s.room);
    asked.then(|| {
        let centre = at(stay.stop.x + 8.0, stay.stop.y - 10.0);
        field.take(Area::around(centre, 6.0));
        glyph::star("f-ask s-paper w3", centre, 6.0)
    })
}

fn numbers(stays: &[Stay], now: usize, field: &mut Field) -> Vec<Mark> {
    let mut marks = Vec::new();
    for stay in stays {
        field.take(Area::around(stay.stop, 9.0));
        let is_now = (stay.first..=stay.last).contains(&now);
        let Some(act) = stay.last_act else {
            marks.push(Mark::circle("f-paper s-go w4", stay.stop, 4.5));
            continue;
        };
        let ring = if is_now { "f-paper s-go w5" } else { "f-paper s-go w3" };
        marks.push(Mark::circle(ring, stay.stop, 7.5));
        let number = (act + 1).to_string();
        marks.push(Mark::text("tick strong", at(stay.stop.x, stay.stop.y + 3.7), Anchor::Middle, number));
    }
    marks
}

fn badges(stays: &[Stay], house: &House, field: &mut Field) -> Vec<Mark> {
    let mut marks = Vec::new();
    for room in 0..house.places.len() {
        let own: Vec<&Stay> = stays.iter().filter(|s| s.room == room).collect();
        let Some(first) = own.first() else { continue };
        let acts: u32 = own.iter().map(|s| s.acts).sum();
        if acts == 0 {
            field.take(Area::around(first.stop, 6.0));
            marks.push(Mark::circle("f-paper s-go w4", first.stop, 4.5));
            continue;
        }
        let words = format!("{acts}×");
        let width = text::width_of(&words, "b") + 9.0;
        let corner = at(first.stop.x - width / 2.0, first.stop.y - 8.5);
        let (right, bottom) = (corner.x + width, corner.y + 17.0);
        field.take(Area { left: corner.x, top: corner.y, right, bottom }.grown(1.0));
        marks.push(Mark::rect("f-ink", corner, width, 17.0, 8.5));
        let middle = at(first.stop.x, first.stop.y + 4.2);
        marks.push(Mark::text("b t-paper", middle, Anchor::Middle, words));
    }
    marks
}
