//! States, read back: a reader follows the text line by line, knows the task's truth, and compares.

use std::collections::{BTreeMap, BTreeSet};

use askwell::household::{
    Household, Place, RoomId, Task, ThingId, kind_name, other_person, receptacle, room_name, speaker,
    state_text, the_room, thing_name,
};

pub(super) fn check(household: &Household) {
    let text = state_text(household);
    let task = household.task();
    let sections: Vec<&str> = text.trim_end().split("\n\n").collect();
    let [_, map, told, log, known, goal, offered] = sections[..] else { panic!("seven sections: {text}") };
    let mut reader = Reader::new(task, &text);
    reader.map(body(map));
    reader.told(body(told));
    reader.log(body(log));
    reader.known(body(known));
    assert!(body(goal).starts_with(&format!("Find {}'s ", speaker(task))), "{text}");
    reader.offered(body(offered), household.outcome().is_terminal());
}

/// The lines below a section's title.
fn body(section: &str) -> &str {
    section.split_once('\n').unwrap().1
}

/// The truth of a task, and what the text has told so far.
struct Reader<'t> {
    task: &'t Task,
    text: &'t str,
    /// The true places now.
    places: Vec<Place>,
    person: RoomId,
    room: RoomId,
    held: Option<ThingId>,
    step: u8,
    /// The task ended with the agent's step, before the people's.
    is_over: bool,
    /// Receptacles of each room that the text's looks have shown, the first ones.
    looks: BTreeMap<RoomId, u8>,
    /// Things at places: on the map, seen, said by the person.
    mapped: BTreeSet<(ThingId, Place)>,
    seen: BTreeSet<(ThingId, Place)>,
    answered: BTreeSet<(ThingId, Place)>,
    /// Rooms that a note, a deed or an answer named.
    traces: BTreeSet<RoomId>,
    visited: BTreeSet<RoomId>,
    met: BTreeSet<RoomId>,
    /// Names after “I mean” and “It belongs”.
    meant: BTreeSet<String>,
    believed: BTreeMap<RoomId, BTreeSet<String>>,
}

impl<'t> Reader<'t> {
    fn new(task: &'t Task, text: &'t str) -> Self {
        let mut reader = Self {
            task,
            text,
            places: task.hidden.places[..usize::from(task.n_things)].to_vec(),
            person: task.hidden.goal.room,
            room: task.start,
            held: None,
            step: 0,
            is_over: false,
            looks: BTreeMap::new(),
            mapped: BTreeSet::new(),
            seen: BTreeSet::new(),
            answered: BTreeSet::new(),
            traces: BTreeSet::new(),
            visited: BTreeSet::new(),
            met: BTreeSet::new(),
            meant: BTreeSet::new(),
            believed: BTreeMap::new(),
        };
        reader.arrive(task.start);
        reader.looks.insert(task.start, task.house.n_receptacles(task.start));
        for (thing, place) in reader.lying().filter(|(_, place)| place.room == task.start).collect::<Vec<_>>()
        {
            reader.seen.insert((thing, place));
        }
        reader
    }

    #[track_caller]
    fn ensure(&self, holds: bool, fault: &str) {
        assert!(holds, "{:?}, {fault}:\n{}", self.task.id, self.text);
    }

    fn room(&self, name: &str) -> RoomId {
        let found = self.task.rooms().find(|&room| the_room(self.task, room) == name);
        found.unwrap_or_else(|| panic!("{:?}: no room “{name}”\n{}", self.task.id, self.text))
    }

    fn place(&self, room: RoomId, name: &str) -> Place {
        let found = self.task.places_in(room).find(|&place| receptacle(self.task, place) == name);
        found.unwrap_or_else(|| panic!("{:?}: no {name} in {room:?}\n{}", self.task.id, self.text))
    }

    /// “cabinet in the bath”.
    fn place_in(&self, words: &str) -> Place {
        let (on, room) = words.split_once(" in ").unwrap();
        self.place(self.room(room), on)
    }

