//! SAMPLE DATA, made up for looking at the figures during development. No number here is a result.

use askwell::figure::curve::{Baseline, Curve, Key, Previous, Published, Reading, RulePoint, Series, Stop};
use askwell::figure::plan::{Person, Plan, Receptacle, Room, Thing};
use askwell::figure::policy::{Column, Move, Policy, State, Weight};
use askwell::figure::reliability::{Bin, Reliability};
use askwell::figure::roc::{Rates, Roc};
use askwell::figure::slider::{Breakpoint, Slider};
use askwell::figure::trace::{End, Repeat, Trace};
use askwell::figure::why::{AsksFrom, Comparison, PaperComparison, Stretch, Strip, StripRule};
use askwell::figure::{Act, Outcome, plan, policy, trace};
use askwell::language::Words;

fn reading(calls: f64, success: f64) -> Reading {
    Reading { calls, success }
}

/// View A with about as many points as the page has; `fine` gives the frontier ten thousand vertices.
pub(crate) fn curve(fine: bool) -> Curve {
    let corners = [(0.0, 0.299), (0.21, 0.391), (0.5, 0.5), (0.95, 0.601), (1.5, 0.715), (1.78, 0.748)];
    let corners: Vec<Reading> = corners.map(|(c, s)| reading(c, s)).into();
    let frontier = if fine { smooth() } else { corners.clone() };
    let on_line = |i: usize| if fine { frontier[i * 2_000] } else { corners[i] };
    let current = if fine { frontier[6_000] } else { corners[4] };
    let previous = if fine { frontier[4_400] } else { reading(1.2, 0.653) };
    Curve {
        result: String::new(),
        words: Words::ENGLISH,
        x_label: "expected calls per task".to_owned(),
        is_capped: false,
        stops: (1..=5).map(|i| Stop { reading: on_line(i), label: String::new() }).collect(),
        frontier,
        budget: current.calls,
        current,
        previous: Some(Previous { budget: previous.calls, reading: previous }),
        baselines: baselines(),
        rule: [(0.6, 0.74, 0.488, 0.018), (0.5, 1.44, 0.594, 0.012), (0.4, 2.24, 0.686, 0.007)]
            .map(|(price, c, s, success_se)| RulePoint { price, reading: reading(c, s), success_se })
            .into(),
        published: published(),
        key: Key {
            optimum: "exact optimum".to_owned(),
            rule: "paper’s rule".to_owned(),
            baselines: "baselines".to_owned(),
            threshold: "PRM threshold".to_owned(),
            published: "published, n = 40, test tasks".to_owned(),
            ..Key::default()
        },
        ..Curve::default()
    }
}

fn smooth() -> Vec<Reading> {
    let vertex = |i: u32| {
        let t = f64::from(i) / 10_000.0;
        reading(1.78 * t, 0.299 + 0.449 * t * (1.85 - 0.85 * t))
    };
    (0..=10_000).map(vertex).collect()
}

fn baselines() -> Vec<Baseline> {
    let rows = [
        (Series::Never, 0.0, 0.299, 0.005, "never ask", "never ask"),
        (Series::Always, 7.4, 0.691, 0.005, "always\nask", "always\nask"),
        (Series::Random, 1.06, 0.439, 0.006, "random 10 %", ""),
        (Series::Random, 2.81, 0.599, 0.005, "random\n30 %", "random"),
        (Series::Threshold, 0.51, 0.31, 0.007, "PRM threshold,\ntop 10 %", ""),
        (Series::Threshold, 1.41, 0.407, 0.008, "PRM, top 30 %", "PRM\nthreshold"),
    ];
    rows.map(|(series, c, s, success_se, label, short)| Baseline {
        series,
        reading: reading(c, s),
        success_se,
        label: label.to_owned(),
        short: short.to_owned(),
    })
    .into()
}

