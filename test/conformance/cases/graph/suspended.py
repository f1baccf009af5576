"""The coroutines of a task that waits, innermost first, and whoever awaits it with theirs."""

import asyncio

from harness import graph_lines


async def forever(future):
    await future


async def middle(future):
    await forever(future)


async def waits_for(task):
    await task


async def main():
    future = asyncio.get_running_loop().create_future()
    worker = asyncio.create_task(middle(future), name="worker")
    print(*graph_lines(asyncio.format_call_graph(worker)), sep="\n")
    waiter = asyncio.create_task(waits_for(worker), name="waiter")
    last = asyncio.create_task(waits_for(waiter), name="last")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for limit in (None, 1, -1, 0, 5):
        print(limit)
        print(*graph_lines(asyncio.format_call_graph(worker, limit=limit)), sep="\n")
    graph = asyncio.capture_call_graph(worker)
    print(graph.future is worker, graph.awaited_by[0].future is waiter)
    print(graph.awaited_by[0].awaited_by[0].future is last, len(graph.awaited_by[0].awaited_by[0].awaited_by))
    future.set_result(None)
    await last


asyncio.run(main())
