"""A task that fails behind a shield that was cancelled is not silent."""

import asyncio

from harness import Boom, show


async def inner():
    await asyncio.sleep(0.02)
    raise Boom("behind the shield")


async def outer(task):
    await asyncio.shield(task)


async def main():
    loop = asyncio.get_running_loop()
    reported = []
    loop.set_exception_handler(lambda _, context: reported.append(show(context["exception"])))
    task = asyncio.create_task(inner())
    waiting = asyncio.create_task(outer(task))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting, task])
    print(waiting.cancelled(), show(task.exception()))


asyncio.run(main())
