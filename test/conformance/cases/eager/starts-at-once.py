"""An eager task runs inside of create_task up to its first wait; one that never waits is done then."""

import asyncio

from harness import show


main_task = None


async def work(name, waits):
    print(name, "runs", asyncio.current_task() is not main_task)
    if waits:
        await asyncio.sleep(0)
        print(name, "goes on")
    return name


async def main():
    loop = asyncio.get_running_loop()
    global main_task
    main_task = asyncio.current_task()
    print(loop.get_task_factory())
    loop.set_task_factory(asyncio.eager_task_factory)
    quick = asyncio.create_task(work("quick", False), name="quick task")
    print("created", quick.done(), quick.result(), asyncio.current_task() is main_task)
    slow = asyncio.create_task(work("slow", True), name="slow task")
    print("created", slow.done(), slow in asyncio.all_tasks(), quick in asyncio.all_tasks())
    loop.call_soon(print, "callback")
    print(await slow, await quick)
    print(await asyncio.gather(work("a", False), work("b", True), work("c", False)))
    loop.set_task_factory(None)
    lazy = asyncio.create_task(work("lazy", False), name="lazy task")
    print("created", lazy.done())
    await lazy
    try:
        loop.set_task_factory(42)
    except TypeError as error:
        print(show(error))


asyncio.run(main())
