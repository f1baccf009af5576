"""The lines of a process, with async for."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("seq", "4", stdout=PIPE)
    async for line in process.stdout:
        print(line)
        if line == b"3\n":
            break
    print(await process.stdout.read(), await process.wait())


asyncio.run(main())
