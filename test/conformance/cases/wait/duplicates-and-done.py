"""What is given twice is waited for once; what is done already counts."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    ready, never = loop.create_future(), loop.create_future()
    ready.set_result(1)
    task = asyncio.create_task(asyncio.sleep(0))
    done, pending = await asyncio.wait([task, task, ready])
    print(len(done), len(pending))
    done, pending = await asyncio.wait([ready, never], return_when=asyncio.FIRST_COMPLETED)
    print(ready in done, never in pending)
    done, pending = await asyncio.wait(iter([never]), timeout=0)
    print(len(done), len(pending), never.cancelled())
    done, pending = await asyncio.wait({ready}, timeout=-1)
    print(len(done), len(pending))


asyncio.run(main())
