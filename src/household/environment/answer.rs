//! The person who is asked: which hidden fact a question brings, when, and how it enters what the agent knows.
//!
//! A question is a kind of help. It takes the step, and the answer comes at the step's end or some steps later. Holding
//! something, the agent hears where it belongs; else it hears where the object is, or which of the things is meant where its
//! place is known. The person can be wrong, in the same way at every question of a task.

use super::super::action::{Place, ThingId};
use super::{Household, Observation};

/// The most questions that the person answers in one task.
pub const MAX_QUESTIONS: u8 = 3;

/// The answer of the person who was asked: one hidden fact, or what the person takes for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The place of the object at this moment.
    Where(ThingId, Place),
    /// The thing that is meant.
    Which(ThingId),
    /// The receptacle where the object belongs; in a delivery its room is that of the person.
    Belongs(Place),
}

impl Household<'_> {
    /// True if the person would answer a further question.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        self.questions < MAX_QUESTIONS && self.answer_due.is_none()
    }

    /// The number of questions asked so far: interruptions of the person.
    #[must_use]
    pub fn questions(&self) -> u8 {
        self.questions
    }

    /// True if a question is open.
    #[must_use]
    pub fn awaits_answer(&self) -> bool {
        self.answer_due.is_some()
    }

    /// The thing that the person called the one that is meant.
    #[must_use]
    pub fn told_thing(&self) -> Option<ThingId> {
        self.told_thing.then(|| self.task.hidden.answers.thing.unwrap_or(self.task.hidden.object))
    }

    /// The receptacle that the person named as the goal.
    #[must_use]
    pub fn told_goal(&self) -> Option<Place> {
        self.told_goal.then(|| self.task.hidden.answers.goal.unwrap_or(self.task.hidden.goal))
    }

    pub(super) fn ask(&mut self) {
        self.questions += 1;
        self.answer_due = Some(self.steps + 1 + self.task.hidden.answers.delay);
    }

    /// The answer to an open question, if it is due; returns whether the agent learned something.
    pub(super) fn person_answers(&mut self, observation: &mut Observation) -> bool {
        if self.answer_due.is_none_or(|due| due > self.steps) {
            return false;
        }
        self.answer_due = None;
        let object = self.task.hidden.object;
        let answer = if self.held.is_some() {
            self.told_goal = true;
            self.told_goal().map(|goal| self.belongs(goal))
        } else if self.seen(object) == Some(self.object_place) {
            self.told_thing = true;
            self.told_thing().map(Answer::Which)
        } else {
            let place = self.task.hidden.answers.place.unwrap_or(self.object_place);
            self.seen[object.index()] = Some(place);
            self.trace = Some(place.room).filter(|&room| room != self.room);
            Some(Answer::Where(object, place))
        };
        observation.answer = answer;
        true
    }

    /// The answer to where the object belongs. In a delivery the person says where that person is.
    fn belongs(&mut self, goal: Place) -> Answer {
        if !self.task.is_delivery() {
            return Answer::Belongs(goal);
        }
        self.told_goal = false;
        let room = self.task.hidden.answers.goal.map_or(self.person_room, |wrong| wrong.room);
        if room != self.room {
            self.person = Some(room);
            self.without_person = 0;
        }
        Answer::Belongs(Place { room, receptacle: 0 })
    }
}
