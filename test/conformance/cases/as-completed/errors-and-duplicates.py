"""Errors come in their turn, what is given twice comes once, and nothing gives nothing."""

import asyncio

from harness import Boom, show


async def work(name, turns, fails=False):
    for _ in range(turns):
        await asyncio.sleep(0)
    if fails:
        raise Boom(name)
    return name


async def main():
    twice = asyncio.create_task(work("twice", 3))
    for next_one in asyncio.as_completed([twice, work("bad", 1, True), twice, work("first", 0)]):
        try:
            print(await next_one)
        except Boom as error:
            print(show(error))
    print(list(asyncio.as_completed([])))
    async for task in asyncio.as_completed([work("only", 1)]):
        print(task.result())
    try:
        asyncio.as_completed(twice)
    except TypeError as error:
        print(show(error))


asyncio.run(main())
