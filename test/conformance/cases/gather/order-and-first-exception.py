"""Results come in the given order; the first exception is raised at once, the others go on."""

import asyncio

from harness import Boom, show


async def work(name, delay, fail=False):
    await asyncio.sleep(delay)
    print(name, "finishing")
    if fail:
        raise Boom(name)
    return name


async def main():
    print(await asyncio.gather(work("slow", 0.05), work("fast", 0), work("middle", 0.025)))
    survivor = asyncio.create_task(work("survivor", 0.05))
    try:
        await asyncio.gather(work("first", 0, True), survivor, work("second", 0.025, True))
    except Boom as error:
        print(show(error), survivor.done())
    print(await survivor)


asyncio.run(main())
