"""What is no coroutine makes no task, and the loop goes on."""

import asyncio

from harness import show


async def work():
    return "done"


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    for refused in (5, "text", [1]):
        for make in (asyncio.create_task, loop.create_task, asyncio.Task):
            try:
                make(refused)
            except TypeError as error:
                print(show(error))
        try:
            asyncio.ensure_future(refused)
        except TypeError as error:
            print(show(error))
    for make in (asyncio.create_task, asyncio.Task):
        try:
            make(future)
        except TypeError as error:
            print(show(error)[:45])
    async with asyncio.TaskGroup() as group:
        try:
            group.create_task(7)
        except TypeError as error:
            print(show(error))
        print(await group.create_task(work()))
    for factory in (5, "text"):
        try:
            loop.set_task_factory(factory)
        except TypeError as error:
            print(show(error))
    print(len(asyncio.all_tasks()), await asyncio.create_task(work()))
    future.cancel()


asyncio.run(main())
