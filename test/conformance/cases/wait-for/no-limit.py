"""Without a limit it waits as long as it takes, in the task that waits."""

import asyncio

from harness import Boom, show


async def work():
    await asyncio.sleep(0)
    return asyncio.current_task().get_name()


async def main():
    asyncio.current_task().set_name("main")
    print(await asyncio.wait_for(work(), None))
    print(await asyncio.wait_for(work(), 10))
    task = asyncio.create_task(work(), name="a task of its own")
    print(await asyncio.wait_for(task, 10))
    try:
        await asyncio.wait_for(asyncio.create_task(fails()), 10)
    except Boom as error:
        print(show(error))
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError as error:
        print(show(error), show(error.__cause__), asyncio.current_task().cancelling())


async def fails():
    raise Boom("inner")


asyncio.run(main())
