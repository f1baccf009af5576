"""An exception passes each awaiting coroutine; each may clean up, translate or swallow it."""

import asyncio

from harness import Boom, show


async def level(depth):
    try:
        if depth == 0:
            await asyncio.sleep(0)
            raise Boom("at the bottom")
        return await level(depth - 1)
    except Boom as error:
        print("level", depth, show(error))
        if depth == 2:
            raise Boom("translated") from error
        if depth == 3:
            return "swallowed"
        raise
    finally:
        print("leaving", depth)


async def main():
    print(await level(4))


asyncio.run(main())
