"""One failure cancels the siblings and the body; the error comes in a group."""

import asyncio

from harness import Boom, show


async def fail():
    await asyncio.sleep(0)
    print("fail raises")
    raise Boom("one")


async def sibling():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("sibling", show(error))
        await asyncio.sleep(0)
        print("sibling cleaned up")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            other = group.create_task(sibling())
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as error:
                print("body", show(error), asyncio.current_task().cancelling())
                raise
    except ExceptionGroup as error:
        print(show(error), other.cancelled(), asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    print("main is not cancelled")


asyncio.run(main())
