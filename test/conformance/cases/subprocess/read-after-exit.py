"""What a process has written can be read after it has ended."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_shell("echo one; echo two; exit 4", stdout=PIPE)
    print(await process.wait())
    print(await process.stdout.readline(), process.stdout.at_eof())
    print(await process.stdout.read(), process.stdout.at_eof())
    print(await process.stdout.read(), await process.communicate())


asyncio.run(main())
