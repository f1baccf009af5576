"""Times a workload as sampling.ts does, and prints the samples as JSON. The argument `uvloop` runs it on uvloop's loop."""

import json
import sys
import time

if "uvloop" in sys.argv:
    import uvloop

    uvloop.install()

WARM_UP = 2
SAMPLES = 9


def report(per_operation):
    print(json.dumps({"perOperation": per_operation}))


def sample(operations, workload):
    ns_per_operation = []
    for round in range(WARM_UP + SAMPLES):
        started = time.process_time_ns()
        workload()
        elapsed_ns = time.process_time_ns() - started
        if round >= WARM_UP:
            ns_per_operation.append(elapsed_ns / operations)
    report(ns_per_operation)
