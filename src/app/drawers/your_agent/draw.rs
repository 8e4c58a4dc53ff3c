//! A task of a log as the page shows it: the curve, the states, an episode, a reason.

use crate::app::drawers::your_agent::message::{LogShown, LogStep, LogWhy, Look};
use crate::figure::curve::{Baseline, Curve, Key, Previous, Reading, Series};
use crate::figure::policy::{self, Column, End, Move, Policy, Weight};
use crate::figure::trace::{self, Trace};
use crate::figure::why::{AsksFrom, Comparison, Stretch, Strip, StripRule};
use crate::figure::{Act, Drawing, Outcome, Span, text};
use crate::language::{Words, counted, counted_with, fill};
use crate::mdp::explain::ActionNumbers;
use crate::mdp::{ActionId, StateId};
use crate::trace::{Analysis, Estimate, LoggedStep, Place, PolicyRow, Way, Why};

/// States that stand one under the other in the figure.
const ROWS_MAX: usize = 8;
/// Steps that have a column of their own; later ones share the last.
const COLUMNS_MAX: u32 = 9;

/// The most calls that buy anything, and a little more.
pub(super) fn budget_max(analysis: &Analysis) -> f64 {
    let last = analysis.curve.points.iter().map(|point| point.0).fold(analysis.report.calls, f64::max);
    ((last * 5.0).ceil() / 5.0).max(0.2)
}

pub(in crate::app) fn show(w: Words, analysis: &Analysis, task: u32, look: Look) -> LogShown {
    let episodes = analysis.episodes_of(task);
    let episode = episodes.get(look.episode as usize).or(episodes.first()).copied().unwrap_or(0);
    let walked = analysis.steps_of(episode);
    let drawn = Drawn::new(analysis.places_of(task));
    let chosen = look.state.filter(|&state| (state as usize) < drawn.places.len());
    let first_call = walked.iter().find(|(_, action)| action.0 > 0).or(walked.first());
    let here = chosen.or_else(|| drawn.place_of(first_call?.0));
    let scene = TaskView {
        w,
        analysis,
        look,
        acting: analysis.acting(),
        walked: &walked,
        drawn: &drawn,
        episode,
        here,
    };
    let point = analysis.point_at(analysis.budget());
    let price = point.map_or(f64::INFINITY, |point| point.price);
    let curve = scene.curve(point.map(|point| Reading { calls: point.usage, success: point.success }));
    let state = here.map(|here| drawn.places[here as usize].state);
    let why = state.map(|state| analysis.why(state));
    LogShown {
        language: w.language(),
        look: Look { state: chosen, ..look },
        budget: analysis.budget(),
        calls: point.map(|point| point.usage),
        success: point.map_or(f64::NAN, |point| point.success),
        price,
        sentence: curve.sentence(),
        curve: curve.draw(look.width),
        policy: scene.policy().draw(look.width),
        changed: scene.changed_words(),
        steps: scene.steps(),
        trace: scene.trace(),
        outcome: scene.outcome(),
        n_episodes: episodes.len() as u32,
        state: here,
        text: state.map_or_else(String::new, |state| analysis.text_of(state).to_owned()),
        tried: why.as_ref().map_or_else(String::new, |why| tried(w, analysis, why)),
        why: why.and_then(|why| scene.why(&why, price)),
    }
}

fn tried(w: Words, analysis: &Analysis, why: &Why) -> String {
    let each = why.seen.iter().enumerate().map(|(action, &n)| {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        match action {
            0 => counted(w.n_times_alone(), n),
            _ => counted_with(w.n_times_action(), n, &[&analysis.action_name(ActionId(action as u8))]),
        }
    });
    fill(w.log_tried(), &[&each.collect::<Vec<_>>().join(", ")])
}

/// The states of a task that the figure has room for.
struct Drawn {
    places: Vec<Place>,
    /// Row and column of each.
    cells: Vec<(u32, u32)>,
    n_left_out: usize,
}

impl Drawn {
    fn new(all: Vec<Place>) -> Self {
        let mut next_row = [0u32; COLUMNS_MAX as usize + 1];
        let n = all.len();
        let (mut places, mut cells) = (Vec::new(), Vec::new());
        for place in all {
            let column = place.depth.min(COLUMNS_MAX);
            let row = &mut next_row[column as usize];
            if (*row as usize) < ROWS_MAX {
                places.push(place);
                cells.push((*row, column));
                *row += 1;
            }
        }
        let n_left_out = n - places.len();
        Self { places, cells, n_left_out }
    }

