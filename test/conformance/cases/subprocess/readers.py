"""Every way to read from a process, up to an end that comes too soon."""

import asyncio
from asyncio.subprocess import PIPE

from harness import show


async def main():
    process = await asyncio.create_subprocess_exec("printf", "one\\ntwo;three;12345end", stdout=PIPE)
    reader = process.stdout
    print(await reader.readline())
    print(await reader.readuntil(b";"))
    print(await reader.readuntil(b";"))
    print(await reader.readexactly(5))
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as error:
        print(show(error), error.partial, error.expected)
    print(await reader.readline(), reader.at_eof())
    await process.wait()


asyncio.run(main())
