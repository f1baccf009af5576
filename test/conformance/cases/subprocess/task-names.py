"""Starting a process and communicating with it count as tasks, as their default names tell."""

import asyncio
from asyncio.subprocess import PIPE


async def nothing():
    pass


def next_name():
    task = asyncio.create_task(nothing())
    return task.get_name()


async def main():
    print(next_name())
    process = await asyncio.create_subprocess_exec("true", stdin=PIPE, stdout=PIPE)
    print(next_name())
    await process.wait()
    print(next_name())
    await process.communicate()
    print(next_name())


asyncio.run(main())
