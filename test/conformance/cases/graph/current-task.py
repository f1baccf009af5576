"""The functions and coroutines that run now, from the caller down to the task; where it begins, and how much is kept."""

import asyncio

from harness import graph_lines


def names(**options):
    graph = asyncio.capture_call_graph(**options)
    return [entry.frame.f_code.co_name for entry in graph.call_stack]


async def inner(**options):
    return names(**options)


async def outer(**options):
    await asyncio.sleep(0)
    return await inner(**options)


async def looks():
    yield graph_lines(asyncio.format_call_graph())
    await asyncio.sleep(0)
    yield graph_lines(asyncio.format_call_graph())


async def main():
    asyncio.current_task().set_name("main")
    for options in ({}, {"depth": 2}, {"depth": 3}, {"limit": 1}, {"limit": -1}, {"limit": 2}, {"limit": 0}):
        print(options, await outer(**options))
    print(*graph_lines(asyncio.format_call_graph()), sep="\n")
    async for lines in looks():
        print(*lines, sep="\n")

    async def helper(parent):
        print(asyncio.capture_call_graph(parent).future is parent)
        print(*graph_lines(asyncio.format_call_graph()), sep="\n")

    await asyncio.create_task(helper(asyncio.current_task()), name="helper")


asyncio.run(main())
