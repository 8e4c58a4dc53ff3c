"""The numbers of the README: `python measure.py LOG...`, by counting and by plain value iteration.

It shares no code with `askwell import`, so the two check each other.
"""

import sys
from collections import defaultdict

import tracelog

# That of `askwell import`.
GAMMA = 0.999
PRICES = [10, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.02]


def episodes(lines):
    found = defaultdict(list)
    for line in lines:
        found[line["episode"]].append(line)
    return list(found.values())


def table(runs):
    """count[state][helped][next state, or how it ended], and where episodes begin."""
    count, starts = defaultdict(lambda: [defaultdict(float), defaultdict(float)]), defaultdict(int)
    for run in runs:
        keys = [(line["task"], line["state"]) for line in run]
        starts[keys[0]] += 1
        for line, key, following in zip(run, keys, keys[1:] + [None]):
            to = following if following else bool(line["outcome"])
            count[key][line["intervention"] is not None][to] += 1
    return count, starts


def solve(count, starts, price):
    """The best policy's discounted success and calls for a price, start-weighted."""
    rows = {
        key: [(helped, [(to, n / sum(tos.values())) for to, n in tos.items()]) for helped, tos in enumerate(pair) if tos]
        for key, pair in count.items()
    }
    value = {True: (1.0, 1.0, 0.0), False: (0.0, 0.0, 0.0)} | {key: (0.0, 0.0, 0.0) for key in rows}
    while True:
        change = 0.0
        for key, choices in rows.items():
            best = None
            for helped, row in choices:
                mean = [GAMMA * sum(p * value[to][i] for to, p in row) for i in range(3)]
                new = (mean[0] - price * helped, mean[1], mean[2] + helped)
                if best is None or new[0] > best[0] + 1e-12:
                    best = new
            change = max(change, *(abs(a - b) for a, b in zip(best, value[key])))
            value[key] = best
        if change < 1e-10:
            total = sum(starts.values())
            return [sum(n * value[key][i] for key, n in starts.items()) / total for i in (1, 2)]


def share(part, whole):
    return f"{100 * part / whole:.1f} %"


def main():
    for path in sys.argv[1:] or [tracelog.HERE / "twc.jsonl.gz", tracelog.HERE / "babyai.jsonl.gz"]:
        lines = tracelog.read(path)
        runs = episodes(lines)
        count, starts = table(runs)
        print(f"{path}: {len(lines)} lines, {len(runs)} episodes of {len({line['task'] for line in lines})} tasks")
        for name, chance in [("nobody helps", 0), ("help at every step", 1)]:
            # The chance of an episode is that of its place among the repeats.
            these = [r for r in runs if tracelog.CHANCES[int(r[0]["episode"].split(".")[1]) % 7] == chance]
            won = sum(run[-1]["outcome"] for run in these)
            print(f"  {name}: success {share(won, len(these))} of {len(these)}, {sum(map(len, these)) / len(these):.1f} steps")
        both = [pair for pair in count.values() if pair[0] and pair[1]]
        steps = sum(sum(tos.values()) for pair in both for tos in pair)
        print(f"  success {share(sum(r[-1]['outcome'] for r in runs), len(runs))}, truncated {share(sum('truncated' in r[-1] for r in runs), len(runs))}")
        print(f"  {len(count)} states, both choices tried in {len(both)}, where {share(steps, len(lines))} of the steps are")
        print(f"  best policy in the table (gamma {GAMMA}): price, discounted calls, discounted success")
        for price in PRICES:
            success, calls = solve(count, starts, price)
            print(f"  {price:>6} {calls:8.4f} {success:8.4f}")


if __name__ == "__main__":
    main()
