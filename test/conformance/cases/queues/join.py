"""join waits for task_done, not for get; new items keep it waiting."""

import asyncio


async def joiner(name, queue):
    await queue.join()
    print(name, "joined")


async def main():
    queue = asyncio.Queue()
    await queue.join()
    print("an empty queue is joined at once")
    queue.put_nowait(1)
    task = asyncio.create_task(joiner("first", queue))
    await asyncio.sleep(0)
    await queue.get()
    queue.put_nowait(2)
    queue.task_done()
    await asyncio.sleep(0)
    print("one is left", task.done())
    await queue.get()
    queue.task_done()
    queue.put_nowait(3)
    await task
    print("joined although one came since", queue.qsize())


asyncio.run(main())