fn published() -> Vec<Published> {
    let rows = [
        (Series::Never, 0.0, 0.3, (0.0, 0.299), "never"),
        (Series::Always, 7.8, 0.675, (7.4, 0.691), "always"),
        (Series::Random, 1.1, 0.475, (1.06, 0.439), "random 10 %"),
        (Series::Random, 2.9, 0.5, (2.81, 0.599), "random 30 %"),
        (Series::Threshold, 1.0, 0.425, (0.51, 0.31), "PRM top 10 %"),
        (Series::Threshold, 1.8, 0.425, (1.41, 0.407), "PRM top 30 %"),
        (Series::PaperRule, 0.4, 0.475, (0.74, 0.488), "ours, high price"),
        (Series::PaperRule, 1.0, 0.625, (1.44, 0.594), "ours, mid price"),
        (Series::PaperRule, 2.2, 0.6, (2.24, 0.686), "ours, low price"),
    ];
    rows.map(|(series, c, s, comparison, title)| Published {
        series,
        reading: reading(c, s),
        success_se: 0.077,
        counterpart: Some(reading(comparison.0, comparison.1)),
        title: title.to_owned(),
    })
    .into()
}

fn columns() -> Vec<Column> {
    let names = [
        ("nothing\nlooked at", "start"),
        ("one room\nlooked at", "1 room"),
        ("stuck\nthere", "stuck"),
        ("two rooms\nlooked at", "2 rooms"),
        ("book\nin sight", "in sight"),
        ("book\nin hand", "in hand"),
    ];
    names.map(|(label, short)| Column { label: label.to_owned(), short: short.to_owned() }).into()
}

fn rows() -> Vec<String> {
    ["hall", "bath", "laundry", "living", "study", "kitchen", "bedroom"].map(str::to_owned).into()
}

/// View B with 24 states, two cells of which hold two.
pub(crate) fn policy() -> Policy {
    use Act::{Ask, GoOn, NeverSeen};
    let cells = [
        (0, 0, GoOn),
        (1, 0, GoOn),
        (2, 0, GoOn),
        (3, 0, NeverSeen),
        (1, 1, Ask),
        (3, 1, Ask),
        (2, 1, GoOn),
        (6, 1, Ask),
        (1, 2, Ask),
        (3, 2, Ask),
        (6, 2, NeverSeen),
        (2, 3, GoOn),
        (3, 3, Ask),
        (4, 3, GoOn),
        (5, 3, NeverSeen),
        (2, 4, GoOn),
        (1, 4, Ask),
        (4, 4, GoOn),
        (2, 5, GoOn),
        (0, 5, GoOn),
        (6, 5, GoOn),
        (3, 5, Ask),
        (2, 3, Ask),
        (1, 1, GoOn),
    ];
    let own = [(0, 1, GoOn), (1, 4, GoOn), (4, 6, Ask), (6, 15, GoOn), (15, 18, GoOn), (18, 20, GoOn)];
    let chosen = [
        (0, 2, GoOn),
        (2, 15, GoOn),
        (5, 6, Ask),
        (7, 6, Ask),
        (8, 6, Ask),
        (9, 6, Ask),
        (12, 13, Ask),
        (13, 17, GoOn),
        (11, 15, GoOn),
        (16, 15, Ask),
        (17, 19, GoOn),
        (19, 20, GoOn),
        (21, 20, Ask),
        (22, 15, Ask),
        (23, 8, GoOn),
    ];
    let thick = own.map(|(from, to, act)| Move { from, to, act, weight: Weight::Own });
    let thin = chosen.map(|(from, to, act)| Move { from, to, act, weight: Weight::Chosen });
    let refused = Move { from: 4, to: 8, act: GoOn, weight: Weight::Refused };
    Policy {
        words: Words::ENGLISH,
        name: "task 118".to_owned(),
        rows: rows(),
        columns: columns(),
        states: (0_u32..)
            .zip(cells)
            .map(|(id, (row, column, act))| State {
                id,
                row,
                column,
                act,
                changed: [4, 7, 9].contains(&id),
                title: format!("sample state {id}"),
            })
            .collect(),
        moves: thick.into_iter().chain(thin).chain([refused]).collect(),
        selected: Some(4),
        hovered: None,
        end: Some(policy::End { after: 20, outcome: Outcome::Success }),
    }
}

