"""From outside of the loop: a coroutine's result or error comes back."""

import asyncio
import threading

from harness import Boom, show


async def work(fail):
    await asyncio.sleep(0)
    if fail:
        raise Boom("inside")
    return "result"


def outside(loop, done):
    for fail in (False, True):
        future = asyncio.run_coroutine_threadsafe(work(fail), loop)
        try:
            print(future.result())
        except Boom as error:
            print(show(error))
    try:
        asyncio.run_coroutine_threadsafe(42, loop)
    except TypeError as error:
        print(show(error))
    loop.call_soon_threadsafe(done.set_result, None)


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    threading.Thread(target=outside, args=(loop, done)).start()
    await done


asyncio.run(main())
