"""The level below tasks: the loop runs plain callbacks, soon, later, or until someone stops it."""

import asyncio

loop = asyncio.new_event_loop()
ticks = 0


def tick():
    global ticks
    ticks += 1
    print(f"tick {ticks}")
    if ticks == 3:
        loop.stop()
    else:
        loop.call_later(0.01, tick)


loop.call_soon(tick)
loop.call_soon(print, "soon, but after the first tick")
loop.run_forever()
loop.close()
print(f"closed: {str(loop.is_closed()).lower()}")
