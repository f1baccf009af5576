"""current_task and all_tasks, from tasks, from callbacks, and as tasks end."""

import asyncio

from harness import show


def names():
    return sorted(task.get_name() for task in asyncio.all_tasks())


async def worker():
    print("current", asyncio.current_task().get_name(), names())
    await asyncio.sleep(0)


async def main():
    asyncio.current_task().set_name("main")
    loop = asyncio.get_running_loop()
    b = asyncio.create_task(worker(), name="b")
    a = asyncio.create_task(worker(), name="a")
    loop.call_soon(lambda: print("in callback", asyncio.current_task()))
    print("current", asyncio.current_task().get_name(), names())
    await b
    print("b ended", names())
    await a
    print("a ended", names(), asyncio.current_task(loop) is asyncio.current_task())


asyncio.run(main())
try:
    asyncio.current_task()
except RuntimeError as error:
    print(show(error))
try:
    asyncio.all_tasks()
except RuntimeError as error:
    print(show(error))
