"""An error that a cancelled task raises in its cleanup is what it ends with."""

import asyncio

from harness import Boom, show


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        raise Boom("in cleanup")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except Boom as error:
        print(show(error))
    print(task.cancelled(), task.done(), task.cancelling(), show(task.exception()))


asyncio.run(main())
