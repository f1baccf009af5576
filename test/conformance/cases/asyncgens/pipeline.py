"""Generators that iterate generators, with queues and tasks behind them."""

import asyncio


async def numbers(queue):
    while (number := await queue.get()) is not None:
        yield number


async def squares(source):
    async for number in source:
        await asyncio.sleep(0)
        yield number * number


async def pairs(source):
    last = None
    async for number in source:
        if last is not None:
            yield (last, number)
        last = number


async def main():
    queue = asyncio.Queue()

    async def fill():
        for number in (1, 2, 3, 4, None):
            await asyncio.sleep(0.001)
            queue.put_nowait(number)

    filling = asyncio.create_task(fill())
    async for pair in pairs(squares(numbers(queue))):
        print(*pair)
    await filling


asyncio.run(main())
