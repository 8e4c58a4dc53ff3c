"""Other people's solvers on one MDP JSON file with numbered states, r = .03: one JSON line a peer."""

import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
PRICE = 0.03
AT_LEAST = 4


def load(path):
    """Arrays of the problem; the last state is the end of the task."""
    document = json.load(open(path))
    ends = document["terminal"]["success"] + document["terminal"]["failure"]
    n, success, gamma = min(ends), document["terminal"]["success"][0], document["gamma"]
    rows, columns, probabilities = [], [], []
    reward = np.zeros((n, 2))
    for action, key in enumerate(["nohelp", "help"]):
        triples = np.array(document["transitions"][key])
        start, end, p = triples[:, 0].astype(int), triples[:, 1].astype(int), triples[:, 2]
        wins = end == success
        np.add.at(reward[:, action], start[wins], gamma * p[wins])
        inside = end < n
        rows.append(start[inside] * 2 + action)
        columns.append(end[inside])
        probabilities.append(p[inside])
    reward[:, 1] -= PRICE
    weights = np.zeros(n)
    for state, weight in document["start"].items():
        weights[int(state)] = weight
    weights /= weights.sum()
    return n, gamma, np.concatenate(rows), np.concatenate(columns), np.concatenate(probabilities), reward, weights


def timed(name, task, work):
    """The best of three runs by the clock, of more in AT_LEAST seconds; a first small run of compiled peers is theirs to
    make."""
    try:
        runs, begun = [], time.perf_counter()
        while len(runs) < 3 or time.perf_counter() - begun < AT_LEAST:
            runs.append(work())
        value, milliseconds = min(runs, key=lambda run: run[1])
        answer = {"peer": name, "task": task, "ms": milliseconds, "value": float(value)}
    except Exception as error:  # a peer that fails is a line of the table
        answer = {"peer": name, "task": task, "error": f"{type(error).__name__}: {error}"[:120].replace("|", "/")}
    print(json.dumps(answer), flush=True)


def matrix(problem):
    """P with an absorbing end, a row a pair."""
    from scipy import sparse

    n, _, rows, columns, p, _, _ = problem
    left = 1 - np.bincount(rows, p, minlength=2 * n)
    ends = np.arange(2 * n)
    rows = np.concatenate([rows, ends, [2 * n, 2 * n + 1]])
    columns = np.concatenate([columns, np.full(2 * n, n), [n, n]])
    p = np.concatenate([p, left, [1, 1]])
    return sparse.csr_matrix((p, (rows, columns)), shape=(2 * n + 2, n + 1))


def quantecon(problem, method):
    from quantecon.markov import DiscreteDP

    n, gamma, _, _, _, reward, weights = problem
    rewards = np.concatenate([reward.ravel(), [0, 0]])
    states, actions = np.repeat(np.arange(n + 1), 2), np.tile([0, 1], n + 1)
    process = DiscreteDP(rewards, matrix(problem), gamma, states, actions)
    process.max_iter = 100_000
    DiscreteDP(rewards[:4], np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]]), gamma, states[:4], actions[:4]).solve(method)

    def work():
        begun = time.perf_counter()
        found = process.solve(method=method, epsilon=1e-9)
        return weights @ found.v[:n], (time.perf_counter() - begun) * 1000

    return work


def mdpsolver(problem):
    import mdpsolver as package

    n, gamma, _, _, _, reward, weights = problem
    table = matrix(problem)
    probabilities, columns = [], []
    for state in range(n + 1):
        pairs = [2 * state, 2 * state + 1]
        spans = [slice(table.indptr[pair], table.indptr[pair + 1]) for pair in pairs]
        probabilities.append([table.data[span].tolist() for span in spans])
        columns.append([table.indices[span].tolist() for span in spans])
    rewards = np.vstack([reward, [0, 0]]).tolist()

    def work():
        # A model of its own each time: a solved one would start from its answer.
        model = package.model()
        model.mdp(discount=gamma, rewards=rewards, tranMatProbs=probabilities, tranMatColumns=columns)
        begun = time.perf_counter()
        model.solve(tolerance=1e-9)
        took = (time.perf_counter() - begun) * 1000
        return weights @ np.array(model.getValueVector())[:n], took

    return work


