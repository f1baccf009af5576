"""Items come as they are yielded, with awaits in between, None among them; the end is the loop's else."""

import asyncio

from harness import show


async def ticker(count):
    for number in range(count):
        await asyncio.sleep(0)
        yield number
        yield None
    await asyncio.sleep(0.001)


async def main():
    async for item in ticker(2):
        print(item)
    else:
        print("else")
    print([item async for item in ticker(1)])
    iterator = ticker(1)
    print(iterator.__aiter__() is iterator)
    print(await anext(iterator), await anext(iterator))
    for _ in range(2):
        try:
            await anext(iterator)
        except StopAsyncIteration as error:
            print(show(error))


asyncio.run(main())
