"""Which loop runs, and which one is set, inside and outside of a loop."""

import asyncio

from harness import show


def running():
    try:
        return asyncio.get_running_loop()
    except RuntimeError as error:
        return show(error)


loop = asyncio.new_event_loop()
print(running())
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
print(running())


async def main():
    print(asyncio.get_running_loop() is loop, asyncio.get_event_loop() is loop)
    asyncio.set_event_loop(None)
    print(asyncio.get_event_loop() is loop)
    loop.call_soon(lambda: print(asyncio.get_running_loop() is loop))
    await asyncio.sleep(0)


loop.run_until_complete(main())
print(running())
loop.close()
