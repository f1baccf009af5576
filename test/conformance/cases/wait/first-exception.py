"""A cancelled task is no exception to wait, a failed one is."""

import asyncio

from harness import Boom, show


async def fails():
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    raise Boom("after two turns")


async def main():
    cancelled = asyncio.create_task(asyncio.sleep(10), name="cancelled")
    failed = asyncio.create_task(fails(), name="failed")
    slow = asyncio.create_task(asyncio.sleep(0.05), name="slow")
    asyncio.get_running_loop().call_soon(cancelled.cancel)
    done, pending = await asyncio.wait([cancelled, failed, slow], return_when=asyncio.FIRST_EXCEPTION)
    print(sorted(task.get_name() for task in done), [task.get_name() for task in pending])
    done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
    print([task.get_name() for task in done], len(pending), show(failed.exception()))


asyncio.run(main())
