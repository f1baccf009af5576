"""A gather inside of a shield goes on when who waits for it is cancelled."""

import asyncio


async def step(name):
    await asyncio.sleep(0.01)
    print(name, "is over")
    return name


async def waits(future):
    await asyncio.shield(future)


async def main():
    gathered = asyncio.gather(step("a"), step("b"))
    waiter = asyncio.create_task(waits(gathered))
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.wait([waiter])
    print(waiter.cancelled(), gathered.done())
    print(await gathered)


asyncio.run(main())
