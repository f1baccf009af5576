"""A process that reads no more: writing goes on for a while, then draining raises."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_shell("exec <&-; echo deaf; exec sleep 600", stdin=PIPE, stdout=PIPE)
    print(await process.stdout.readline())
    try:
        while True:
            process.stdin.write(b"x" * 100_000)
            await process.stdin.drain()
    except ConnectionError as error:
        print(isinstance(error, (BrokenPipeError, ConnectionResetError)))
    print(process.stdin.is_closing())
    process.stdin.write(b"dropped")
    process.kill()
    print(await process.communicate(b"dropped, too"), process.returncode)


asyncio.run(main())
