"""Many processes at once, each with its own output and code."""

import asyncio
from asyncio.subprocess import PIPE


async def run(number):
    script = f"read line; echo $line; exit {number}"
    process = await asyncio.create_subprocess_shell(script, stdin=PIPE, stdout=PIPE)
    stdout, _ = await process.communicate(f"hello {number}\n".encode())
    return stdout, process.returncode


async def main():
    for outcome in await asyncio.gather(*map(run, range(8))):
        print(*outcome)


asyncio.run(main())
