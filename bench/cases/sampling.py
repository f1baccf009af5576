"""Times a workload as sampling.ts does, and prints the samples as JSON."""

import json
import time

WARM_UP = 2
SAMPLES = 9


def sample(operations, workload):
    ns_per_operation = []
    for round in range(WARM_UP + SAMPLES):
        started = time.perf_counter_ns()
        workload()
        elapsed_ns = time.perf_counter_ns() - started
        if round >= WARM_UP:
            ns_per_operation.append(elapsed_ns / operations)
    print(json.dumps({"nsPerOperation": ns_per_operation}))
