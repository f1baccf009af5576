"""Who awaits a task, through whatever asyncio has to wait with."""

import asyncio


async def forever(future):
    await future


async def by_gather(task):
    await asyncio.gather(task)


async def by_wait(task):
    await asyncio.wait([task])


async def by_wait_for(task):
    await asyncio.wait_for(task, 3600)


async def by_wait_for_without_end(task):
    await asyncio.wait_for(task, None)


async def by_itself(task):
    await task


async def by_timeout(task):
    async with asyncio.timeout(3600):
        await task


async def by_group(task):
    async with asyncio.TaskGroup() as group:
        group.create_task(by_itself(task), name="child")


def tree(graph):
    names = sorted(tree(awaiter) for awaiter in graph.awaited_by)
    return graph.future.get_name() + (f"({', '.join(names)})" if names else "")


async def main():
    for wait in (by_gather, by_wait, by_wait_for, by_wait_for_without_end, by_itself, by_timeout, by_group):
        future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(forever(future), name="task")
        waiter = asyncio.create_task(wait(task), name="waiter")
        for _ in range(4):
            await asyncio.sleep(0)
        print(wait.__name__, tree(asyncio.capture_call_graph(task, limit=0)))
        future.set_result(None)
        await waiter
        print(wait.__name__, tree(asyncio.capture_call_graph(task)))
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(forever(future), name="task")
    waiters = [asyncio.create_task(by_itself(task), name=name) for name in "abc"]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(tree(asyncio.capture_call_graph(task)))
    waiters[1].cancel()
    await asyncio.wait([waiters[1]])


asyncio.run(main())
