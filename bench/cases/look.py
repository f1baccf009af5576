"""The agent looks at ten thousand tasks of CPython: `first`, `repeat` time the looks, in milliseconds of its thread;
`watched` and `alone` give by how much a timer of a millisecond is late at the median, with looks and without."""

import asyncio
import statistics
import sys
import threading
import time

from sampling import load_agent, report

TASKS = 10_000
SECONDS = 3
TICK_S = 0.001


async def on_lock(lock):
    async with lock:
        pass


async def on_queue(queue):
    await queue.get()


async def sleeps():
    await asyncio.sleep(3600)


async def ticker(delays_ms):
    loop = asyncio.get_running_loop()
    end = loop.time() + SECONDS
    while loop.time() < end:
        due = loop.time() + TICK_S
        await asyncio.sleep(TICK_S)
        delays_ms.append((loop.time() - due) * 1000)


def look(instance):
    started = time.thread_time()
    for _ in instance.changes():
        pass
    return (time.thread_time() - started) * 1000


def watch(instance, spent_ms, stop):
    while not stop.is_set():
        spent_ms.append(look(instance))
        stop.wait(0.1)


async def main(what):
    instance = load_agent()
    lock, queue = asyncio.Lock(), asyncio.Queue()
    await lock.acquire()
    kinds = [lambda: on_lock(lock), lambda: on_queue(queue), sleeps]
    tasks = [asyncio.ensure_future(kinds[number % 3]()) for number in range(TASKS)]
    await asyncio.sleep(0.1)
    delays_ms, spent_ms, stop = [], [], threading.Event()
    thread = threading.Thread(target=watch, args=(instance, spent_ms, stop), daemon=True)
    if what != "alone":
        thread.start()
        while len(spent_ms) < 2:
            await asyncio.sleep(0.01)
    await ticker(delays_ms)
    stop.set()
    for task in tasks:
        task.cancel()
    if what == "first":
        report(spent_ms[:1])
    elif what == "repeat":
        report([statistics.median(spent_ms[1:])])
    else:
        report([statistics.median(delays_ms)])


asyncio.run(main(sys.argv[1]))
