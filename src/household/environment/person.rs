//! The person who waits for the object, where the task is to hand it over: where that person is, walks, and is seen.

use super::super::action::RoomId;
use super::{Household, Observation};

impl Household<'_> {
    /// The room in which the agent believes the waiting person to be.
    /// `None` if nobody waits, or if nothing but the person's words is known.
    #[must_use]
    pub fn person(&self) -> Option<RoomId> {
        self.person
    }

    /// True if the agent found that the person is not in that room, and has not seen the person since.
    #[must_use]
    pub fn is_without_person(&self, room: RoomId) -> bool {
        self.without_person >> room.0 & 1 == 1
    }

    /// The walk of the person who waits for the object, if it is due, and who is here after it; returns whether the agent
    /// learned something.
    pub(super) fn person_walks(&mut self, observation: &mut Observation) -> bool {
        if !self.task.is_delivery() {
            return false;
        }
        if let Some(walk) = self.task.hidden.walk.filter(|walk| walk.after_step == self.steps) {
            if self.person_room == self.room {
                observation.walked_to = Some(walk.to);
            }
            self.person_room = walk.to;
        }
        let before = (self.person, self.without_person);
        self.notice_person();
        if let Some(to) = observation.walked_to {
            self.person = Some(to);
            self.without_person = 0;
        }
        observation.person_here = self.person == Some(self.room);
        before != (self.person, self.without_person)
    }

    /// Updates the agent's knowledge of the waiting person: the agent sees whether that person is in its room.
    pub(super) fn notice_person(&mut self) {
        if !self.task.is_delivery() {
            return;
        }
        if self.person_room == self.room {
            self.person = Some(self.room);
            self.without_person = 0;
        } else {
            self.person = self.person.filter(|&room| room != self.room);
            // Where the person is believed to be elsewhere, a room without that person is no news.
            if self.person.is_none() {
                self.without_person |= 1 << self.room.0;
            }
        }
    }

    /// Hidden: where the person is who waits for the object, and after how many more steps that person walks where.
    pub(in crate::household) fn person_and_walk(&self) -> (RoomId, Option<(u32, RoomId)>) {
        let ahead = |after_step: u8| u32::from(after_step).checked_sub(self.steps_taken()).filter(|&n| n > 0);
        let walk = self.task.hidden.walk.and_then(|walk| Some((ahead(walk.after_step)?, walk.to)));
        (self.person_room, walk)
    }
}
