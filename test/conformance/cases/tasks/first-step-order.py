"""Tasks start in the turn after, in the order of their creation; nested ones a turn later."""

import asyncio


async def child(name):
    print("child", name)


async def parent(name):
    print("parent", name)
    task = asyncio.create_task(child(name))
    print("created child of", name)
    await task
    print("parent done", name)


async def main():
    tasks = [asyncio.create_task(parent(name)) for name in ("a", "b")]
    print("created")
    for task in tasks:
        await task


asyncio.run(main())
