"""The frontier of a log too long for one machine: counted by Spark, solved by `askwell frontier` in each partition, merged.

    python frontier.py --askwell PATH/askwell LOG... [--gamma .999] [--partitions N] [--master 'local[2]'] > frontier.json

Tasks share no state, and for a given price each is solved by itself. So a partition holds whole tasks, is one problem, and
the whole frontier is the sum of the partitions' frontiers, each weighted by the episodes that begin there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

from merge import merged

SCHEMA = (
    "episode string, task string, t int, state string, state_key string, intervention string, done boolean, "
    "outcome string"
)


def steps(spark, paths):
    """One row a decision: where, who, where next, and the outcome at the end; all steps of a task in one partition."""
    lines = spark.read.schema(SCHEMA).option("mode", "FAILFAST").json(paths)
    outcome, help = F.lower("outcome"), F.col("intervention")
    is_nobody = F.lower(help).isin("nohelp", "false", "0", "")
    lines = lines.select(
        F.coalesce("task", F.lit("")).alias("task"),
        "episode",
        "t",
        F.coalesce("state_key", "state").alias("state"),
        F.when(is_nobody, None).when(F.lower(help).isin("true", "1"), "help").otherwise(help).alias("help"),
        F.when(outcome == "true", 1.0).when(outcome == "false", 0.0).otherwise(outcome.try_cast("double")).alias("won"),
    )
    run = Window.partitionBy("task", "episode").orderBy("t")
    return (
        lines.repartition("task")  # one shuffle for both the episodes and the counts
        .withColumn("next", F.lead("state").over(run))
        .withColumn("place", F.row_number().over(run) - 1)
    )


def counted(rows):
    """count[task][state][help][next], the part that ended in success, and how many episodes begin there."""
    is_last = F.col("next").isNull()
    is_wrong = (
        F.col("state").isNull()
        | F.col("t").isNull()
        | (F.col("t") != F.col("place"))
        | (is_last != F.col("won").isNotNull())
        | ~F.coalesce(F.col("won"), F.lit(0.0)).between(0.0, 1.0)
    )
    return rows.groupBy("task", "state", "help", "next").agg(
        F.count("*").alias("n"),
        F.sum("won").alias("won"),
        F.sum((F.col("place") == 0).cast("int")).alias("begins"),
        F.sum(is_wrong.cast("int")).alias("wrong"),
        F.min(F.when(is_wrong, F.col("episode"))).alias("example"),
    )


def problem(rows, gamma):
    """The MDP file of some tasks, states by number, and the episodes that begin in it."""
    numbers, names, starts, totals, kinds = {}, {}, {}, {}, []

    def number(task, state):
        return numbers.setdefault((task, state), len(numbers))

    rows = list(rows)
    if wrong := sorted({row["example"] for row in rows if row["wrong"]}):
        raise ValueError(
            f"episodes such as {', '.join(wrong[:5])}: expected t from 0 without gaps, a state on each line, one outcome "
            "from 0 to 1 on the last line and only there"
        )
    for row in rows:
        state = number(row["task"], row["state"])
        following = None if row["next"] is None else number(row["task"], row["next"])
        action = 0 if row["help"] is None else names.setdefault(row["help"], len(names) + 1)
        weight = row["n"] if following is not None else row["won"]
        kinds.append((state, action, following, weight))
        totals[state, action] = totals.get((state, action), 0) + row["n"]
        if row["begins"]:
            starts[state] = starts.get(state, 0) + row["begins"]
    if not kinds:
        return None, 0
    win, several = len(numbers), len(names) > 1
    transitions = {"nohelp": []}
    for name in names.values():
        transitions[f"help{name}" if several else "help"] = []
    for state, action, following, weight in kinds:
        name = "nohelp" if action == 0 else f"help{action}" if several else "help"
        transitions[name].append([state, win if following is None else following, weight / totals[state, action]])
    return {
        "gamma": gamma,
        "states": win + 1,
        "start": {str(state): n for state, n in starts.items()},
        "transitions": transitions,
        "terminal": {"success": [win], "failure": []},
    }, sum(starts.values())


def solved(askwell, gamma):
    """For the rows of a partition: its weight and its frontier."""

    def solve(rows):
        file, weight = problem(rows, gamma)
        if file is None:
            return
        with tempfile.NamedTemporaryFile("w", suffix=".json") as place:
            json.dump(file, place)
            place.flush()
            # Partitions run side by side already.
            environment = os.environ | {"RAYON_NUM_THREADS": "1"}
            command = [askwell, "frontier", place.name, "--json"]
            answer = subprocess.run(command, env=environment, capture_output=True, text=True)
        if answer.returncode:
            raise RuntimeError(answer.stderr)
        points = json.loads(answer.stdout)["breakpoints"]
        yield weight, [(point["price"], point["usage"], point["success"]) for point in points]

    return solve


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("logs", nargs="+", help="trace JSON Lines, plain or gzipped; several files are one log")
    parser.add_argument("--askwell", required=True, help="the native command")
    parser.add_argument("--gamma", type=float, default=0.999)
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--master", help="default: that of spark-submit, or local[*]")
    parser.add_argument("--memory", default="4g", help="of the driver, which in local mode is all")
    arguments = parser.parse_args()
    builder = SparkSession.builder.master(arguments.master) if arguments.master else SparkSession.builder
    spark = (
        builder.appName("askwell frontier")
        .config("spark.sql.shuffle.partitions", arguments.partitions)
        .config("spark.sql.adaptive.enabled", False)
        .config("spark.driver.memory", arguments.memory)
        .config("spark.ui.enabled", False)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    # Whole tasks stay together: the counts of a task meet in one partition whatever the planner did before.
    rows = counted(steps(spark, arguments.logs)).repartition(arguments.partitions, "task").rdd
    parts = rows.mapPartitions(solved(os.path.abspath(arguments.askwell), arguments.gamma)).collect()
    spark.stop()
    if not parts:
        sys.exit("the logs hold no line")
    json.dump({"breakpoints": merged(parts)}, sys.stdout)


if __name__ == "__main__":
    main()
