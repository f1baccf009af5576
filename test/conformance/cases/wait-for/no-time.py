"""Without time a coroutine does not begin; what is done gives its result all the same."""

import asyncio

from harness import Boom, show


async def work():
    print("never")


async def main():
    for timeout in (0, -1):
        try:
            await asyncio.wait_for(work(), timeout)
        except TimeoutError as error:
            print(show(error))
    done = asyncio.get_running_loop().create_future()
    done.set_result("done before")
    print(await asyncio.wait_for(done, 0))
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(Boom("failed before"))
    try:
        await asyncio.wait_for(failed, 0)
    except Boom as error:
        print(show(error))
    pending = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(pending, 0)
    except TimeoutError as error:
        print(show(error), pending.cancelled())


asyncio.run(main())