    fn place_of(&self, state: StateId) -> Option<u32> {
        self.places.iter().position(|place| place.state == state).map(|place| place as u32)
    }
}

/// All that the figures of one task are made from.
struct TaskView<'a> {
    w: Words,
    analysis: &'a Analysis,
    look: Look,
    acting: &'a [Option<ActionId>],
    walked: &'a [(StateId, ActionId)],
    drawn: &'a Drawn,
    episode: u32,
    here: Option<u32>,
}

impl TaskView<'_> {
    fn curve(&self, current: Option<Reading>) -> Curve {
        let (w, analysis) = (self.w, self.analysis);
        let at = |&(calls, success): &(f64, f64)| Reading { calls, success };
        let first = analysis.curve.points.first().map(at).unwrap_or_default();
        let previous = self.look.since.and_then(|budget| {
            let point = analysis.point_at(budget)?;
            Some(Previous { budget, reading: Reading { calls: point.usage, success: point.success } })
        });
        Curve {
            words: w,
            x_label: w.x_calls_episode().to_owned(),
            frontier: analysis.curve.points.iter().map(at).collect(),
            budget: analysis.budget(),
            current: current.unwrap_or(first),
            previous,
            baselines: analysis.results(&[]).policies.iter().filter_map(|row| self.baseline(row)).collect(),
            key: Key {
                optimum: w.key_best_of_log().to_owned(),
                baselines: w.key_other_policies().to_owned(),
                ..Key::default()
            },
            ..Curve::default()
        }
    }

    fn asks(&self, state: StateId) -> bool {
        self.acting.get(state.index()).copied().flatten().is_some_and(|action| action.0 > 0)
    }

    fn act(&self, state: StateId) -> Act {
        let mdp = &self.analysis.file.mdp;
        match self.asks(state) {
            true => Act::Ask,
            false if mdp.actions().all(|action| mdp.available(state, action)) => Act::GoOn,
            false => Act::NeverSeen,
        }
    }

    /// True for each drawn state whose action differs from the one at the earlier budget.
    fn changed(&self) -> Vec<bool> {
        let before = self.look.since.map(|budget| self.analysis.acting_at(budget));
        let changed = |place: &Place| {
            let at = place.state.index();
            before.as_ref().is_some_and(|before| before.get(at) != self.acting.get(at))
        };
        self.drawn.places.iter().map(changed).collect()
    }

    fn changed_words(&self) -> String {
        let (w, left) = (self.w, self.drawn.n_left_out);
        let changed = self.changed().into_iter().filter(|&changed| changed).count();
        let n = self.drawn.places.len();
        match (self.look.since, left) {
            (Some(_), 0) => fill(w.n_of_n_changed(), &[&changed, &n]),
            (Some(_), _) => fill(w.n_of_n_changed_not_drawn(), &[&changed, &n, &left]),
            (None, 0) => counted(w.n_states(), n as u32),
            (None, _) => fill(w.n_states_not_drawn(), &[&n, &left]),
        }
    }

    fn policy(&self) -> Policy {
        let w = self.w;
        let n_rows = self.drawn.cells.iter().map(|cell| cell.0 + 1).max().unwrap_or(1);
        let n_columns = self.drawn.cells.iter().map(|cell| cell.1 + 1).max().unwrap_or(1);
        let column = |column: u32| {
            let name = match column {
                COLUMNS_MAX => fill(w.n_on(), &[&(column + 1)]),
                column => (column + 1).to_string(),
            };
            Column { label: fill(w.column_step(), &[&name]), short: name }
        };
        let changed = self.changed();
        let states = self.drawn.places.iter().zip(&self.drawn.cells).enumerate();
        Policy {
            words: w,
            name: w.the_task().to_owned(),
            rows: vec![String::new(); n_rows as usize],
            columns: (0..n_columns).map(column).collect(),
            states: states
                .map(|(id, (place, &(row, column)))| policy::State {
                    id: id as u32,
                    row,
                    column,
                    act: self.act(place.state),
                    changed: changed[id],
                    title: self.title(place),
                })
                .collect(),
            moves: self.moves(),
            selected: self.here,
            hovered: None,
            end: self.end(),
        }
    }

    fn title(&self, place: &Place) -> String {
        let w = self.w;
        let act = match self.act(place.state) {
            Act::Ask => w.state_asks(),
            Act::GoOn => w.state_goes_on(),
            Act::NeverSeen => w.mark_one_way(),
        };
        let text: String = self.analysis.text_of(place.state).chars().take(160).collect();
        fill(w.log_state_title(), &[&act, &place.visits, &text])
    }

    /// The moves of the episode, and the most likely move of the policy from each state beside it.
    fn moves(&self) -> Vec<Move> {
        let mut moves = Vec::new();
        for pair in self.walked.windows(2) {
            let act = if pair[0].1.0 > 0 { Act::Ask } else { Act::GoOn };
            if let (Some(from), Some(to)) = (self.drawn.place_of(pair[0].0), self.drawn.place_of(pair[1].0)) {
                moves.push(Move { from, to, act, weight: Weight::Own });
            }
        }
        let own: Vec<StateId> = self.walked.iter().map(|step| step.0).collect();
        for (from, place) in
            self.drawn.places.iter().enumerate().filter(|(_, place)| !own.contains(&place.state))
        {
            let Some(action) = self.acting.get(place.state.index()).copied().flatten() else { continue };
            let row = self.analysis.file.mdp.row(place.state, action);
            let next = row.successors.iter().zip(row.probabilities).max_by(|a, b| a.1.total_cmp(b.1));
            if let Some(to) = next.and_then(|(&next, _)| self.drawn.place_of(StateId(next))) {
                moves.push(Move {
                    from: from as u32,
                    to,
                    act: self.act(place.state),
                    weight: Weight::Chosen,
                });
            }
        }
        moves
    }

    fn outcome_of_episode(&self) -> f64 {
        self.analysis.log().episodes.get(self.episode as usize).map_or(0.0, |episode| episode.outcome)
    }

    fn end(&self) -> Option<End> {
        let after = self.drawn.place_of(self.walked.last()?.0)?;
        let is_success = self.outcome_of_episode() >= 0.5;
        Some(End { after, outcome: if is_success { Outcome::Success } else { Outcome::Failure } })
    }

    fn outcome(&self) -> String {
        let log = self.analysis.log();
        let name =
            log.episodes.get(self.episode as usize).map_or("", |episode| log.episode_names.get(episode.name));
        let n_calls = self.walked.iter().filter(|step| step.1.0 > 0).count() as u32;
        let w = self.w;
        let ended = match self.outcome_of_episode() {
            1.0 => w.outcome_success().to_owned(),
            0.0 => w.outcome_failure().to_owned(),
            between => fill(w.outcome_of(), &[&text::number(between, 2)]),
        };
        let steps = counted(w.after_n_steps(), self.walked.len() as u32);
        fill(w.log_episode_ended(), &[&name, &ended, &steps, &counted(w.n_calls(), n_calls)])
    }

    fn steps(&self) -> Vec<LogStep> {
        let step = |&(state, action): &(StateId, ActionId)| LogStep {
            state: self.drawn.place_of(state).unwrap_or(u32::MAX),
            text: self.analysis.text_of(state).chars().take(400).collect(),
            helper: if action.0 > 0 { self.analysis.action_name(action).to_owned() } else { String::new() },
            asks: self.asks(state),
        };
        self.walked.iter().map(step).collect()
    }

    /// The chance of success along the episode, where every step of it says one or its state has one that was learnt.
    fn trace(&self) -> Option<Drawing> {
        let log = self.analysis.log();
        let logged = log.steps(log.episodes.get(self.episode as usize)?);
        let learnt = |state: StateId| self.analysis.file.mdp.p(state, ActionId::NOHELP);
        let step = |(step, &(state, _)): (&LoggedStep, &(StateId, ActionId))| {
            let p = step.p_nohelp().or_else(|| learnt(state))?;
            Some(trace::Step { p, label: String::new(), asked: step.action > 0 })
        };
        let steps: Vec<trace::Step> = logged.iter().zip(self.walked).map(step).collect::<Option<_>>()?;
        let outcome = if self.outcome_of_episode() >= 0.5 { Outcome::Success } else { Outcome::Failure };
        let end = trace::End { outcome, label: String::new(), short: String::new() };
        let selected = self.walked.iter().position(|step| self.drawn.place_of(step.0) == self.here);
        let slots = steps.len() as u32 + 1;
        let selected = selected.map(|step| step as u32);
        Some(
            Trace { words: self.w, steps, end: Some(end), slots, selected, ..Trace::default() }
                .draw(self.look.width),
        )
    }

    fn why(&self, why: &Why, price: f64) -> Option<LogWhy> {
        let w = self.w;
        let alone = why.actions.first().filter(|numbers| numbers.available)?;
        let calls = |numbers: &ActionNumbers| numbers.usage.iter().sum::<f64>();
        let finite = if price.is_finite() { price } else { f64::MAX };
        let worth = |numbers: &ActionNumbers| numbers.success - finite * calls(numbers);
        let helped = why.actions[1..].iter().filter(|numbers| numbers.available);
        let helped = helped.max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
        let comparison = Comparison {
            words: w,
            asking: helped.success,
            going_on: alone.success,
            price,
            extra_calls: calls(helped) - calls(alone),
            is_capped: false,
        };
        let asks = self.asks(why.state);
        let because = match (asks, comparison.asks()) {
            (true, true) => w.call_is_worth_more(),
            (false, false) => w.call_costs_more(),
            _ => w.call_is_worth_its_cost(),
        };
        let verdict = [if asks { w.ask() } else { w.go_on() }, because].join(" ");
        let width = self.look.width.min(420.0);
        Some(LogWhy {
            verdict,
            asks,
            line: line(&comparison, self.analysis.action_name(helped.action)),
            bars: comparison.draw(width),
            strips: self.strips(why, width),
        })
    }

    fn strips(&self, why: &Why, width: f64) -> Drawing {
        let most = budget_max(self.analysis);
        let starts: Vec<(f64, Act)> = why
            .stretches
            .iter()
            .map(|stretch| {
                let asks = stretch.action.is_some_and(|action| action.0 > 0);
                (stretch.usage_from.clamp(0.0, most), if asks { Act::Ask } else { Act::GoOn })
            })
            .collect();
        let ends = starts.iter().skip(1).map(|start| start.0).chain([most]);
        let stretches = starts.iter().zip(ends).map(|(&(from, act), to)| Stretch { from, to, act });
        AsksFrom {
            words: self.w,
            budget: self.analysis.budget(),
            most,
            x_label: self.w.x_calls_an_episode().to_owned(),
            is_whole: false,
            strips: vec![Strip {
                rule: StripRule::Exact,
                stretches: stretches.filter(|s| s.to > s.from).collect(),
            }],
        }
        .draw(width)
    }

    /// A policy as a point, with the error from its interval, where there is one.
    fn baseline(&self, row: &PolicyRow) -> Option<Baseline> {
        let series = match row.way {
            Way::Logged => Series::Random,
            Way::Never => Series::Never,
            Way::Always(_) => Series::Always,
            Way::Best => return None,
        };
        let label = way_name(self.w, row, |action| self.analysis.action_name(action).to_owned());
        let error = |Estimate { interval, .. }: Estimate| {
            interval.map_or(0.0, |(low, high)| (high - low) / (2.0 * text::interval_half(1.0)))
        };
        let reading = Reading { calls: row.calls.value, success: row.success.value };
        Some(Baseline { series, reading, success_se: error(row.success), short: label.clone(), label })
    }
}

/// The inequality, with the name of who would help where there are several.
fn line(comparison: &Comparison, helper: &str) -> Vec<Span> {
    let mut line = comparison.line();
    if helper != "help" {
        line.push(Span::new("small", format!("  ({helper})")));
    }
    line
}

/// The name of a policy, in the language of the page.
pub(in crate::app) fn way_name(
    w: Words,
    row: &PolicyRow,
    action_name: impl Fn(ActionId) -> String,
) -> String {
    match row.way {
        Way::Logged => w.as_logged().to_owned(),
        // Where the log never went on alone, no policy can.
        Way::Never if row.calls.value > 0.0 => w.ask_only_if_forced().to_owned(),
        Way::Never => w.never_ask().to_owned(),
        Way::Always(action) => fill(w.always_action(), &[&action_name(action)]),
        Way::Best => w.best_for_the_budget().to_owned(),
    }
}
