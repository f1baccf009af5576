"""Closing the pipe to a process, and waiting until it is closed."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    process.stdin.writelines([b"one", b"", b"two"])
    print(process.stdin.is_closing())
    process.stdin.close()
    process.stdin.close()
    print(process.stdin.is_closing())
    await process.stdin.wait_closed()
    await process.stdin.wait_closed()
    print(await process.communicate(), process.returncode)


asyncio.run(main())
