"""A cancelled handle never runs, not even when it was cancelled in the turn it was due in."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    soon = loop.call_soon(print, "never: soon")
    timer = loop.call_later(0.01, print, "never: timer")
    at = loop.time() + 0.02
    late = loop.call_at(at, print, "late")
    print(soon.cancelled(), timer.cancelled(), late.when() == at)
    loop.call_soon(lambda: victim.cancel())
    victim = loop.call_soon(print, "never: victim")
    soon.cancel()
    soon.cancel()
    timer.cancel()
    print(soon.cancelled(), timer.cancelled(), late.cancelled())
    await asyncio.sleep(0)
    print("victim", victim.cancelled())
    await asyncio.sleep(0.05)
    late.cancel()
    print("late", late.cancelled())


asyncio.run(main())
