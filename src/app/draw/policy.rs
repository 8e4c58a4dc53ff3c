//! B, from the scene: rooms down, what the agent knows across.

use crate::app::derived::result::{policy_heading, policy_phrase};
use crate::figure::policy::{self as figure, Column, End, Move, Policy, Weight};
use crate::figure::{Act, Drawing, text};
use crate::household::{self, KeyParts};
use crate::language::{Words, counted, fill};
use crate::mdp::{ActionId, StateId};

use crate::app::derived::guess::Guess;
use crate::app::derived::reading::Reading;
use crate::app::derived::task_view::TaskView;
use crate::app::derived::task_words;
use crate::app::draw::widths::widths;
use crate::app::model::setting::Measure;
use crate::app::state::State;

/// View B.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyView {
    /// The name of the shown policy: `The optimal policy at C = 1.00`, or the reader's guess.
    pub policy: String,
    /// `3 of 22 changed`.
    pub changed: String,
    /// `since C = 1.20, ringed`, or nothing.
    pub since: String,
    /// The graph, for each width.
    pub drawings: Vec<Drawing>,
    /// The room of the state whose text is shown.
    pub place: String,
    /// The state whose room is shown, in words.
    pub words: String,
}

/// The knowledge of the agent in a state, in the order of the columns from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Knowledge {
    Nothing,
    OneRoom,
    Stuck,
    TwoRooms,
    ManyRooms,
    /// Seen in this room, or here by the map.
    BelievedHere,
    InHand,
}

impl Knowledge {
    fn of(parts: &KeyParts) -> Self {
        let is_believed_here = parts.seen.iter().flatten().any(|place| place.room == parts.room);
        match (parts.held, is_believed_here, parts.n_explored()) {
            (Some(_), ..) => Self::InHand,
            (None, true, _) => Self::BelievedHere,
            (None, false, 0) => Self::Nothing,
            _ if parts.stuck => Self::Stuck,
            (None, false, 1) => Self::OneRoom,
            (None, false, 2) => Self::TwoRooms,
            _ => Self::ManyRooms,
        }
    }

    fn column(self, w: Words, thing: &str) -> Column {
        let (label, short) = match self {
            Self::Nothing => (w.column_nothing().to_owned(), w.column_start()),
            Self::OneRoom => (w.column_one_room().to_owned(), w.column_1_room()),
            Self::Stuck => (w.column_stuck_there().to_owned(), w.column_stuck()),
            Self::TwoRooms => (w.column_two_rooms().to_owned(), w.column_2_rooms()),
            Self::ManyRooms => (w.column_more_rooms().to_owned(), w.column_3_rooms()),
            Self::BelievedHere => (fill(w.column_thing_believed_here(), &[&thing]), w.column_believed_here()),
            Self::InHand => (fill(w.column_thing_in_hand(), &[&thing]), w.column_in_hand()),
        };
        Column { label, short: short.to_owned() }
    }
}

/// The state whose numbers are shown: under the pointer, pinned, or the episode's own.
#[must_use]
pub(super) fn selected(state: &State, scene: &TaskView) -> Option<u32> {
    let n_states = scene.stage.n_states();
    state.pinned.filter(|&pinned| pinned < n_states).or_else(|| scene.state_at_step(&state.setting))
}

/// The state under the pointer, else the selected one: but the episode's own step would tell of an answer that is
/// hidden.
pub(super) fn looked_at(state: &State, scene: &TaskView) -> Option<u32> {
    let selected = || selected(state, scene).filter(|_| !state.is_answer_hidden());
    state.hovered.filter(|&hovered| hovered < scene.stage.n_states()).or_else(selected)
}

/// The place of the state that D explains: `Step 3, in the bath, hands empty`.
#[must_use]
pub fn selected_place(state: &State, scene: &TaskView) -> String {
    let w = state.words;
    let Some(selected) = looked_at(state, scene) else {
        return w.left_the_table().to_owned();
    };
    let parts = &scene.stage.parts[selected as usize];
    let place = task_words::place(w, &scene.stage.task, parts);
    let step = scene.step(&state.setting);
    if scene.state_at_step(&state.setting) == Some(selected) {
        fill(w.step_and_place(), &[&(step + 1), &place])
    } else {
        task_words::capitalised(&place)
    }
}

