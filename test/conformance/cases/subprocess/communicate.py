"""communicate feeds and reads at once, then waits: more than any pipe holds."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    print(process.returncode)
    stdout, stderr = await process.communicate(b"x" * 1_000_000)
    print(len(stdout), stderr, process.returncode)


asyncio.run(main())
