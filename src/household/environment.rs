//! The household itself: what is known, what is legal, what a step does.
//!
//! Renders no text and draws no random number: given a task and a list of actions, everything that happens is
//! decided. What can be seen is in [`Household`]'s methods; the hidden facts stay in the task.

mod person;

use super::action::{Action, Actions, MAX_STEPS, MAX_THINGS, RoomId, ThingId};
use super::key::{KeyParts, Keying, StateKey};
use super::task::Task;

/// The status of a task after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The task goes on.
    Continue,
    /// The true object lies in the true goal room, or is in the hands of the person who asked for it.
    Success,
    /// The wrong thing or the wrong room, or an action that was not on the list.
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

/// The facts that the agent notices in one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// The agent was in this room once the step was done.
    pub room: RoomId,
    /// The things seen in this room by this step's look.
    pub things: [bool; MAX_THINGS],
    /// A trace found here says where the object went.
    pub trace: Option<RoomId>,
    /// The thing reached for was gone.
    pub missing: bool,
    /// A person took this thing away to that room while the agent was here.
    pub taken: Option<(ThingId, RoomId)>,
    /// A person brought this thing in while the agent was here.
    pub brought: Option<ThingId>,
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
    /// True if the step changed nothing or led back to a room looked at before.
    pub idle: bool,
}

/// A task under way.
#[derive(Clone, Debug)]
pub struct Household<'t> {
    task: &'t Task,
    outcome: Outcome,
    room: RoomId,
    held: Option<ThingId>,
    explored: u8,
    seen: [Option<RoomId>; MAX_THINGS],
    trace: Option<RoomId>,
    /// The agent has looked where a trace pointed; finding the trace again is no news.
    trace_followed: bool,
    /// The last known room of the person who waits for the object, or the room that person went to.
    person: Option<RoomId>,
    /// One bit a room: the person was not there, and has not been seen since.
    without_person: u8,
    steps: u8,
    log: [Option<LogEntry>; MAX_STEPS],
    /// Hidden: where the object stands now, while nobody holds it.
    object_room: RoomId,
    /// Hidden: whether the person has been at it.
    has_moved: bool,
    /// Hidden: where the person is who waits for the object.
    person_room: RoomId,
}

impl<'t> Household<'t> {
    /// The task at its start.
    #[must_use]
    pub fn new(task: &'t Task) -> Self {
        let mut household = Self {
            task,
            outcome: Outcome::Continue,
            room: task.start,
            held: None,
            explored: 0,
            seen: [None; MAX_THINGS],
            trace: None,
            trace_followed: false,
            person: None,
            without_person: 0,
            steps: 0,
            log: [None; MAX_STEPS],
            object_room: task.hidden.rooms[task.hidden.object.index()],
            has_moved: false,
            person_room: task.hidden.goal,
        };
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

    /// True if the agent has looked around that room.
    #[must_use]
    pub fn is_explored(&self, room: RoomId) -> bool {
        self.explored >> room.0 & 1 == 1
    }

    /// The room where the agent saw a thing and still believes it to be; `None` while it is held or unseen.
    #[must_use]
    pub fn seen(&self, thing: ThingId) -> Option<RoomId> {
        self.seen[thing.index()]
    }

    /// The room a trace points to, until the agent has looked there.
    #[must_use]
    pub fn trace(&self) -> Option<RoomId> {
        self.trace
    }

    /// True if the last step changed nothing or led back to a room looked at before.
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

    /// The things seen and believed to stand in a room.
    pub fn things_in(&self, room: RoomId) -> impl Iterator<Item = ThingId> + use<'_, 't> {
        (0..self.task.n_things).map(ThingId).filter(move |&thing| self.seen(thing) == Some(room))
    }

    /// The canonical visible state.
    #[must_use]
    pub fn key(&self, keying: Keying) -> StateKey {
        StateKey::pack(&KeyParts {
            room: self.room,
            held: self.held,
            explored: self.explored,
            seen: self.seen,
            trace: self.trace,
            trace_followed: self.trace_followed,
            person: self.person,
            without_person: self.without_person,
            stuck: keying != Keying::WithoutStuckBit && self.is_stuck(),
            step: if keying == Keying::WithStep { self.steps } else { 0 },
        })
    }

    /// The legal actions; empty once the task is over.
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
        if self.held.is_some() {
            if !self.task.is_delivery() {
                actions.push(Action::Put);
            } else if self.person == Some(self.room) {
                actions.push(Action::Give);
            }
        } else {
            for thing in self.things_in(self.room) {
                actions.push(Action::Pick(thing));
            }
        }
        actions
    }