/// View B of a state.
#[must_use]
pub fn policy(state: &State, scene: &TaskView) -> PolicyView {
    let (w, stage) = (state.words, &scene.stage);
    let shown = looked_at(state, scene);
    let data = policy_data(state, scene);
    let guess = state.guessing();
    let key = shown.map(|shown| stage.keys[shown as usize]);
    PolicyView {
        policy: if guess.as_ref().is_some_and(is_on_show) {
            w.your_guess().to_owned()
        } else {
            policy_heading(w, &state.setting)
        },
        changed: match &guess {
            Some(guess) if guess.is_revealed => guessed_otherwise(w, guess, scene),
            Some(_) => w.your_guess_click().to_owned(),
            None => scene.changed_text(w),
        },
        since: match scene.since.filter(|_| guess.is_none()) {
            Some(since) => since_words(state, scene, since),
            None => String::new(),
        },
        drawings: widths(state, figure::WIDE, figure::NARROW)
            .into_iter()
            .map(|width| data.draw(width))
            .collect(),
        place: key.map_or_else(String::new, |key| task_words::room(&stage.task, key.parts().room)),
        words: key.map_or_else(String::new, |key| household::key_text(&stage.task, key)),
    }
}

/// The budget or rule that the changes are compared with.
fn since_words(state: &State, scene: &TaskView, since: f64) -> String {
    let w = state.words;
    let is_ringed = scene.n_changed() > 0;
    let kind = |reading: &Reading| std::mem::discriminant(&reading.answer);
    let (before, now) = (state.previous.as_ref().map(kind), state.reading.as_ref().map(kind));
    if before.is_some() && before != now {
        return if is_ringed { w.since_other_rule_ringed() } else { w.since_other_rule() }.to_owned();
    }
    let since = text::budget(since, state.setting.measure == Measure::Cap);
    fill(if is_ringed { w.since_c_ringed() } else { w.since_c() }, &[&since])
}

pub(super) fn policy_data(state: &State, scene: &TaskView) -> Policy {
    let (w, stage) = (state.words, &scene.stage);
    let task = &stage.task;
    let of_state: Vec<Knowledge> = stage.parts.iter().map(Knowledge::of).collect();
    let mut known: Vec<Knowledge> = Vec::new();
    for &one in &of_state {
        if let Err(place) = known.binary_search(&one) {
            known.insert(place, one);
        }
    }
    let column = |state: usize| known.iter().position(|&k| k == of_state[state]).unwrap_or(0) as u32;
    let guess = state.guessing();
    let acts = acts_shown(guess.as_ref(), scene);
    let changed = match &guess {
        Some(guess) if !guess.is_revealed => vec![false; acts.len()],
        Some(guess) => guess.differs(scene),
        None => scene.changed.clone(),
    };
    // While B shows a guess, the answer's moves would be another policy's.
    let is_hidden = guess.as_ref().is_some_and(is_on_show);
    Policy {
        name: match is_hidden {
            true => fill(w.task_n_guessed(), &[&stage.index]),
            false => fill(w.task_n_under(), &[&stage.index, &policy_phrase(w, &state.setting)]),
        },
        rows: task.rooms().map(|room| task_words::room(task, room)).collect(),
        columns: known.iter().map(|&knowledge| knowledge.column(w, household::kind_name(task))).collect(),
        states: (0..stage.parts.len())
            .map(|id| figure::State {
                id: id as u32,
                row: u32::from(stage.parts[id].room.0),
                column: column(id),
                act: acts[id],
                changed: changed[id],
                title: said(w, guess.as_ref(), scene, id),
            })
            .collect(),
        moves: if is_hidden { Vec::new() } else { moves(state, scene) },
        selected: if is_hidden { None } else { selected(state, scene) },
        hovered: state.hovered.filter(|&hovered| hovered < stage.n_states()),
        end: scene
            .helped
            .steps
            .last()
            .and_then(|step| step.state)
            .filter(|_| !is_hidden)
            .zip(scene.helped.outcome)
            .map(|(after, outcome)| End { after, outcome }),
        words: w,
    }
}

/// A state in words, as the graph shows it: what the policy, or the reader's guess, does there.
pub(in crate::app) fn state_words(state: &State, scene: &TaskView, id: usize) -> String {
    let (w, guess) = (state.words, state.guessing());
    if id < scene.acts.len() { said(w, guess.as_ref(), scene, id) } else { String::new() }
}

