"""Debug mode refuses coroutines and coroutine functions as callbacks."""

import asyncio

from harness import show


async def work():
    print("never")


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug())
    for schedule, refused in (
        ("call_soon", lambda: loop.call_soon(work)),
        ("call_later", lambda: loop.call_later(1, work)),
        ("call_at", lambda: loop.call_at(1, work)),
    ):
        try:
            refused()
        except TypeError as error:
            print(schedule, show(error))
    try:
        loop.call_soon(42)
    except TypeError as error:
        print(type(error).__name__)
    loop.set_debug(False)
    print(loop.get_debug())


asyncio.run(main(), debug=True)
