"""A shield around what is done is that itself; it passes results, errors and inner cancellations on."""

import asyncio

from harness import Boom, show


async def fails():
    await asyncio.sleep(0)
    raise Boom("inner")


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result("done")
    print(asyncio.shield(done) is done, await asyncio.shield(done))
    print(await asyncio.shield(asyncio.sleep(0, "slept")))
    try:
        await asyncio.shield(fails())
    except Boom as error:
        print(show(error))
    inner = asyncio.create_task(asyncio.sleep(10))
    outer = asyncio.shield(inner)
    await asyncio.sleep(0)
    inner.cancel("inner")
    try:
        await outer
    except asyncio.CancelledError as error:
        print(show(error), outer.cancelled(), inner.cancelled())


asyncio.run(main())
