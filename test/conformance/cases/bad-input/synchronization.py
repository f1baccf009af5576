"""What locks, semaphores, barriers and queues refuse; they work as before."""

import asyncio

from harness import show


async def main():
    def attempt(name, f, *args):
        try:
            print(name, f(*args))
        except (TypeError, ValueError, RuntimeError) as error:
            print(name, show(error))

    for make in (asyncio.Semaphore, asyncio.BoundedSemaphore):
        attempt(make.__name__, make, -1)
    for parties in (0, -1):
        attempt("Barrier", asyncio.Barrier, parties)
    lock = asyncio.Lock()
    attempt("release", lock.release)
    bounded = asyncio.BoundedSemaphore(1)
    attempt("release", bounded.release)
    condition = asyncio.Condition()
    attempt("notify", condition.notify)
    attempt("notify_all", condition.notify_all)
    attempt("release", condition.release)
    for wait in (condition.wait, lambda: condition.wait_for(lambda: True)):
        try:
            print("wait", await wait())
        except RuntimeError as error:
            print("wait", show(error))
    queue = asyncio.Queue(1)
    attempt("task_done", queue.task_done)
    queue.put_nowait(1)
    queue.task_done()
    attempt("task_done", queue.task_done)
    try:
        queue.put_nowait(2)
    except asyncio.QueueFull as error:
        print(show(error))
    queue.get_nowait()
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as error:
        print(show(error))
    ordered = asyncio.PriorityQueue()
    ordered.put_nowait(1)
    attempt("put_nowait", ordered.put_nowait, "text")
    async with lock, bounded, condition:
        condition.notify()
        print(lock.locked(), bounded.locked(), condition.locked())


asyncio.run(main())
