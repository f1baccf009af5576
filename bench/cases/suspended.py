"""Tasks that are suspended at the same time. Arguments as in suspended.ts."""

import asyncio
import sys
import time
import tracemalloc

from sampling import report

TASKS = int(sys.argv[1])
BYTES = "bytes" in sys.argv[2:]
resumed = 0


async def event_waiter(event):
    global resumed
    await event.wait()
    resumed += 1


async def future_waiter(future):
    global resumed
    await future
    resumed += 1


async def main():
    event = asyncio.Event()
    if BYTES:
        tracemalloc.start()
    started = time.process_time_ns()
    futures = []
    tasks = []
    for _ in range(TASKS):
        if sys.argv[2] == "future":
            future = asyncio.Future()
            futures.append(future)
            tasks.append(asyncio.create_task(future_waiter(future)))
        else:
            tasks.append(asyncio.create_task(event_waiter(event)))
    await asyncio.sleep(0)
    used = tracemalloc.get_traced_memory()[0] if BYTES else 0
    event.set()
    for future in futures:
        future.set_result(None)
    while resumed < TASKS:
        await asyncio.sleep(0)
    del tasks
    return used if BYTES else time.process_time_ns() - started


report([asyncio.run(main()) / TASKS])
