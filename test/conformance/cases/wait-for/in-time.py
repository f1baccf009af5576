"""wait_for gives the result, or raises what the awaitable raised; None waits for ever."""

import asyncio

from harness import Boom, show


async def work(result):
    await asyncio.sleep(0)
    if result is None:
        raise Boom("inside")
    return result


async def main():
    print(await asyncio.wait_for(work("in time"), 5))
    print(await asyncio.wait_for(work("for ever"), None))
    try:
        await asyncio.wait_for(work(None), 5)
    except Boom as error:
        print(show(error))
    done = asyncio.get_running_loop().create_future()
    done.set_result("done before")
    print(await asyncio.wait_for(done, 0), await asyncio.wait_for(done, -1))
    print(asyncio.current_task().cancelling())


asyncio.run(main())
