"""All errors are collected: those at once, those from cleanup, and the body's; cancellations are not."""

import asyncio

from harness import Boom, show


async def fail(name, turns):
    for turn in range(turns):
        await asyncio.sleep(0)
    raise Boom(name)


async def fails_in_cleanup():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(0)
        raise Boom("in cleanup")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("first", 1))
            group.create_task(fail("same turn", 1))
            group.create_task(fails_in_cleanup())
            group.create_task(asyncio.sleep(10))
            try:
                await asyncio.sleep(10)
            finally:
                raise Boom("body")
    except ExceptionGroup as error:
        print(show(error))


asyncio.run(main())
