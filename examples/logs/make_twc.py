"""A log of TextWorld Common Sense (TextWorldExpress): things lie about in two rooms and belong in certain places.

The help acts as the game's own gold path says where each thing belongs. The weak actor sees what lies about but often
does not know where it belongs, and says that it is done where it sees nothing more to do.
"""

import random
import re
import sys

from textworld_express import TextWorldExpressEnv

import tracelog

SEED = 1
REPEATS = 63
# Rooms, things to put away, tasks.
SETS = [(2, 1, 15), (2, 2, 15)]
STOP = "say that it is done"


class Task:
    """What a task asks for, read off its gold path."""

    def __init__(self, game, rooms, things, seed):
        self.game, self.rooms, self.things, self.seed = game, rooms, things, seed
        self.name = f"twc/train/{rooms}-rooms/{things}-things/{seed}"
        info = self.reset()
        self.goals, self.begin = {}, {}
        room = room_of(info)
        for action in game.getGoldActionSequence():
            if found := re.fullmatch(r"take (.+)", action):
                self.begin[found[1]] = room
            if found := re.fullmatch(r"put (.+) in (.+)", action):
                self.goals[found[1]] = (found[2], room)
            info = game.step(action)[3]
            room = room_of(info)

    def reset(self):
        params = f"numLocations={self.rooms},numItemsToPutAway={self.things},includeDoors=0,limitInventorySize=0"
        if self.game.params != params:
            self.game.load(gameName="twc", gameParams=params)
            self.game.params = params
        return self.game.reset(seed=self.seed, gameFold="train", generateGoldPath=True)[1]


def room_of(info):
    return re.match(r"You are in the (.+?)\.", info["look"])[1]


class Play:
    """An episode of a task."""

    steps_max = 20

    def __init__(self, task):
        self.task, self.info = task, task.reset()
        self.where = {thing: ("floor", room) for thing, room in task.begin.items()}

    def state(self):
        things = " and the ".join(sorted(self.task.goals))
        look = "\n".join(line.strip() for line in self.info["look"].splitlines())
        carried = re.sub(r"\s+", " ", self.info["inventory"]).strip()
        return f"Put the {things} where they belong.\n{look.strip()}\n{carried}"

    def valid(self, verb):
        return [action for action in sorted(self.info["validActions"]) if action.startswith(verb + " ")]

    def carried(self):
        return sorted(thing for thing, place in self.where.items() if place is None)

    def act(self, action):
        """Whether it is over, and whether it is a success."""
        if action == STOP:
            return True, False
        room = room_of(self.info)
        self.info = self.task.game.step(action)[3]
        if (found := re.fullmatch(r"take (.+)", action)) and found[1] in self.where:
            self.where[found[1]] = None
        if (found := re.fullmatch(r"put (.+) in (.+)", action)) and found[1] in self.where:
            self.where[found[1]] = (found[2], room)
        success = bool(self.info["tasksuccess"])
        return success or bool(self.info["taskfailure"]), success

    def expert(self):
        """What leads to the goals of the gold path from here."""
        room = room_of(self.info)
        for thing in self.carried():
            return self.toward(self.task.goals[thing], f"put {thing} in {self.task.goals[thing][0]}")
        misplaced = [thing for thing in sorted(self.where) if self.where[thing] != self.task.goals[thing]]
        thing = min(misplaced, key=lambda thing: self.where[thing][1] != room)
        return self.toward(self.where[thing], f"take {thing}")

    def toward(self, place, action):
        """`action` at the place, or what must come before it."""
        valid = self.info["validActions"]
        if room_of(self.info) != place[1]:
            return self.valid("move")[0]
        return action if action in valid else f"open {place[0]}"

    def weak(self, randomness):
        for thing in self.carried():
            if randomness.random() < knows(thing):
                return self.expert()
            return self.any(randomness, [("put", 0.6), ("open", 0.2), ("move", 0.2)])
        here = [f"take {thing}" for thing, place in sorted(self.where.items()) if place == ("floor", room_of(self.info))]
        if here:
            if randomness.random() < 0.85:
                return randomness.choice(here)
            return self.any(randomness, [("open", 0.5), ("move", 0.5)])
        if randomness.random() < 0.25:
            return STOP
        return self.any(randomness, [("move", 0.7), ("take", 0.2), ("open", 0.1)])

    def any(self, randomness, chances):
        """One of the valid actions of a verb drawn by its chance."""
        chances = [(verb, chance) for verb, chance in chances if self.valid(verb)]
        verb = randomness.choices([verb for verb, _ in chances], [chance for _, chance in chances])[0]
        return randomness.choice(self.valid(verb))


def knows(thing):
    """How often the weak actor knows where a thing belongs: some it knows well, others it does not."""
    return random.Random(f"{SEED} knows {thing}").choice([0.3, 0.4, 0.5, 0.7, 0.9])


def is_solved_by_help(task):
    play = Play(task)
    for _ in range(Play.steps_max):
        action = play.expert()
        if action not in play.info["validActions"]:
            return False
        done, success = play.act(action)
        if done:
            return success
    return False


def tasks(game):
    """The first tasks of each set that ask for things nobody else asks for, and that the help can solve."""
    for rooms, things, n in SETS:
        found = {}
        for seed in range(1000):
            task = Task(game, rooms, things, seed)
            whole = len(task.goals) == things and task.goals.keys() == task.begin.keys()
            if whole and frozenset(task.goals) not in found and is_solved_by_help(task):
                found[frozenset(task.goals)] = task
            if len(found) == n:
                break
        yield from found.values()


def main():
    game = TextWorldExpressEnv(envStepLimit=1000)
    game.params = None
    lines = []
    for place, task in enumerate(list(tasks(game))):
        for repeat in range(REPEATS):
            name = f"{place}.{repeat}"
            lines += tracelog.run_episode(name, task.name, repeat, SEED, Play(task), ("weak-actor", "gold-path"))
    tracelog.write(sys.argv[1] if len(sys.argv) > 1 else tracelog.HERE / "twc.jsonl.gz", lines)


if __name__ == "__main__":
    main()