    /// True if an action is legal now.
    #[must_use]
    pub fn is_legal(&self, action: Action) -> bool {
        !self.outcome.is_terminal()
            && match action {
                Action::Go(room) => room.0 < self.task.n_rooms && room != self.room,
                Action::Explore => true,
                Action::Pick(thing) => {
                    thing.0 < self.task.n_things && self.held.is_none() && self.seen(thing) == Some(self.room)
                }
                Action::Put => self.held.is_some() && !self.task.is_delivery(),
                Action::Give => self.held.is_some() && self.person == Some(self.room),
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
                self.is_explored(room)
            }
            Action::Explore => !self.look_around(observation),
            Action::Pick(thing) => {
                self.seen[thing.index()] = None;
                if self.stands_here(thing) {
                    self.held = Some(thing);
                } else {
                    observation.missing = true;
                }
                false
            }
            Action::Put => {
                let hidden = &self.task.hidden;
                let is_right = self.held == Some(hidden.object) && self.room == hidden.goal;
                self.outcome = if is_right { Outcome::Success } else { Outcome::Failure };
                false
            }
            // Only whoever is here can be given something.
            Action::Give => {
                let is_right = self.held == Some(self.task.hidden.object);
                self.outcome = if is_right { Outcome::Success } else { Outcome::Failure };
                false
            }
        }
    }

    /// Looks around; returns whether anything known has changed.
    fn look_around(&mut self, observation: &mut Observation) -> bool {
        let before = (self.explored, self.seen, self.trace);
        self.explored |= 1 << self.room.0;
        if self.trace == Some(self.room) {
            self.trace = None;
            self.trace_followed = true;
        }
        for thing in (0..self.task.n_things).map(ThingId).filter(|&thing| self.held != Some(thing)) {
            let here = self.stands_here(thing);
            observation.things[thing.index()] = here;
            if here {
                self.seen[thing.index()] = Some(self.room);
            } else if self.seen(thing) == Some(self.room) {
                self.seen[thing.index()] = None;
            }
        }
        observation.trace = self.trace_here();
        if !self.trace_followed {
            self.trace = observation.trace.or(self.trace);
        }
        before != (self.explored, self.seen, self.trace)
    }

    /// Hidden: where the object stands now, while nobody holds it.
    pub(super) fn object_room(&self) -> RoomId {
        self.object_room
    }

    /// Hidden: after how many more steps the person will move the object, unless it is held by then; `None` if not.
    pub(super) fn move_ahead(&self) -> Option<u32> {
        let job = self.task.hidden.moved?;
        u32::from(job.after_step).checked_sub(self.steps_taken()).filter(|&ahead| ahead > 0)
    }

    fn stands_here(&self, thing: ThingId) -> bool {
        let hidden = &self.task.hidden;
        let room = if thing == hidden.object { self.object_room } else { hidden.rooms[thing.index()] };
        self.held != Some(thing) && room == self.room
    }

    /// The room that a trace in this room names.
    fn trace_here(&self) -> Option<RoomId> {
        let hidden = &self.task.hidden;
        let job = hidden.moved.filter(|job| self.has_moved && job.leaves_trace)?;
        (hidden.rooms[hidden.object.index()] == self.room).then_some(job.to)
    }

    /// Moves the object if the person's job is due; true if the agent notices.
    fn person_acts(&mut self, observation: &mut Observation) -> bool {
        let object = self.task.hidden.object;
        let Some(job) = self.task.hidden.moved else { return false };
        if self.steps != job.after_step || self.held == Some(object) {
            return false;
        }
        let from = self.object_room;
        self.object_room = job.to;
        self.has_moved = true;
        if self.room == from {
            self.seen[object.index()] = None;
            self.trace = Some(job.to);
            observation.taken = Some((object, job.to));
        } else if self.room == job.to {
            self.seen[object.index()] = Some(job.to);
            observation.brought = Some(object);
        }
        self.room == from || self.room == job.to
    }
}
