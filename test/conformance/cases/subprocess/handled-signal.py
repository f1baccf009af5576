"""A program that handles a signal decides by itself how it ends."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    script = "trap 'echo stopped; exit 5' TERM; echo ready; while :; do sleep 0.01; done"
    process = await asyncio.create_subprocess_exec("sh", "-c", script, stdout=PIPE)
    print(await process.stdout.readline())
    process.terminate()
    print(await process.communicate(), process.returncode)


asyncio.run(main())
