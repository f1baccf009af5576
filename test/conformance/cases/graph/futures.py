"""A future has no stack, but those that await it; edges can be added and taken back."""

import asyncio
import io

from harness import graph_lines


async def waits_for(future):
    await future


async def gathers(future):
    await asyncio.gather(future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(*graph_lines(asyncio.format_call_graph(future)), sep="\n")
    waiter = asyncio.create_task(waits_for(future), name="waiter")
    await asyncio.sleep(0)
    print(*graph_lines(asyncio.format_call_graph(future)), sep="\n")
    last = asyncio.create_task(gathers(waiter), name="last")
    await asyncio.sleep(0)
    print(*graph_lines(asyncio.format_call_graph(future)), sep="\n")
    file = io.StringIO()
    asyncio.print_call_graph(future, file=file, limit=0)
    print(*graph_lines(file.getvalue()), sep="\n")
    future.set_result(None)
    await last
    print(*graph_lines(asyncio.format_call_graph(future)), sep="\n")

    by_hand = loop.create_future()
    outer = loop.create_future()
    asyncio.future_add_to_awaited_by(by_hand, outer)
    asyncio.future_add_to_awaited_by(by_hand, outer)
    asyncio.future_add_to_awaited_by(by_hand, "no future")
    asyncio.future_add_to_awaited_by("no future", outer)
    print([graph.future is outer for graph in asyncio.capture_call_graph(by_hand).awaited_by])
    asyncio.future_discard_from_awaited_by(by_hand, outer)
    asyncio.future_discard_from_awaited_by(by_hand, outer)
    asyncio.future_discard_from_awaited_by(by_hand, "no future")
    print(asyncio.capture_call_graph(by_hand).awaited_by == ())


asyncio.run(main())
