//! The household itself: what is known, what is legal, what a step does.
//!
//! Renders no text and draws no random number: given a task and a list of actions, everything that happens is
//! decided. What can be seen is in [`Household`]'s methods; the hidden facts stay in the task.

mod answer;
mod person;

use super::action::{Action, Actions, MAX_ROOMS, MAX_STEPS, MAX_THINGS, Place, RoomId, ThingId};
use super::key::{KeyParts, Keying, StateKey};
use super::task::Task;

pub use answer::{Answer, MAX_QUESTIONS};

/// The status of a task after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The task goes on.
    Continue,
    /// The true object lies on the true goal receptacle, or is in the hands of the person who asked for it.
    Success,
    /// The wrong thing or the wrong place, or an action that was not on the list.
    Failure,
    /// The steps are used up, which is a failure too.
    TimedOut,
}

impl Outcome {
    /// True if the task is over.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        self != Self::Continue
    }

    /// True if the task succeeded.
    #[must_use]
    pub fn is_success(self) -> bool {
        self == Self::Success
    }
}

/// The reason why a task failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// Another thing than the one that is meant was put down or given.
    WrongThing,
    /// The right thing was put down in another room.
    WrongRoom,
    /// The right thing was put on another receptacle of the right room.
    WrongPlace,
    /// The action was not on the list.
    OffList,
    /// The steps ran out.
    OutOfSteps,
}

impl Failure {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::WrongThing, Self::WrongRoom, Self::WrongPlace, Self::OffList, Self::OutOfSteps];

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WrongThing => "wrong thing",
            Self::WrongRoom => "wrong room",
            Self::WrongPlace => "wrong place",
            Self::OffList => "invalid action",
            Self::OutOfSteps => "out of steps",
        }
    }
}

/// The facts that the agent notices in one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// The agent was in this room once the step was done.
    pub room: RoomId,
    /// The receptacles of this room that this step's look showed, one bit each; 0 without a look.
    pub shown: u8,
    /// The things seen on them.
    pub things: [Option<Place>; MAX_THINGS],
    /// A trace found here says where the object went.
    pub trace: Option<RoomId>,
    /// The thing reached for was gone.
    pub missing: bool,
    /// A person took this thing away to that room while the agent was here.
    pub taken: Option<(ThingId, RoomId)>,
    /// A person brought this thing to that place while the agent was here.
    pub brought: Option<(ThingId, Place)>,
    /// The answer of the person who was asked.
    pub answer: Option<Answer>,
    /// The person who waits for the object is in the room.
    pub person_here: bool,
    /// The person who waits for the object walked to that room while the agent was here.
    pub walked_to: Option<RoomId>,
    /// The action was not on the list.
    pub illegal: bool,
}

/// One step of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The action of the step.
    pub action: Action,
    /// The thing held before the step.
    pub held: Option<ThingId>,
    /// The facts noticed in the step.
    pub observation: Observation,
    /// True if the step changed nothing: a look that showed nothing new, or empty hands carried to a room that was looked
    /// through before and in which nothing is believed to be.
    pub idle: bool,
}

/// A task under way.
#[derive(Clone, Debug)]
pub struct Household<'t> {
    task: &'t Task,
    outcome: Outcome,
    room: RoomId,
    held: Option<ThingId>,
    /// Receptacles of each room that were looked at, the first ones of its list.
    looks: [u8; MAX_ROOMS],
    seen: [Option<Place>; MAX_THINGS],
    trace: Option<RoomId>,
    /// The agent has looked where a trace pointed; finding the trace again is no news.
    trace_followed: bool,
    /// The person said which thing is meant.
    told_thing: bool,
    /// The person said where the object belongs.
    told_goal: bool,
    questions: u8,
    /// The step after which the person answers the open question.
    answer_due: Option<u8>,
    /// The last known room of the person who waits for the object, or the room that person went to.
    person: Option<RoomId>,
    /// One bit a room: the person was not there, and has not been seen since.
    without_person: u16,
    steps: u8,
    log: [Option<LogEntry>; MAX_STEPS],
    /// Hidden: where the object stands now, while nobody holds it.
    object_place: Place,
    /// Hidden: whether the person has been at it.
    has_moved: bool,
    /// Hidden: where the person is who waits for the object.
    person_room: RoomId,
}

