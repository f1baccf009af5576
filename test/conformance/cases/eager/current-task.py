"""While an eager task runs its first step it is the current task, and the one that made it is again afterwards."""

import asyncio


main_task = None


async def inner():
    print("inner", asyncio.current_task() is main_task)
    await asyncio.sleep(0)
    print("inner", asyncio.current_task().get_name())


async def outer():
    own = asyncio.current_task()
    print("outer", own is main_task)
    task = asyncio.create_task(inner(), name="i")
    print("outer", asyncio.current_task() is own)
    await task
    print("outer", asyncio.current_task().get_name())


async def main():
    global main_task
    main_task = asyncio.current_task()
    main_task.set_name("m")
    factory = asyncio.create_eager_task_factory(asyncio.Task)
    asyncio.get_running_loop().set_task_factory(factory)
    task = asyncio.create_task(outer(), name="o")
    print("main", asyncio.current_task().get_name())
    await task


asyncio.run(main())