def highs(problem):
    """max Σ x (γ P(success) - r [help]): the price in the objective, so that the value is comparable."""
    from scipy import sparse
    from scipy.optimize import linprog

    n, gamma, _, _, _, reward, weights = problem
    stays = sparse.csr_matrix((np.ones(2 * n), (np.arange(2 * n) // 2, np.arange(2 * n))), shape=(n, 2 * n))
    flow = stays - gamma * matrix(problem)[: 2 * n, :n].T

    def work():
        begun = time.perf_counter()
        found = linprog(-reward.ravel(), A_eq=flow, b_eq=weights, method="highs")
        return -found.fun, (time.perf_counter() - begun) * 1000

    return work


def storm(problem):
    """Storm knows no discount and wants no negative rewards: γ goes into the matrix, what it leaves goes to an end that is
    reached for certain and pays `shift`, a share at each step; so V is `shift` too high in every state."""
    import stormpy
    from scipy import sparse
    from stormpy import datastructures, models

    n, gamma, rows, columns, p, reward, weights = problem
    inside = sparse.csr_matrix((gamma * p, (rows, columns)), shape=(2 * n, n + 1))
    left = 1 - np.asarray(inside.sum(axis=1)).ravel()
    shift = PRICE / left.min()
    ends = sparse.csr_matrix((left, (np.arange(2 * n), np.full(2 * n, n))), shape=(2 * n, n + 1))
    table = (inside + ends).tocsr()
    table.sort_indices()
    builder = datastructures.SparseMatrixBuilder[float](
        rows=0, columns=0, entries=0, force_dimensions=False, has_custom_row_grouping=True
    )
    for row in range(2 * n):
        if row % 2 == 0:
            builder.new_row_group(row)
        span = slice(table.indptr[row], table.indptr[row + 1])
        for column, value in zip(table.indices[span].tolist(), table.data[span].tolist()):
            builder.add_next_value(row, column, value)
    builder.new_row_group(2 * n)
    builder.add_next_value(2 * n, n, 1.0)
    labels = models.StateLabeling(n + 1)
    for label, state in [("init", 0), ("end", n)]:
        labels.add_label(label)
        labels.add_label_to_state(label, state)
    gains = (reward.ravel() + shift * left).tolist() + [0.0]
    process = models.SparseMdp[float](
        models.SparseModelComponents[float](
            transition_matrix=builder.build(),
            state_labeling=labels,
            reward_models={"v": models.SparseRewardModel[float](optional_state_action_reward_vector=gains)},
        )
    )
    best = stormpy.parse_properties('R{"v"}max=? [F "end"]')[0]
    environment = stormpy.Environment()
    solver = environment.solver().min_max
    solver = solver() if callable(solver) else solver
    solver.precision = stormpy.Rational("1/1000000000")
    solver.relative_termination_criterion = False

    def work():
        begun = time.perf_counter()
        found = stormpy.model_checking(process, best, environment=environment, only_initial_states=False)
        took = (time.perf_counter() - begun) * 1000
        return weights @ np.array(found.get_value_vector())[:n] - shift, took

    return work


def main():
    problem = load(sys.argv[1])
    small = problem[0] <= 50_000
    peers = [("quantecon", "one price", lambda: quantecon(problem, "modified_policy_iteration"))]
    if small:
        peers.append(("quantecon, policy iteration", "one price", lambda: quantecon(problem, "policy_iteration")))
    peers.append(("mdpsolver", "one price", lambda: mdpsolver(problem)))
    peers.append(("Storm", "one price", lambda: storm(problem)))
    if small:
        peers.append(("HiGHS (linear programme)", "one price", lambda: highs(problem)))
    for name, task, prepare in peers:
        try:
            work = prepare()
        except Exception as error:  # not installed, or another interface
            work = lambda error=error: (_ for _ in ()).throw(error)
        timed(name, task, work)


main()
