"""A log of BabyAI (MiniGrid), level PutNextLocalS5N3: put one thing next to another in a room of 3 x 3 cells.

The help is BabyAI's own expert bot, which remembers what it saw. The weak actor finds its way mostly as the bot does, but
where a thing must be picked up or put down it is seldom right: it goes on, or says that it is done.
"""

import contextlib
import io
import sys

import gymnasium
import minigrid  # noqa: F401 - registers the levels
from minigrid.utils.baby_ai_bot import BabyAIBot

import tracelog

SEED = 1
REPEATS = 63
TASKS = 30
LEVEL = "BabyAI-PutNextLocalS5N3-v0"
FACING = ["east", "south", "west", "north"]
ACTIONS = ["left", "right", "forward", "pickup", "drop", "toggle", "done"]
STOP = "done"


class Play:
    """An episode of a task."""

    steps_max = 24

    def __init__(self, seed):
        self.room = gymnasium.make(LEVEL).unwrapped
        with contextlib.redirect_stdout(io.StringIO()):  # the level tells of each layout it rejects
            self.room.reset(seed=seed)
        self.bot = BabyAIBot(self.room)
        self.advice = ACTIONS[int(self.bot.replan())]

    def state(self):
        """The whole room in words."""
        room = self.room
        lies = [
            f"a {thing.color} {thing.type} at {x},{y}"
            for x in range(1, room.width - 1)
            for y in range(1, room.height - 1)
            if (thing := room.grid.get(x, y)) is not None
        ]
        carried = f"a {room.carrying.color} {room.carrying.type}" if room.carrying else "nothing"
        (x, y), facing = room.agent_pos, FACING[room.agent_dir]
        return f"Mission: {room.mission}. You are at {x},{y}, facing {facing}, and carry {carried}. You see {', '.join(lies)}."

    def expert(self):
        """What the bot would do; it follows whatever was done before."""
        return self.advice

    def weak(self, randomness):
        right = self.expert()
        if right in ("left", "right", "forward"):
            if randomness.random() < 0.9:
                return right
            return randomness.choice(["left", "right", "forward"])
        draw = randomness.random()
        if draw < 0.35:
            return right
        return STOP if draw < 0.6 else randomness.choice(["left", "right", "forward", "pickup", "drop"])

    def act(self, action):
        """Whether it is over, and whether it is a success."""
        _, reward, done, _, _ = self.room.step(ACTIONS.index(action))
        over = bool(done) or action == STOP
        if not over:
            self.advice = ACTIONS[int(self.bot.replan(ACTIONS.index(action)))]
        return over, reward > 0


def main():
    lines = []
    for seed in range(TASKS):
        for repeat in range(REPEATS):
            task = f"{LEVEL}/{seed}"
            lines += tracelog.run_episode(f"{seed}.{repeat}", task, repeat, SEED, Play(seed), ("weak-actor", "babyai-bot"))
    tracelog.write(sys.argv[1] if len(sys.argv) > 1 else tracelog.HERE / "babyai.jsonl.gz", lines)


if __name__ == "__main__":
    main()
