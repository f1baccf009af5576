"""communicate does not mind a process that does not read its input."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("echo", "done", stdin=PIPE, stdout=PIPE)
    print(await process.communicate(b"x" * 2_000_000), process.returncode)
    process = await asyncio.create_subprocess_exec("head", "-c", "5", stdin=PIPE, stdout=PIPE)
    print(await process.communicate(b"x" * 2_000_000), process.returncode)


asyncio.run(main())
