"""Names; what a task refuses that a plain future allows."""

import asyncio

from harness import Boom, show


async def body():
    print("running as", asyncio.current_task().get_name())
    await asyncio.sleep(0)


async def main():
    task = asyncio.create_task(body(), name="worker 1")
    unnamed = asyncio.create_task(body())
    print(task.get_name(), unnamed.get_name().startswith("Task-"))
    unnamed.set_name("renamed")
    task.set_name(7)
    await task
    print(task.get_name(), unnamed.get_name())
    for refused in (lambda: unnamed.set_result(1), lambda: unnamed.set_exception(Boom("no"))):
        try:
            refused()
        except RuntimeError as error:
            print(show(error))
    await unnamed
    try:
        asyncio.create_task(42)
    except TypeError as error:
        print(show(error))


asyncio.run(main())
