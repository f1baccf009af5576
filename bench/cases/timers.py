"""Timers that are pending at the same time. Arguments as in timers.ts."""

import asyncio
import random
import sys
import time

from sampling import report

TIMERS = int(sys.argv[1])
TIMES_CANCELLING = sys.argv[2] == "cancel"
OPERATIONS = 200_000
SAMPLES = 3


def time_once():
    source = random.Random(1)
    deadlines = [3600 * (1 + source.random()) for _ in range(TIMERS)]
    repetitions = max(1, OPERATIONS // TIMERS)
    elapsed_ns = 0
    for _ in range(repetitions):
        loop = asyncio.new_event_loop()
        start = loop.time()
        inserting = time.process_time_ns()
        handles = [loop.call_at(start + deadline, print) for deadline in deadlines]
        cancelling = time.process_time_ns()
        for handle in handles:
            handle.cancel()
        end = time.process_time_ns()
        elapsed_ns += end - cancelling if TIMES_CANCELLING else cancelling - inserting
        loop.close()
    return elapsed_ns / (repetitions * TIMERS)


report([time_once() for _ in range(SAMPLES)])
