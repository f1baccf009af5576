"""Of many timers most are cancelled; the others come in order of their times."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    timers = [loop.call_at(start + 0.001 * (500 - i), print, 500 - i) for i in range(500)]
    for i, timer in enumerate(timers):
        if i % 100 != 0:
            timer.cancel()
    await asyncio.sleep(0.6)
    print(sum(timer.cancelled() for timer in timers))


asyncio.run(main())
