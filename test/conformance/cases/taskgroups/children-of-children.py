"""Tasks may be added while the group is being left, by its own tasks."""

import asyncio


async def grow(group, depth):
    print("depth", depth)
    await asyncio.sleep(0)
    if depth < 3:
        group.create_task(grow(group, depth + 1))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(grow(group, 1))
        print("body over")
    print("group over")


asyncio.run(main())
