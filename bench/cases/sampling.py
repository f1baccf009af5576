"""Times a workload as sampling.ts does, and prints the samples as JSON.

The argument `uvloop` runs it on uvloop's loop, `agent` with Loopscope's agent in the program, `watched` with somebody who
looks at it all the while, `debug` in asyncio's debug mode.
"""

import json
import logging
import os
import sys
import threading
import time
from pathlib import Path

if "uvloop" in sys.argv:
    import uvloop

    uvloop.install()

if "debug" in sys.argv:
    os.environ["PYTHONASYNCIODEBUG"] = "1"
    logging.disable()

WARM_UP = 2
SAMPLES = 9


def report(per_operation):
    print(json.dumps({"perOperation": per_operation}))


def load_agent():
    """Arms the agent, as a launched program has it."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "python"))
    from loopscope_agent.agent import instance

    instance.install()
    return instance


def watch(instance):
    """Looks at everything ten times a second, as the agent's own thread does for a debugger."""
    instance.commands.run("subscribe", {})

    def look():
        while True:
            for message in instance.changes():
                json.dumps(message)
            time.sleep(max(0.1, instance.observer.cost_s * 20))

    threading.Thread(target=look, daemon=True).start()


if "agent" in sys.argv or "watched" in sys.argv:
    agent = load_agent()
    if "watched" in sys.argv:
        watch(agent)


def sample(operations, workload):
    ns_per_operation = []
    for round in range(WARM_UP + SAMPLES):
        started = time.process_time_ns()
        workload()
        elapsed_ns = time.process_time_ns() - started
        if round >= WARM_UP:
            ns_per_operation.append(elapsed_ns / operations)
    report(ns_per_operation)