/// View B with 118 states, as in a task the actor wandered through.
pub(crate) fn crowded_policy() -> Policy {
    let kinds = [Act::GoOn, Act::Ask, Act::GoOn, Act::NeverSeen, Act::GoOn];
    let cell = |id: u32| ((id * 11 + id / 7 * 3) % 7, (id * id + 2 * id) % 6);
    let state = |id: u32| {
        let ((row, column), act) = (cell(id), kinds[(id * 7 + id / 5) as usize % 5]);
        State { id, row, column, act, changed: id % 17 == 3, title: format!("sample state {id}") }
    };
    let step = |id: u32| {
        let weight = if id < 7 { Weight::Own } else { Weight::Chosen };
        let act = kinds[(id * 7 + id / 5) as usize % 5];
        let act = if act == Act::NeverSeen { Act::GoOn } else { act };
        Move { from: id, to: if id < 7 { id + 1 } else { (id * 5 + 13) % 118 }, act, weight }
    };
    Policy {
        words: Words::ENGLISH,
        name: "task 7".to_owned(),
        rows: rows(),
        columns: columns(),
        states: (0..118).map(state).collect(),
        moves: (0..118).map(step).collect(),
        selected: Some(2),
        hovered: None,
        end: Some(policy::End { after: 7, outcome: Outcome::Failure }),
    }
}

fn house(steps: &[(u32, u32, bool)], selected: u32) -> Plan {
    use Receptacle::{Bed, Bench, Cabinet, Chair, Couch, Counter, Table};
    let rooms: [(&str, &[Receptacle]); 7] = [
        ("kitchen", &[Counter, Table, Cabinet]),
        ("living", &[Couch]),
        ("study", &[Table, Chair]),
        ("bath", &[Counter, Cabinet]),
        ("bath 2", &[Cabinet]),
        ("bedroom", &[Bed, Table]),
        ("hall", &[Bench]),
    ];
    let room = |(name, receptacles): (&str, &[Receptacle])| Room {
        name: name.to_owned(),
        receptacles: receptacles.to_vec(),
    };
    let step =
        |&(room, to, asked): &(u32, u32, bool)| plan::Step { room, to, asked, shown: u8::from(room == to) };
    Plan {
        words: Words::ENGLISH,
        rooms: rooms.map(room).into(),
        steps: steps.iter().map(step).collect(),
        selected: Some(selected),
        things: vec![
            Thing { room: 4, receptacle: 0, is_meant: true },
            Thing { room: 2, receptacle: 1, is_meant: false },
        ],
        people: vec![Person { room: 2, name: "Mira".to_owned() }],
    }
}

/// The helped way.
pub(crate) fn plan_helped() -> Plan {
    let way = [
        (6, 3, false),
        (3, 3, false),
        (3, 4, true),
        (4, 4, false),
        (4, 4, false),
        (4, 5, false),
        (5, 5, false),
    ];
    house(&way, 2)
}

/// The way of the comparison run without help: it keeps coming back.
pub(crate) fn plan_twin() -> Plan {
    let way = [
        (6, 3, false),
        (3, 3, false),
        (3, 3, false),
        (3, 1, false),
        (1, 1, false),
        (1, 3, false),
        (3, 3, false),
        (3, 3, false),
        (3, 0, false),
        (0, 0, false),
        (0, 3, false),
        (3, 3, false),
        (3, 3, false),
        (3, 1, false),
        (1, 1, false),
    ];
    house(&way, 2)
}

fn steps(rows: &[(f64, &str, bool)]) -> Vec<trace::Step> {
    rows.iter().map(|&(p, label, asked)| trace::Step { p, label: label.to_owned(), asked }).collect()
}

const TWIN: [(f64, &str); 15] = [
    (0.34, "go\nbath"),
    (0.37, "look"),
    (0.19, "look"),
    (0.11, "go\nliving"),
    (0.16, "look"),
    (0.1, "go\nbath"),
    (0.13, "look"),
    (0.08, "look"),
    (0.05, "go\nkitchen"),
    (0.09, "look"),
    (0.05, "go\nbath"),
    (0.07, "look"),
    (0.04, "look"),
    (0.03, "go\nliving"),
    (0.03, "look"),
];

/// The trace of the episode with help.
pub(crate) fn trace_helped() -> Trace {
    let rows = [
        (0.34, "go\nbath", false),
        (0.37, "look", false),
        (0.19, "go\nlaundry", true),
        (0.58, "look", false),
        (0.83, "pick\nbook", false),
        (0.91, "go\nbedroom", false),
        (0.96, "put\nbook", false),
    ];
    Trace {
        whose: String::new(),
        words: Words::ENGLISH,
        steps: steps(&rows),
        end: Some(End {
            outcome: Outcome::Success,
            label: "success in 7 steps, 1 call".to_owned(),
            short: "success, 1 call".to_owned(),
        }),
        slots: 16,
        comparison: (2, TWIN.iter().skip(2).map(|(p, _)| *p).collect()),
        selected: Some(2),
        repeats: Vec::new(),
        has_scrubber: false,
    }
}

