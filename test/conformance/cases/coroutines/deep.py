"""Deep chains of awaits suspend, resume, return and fail as one."""

import asyncio

from harness import Boom, show


async def down(depth, fail):
    if depth > 0:
        return await down(depth - 1, fail) + 1
    await asyncio.sleep(0)
    if fail:
        raise Boom("at the bottom")
    return 0


async def main():
    print(await down(500, False))
    try:
        await down(500, True)
    except Boom as error:
        print(show(error))
    task = asyncio.create_task(down(500, False))
    await asyncio.sleep(0)
    task.cancel("all the way down")
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error))


asyncio.run(main())
