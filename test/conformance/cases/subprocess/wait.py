"""Any number may wait, before and after the end."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE)

    async def wait(name):
        print(name, await process.wait())

    waiting = [asyncio.create_task(wait(name)) for name in "abc"]
    await asyncio.sleep(0)
    process.stdin.close()
    await asyncio.gather(*waiting)
    print(await process.wait(), await process.wait())


asyncio.run(main())
