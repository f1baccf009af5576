"""Cancelled in the middle, communicate leaves a process that can be ended and waited for."""

import asyncio
from asyncio.subprocess import PIPE

from harness import show


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    process.stdin.write(b"before")
    try:
        async with asyncio.timeout(0.05):
            await process.stdout.readexactly(100)
    except TimeoutError as error:
        print(show(error))
    print(await process.communicate(b" and after"), process.returncode)
    process = await asyncio.create_subprocess_exec("sleep", "600", stdout=PIPE)
    try:
        await asyncio.wait_for(process.communicate(), 0.05)
    except TimeoutError as error:
        print(show(error))
    process.kill()
    print(await process.communicate(), process.returncode)


asyncio.run(main())
