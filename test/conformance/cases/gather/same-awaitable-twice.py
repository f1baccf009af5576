"""The same awaitable runs once and gives its result at each of its places."""

import asyncio

from harness import Boom, show


async def work():
    print("runs once")
    await asyncio.sleep(0)
    return "result"


async def main():
    coro = work()
    task = asyncio.create_task(work())
    print(await asyncio.gather(coro, task, coro, task))
    done = asyncio.get_running_loop().create_future()
    done.set_result("done before")
    print(await asyncio.gather(done, done))
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(Boom("failed before"))
    try:
        await asyncio.gather(done, failed)
    except Boom as error:
        print(show(error))


asyncio.run(main())
