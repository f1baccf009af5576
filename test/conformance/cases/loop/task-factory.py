"""A task factory makes the tasks; what cannot be one is refused."""

import asyncio

from harness import show


class Mine(asyncio.Task):
    pass


def factory(loop, coro, **options):
    print("factory")
    return Mine(coro, loop=loop, **options)


async def work():
    return type(asyncio.current_task()).__name__


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_task_factory())
    loop.set_task_factory(factory)
    print(loop.get_task_factory() is factory)
    print(await asyncio.create_task(work(), name="a"))
    print(await asyncio.gather(work(), work()))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work(), name="b")
    print(task.result())
    loop.set_task_factory(None)
    print(await loop.create_task(work()))
    try:
        loop.set_task_factory("no factory")
    except TypeError as error:
        print(show(error))


asyncio.run(main())
