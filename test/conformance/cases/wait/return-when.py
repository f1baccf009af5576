"""When wait returns, and what is done and pending then."""

import asyncio

from harness import Boom, show


async def work(name, turns, fail=False):
    for turn in range(turns):
        await asyncio.sleep(0)
    print(name, "ends")
    if fail:
        raise Boom(name)


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    for return_when in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = [
            asyncio.create_task(work("a", 2), name="a"),
            asyncio.create_task(work("b", 6, True), name="b"),
            asyncio.create_task(work("c", 10), name="c"),
        ]
        done, pending = await asyncio.wait(tasks, return_when=return_when)
        print(return_when, names(done), names(pending))
        if pending:
            done, pending = await asyncio.wait(pending)
            print("the rest", names(done), names(pending))
        print(show(tasks[1].exception()))


asyncio.run(main())
