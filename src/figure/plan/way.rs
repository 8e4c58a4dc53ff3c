//! The agent's way: out of a door, along a lane of the corridor, through the next door.

use super::super::glyph;
use super::super::mark::{Anchor, Mark, Point, at};
use super::super::path::{distance, path_rounded};
use super::super::text;
use super::house::{House, Place, Side};
use super::{Plan, Step};

/// With more stays than this the way is told in badges.
const MOST_STOPS: usize = 6;
/// With more stays in one room than this, too.
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

/// The marks of the way: lines first, then stops, then stars.
pub(super) fn marks(plan: &Plan, house: &House) -> Vec<Mark> {
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
        legs.push(Mark::path(leg_class(asked, from.last > now, counted), path_rounded(route, 7.0)));
        if asked && let (Some(a), Some(b)) = (route.first(), route.get(1)) {
            stars.push(star(*a, *b));
        }
    }
    stars.extend(stays.iter().flat_map(|stay| still_stars(stay, plan)));
    let stops = if counted { badges(&stays, house) } else { numbers(&stays, now) };
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
        let x = (place.door + spread).min(place.area.right - 10.0).max(place.stops_left() + 8.0);
        stay.stop = at(x, place.stop_y());
    }
}

/// Each leg has a lane of the corridor and a place in both doors of its own, so that no two run on one line.
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
        let mut route = end_of_leg(from.stop, a, out, lane);
        let mut back = end_of_leg(to.stop, b, into, lane);
        back.reverse();
        route.extend(back);
        routes.push(route);
    }
    routes
}

/// From a stop to the lane: aside to the door's line, and through.
fn end_of_leg(stop: Point, place: &Place, door: f64, lane: f64) -> Vec<Point> {
    if place.side == Side::Corridor {
        return vec![stop, at(stop.x, lane)];
    }
    // A leg that begins right over its stop needs no step aside.
    let start = if (stop.x - door).abs() < 8.0 { at(door, stop.y) } else { stop };
    let mut points = vec![start];
    if start.x != door {
        points.push(at(door, stop.y));
    }
    points.push(at(door, lane));
    points
}

fn star(from: Point, toward: Point) -> Mark {
    let length = distance(from, toward).max(1e-9);
    let step = (18.0_f64).min(length);
    let t = step / length;
    let centre = at(from.x + (toward.x - from.x) * t, from.y + (toward.y - from.y) * t);
    glyph::star("f-ask s-paper w3", centre, 8.5)
}

/// Stars of calls that did not leave the room stand left of the stop.
fn still_stars(stay: &Stay, plan: &Plan) -> Option<Mark> {
    let mut steps = plan.steps.get(stay.first..=stay.last)?.iter();
    let asked = steps.any(|s| s.asked && s.to == s.room);
    asked.then(|| glyph::star("f-ask s-paper w3", at(stay.stop.x + 9.0, stay.stop.y - 9.0), 7.0))
}

fn numbers(stays: &[Stay], now: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    for stay in stays {
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

fn badges(stays: &[Stay], house: &House) -> Vec<Mark> {
    let mut marks = Vec::new();
    for room in 0..house.places.len() {
        let own: Vec<&Stay> = stays.iter().filter(|s| s.room == room).collect();
        let Some(first) = own.first() else { continue };
        let acts: u32 = own.iter().map(|s| s.acts).sum();
        if acts == 0 {
            marks.push(Mark::circle("f-paper s-go w4", first.stop, 4.5));
            continue;
        }
        let words = format!("{acts}×");
        let width = text::width(&words, 11.5) + 9.0;
        let corner = at(first.stop.x - width / 2.0, first.stop.y - 8.5);
        marks.push(Mark::rect("f-ink", corner, width, 17.0, 8.5));
        let middle = at(first.stop.x, first.stop.y + 4.2);
        marks.push(Mark::text("b t-paper", middle, Anchor::Middle, words));
    }
    marks
}
