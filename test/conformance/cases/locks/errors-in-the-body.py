"""A lock is released however its body ends, and refuses to be released when it is free."""

import asyncio

from harness import Boom, show


async def main():
    lock = asyncio.Lock()
    try:
        async with lock:
            print(lock.locked())
            raise Boom("body")
    except Boom as error:
        print(show(error), lock.locked())
    try:
        lock.release()
    except RuntimeError as error:
        print(show(error))
    print(await lock.acquire(), lock.locked())
    lock.release()
    condition = asyncio.Condition()
    for refused in (condition.notify, condition.notify_all, condition.release):
        try:
            refused()
        except RuntimeError as error:
            print(show(error))
    try:
        await condition.wait()
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