    fn thing_named(&self, name: &str) -> Option<ThingId> {
        (0..self.task.n_things).map(ThingId).find(|&thing| thing_name(self.task, thing) == name)
    }

    fn thing(&self, name: &str) -> ThingId {
        self.thing_named(name)
            .unwrap_or_else(|| panic!("{:?}: no thing “{name}”\n{}", self.task.id, self.text))
    }

    /// The things that nobody holds, where they are.
    fn lying(&self) -> impl Iterator<Item = (ThingId, Place)> + '_ {
        (0..self.task.n_things)
            .map(ThingId)
            .filter(|&thing| self.held != Some(thing))
            .map(|thing| (thing, self.places[thing.index()]))
    }

    fn arrive(&mut self, room: RoomId) {
        self.room = room;
        self.visited.insert(room);
        if self.person == room {
            self.met.insert(room);
        }
    }

    // The map.

    fn map(&mut self, body: &'t str) {
        let task = self.task;
        let lines: Vec<&str> = body.lines().collect();
        let (end, rooms) = lines.split_last().unwrap();
        self.ensure(rooms.len() == usize::from(task.n_rooms), "a line for each room");
        for (room, line) in task.rooms().zip(rooms) {
            let (heading, places) = line.trim_start_matches("- ").split_once(": ").unwrap();
            self.ensure(heading.ends_with(room_name(task, room)), "the rooms in their order");
            let places: Vec<&str> = places.split(", ").collect();
            self.ensure(places.len() == usize::from(task.house.n_receptacles(room)), "each receptacle once");
            for (place, words) in task.places_in(room).zip(places) {
                let (on, things) = words.split_once(" with ").unwrap_or((words, ""));
                self.ensure(without_article(on) == receptacle(task, place), "the receptacles in their order");
                for name in things.split(" and ").filter(|name| !name.is_empty()) {
                    self.mapped.insert((self.thing(without_article(name)), place));
                }
            }
        }
        let is = (0..task.n_things).map(ThingId).filter_map(|thing| Some((thing, task.map[thing.index()]?)));
        self.ensure(is.collect::<BTreeSet<_>>() == self.mapped, "what is on the map");
        if *end == "Nothing was moved since." {
            let is_right = self.mapped.iter().all(|(thing, place)| self.places[thing.index()] == *place);
            self.ensure(is_right && task.hidden.moved.is_none(), "the map is right");
        } else {
            self.ensure(*end == "Things may have been moved since.", "the map's age");
        }
    }

    fn told(&self, body: &str) {
        let stirs = self.task.hidden.moved.is_some() || self.task.hidden.walk.is_some();
        self.ensure(
            body.lines().count() == if self.task.people_about { 2 } else { 1 },
            "a remark if people are about",
        );
        self.ensure(!stirs || self.task.people_about, "whoever moves things is announced");
    }

    // The log.

    fn log(&mut self, body: &'t str) {
        let mut lines = body.lines();
        let first =
            format!("0. You start in {}, which you have looked through.", the_room(self.task, self.room));
        self.ensure(lines.next() == Some(&first), "the first line of the log");
        for line in lines {
            self.step += 1;
            let (number, line) = line.split_once(". ").unwrap();
            self.ensure(number == self.step.to_string(), "the steps in their order");
            let mut sentences = sentences(line).into_iter();
            self.act(&sentences.next().unwrap(), line);
            if !self.is_over {
                self.people_act();
            }
            sentences.for_each(|sentence| self.noticed(&sentence, line));
            if self.person == self.room {
                self.met.insert(self.room);
            }
        }
    }

    /// The action of a step, with what follows at once: sights, and a thing that is missing.
    fn act(&mut self, action: &str, line: &'t str) {
        self.is_over = line.contains("That cannot be done.")
            || action.starts_with("Put ")
            || action.starts_with("Give ");
        if line.contains("That cannot be done.") {
            return;
        }
        if let Some(room) = action.strip_prefix("Go to ") {
            self.arrive(self.room(room));
        } else if let Some(room) = action.strip_prefix("Look around ") {
            self.ensure(self.room(room) == self.room, "one looks around where one is");
            self.look(line);
        } else if let Some(name) = action.strip_prefix("Pick up the ") {
            let thing = self.thing(name);
            let is_here = self.places[thing.index()].room == self.room;
            self.ensure(is_here != line.contains("It is gone."), "a thing is gone exactly if it is not here");
            self.held = is_here.then_some(thing);
        } else if let Some(rest) = action.strip_prefix("Put the ") {
            let (name, on) = rest.split_once(" on the ").unwrap();
            self.ensure(self.held == Some(self.thing(name)), "one puts down what one holds");
            self.place(self.room, on);
            self.held = None;
        } else if let Some(rest) = action.strip_prefix("Give the ") {
            let (name, to) = rest.split_once(" to ").unwrap();
            self.ensure(
                self.held == Some(self.thing(name)) && to == speaker(self.task),
                "one gives what one holds",
            );
            self.ensure(self.person == self.room, "one gives it to who is here");
            self.held = None;
        } else {
            self.ensure(action == format!("Ask {}", speaker(self.task)), "a known action");
        }
    }

    /// The sights of a look: the next receptacle, or all of them, each with all that lies there and no more.
    fn look(&mut self, line: &'t str) {
        let mut shown = Vec::new();
        for sentence in sentences(line) {
            let Some((on, contents)) = sentence.strip_prefix("On the ").and_then(|it| it.split_once(": "))
            else {
                continue;
            };
            let place = self.place(self.room, on);
            let named: BTreeSet<_> =
                contents.split(", ").filter_map(|name| self.thing_named(without_article(name))).collect();
            let lie_there: BTreeSet<_> =
                self.lying().filter(|(_, at)| *at == place).map(|(thing, _)| thing).collect();
            self.ensure(named == lie_there, "what lies on a receptacle");
            let says_a_candidate = contents.contains(kind_name(self.task));
            self.ensure(!named.is_empty() || !says_a_candidate, "nothing else looks like what is sought");
            self.seen.extend(named.into_iter().map(|thing| (thing, place)));
            shown.push(place.receptacle);
        }
        let n = self.task.house.n_receptacles(self.room);
        let before = self.looks.get(&self.room).copied().unwrap_or(0);
        let is: Vec<u8> = if before < n { vec![before] } else { (0..n).collect() };
        self.ensure(shown == is, "a look shows the next receptacle, or all once each was seen");
        self.looks.insert(self.room, n.min(before + 1));
    }

    /// The truth after the agent's step: the thing that is carried and the person who walks.
    fn people_act(&mut self) {
        let hidden = &self.task.hidden;
        if let Some(job) =
            hidden.moved.filter(|job| job.after_step == self.step && self.held != Some(hidden.object))
        {
            self.places[hidden.object.index()] = job.to;
        }
        if let Some(walk) = hidden.walk.filter(|walk| walk.after_step == self.step) {
            self.person = walk.to;
        }
    }

    fn noticed(&mut self, sentence: &str, line: &str) {
        let (task, hidden) = (self.task, &self.task.hidden);
        let job = hidden.moved.filter(|job| job.after_step == self.step);
        let (person, other) = (speaker(task), other_person(task));
        if sentence.starts_with("On the ") {
            self.ensure(line.starts_with("Look around"), "sights are of looks");
        } else if let Some(rest) = sentence.strip_prefix("A note: “Took the ") {
            let (kind, room) = rest.trim_end_matches('”').trim_end_matches('.').split_once(" to ").unwrap();
            let job = hidden.moved.filter(|job| job.after_step < self.step).unwrap();
            self.ensure(
                kind == kind_name(task) && self.room(room) == job.to.room,
                "a note says where it went",
            );
            self.traces.insert(job.to.room);
        } else if let Some(rest) = sentence.strip_prefix(&format!("{other} takes the ")) {
            let (name, room) = rest.split_once(" to ").unwrap();
            let is_so =
                self.thing(name) == hidden.object && job.is_some_and(|job| job.to.room == self.room(room));
            self.ensure(is_so, "the object is taken");
            self.traces.insert(self.room(room));
        } else if let Some(rest) = sentence.strip_prefix(&format!("{other} comes in and puts ")) {
            let (name, on) = rest.split_once(" on the ").unwrap();
            let (thing, place) = (self.thing(without_article(name)), self.place(self.room, on));
            self.ensure(
                job.is_some_and(|job| job.to == place) && thing == hidden.object,
                "the object is brought",
            );
            self.seen.insert((thing, place));
        } else if let Some(room) = sentence.strip_prefix(&format!("{person} walks to ")) {
            let walk = hidden.walk.filter(|walk| walk.after_step == self.step);
            self.ensure(walk.is_some_and(|walk| walk.to == self.room(room)), "the person walks");
            self.met.insert(self.room(room));
        } else if sentence == format!("{person} is here") {
            self.ensure(self.person == self.room, "the person is here");
        } else if let Some(answer) = sentence.strip_prefix(&format!("{person}: “")) {
            self.answer(answer.trim_end_matches('”').trim_end_matches('.'));
        } else {
            self.ensure(["It is gone", "That cannot be done"].contains(&sentence), "a known sentence");
        }
    }

    fn answer(&mut self, answer: &str) {
        let hidden = &self.task.hidden;
        if let Some(name) = answer.strip_prefix("I mean the ") {
            let meant = hidden.answers.thing.unwrap_or(hidden.object);
            self.ensure(self.thing(name) == meant, "the thing that is meant");
            self.meant.insert(name.to_owned());
        } else if let Some(room) = answer.strip_prefix("I am in ") {
            let is = hidden.answers.goal.map_or(self.person, |wrong| wrong.room);
            self.ensure(self.room(room) == is, "the room of the person");
            self.met.insert(is);
        } else if let Some(words) = answer.strip_prefix("It belongs on the ") {
            self.ensure(self.place_in(words) == hidden.answers.goal.unwrap_or(hidden.goal), "the goal");
            self.meant.insert(words.to_owned());
        } else {
            let (name, words) = answer.strip_prefix("The ").unwrap().split_once(" is on the ").unwrap();
            let (thing, place) = (self.thing(name), self.place_in(words));
            let is = hidden.answers.place.unwrap_or(self.places[hidden.object.index()]);
            self.ensure(thing == hidden.object && place == is, "the place of the object");
            self.answered.insert((thing, place));
            self.traces.insert(place.room);
        }
    }

    // What is known now.

    fn known(&mut self, body: &'t str) {
        let n_rooms = usize::from(self.task.n_rooms);
        for (room, line) in self.task.rooms().zip(body.lines()) {
            let (heading, facts) = line.trim_start_matches("- ").split_once(": ").unwrap();
            self.ensure(heading.ends_with(room_name(self.task, room)), "the rooms in their order");
            let facts: Vec<&str> = facts.split("; ").collect();
            facts.iter().for_each(|fact| self.fact(room, fact));
            self.ensure(facts.contains(&"you are here") == (room == self.room), "one is somewhere");
        }
        let rest: Vec<&str> = body.lines().skip(n_rooms).collect();
        let (last, told) = rest.split_last().unwrap();
        let person = speaker(self.task);
        for line in told {
            let named = line.strip_prefix(&format!("{person} named the "));
            let wanted = line.strip_prefix(&format!("{person} wants it on the "));
            match named.or(wanted) {
                Some(words) => {
                    self.ensure(self.meant.contains(words.trim_end_matches('.')), "what was answered")
                }
                None => self.ensure(*line == format!("{person} has not answered yet."), "a known line"),
            }
        }
        let hands = match self.held {
            Some(thing) => format!("You hold the {}.", thing_name(self.task, thing)),
            None => "Your hands are empty.".to_owned(),
        };
        let left = self.task.step_limit - self.step;
        let steps = if left == 1 { "step" } else { "steps" };
        self.ensure(*last == format!("{hands} You have {left} {steps} left."), "hands and steps");
    }

    fn fact(&mut self, room: RoomId, fact: &str) {
        let (looks, n) = (self.looks.get(&room).copied().unwrap_or(0), self.task.house.n_receptacles(room));
        let person = speaker(self.task);
        let (kind, is_here) = (kind_name(self.task), self.person == room);
        if fact.contains("looked at") {
            let is = match looks {
                0 => "not looked at".to_owned(),
                _ if looks == n => "looked at".to_owned(),
                _ => format!("looked at {looks} of {n}"),
            };
            self.ensure(fact == is, "what was looked at");
        } else if fact == format!("the {kind} should be here") {
            self.ensure(self.traces.contains(&room), "somebody said so");
        } else if fact == format!("{person} is here") {
            self.ensure(is_here && room == self.room, "the person is here");
        } else if fact == format!("{person} should be here") {
            self.ensure(self.met.contains(&room) && room != self.room, "the person was met or announced");
        } else if fact == format!("{person} was not here") {
            self.ensure(self.visited.contains(&room), "one was there");
        } else if fact != "you are here" {
            self.belief(room, fact);
        }
    }

    /// A thing with its source.
    fn belief(&mut self, room: RoomId, fact: &str) {
        let (name, on) = fact.split_once(" on the ").unwrap();
        let by_map = on.strip_suffix(" by the map");
        let by_person = on.strip_suffix(&format!(", says {}", speaker(self.task)));
        let place = self.place(room, by_map.or(by_person).unwrap_or(on));
        let name = without_article(name);
        let thing = self.thing(name.trim_end_matches(" seen"));
        let is_seen = name.ends_with(" seen");
        self.ensure(is_seen != (by_map.is_some() || by_person.is_some()), "one source");
        let told =
            [(is_seen, &self.seen), (by_map.is_some(), &self.mapped), (by_person.is_some(), &self.answered)];
        self.ensure(told.iter().all(|(says, of)| !says || of.contains(&(thing, place))), "the source has it");
        let is_looked_at = self.looks.get(&room).is_some_and(|looks| place.receptacle < *looks);
        self.ensure(by_map.is_none() || !is_looked_at, "the map is not quoted about what was looked at");
        self.believed.entry(room).or_default().insert(thing_name(self.task, thing));
    }

    // What may be done.

    fn offered(&self, body: &str, is_over: bool) {
        if is_over {
            return self.ensure(body == "- nothing, the task is over", "the end");
        }
        let task = self.task;
        let here = self.room;
        let mut is: Vec<String> = task
            .rooms()
            .filter(|room| *room != here)
            .map(|room| format!("- Go to {}", the_room(task, room)))
            .collect();
        is.push(format!("- Look around {}", the_room(task, here)));
        match self.held.map(|thing| thing_name(task, thing)) {
            None => is.extend(
                self.believed.get(&here).into_iter().flatten().map(|it| format!("- Pick up the {it}")),
            ),
            Some(held) if task.is_delivery() => {
                is.extend((self.person == here).then(|| format!("- Give the {held} to {}", speaker(task))));
            }
            Some(held) => is.extend(
                task.places_in(here)
                    .map(|place| format!("- Put the {held} on the {}", receptacle(task, place))),
            ),
        }
        let sorted = |lines: Vec<String>| lines.into_iter().collect::<BTreeSet<_>>();
        let offered = body.lines().map(str::to_owned).collect();
        self.ensure(sorted(offered) == sorted(is), "what is offered");
    }
}

/// The sentences of a line without their full stops; quotes stay whole.
fn sentences(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut is_quoted = false;
    for sign in line.chars() {
        is_quoted = (is_quoted || sign == '“') && sign != '”';
        let last = found.last_mut().unwrap();
        if sign == '.' && !is_quoted {
            found.push(String::new());
        } else if !(sign == ' ' && last.is_empty()) {
            last.push(sign);
        }
        if sign == '”' {
            found.push(String::new());
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("an ").or_else(|| name.strip_prefix("a ")).unwrap_or(name)
}
