"""The failure of an inner group ends the tasks of the outer one, and is nested in its error."""

import asyncio

from harness import Boom, show


async def sleeps(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise


async def fails():
    await asyncio.sleep(0)
    raise Boom("innermost")


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(sleeps("outer task"))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(sleeps("inner task"))
                inner.create_task(fails())
            print("never")
    except ExceptionGroup as error:
        print(show(error))


asyncio.run(main())
