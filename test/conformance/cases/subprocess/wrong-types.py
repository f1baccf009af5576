"""What is no text cannot be a program, an argument or a command."""

import asyncio

from harness import show


async def attempt(coroutine):
    try:
        await coroutine
    except Exception as error:
        print(show(error))


async def main():
    await attempt(asyncio.create_subprocess_exec(5))
    await attempt(asyncio.create_subprocess_exec("ls", 5))
    await attempt(asyncio.create_subprocess_exec("ls", None))
    await attempt(asyncio.create_subprocess_shell(5))
    await attempt(asyncio.create_subprocess_shell(["ls"]))


asyncio.run(main())
