"""communicate without input closes standard input; what is no pipe gives None."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE, stderr=PIPE)
    print(await process.communicate())
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    print(await process.communicate(b""))
    process = await asyncio.create_subprocess_exec("true")
    print(await process.communicate())
    process = await asyncio.create_subprocess_exec("true")
    print(await process.communicate(b"dropped"), process.returncode)


asyncio.run(main())
