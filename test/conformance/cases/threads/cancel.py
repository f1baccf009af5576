"""Cancelling whoever awaits a function in a thread does not reach the function; what it gives is dropped."""

import asyncio
import time


def work(steps, started, stopped):
    steps[0] = 1
    loop_until(started, 1)
    steps[0] = 2
    stopped[0] = 1


def loop_until(flag, value):
    while flag[0] != value:
        time.sleep(0.001)


async def main():
    steps, started, stopped = [0], [0], [0]
    task = asyncio.create_task(asyncio.to_thread(work, steps, started, stopped))
    while steps[0] != 1:
        await asyncio.sleep(0.001)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled:", error)
    print(task.cancelled(), steps[0])
    started[0] = 1
    while stopped[0] != 1:
        await asyncio.sleep(0.001)
    print("the thread went on:", steps[0])

    released = [0]
    try:
        await asyncio.wait_for(asyncio.to_thread(loop_until, released, 1), 0.01)
    except TimeoutError:
        print("timeout")
    released[0] = 1


asyncio.run(main())
print("end")
