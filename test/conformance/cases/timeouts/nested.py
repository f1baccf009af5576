"""Whose deadline it is decides where the TimeoutError comes up."""

import asyncio

from harness import show


async def nested(name, outer_delay, inner_delay):
    try:
        async with asyncio.timeout(outer_delay) as outer:
            try:
                async with asyncio.timeout(inner_delay) as inner:
                    await asyncio.sleep(10)
            except TimeoutError as error:
                print(name, "inner", show(error))
                await asyncio.sleep(0)
            except asyncio.CancelledError as error:
                print(name, "passes the inner one", show(error))
                raise
    except TimeoutError as error:
        print(name, "outer", show(error))
    print(name, outer.expired(), inner.expired(), asyncio.current_task().cancelling())


async def main():
    await nested("inner first", 10, 0.02)
    await nested("outer first", 0.02, 10)
    await nested("both at once", 0, 0)


asyncio.run(main())
