"""Shut down at once, the items are gone, and count as done."""

import asyncio

from harness import show


async def main():
    queue = asyncio.Queue()
    for number in range(3):
        queue.put_nowait(number)
    queue.get_nowait()
    joiner = asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    queue.shutdown(immediate=True)
    print(queue.qsize())
    await asyncio.sleep(0)
    print("one is being worked on:", joiner.done())
    try:
        await queue.get()
    except asyncio.QueueShutDown as error:
        print(show(error))
    queue.task_done()
    await joiner
    try:
        queue.task_done()
    except ValueError as error:
        print(show(error))


asyncio.run(main())
