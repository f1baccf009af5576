"""With return_exceptions, failures and cancellations are results."""

import asyncio

from harness import Boom, show


async def work(name, fail):
    await asyncio.sleep(0)
    if fail:
        raise Boom(name)
    return name


async def main():
    doomed = asyncio.create_task(work("doomed", False))
    doomed.cancel("no more")
    results = await asyncio.gather(work("a", False), work("b", True), doomed, return_exceptions=True)
    print(results[0], show(results[1]), show(results[2]))
    print(await asyncio.gather(), await asyncio.gather(return_exceptions=True))


asyncio.run(main())
