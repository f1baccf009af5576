"""A timer knows its time; the clock never goes backwards."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    before = loop.time()
    timer = loop.call_at(before + 10, print, "never")
    print(timer.when() == before + 10, timer.cancelled())
    later = loop.call_later(10, print, "never")
    print(before + 10 <= later.when() <= loop.time() + 10)
    timer.cancel()
    later.cancel()
    print(timer.when() == before + 10, timer.cancelled())
    await asyncio.sleep(0.01)
    print(loop.time() - before >= 0.01)
    for refused in (lambda: loop.call_later(None, print), lambda: loop.call_at(None, print)):
        try:
            refused()
        except TypeError as error:
            print(show(error))


asyncio.run(main())
