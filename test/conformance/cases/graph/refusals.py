"""There is no call graph outside of a loop, nor in a callback, nor of what is no future."""

import asyncio

from harness import graph_lines, show


async def main():
    loop = asyncio.get_running_loop()
    for refused in (5, "text", [1]):
        for f in (asyncio.capture_call_graph, asyncio.format_call_graph):
            try:
                f(refused)
            except TypeError as error:
                print(show(error))
    done = loop.create_future()
    called = []

    def callback():
        called.append(asyncio.capture_call_graph())
        called.append(asyncio.format_call_graph())
        called.append(asyncio.capture_call_graph(task).future is task)
        done.set_result(called)

    task = asyncio.current_task()
    loop.call_soon(callback)
    print(await done)
    return done


for f in (asyncio.capture_call_graph, asyncio.format_call_graph):
    try:
        f()
    except RuntimeError as error:
        print(show(error))
future = asyncio.run(main())
graph = asyncio.capture_call_graph(future)
print(graph.future is future, len(graph.call_stack), len(graph.awaited_by))
print(*graph_lines(asyncio.format_call_graph(future)), sep="\n")
