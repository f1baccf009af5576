"""What is sent is what yield gives; before the first yield there is nothing to give it to."""

import asyncio

from harness import show


async def echo():
    received = yield "ready"
    while received != "stop":
        await asyncio.sleep(0)
        received = yield f"got {received}"


async def main():
    iterator = echo()
    try:
        await iterator.asend("too early")
    except TypeError as error:
        print(show(error))
    print(await iterator.asend(None))
    print(await iterator.asend("a"))
    print(await anext(iterator))
    try:
        await iterator.asend("stop")
    except StopAsyncIteration as error:
        print(show(error))
    try:
        await iterator.asend("b")
    except StopAsyncIteration as error:
        print(show(error))


asyncio.run(main())
