"""Talking to a process line by line, through its streams."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    for line in [b"one\n", b"two\n"]:
        process.stdin.write(line)
        await process.stdin.drain()
        print(await process.stdout.readline())
    process.stdin.write(b"rest")
    print(process.stdin.can_write_eof(), process.stdin.is_closing())
    process.stdin.write_eof()
    print(process.stdin.is_closing())
    print(await process.stdout.read(), process.stdout.at_eof())
    print(await process.wait(), process.returncode)


asyncio.run(main())
