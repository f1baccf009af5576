"""When one fails, gather raises at once, and the others go on."""

import asyncio

from harness import Boom, show


async def work(name, turns, fails):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name, "ends")
    if fails:
        raise Boom(name)
    return name


async def main():
    tasks = [
        asyncio.create_task(work("slow", 5, False)),
        asyncio.create_task(work("bad", 1, True)),
        asyncio.create_task(work("worse", 2, True)),
    ]
    try:
        await asyncio.gather(*tasks)
    except Boom as error:
        print(show(error), [task.done() for task in tasks])
    print(await tasks[0], show(tasks[2].exception()))


asyncio.run(main())
