"""Whether a log obeys the trace format: `python check.py LOG...` prints the first fault of each, or that it is whole."""

import json
import sys

import tracelog

KINDS = {
    "episode": str, "task": str, "t": int, "state": str, "state_key": str, "intervention": (str, type(None)),
    "action": str, "next_state": str, "done": bool, "truncated": bool, "outcome": (bool, int, float),
    "p_nohelp": float, "p_help": float, "propensity": float, "cost": (int, float), "model": str,
}
ALWAYS = {"episode", "task", "t", "intervention", "done"}


def faults(lines):
    """What is wrong, with its line."""
    open_at, ended, interventions = {}, set(), set()
    for number, line in enumerate(lines, 1):
        if missing := ALWAYS - line.keys():
            yield number, f"no {', '.join(sorted(missing))}"
            continue
        if "state" not in line and "state_key" not in line:
            yield number, "neither state nor state_key"
        for key, value in line.items():
            if key not in KINDS:
                yield number, f"{key}: no field of the format"
            elif not isinstance(value, KINDS[key]) or (KINDS[key] is int and isinstance(value, bool)):
                yield number, f"{key}: {json.dumps(value)} is of the wrong type"
        episode = line["episode"]
        if episode in ended:
            yield number, f"episode {episode} goes on after its end"
        if line["t"] != open_at.get(episode, 0):
            yield number, f"t is {line['t']}; expected {open_at.get(episode, 0)}"
        open_at[episode] = line["t"] + 1
        if line["done"] != ("outcome" in line):
            yield number, "an outcome stands on the last line of an episode, and only there"
        if not 0 <= line.get("outcome", 0) <= 1:
            yield number, f"outcome: {line['outcome']}; expected true, false or 0 to 1"
        if line.get("truncated") and not line["done"]:
            yield number, "truncated, but not done"
        if not 0 < line.get("propensity", 1) <= 1:
            yield number, f"propensity: {line['propensity']}; expected above 0 and at most 1"
        if line["done"]:
            ended.add(episode)
        interventions.add(line["intervention"])
    for episode in sorted(open_at.keys() - ended):
        yield len(lines), f"episode {episode} has no end"
    if len(interventions - {None}) > 254:
        yield len(lines), "more than 254 interventions"


def main():
    broken = False
    for path in sys.argv[1:] or [tracelog.HERE / "twc.jsonl.gz", tracelog.HERE / "babyai.jsonl.gz"]:
        lines = tracelog.read(path)
        fault = next(faults(lines), None)
        broken |= fault is not None
        print(f"{path}: line {fault[0]}: {fault[1]}" if fault else f"{path}: {len(lines)} lines, whole")
    sys.exit(broken)


if __name__ == "__main__":
    main()