/// The trace of the comparison run without help.
pub(crate) fn trace_twin() -> Trace {
    let rows: Vec<(f64, &str, bool)> = TWIN.iter().map(|(p, label)| (*p, *label, false)).collect();
    let repeat = |from, to, label: &str| Repeat { from, to, label: label.to_owned() };
    Trace {
        whose: String::new(),
        words: Words::ENGLISH,
        steps: steps(&rows),
        end: Some(End {
            outcome: Outcome::Failure,
            label: "out of steps, book never seen".to_owned(),
            short: "out of steps".to_owned(),
        }),
        slots: 16,
        comparison: (0, Vec::new()),
        selected: Some(2),
        repeats: vec![repeat(1, 2, ""), repeat(6, 7, "the same room again"), repeat(11, 12, "")],
        has_scrubber: true,
    }
}

/// View D's inequality.
pub(crate) fn comparison() -> (Comparison, PaperComparison) {
    (
        Comparison {
            words: Words::ENGLISH,
            asking: 0.58,
            going_on: 0.5,
            price: 0.1,
            extra_calls: 0.69,
            is_capped: false,
        },
        PaperComparison { words: Words::ENGLISH, price: 0.1, score_gain: 0.5, weighted_calls: 0.79 },
    )
}

/// View D's strips.
pub(crate) fn asks_from() -> AsksFrom {
    let strip = |rule, turn| Strip {
        rule,
        stretches: vec![
            Stretch { from: 0.0, to: turn, act: Act::GoOn },
            Stretch { from: turn, to: 2.0, act: Act::Ask },
        ],
    };
    AsksFrom {
        words: Words::ENGLISH,
        budget: 1.5,
        most: 2.0,
        x_label: "calls per task".to_owned(),
        is_whole: false,
        strips: vec![strip(StripRule::Exact, 1.4), strip(StripRule::Paper, 0.3)],
    }
}

/// The slider with so many breakpoints, denser at small budgets.
pub(crate) fn slider(n: u32) -> Slider {
    let breakpoint = |i: u32| {
        let t = f64::from(i) / f64::from(n);
        let jitter = f64::from(i * 7919 % 101) / 101.0 / f64::from(n);
        Breakpoint { calls: 1.8 * (t + jitter) * (0.35 + 0.65 * t), changes: 1 + (i * 31 % 17) / 6 }
    };
    Slider {
        most: 2.0,
        budget: 1.5,
        previous: Some(1.2),
        breakpoints: (0..n).map(breakpoint).collect(),
        stops: vec![1.78, 0.5, 0.95, 0.21],
        ..Slider::default()
    }
}

/// Shares of failures and successes left to run, as a good PRM gives them.
pub(crate) fn roc() -> Roc {
    let at = |failures: f64| Rates { failures, successes: 1.0 - libm::pow(1.0 - failures, 12.0) };
    let points: Vec<Rates> = (0..=60).map(|i| at(f64::from(i) / 60.0)).collect();
    Roc {
        words: Words::ENGLISH,
        here: points[6],
        points,
        threshold: 0.62,
        n: 1000,
        accuracy: Some(0.897),
        precision: Some(0.79),
        majority: Some(0.7),
        area: Some(0.923),
    }
}

/// Ten bins of a model that is a little too sure of itself.
pub(crate) fn reliability() -> Reliability {
    let counts = [5200, 1400, 700, 420, 330, 310, 400, 620, 1100, 2600];
    let bin = |(index, n): (usize, u32)| {
        let lower = index as f64 / 10.0;
        let said = lower + 0.05;
        Bin { span: (lower, lower + 0.1), n, said, came_true: 0.5 + 0.86 * (said - 0.5) }
    };
    let bins = counts.into_iter().enumerate().map(bin).collect();
    Reliability { words: Words::ENGLISH, bins, brier: 0.079, expected_error: 0.052 }
}
