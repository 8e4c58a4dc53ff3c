"""What both logs share: who is asked when, and how a line is written.

Each episode has one chance of help, as in the paper's Phase 1. The chance is not logged. Logged is the probability of
each choice given the episode's earlier choices, with the chance unknown: it is exact, because what the environment does
depends on the choices and not on the chance, and it is never 1, so that every policy can be weighed.
"""

import gzip
import json
import random
from pathlib import Path

CHANCES = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0]
HERE = Path(__file__).resolve().parent


class Asker:
    """Decides by a coin whether the step is helped, and knows how probable that was."""

    def __init__(self, repeat, randomness):
        self.chance = CHANCES[repeat % len(CHANCES)]
        self.randomness = randomness
        # How probable the choices so far are under each chance.
        self.likelihoods = [1.0] * len(CHANCES)

    def ask(self):
        """Whether to ask now, and the propensity of that choice."""
        helped = self.randomness.random() < self.chance
        before = sum(self.likelihoods)
        for place, chance in enumerate(CHANCES):
            self.likelihoods[place] *= chance if helped else 1.0 - chance
        return helped, sum(self.likelihoods) / before


def run_episode(name, task, repeat, seed, environment, who):
    """The lines of one episode; `environment` has state(), weak(randomness), expert(), act(action)."""
    randomness = random.Random(f"{seed} {task} {repeat}")
    asker = Asker(repeat, randomness)
    lines = []
    while True:
        helped, propensity = asker.ask()
        line = {"episode": name, "task": task, "t": len(lines), "state": environment.state()}
        action = environment.expert() if helped else environment.weak(randomness)
        done, success = environment.act(action)
        truncated = not done and len(lines) + 1 >= environment.steps_max
        line |= {"intervention": who[1] if helped else None, "action": action, "done": done or truncated}
        if truncated:
            line["truncated"] = True
        if done or truncated:
            line["outcome"] = success
        line |= {"propensity": round(propensity, 12), "model": who[1] if helped else who[0]}
        lines.append(line)
        if line["done"]:
            return lines


def write(path, lines):
    """Gzipped JSON Lines; the same lines give the same bytes."""
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


def read(path):
    """The lines of a log, gzipped or not."""
    data = Path(path).read_bytes()
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return [json.loads(line) for line in text.decode().splitlines()]