/// A state in words: the answer with what was guessed of it, or the guess alone while the answer is hidden.
fn said(w: Words, guess: Option<&Guess>, scene: &TaskView, id: usize) -> String {
    match guess {
        Some(guess) if !guess.is_revealed => title(w, scene, id, guess.acts(scene)[id]),
        _ => title(w, scene, id, scene.acts[id]) + &guessed(w, guess, scene, id),
    }
}

/// True if B shows the guess: before the answer may be seen, and when the reader wants to see it again.
fn is_on_show(guess: &Guess) -> bool {
    !guess.is_revealed || guess.is_shown
}

/// The reader's guess or the policy, whichever B shows.
fn acts_shown(guess: Option<&Guess>, scene: &TaskView) -> Vec<Act> {
    guess.filter(|guess| is_on_show(guess)).map_or_else(|| scene.acts.clone(), |guess| guess.acts(scene))
}

/// `3 of 17 guessed otherwise`, of the states that are judged.
fn guessed_otherwise(w: Words, guess: &Guess, scene: &TaskView) -> String {
    let (n_differ, n_judged) = guess.n_differ(scene);
    let text = if guess.is_shown { w.guess_differs() } else { w.guessed_otherwise() };
    fill(text, &[&n_differ, &n_judged])
}

/// The reader's guess about a state, once the answer is shown.
pub(super) fn guessed(w: Words, guess: Option<&Guess>, scene: &TaskView, id: usize) -> String {
    let guess = guess.filter(|guess| guess.is_revealed);
    match guess.and_then(|guess| guess.of_state(scene, id as u32)) {
        Some(Act::Ask) => format!(" {}", w.you_guessed_asks()),
        Some(_) => format!(" {}", w.you_guessed_goes_on()),
        None => String::new(),
    }
}

fn title(w: Words, scene: &TaskView, id: usize, act: Act) -> String {
    let stage = &scene.stage;
    let act = act_words(w, scene, id, act);
    let parts = &stage.parts[id];
    let [alone, helped] = stage.tried[id];
    fill(
        w.state_title(),
        &[
            &task_words::capitalised(&task_words::place(w, &stage.task, parts)),
            &act,
            &household::key_text(&stage.task, stage.keys[id]),
            &counted(w.n_times(), alone),
            &counted(w.n_times(), helped),
        ],
    )
}

/// The action of the policy in a state, in words; a state in which only one action was tried says so.
pub(super) fn act_words(w: Words, scene: &TaskView, id: usize, act: Act) -> &'static str {
    match (act, scene.stage.tried[id]) {
        (Act::Ask, _) => w.state_asks(),
        (Act::GoOn, _) => w.state_goes_on(),
        (Act::NeverSeen, [0, 0]) => w.state_untried(),
        (Act::NeverSeen, [0, _]) => w.state_only_helped(),
        (Act::NeverSeen, _) => w.state_never_tried(),
    }
}

fn moves(state: &State, scene: &TaskView) -> Vec<Move> {
    let mut moves: Vec<Move> = Vec::new();
    let steps = &scene.helped.steps;
    for pair in steps.windows(2) {
        if let (Some(from), Some(to)) = (pair[0].state, pair[1].state) {
            let act = if pair[0].asked { Act::Ask } else { Act::GoOn };
            moves.push(Move { from, to, act, weight: Weight::Own });
        }
    }
    let own: Vec<u32> = steps.iter().filter_map(|step| step.state).collect();
    for (id, action) in scene.policy.iter().enumerate() {
        let id = id as u32;
        if let Some(action) = action.filter(|_| !own.contains(&id)) {
            moves.extend(likeliest(scene, id, action, Weight::Chosen));
        }
    }
    if let Some(id) = selected(state, scene) {
        let refused = match scene.policy[id as usize] {
            Some(ActionId::NOHELP) => ActionId::HELP,
            _ => ActionId::NOHELP,
        };
        if scene.stage.is_weighable(id) {
            moves.extend(likeliest(scene, id, refused, Weight::Refused));
        }
    }
    moves
}

/// The most likely next state after an action.
fn likeliest(scene: &TaskView, from: u32, action: ActionId, weight: Weight) -> Option<Move> {
    let row = scene.stage.mdp.row(StateId(from), action);
    let (&to, _) = row.successors.iter().zip(row.probabilities).max_by(|a, b| a.1.total_cmp(b.1))?;
    let act = if action == ActionId::NOHELP { Act::GoOn } else { Act::Ask };
    Some(Move { from, to, act, weight })
}
