"""An eager task runs at once until it blocks; one that does not block is done when it is made."""

import asyncio


async def quick(result):
    print("quick", result)
    return result


async def blocks(name):
    print(name, "begins")
    await asyncio.sleep(0)
    print(name, "goes on")
    return name


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(quick(1))
    print("made", task.done(), task.result())
    one, two = asyncio.create_task(blocks("one")), asyncio.create_task(blocks("two"))
    print("made", one.done(), two.done())
    print(await asyncio.gather(one, two, quick(3)))
    print(len(asyncio.all_tasks()))


asyncio.run(main())
