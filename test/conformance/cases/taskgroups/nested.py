"""An inner group that fails is a failure of the outer one, unless it is handled in between."""

import asyncio

from harness import Boom, show


async def fail(name):
    await asyncio.sleep(0)
    raise Boom(name)


async def inner(name, handled):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(name))
            await asyncio.sleep(10)
    except ExceptionGroup as error:
        print("inner", show(error))
        if not handled:
            raise


async def main():
    for handled in (True, False):
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(inner("deep", handled))
                await asyncio.sleep(0.02)
                print("body went on")
        except ExceptionGroup as error:
            print("outer", show(error))
    print(asyncio.current_task().cancelling())


asyncio.run(main())
