"""The folder that it runs in, and the whole of its environment."""

import asyncio
from asyncio.subprocess import PIPE

from harness import show


async def main():
    script = "pwd; echo $COLOUR.$HOME."
    process = await asyncio.create_subprocess_shell(script, stdout=PIPE, cwd="/usr", env={"COLOUR": "blue"})
    print(await process.communicate())
    process = await asyncio.create_subprocess_exec("/usr/bin/env", stdout=PIPE, env={"A": "1", "B": "x=y"})
    stdout, _ = await process.communicate()
    print(sorted(stdout.decode().split()))
    try:
        await asyncio.create_subprocess_exec("env", env={"PATH": "/no/such/folder"})
    except FileNotFoundError as error:
        print(show(error))


asyncio.run(main())
