"""DEVNULL: nothing to read, and nothing of what is written comes back."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=DEVNULL, stdout=PIPE)
    print(process.stdin, await process.communicate())
    process = await asyncio.create_subprocess_shell("echo out; echo error >&2", stdout=DEVNULL, stderr=DEVNULL)
    print(process.stdout, process.stderr, await process.communicate(), process.returncode)


asyncio.run(main())
