"""What the body raises is in the group with what the tasks raise."""

import asyncio

from harness import Boom, show


async def fails_while_ending():
    try:
        await asyncio.sleep(10)
    finally:
        raise Boom("task")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_while_ending())
            await asyncio.sleep(0)
            raise Boom("body")
    except ExceptionGroup as error:
        print(show(error))
    print(asyncio.current_task().cancelling())


asyncio.run(main())
