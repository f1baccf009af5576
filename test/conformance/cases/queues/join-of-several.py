"""All who join a queue go on when the last item is done; more dones than items are refused."""

import asyncio

from harness import show


async def joins(name, queue):
    await queue.join()
    print(name, "joined")


async def main():
    queue = asyncio.Queue()
    await queue.join()
    for item in range(2):
        queue.put_nowait(item)
    tasks = [asyncio.create_task(joins(name, queue)) for name in "ab"]
    await asyncio.sleep(0)
    queue.get_nowait()
    queue.task_done()
    queue.get_nowait()
    await asyncio.sleep(0)
    print([task.done() for task in tasks])
    queue.task_done()
    await asyncio.gather(*tasks)
    try:
        queue.task_done()
    except ValueError as error:
        print(show(error))
    queue.put_nowait("more")
    print((await asyncio.wait([asyncio.create_task(queue.join())], timeout=0.01))[0])


asyncio.run(main())
