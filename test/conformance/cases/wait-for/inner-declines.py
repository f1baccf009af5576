"""What the awaitable does with the cancellation at the deadline decides the outcome."""

import asyncio

from harness import Boom, show


async def declines():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "returned all the same"


async def fails():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise Boom("while cleaning up")


async def main():
    for body in (declines, fails):
        for wrap in (lambda coro: coro, asyncio.create_task):
            try:
                print(await asyncio.wait_for(wrap(body()), 0.02))
            except Exception as error:
                print(show(error))
    print(asyncio.current_task().cancelling())


asyncio.run(main())
