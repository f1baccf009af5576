"""Whoever waits can be cancelled, or run out of time; the process goes on."""

import asyncio

from harness import show


async def main():
    process = await asyncio.create_subprocess_exec("sleep", "600")
    waiting = asyncio.create_task(process.wait())
    await asyncio.sleep(0)
    waiting.cancel("enough")
    try:
        await waiting
    except asyncio.CancelledError as error:
        print(show(error))
    try:
        await asyncio.wait_for(process.wait(), 0.01)
    except TimeoutError as error:
        print(show(error))
    print(process.returncode)
    process.kill()
    print(await process.wait())


asyncio.run(main())
