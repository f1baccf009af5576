"""The group waits for its tasks, also for those that they add; results are the tasks'."""

import asyncio


async def work(name, turns, group=None):
    for turn in range(turns):
        await asyncio.sleep(0)
    if group is not None:
        group.create_task(work(name + "'s child", 1), name="child")
    print(name, "ends")
    return name


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work("a", 3, group))
        b = group.create_task(work("b", 1), name="worker b")
        print("body ends", a.done(), b.get_name())
    print("group ends", a.result(), b.result(), asyncio.current_task().cancelling())
    async with asyncio.TaskGroup():
        print("empty")
    print("end")


asyncio.run(main())