impl<'t> Household<'t> {
    /// The task at its start: the agent knows the map, and has looked at the room in which it is.
    #[must_use]
    pub fn new(task: &'t Task) -> Self {
        let mut household = Self {
            task,
            outcome: Outcome::Continue,
            room: task.start,
            held: None,
            looks: [0; MAX_ROOMS],
            seen: task.map,
            trace: None,
            trace_followed: false,
            told_thing: false,
            told_goal: false,
            questions: 0,
            answer_due: None,
            person: None,
            without_person: 0,
            steps: 0,
            log: [None; MAX_STEPS],
            object_place: task.hidden.places[task.hidden.object.index()],
            has_moved: false,
            person_room: task.hidden.goal.room,
        };
        household.looks[task.start.index()] = task.house.n_receptacles(task.start);
        household.look_around(&mut Observation::default());
        household.notice_person();
        household
    }

    /// The task after some actions; those after its end are ignored.
    #[must_use]
    pub fn replay(task: &'t Task, actions: &[Action]) -> Self {
        let mut household = Self::new(task);
        for &action in actions {
            household.step(action);
        }
        household
    }

    /// The task that is being done.
    #[must_use]
    pub fn task(&self) -> &'t Task {
        self.task
    }

    /// The status of the task.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The room the agent is in.
    #[must_use]
    pub fn room(&self) -> RoomId {
        self.room
    }

    /// The thing that the agent holds.
    #[must_use]
    pub fn held(&self) -> Option<ThingId> {
        self.held
    }

    /// The number of receptacles of that room that the agent has looked at.
    #[must_use]
    pub fn looks(&self, room: RoomId) -> u8 {
        self.looks[room.index()]
    }

    /// True if the agent has looked at every receptacle of that room.
    #[must_use]
    pub fn is_explored(&self, room: RoomId) -> bool {
        self.looks(room) >= self.task.house.n_receptacles(room)
    }

    /// True if the agent has looked at that receptacle.
    #[must_use]
    pub fn is_looked_at(&self, place: Place) -> bool {
        place.receptacle < self.looks(place.room)
    }

    /// The place where the agent believes a thing to be, from its own looks, the map or the person; `None` while the thing
    /// is held or nothing is known.
    #[must_use]
    pub fn seen(&self, thing: ThingId) -> Option<Place> {
        self.seen[thing.index()]
    }

    /// The room a trace points to, until the agent has looked there.
    #[must_use]
    pub fn trace(&self) -> Option<RoomId> {
        self.trace
    }

    /// True if the last step changed nothing; see [`LogEntry::idle`].
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.last().is_some_and(|entry| entry.idle)
    }

    /// Steps taken so far.
    #[must_use]
    pub fn steps_taken(&self) -> u32 {
        u32::from(self.steps)
    }

    /// The most steps the task may take.
    #[must_use]
    pub fn step_limit(&self) -> u32 {
        u32::from(self.task.step_limit)
    }

    /// The steps so far, oldest first.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = &LogEntry> + Clone {
        self.log[..usize::from(self.steps)].iter().flatten()
    }

    /// The last step.
    #[must_use]
    pub fn last(&self) -> Option<&LogEntry> {
        self.steps.checked_sub(1).and_then(|last| self.log[usize::from(last)].as_ref())
    }

    /// The things believed to be in a room.
    pub fn things_in(&self, room: RoomId) -> impl Iterator<Item = ThingId> + use<'_, 't> {
        let is_there = move |thing: &ThingId| self.seen(*thing).is_some_and(|place| place.room == room);
        (0..self.task.n_things).map(ThingId).filter(is_there)
    }

    /// The canonical visible state.
    #[must_use]
    pub fn key(&self, keying: Keying) -> StateKey {
        StateKey::pack(&KeyParts {
            room: self.room,
            held: self.held,
            looks: self.looks,
            seen: self.seen,
            trace: self.trace,
            trace_followed: self.trace_followed,
            told_thing: self.told_thing,
            told_goal: self.told_goal,
            questions: self.questions,
            awaits_answer: self.answer_due.is_some(),
            person: self.person,
            without_person: self.without_person,
            stuck: keying != Keying::WithoutStuckBit && self.is_stuck(),
            step: if keying == Keying::WithStep { self.steps } else { 0 },
        })
    }

    /// The actions that are offered; empty once the task is over.
    #[must_use]
    pub fn legal_actions(&self) -> Actions {
        let mut actions = Actions::new();
        if self.outcome.is_terminal() {
            return actions;
        }
        for room in self.task.rooms().filter(|&room| room != self.room) {
            actions.push(Action::Go(room));
        }
        actions.push(Action::Explore);
        if self.held.is_none() {
            self.things_in(self.room).for_each(|thing| actions.push(Action::Pick(thing)));
        } else if !self.task.is_delivery() {
            self.task.places_in(self.room).for_each(|place| actions.push(Action::Put(place.receptacle)));
        } else if self.person == Some(self.room) {
            actions.push(Action::Give);
        }
        actions
    }

    /// True if an action can be done now: one that is offered, or a question that the person would still answer.
    #[must_use]
    pub fn is_legal(&self, action: Action) -> bool {
        !self.outcome.is_terminal()
            && match action {
                Action::Go(room) => room.0 < self.task.n_rooms && room != self.room,
                Action::Explore => true,
                Action::Pick(thing) => {
                    thing.0 < self.task.n_things
                        && self.held.is_none()
                        && self.seen(thing).is_some_and(|place| place.room == self.room)
                }
                Action::Put(receptacle) => {
                    self.held.is_some()
                        && !self.task.is_delivery()
                        && receptacle < self.task.house.n_receptacles(self.room)
                }
                Action::Give => self.held.is_some() && self.person == Some(self.room),
                Action::Ask => self.can_ask(),
            }
    }

    /// An action that is never on the list, for whoever names none of it: going where one is.
    #[must_use]
    pub fn off_list(&self) -> Action {
        Action::Go(self.room)
    }

    /// The reason of a failure; `None` while the task is under way or after a success.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let hidden = &self.task.hidden;
        match self.outcome {
            Outcome::Continue | Outcome::Success => None,
            Outcome::TimedOut => Some(Failure::OutOfSteps),
            Outcome::Failure if self.last().is_some_and(|entry| entry.observation.illegal) => {
                Some(Failure::OffList)
            }
            Outcome::Failure if self.held != Some(hidden.object) => Some(Failure::WrongThing),
            Outcome::Failure if self.room != hidden.goal.room => Some(Failure::WrongRoom),
            Outcome::Failure => Some(Failure::WrongPlace),
        }
    }

    /// Does an action. One that is not on the list ends the task as a failure; after the end nothing happens.
    pub fn step(&mut self, action: Action) -> Outcome {
        if self.outcome.is_terminal() {
            return self.outcome;
        }
        let held = self.held;
        let mut observation = Observation { illegal: !self.is_legal(action), ..Observation::default() };
        let mut idle = false;
        if observation.illegal {
            self.outcome = Outcome::Failure;
        } else {
            idle = self.perform(action, &mut observation);
        }
        self.steps += 1;
        if !self.outcome.is_terminal() {
            idle &= !self.person_acts(&mut observation);
            idle &= !self.person_walks(&mut observation);
            idle &= !self.person_answers(&mut observation);
            if self.steps >= self.task.step_limit {
                self.outcome = Outcome::TimedOut;
            }
        }
        observation.room = self.room;
        self.log[usize::from(self.steps) - 1] = Some(LogEntry { action, held, observation, idle });
        self.outcome
    }

    /// Does a legal action; returns whether it was idle.
    fn perform(&mut self, action: Action, observation: &mut Observation) -> bool {
        match action {
            Action::Go(room) => {
                self.room = room;
                self.is_idle_to_go(room)
            }
            Action::Explore => !self.look_around(observation),
            Action::Pick(thing) => {
                self.seen[thing.index()] = None;
                if self.place_of(thing).room == self.room {
                    self.held = Some(thing);
                } else {
                    observation.missing = true;
                }
                false
            }
            Action::Put(receptacle) => {
                self.end(Place { room: self.room, receptacle } == self.task.hidden.goal);
                false
            }
            // Only whoever is here can be given something.
            Action::Give => {
                self.end(true);
                false
            }
            Action::Ask => {
                self.ask();
                false
            }
        }
    }

    /// Ends the task: success iff the object is held and the place is right.
    fn end(&mut self, is_right_place: bool) {
        let is_right = is_right_place && self.held == Some(self.task.hidden.object);
        self.outcome = if is_right { Outcome::Success } else { Outcome::Failure };
    }

    /// True if going to that room with empty hands promises nothing: it was looked through, no thing is believed to be there,
    /// and no trace points there.
    #[must_use]
    pub fn is_idle_to_go(&self, room: RoomId) -> bool {
        self.held.is_none()
            && self.is_explored(room)
            && self.trace != Some(room)
            && self.things_in(room).next().is_none()
    }

    /// Looks at the next receptacle of the room, or at all of them once each was looked at; returns whether anything known
    /// has changed.
    fn look_around(&mut self, observation: &mut Observation) -> bool {
        let before = (self.looks(self.room), self.seen, self.trace);
        let n = self.task.house.n_receptacles(self.room);
        let (first, last) = if before.0 < n { (before.0, before.0 + 1) } else { (0, n) };
        observation.shown = ((1 << last) - 1) & !((1 << first) - 1);
        self.looks[self.room.index()] = last;
        if self.is_explored(self.room) && self.trace == Some(self.room) {
            self.trace = None;
            self.trace_followed = true;
        }
        let is_shown = |place: Place| place.room == self.room && (first..last).contains(&place.receptacle);
        let mut seen = self.seen;
        for thing in (0..self.task.n_things).map(ThingId).filter(|&thing| self.held != Some(thing)) {
            let place = self.place_of(thing);
            let known = &mut seen[thing.index()];
            if is_shown(place) {
                observation.things[thing.index()] = Some(place);
                *known = Some(place);
            } else if known.is_some_and(is_shown) {
                *known = None;
            }
        }
        observation.trace = self.trace_place().filter(|(place, _)| is_shown(*place)).map(|(_, to)| to);
        self.seen = seen;
        if !self.trace_followed {
            self.trace = observation.trace.or(self.trace);
        }
        before != (self.looks(self.room), self.seen, self.trace)
    }

    /// Hidden: where the object stands now, while nobody holds it.
    pub(super) fn object_place(&self) -> Place {
        self.object_place
    }

    /// Hidden: after how many more steps the person will move the object, unless it is held by then; `None` if not.
    pub(super) fn move_ahead(&self) -> Option<u32> {
        let job = self.task.hidden.moved?;
        u32::from(job.after_step).checked_sub(self.steps_taken()).filter(|&ahead| ahead > 0)
    }

    /// Hidden: where a thing stands that nobody holds.
    fn place_of(&self, thing: ThingId) -> Place {
        let hidden = &self.task.hidden;
        if thing == hidden.object { self.object_place } else { hidden.places[thing.index()] }
    }

    /// Hidden: the place where a trace is, and the room that it names.
    fn trace_place(&self) -> Option<(Place, RoomId)> {
        let hidden = &self.task.hidden;
        let job = hidden.moved.filter(|job| self.has_moved && job.leaves_trace)?;
        Some((hidden.places[hidden.object.index()], job.to.room))
    }

    /// Moves the object if the person's job is due; true if the agent notices.
    fn person_acts(&mut self, observation: &mut Observation) -> bool {
        let object = self.task.hidden.object;
        let Some(job) = self.task.hidden.moved else { return false };
        if self.steps != job.after_step || self.held == Some(object) {
            return false;
        }
        let from = self.object_place;
        self.object_place = job.to;
        self.has_moved = true;
        if self.room == from.room {
            self.seen[object.index()] = None;
            self.trace = Some(job.to.room);
            observation.taken = Some((object, job.to.room));
        } else if self.room == job.to.room {
            self.seen[object.index()] = Some(job.to);
            observation.brought = Some((object, job.to));
        }
        self.room == from.room || self.room == job.to.room
    }
}
