"""A long log from a seed: `python generate.py --lines 1000000 --files 8 FOLDER`.

Each task is a house of rooms in a row. A step goes on to the next room, stays, or loses; where and how well help works
differs from room to room, so that there is a frontier. 60 episodes a task, help with chance 1/3, about 200 bytes a line.
"""

import argparse
import gzip
import json
import random
from pathlib import Path

EPISODES = 60
HELP = 1 / 3


def house(seed, task):
    """For each room the chances to go on and to lose, without and with help."""
    randomness = random.Random(f"{seed} {task}")
    rooms = []
    for _ in range(randomness.randint(3, 8)):
        alone = randomness.uniform(0.3, 0.9)
        rooms.append(((alone, (1 - alone) / 2), (alone + 0.8 * (1 - alone), (1 - alone) / 20)))
    return rooms, randomness


def episodes(seed, task):
    """The lines of a task, as text."""
    rooms, randomness = house(seed, task)
    for episode in range(EPISODES):
        room, t, over = 0, 0, False
        while not over:
            helped = randomness.random() < HELP
            forward, lost = rooms[room][helped]
            draw = randomness.random()
            over = draw < lost or (draw < lost + forward and room + 1 == len(rooms))
            won = over and draw >= lost
            yield (
                f'{{"episode":"{task}.{episode}","task":"house {task}","t":{t},"state":"You stand in room {room} of house '
                f'{task}. A door leads on, and a table stands in the way.","intervention":{json.dumps("guide" if helped else None)},'
                f'"action":"go on","done":{json.dumps(over)},"propensity":{HELP if helped else 1 - HELP:.6f}'
                + (f',"outcome":{json.dumps(won)}' if over else "")
                + ',"model":"walker"}\n'
            )
            if not over and lost <= draw < lost + forward:
                room += 1
            t += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=100_000, help="about; the last task is whole")
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gzip", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    made, task = 0, 0
    names = [f"part-{place:03}.jsonl" + (".gz" if arguments.gzip else "") for place in range(arguments.files)]
    files = [
        gzip.GzipFile(arguments.folder / name, "wb", 6, mtime=0) if arguments.gzip else open(arguments.folder / name, "wb")
        for name in names
    ]
    while made < arguments.lines:
        lines = list(episodes(arguments.seed, task))
        files[task % len(files)].write("".join(lines).encode())
        made, task = made + len(lines), task + 1
    for file in files:
        file.close()
    print(f"{made} lines of {task} tasks in {len(files)} files")


if __name__ == "__main__":
    main()
