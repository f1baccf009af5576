"""A timeout is used once, in a task, and moved only while it is open."""

import asyncio

from harness import show


async def main():
    async def entered(cm):
        try:
            async with cm:
                print("inside", cm.expired())
        except (RuntimeError, TypeError, TimeoutError) as error:
            print(show(error))

    def moved(cm):
        try:
            cm.reschedule(None)
            print("moved", cm.when())
        except RuntimeError as error:
            print(show(error))

    cm = asyncio.timeout(None)
    moved(cm)
    await entered(cm)
    moved(cm)
    await entered(cm)
    late = asyncio.timeout(-1)
    try:
        async with late:
            await asyncio.sleep(10)
    except TimeoutError as error:
        print(show(error), late.expired())
    moved(late)
    await entered(late)
    for delay in ("soon", [1]):
        try:
            asyncio.timeout(delay)
        except TypeError as error:
            print(show(error))
    outside = asyncio.timeout(None)

    def callback():
        coroutine = entered(outside)
        try:
            coroutine.send(None)
        except StopIteration:
            pass

    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0)
    for delay in ("soon", [1]):
        coroutine = asyncio.sleep(0, "in time")
        try:
            await asyncio.wait_for(coroutine, delay)
        except TypeError as error:
            print(show(error))
            coroutine.close()
    print(await asyncio.wait_for(asyncio.sleep(0, "in time"), 5))


asyncio.run(main())
