"""An executor of one's own: what waits for its one thread can be taken back; after shutdown it takes nothing."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from harness import show


def note(notes, place, seconds):
    time.sleep(seconds)
    notes[place] = 1
    return place


async def main():
    loop = asyncio.get_running_loop()
    executor = ThreadPoolExecutor(1)
    notes = [0, 0, 0]
    futures = [loop.run_in_executor(executor, note, notes, place, 0.02) for place in range(3)]
    print(futures[1].cancel(), futures[1].cancelled())
    await asyncio.wait(futures)
    print(futures[0].result(), futures[2].result(), notes)
    executor.shutdown()
    try:
        loop.run_in_executor(executor, note, notes, 0, 0)
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
