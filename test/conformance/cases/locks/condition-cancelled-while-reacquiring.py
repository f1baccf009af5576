"""Who is cancelled while it gets the lock back has it when it raises, and passes its notification on."""

import asyncio

from harness import show


async def waits(name, condition):
    try:
        async with condition:
            await condition.wait()
            print(name, "goes on")
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def main():
    condition = asyncio.Condition()
    one = asyncio.create_task(waits("one", condition))
    two = asyncio.create_task(waits("two", condition))
    for _ in range(3):
        await asyncio.sleep(0)
    await condition.acquire()
    condition.notify(1)
    await asyncio.sleep(0)
    one.cancel("while it waits for the lock")
    await asyncio.sleep(0)
    print(one.done(), condition.locked())
    condition.release()
    await asyncio.wait([one, two], timeout=0.05)
    print(one.cancelled(), two.done(), condition.locked())


asyncio.run(main())
