"""Some episodes of the TextWorld log as ATIF v1.7 trajectories (Agent Trajectory Interchange Format), one a line.

A step of the help carries the model name of the help; the others omit it, which means the agent's own. How it ended
stands in `extra.outcome` and in `final_metrics.extra.outcome`. `llm_call_count` is left out: 0 would say that a step
is no decision.
"""

import json

import tracelog

TASKS = ["0", "20"]
REPEATS = 7


def trajectory(run):
    steps = [{"step_id": 1, "source": "user", "message": run[0]["state"]}]
    for line, following in zip(run, run[1:] + [None]):
        call = f"call-{line['t']}"
        step = {"step_id": len(steps) + 1, "source": "agent"}
        if line["intervention"]:
            step["model_name"] = line["model"]
        step |= {
            "message": "",
            "tool_calls": [{"tool_call_id": call, "function_name": "act", "arguments": {"command": line["action"]}}],
        }
        if following:
            step["observation"] = {"results": [{"source_call_id": call, "content": following["state"]}]}
        steps.append(step)
    outcome = run[-1]["outcome"]
    return {
        "schema_version": "ATIF-v1.7",
        "session_id": run[0]["task"],
        "trajectory_id": run[0]["episode"],
        "agent": {"name": "twc-weak-actor", "version": "1", "model_name": "weak-actor"},
        "steps": steps,
        "final_metrics": {"total_steps": len(steps), "extra": {"outcome": outcome}},
        "extra": {"task": run[0]["task"], "outcome": outcome},
    }


def main():
    runs = {}
    for line in tracelog.read(tracelog.HERE / "twc.jsonl.gz"):
        runs.setdefault(line["episode"], []).append(line)
    names = [f"{task}.{repeat}" for task in TASKS for repeat in range(REPEATS)]
    text = "".join(json.dumps(trajectory(runs[name]), separators=(",", ":")) + "\n" for name in names)
    (tracelog.HERE / "twc.atif.jsonl").write_text(text)


if __name__ == "__main__":
    main()
