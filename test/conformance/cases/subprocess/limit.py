"""Lines of a process that are longer than the limit."""

import asyncio
from asyncio.subprocess import PIPE

from harness import show


async def main():
    script = "printf '%0100d\\nshort\\n' 0"
    process = await asyncio.create_subprocess_shell(script, stdout=PIPE, limit=60)
    await process.wait()
    try:
        await process.stdout.readline()
    except ValueError as error:
        print(show(error))
    print(await process.stdout.readline())
    process = await asyncio.create_subprocess_shell(script, stdout=PIPE, limit=60)
    await process.wait()
    try:
        await process.stdout.readuntil(b"\n")
    except asyncio.LimitOverrunError as error:
        print(show(error), error.consumed)
    print(len(await process.stdout.readexactly(101)), await process.stdout.read())


asyncio.run(main())
