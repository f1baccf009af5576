"""A timeout is for tasks, inside of a loop."""

import asyncio

from harness import show


async def in_task():
    print("in a task")


def enter(scope):
    try:
        scope.__aenter__().send(None)
    except RuntimeError as error:
        print(show(error))


async def main():
    await in_task()
    scope = asyncio.timeout(1)
    asyncio.get_running_loop().call_soon(enter, scope)
    await asyncio.sleep(0)


try:
    asyncio.timeout(1)
except RuntimeError as error:
    print(show(error))
asyncio.run(main())
