"""Shutting the default executor down waits for what it runs; so does the end of run."""

import asyncio
import time

from harness import show


def work(done):
    time.sleep(0.03)
    done[0] = 1


def attempt(loop, *args):
    try:
        loop.run_in_executor(None, *args)
    except RuntimeError as error:
        print(show(error))


async def main(done):
    loop = asyncio.get_running_loop()
    await loop.shutdown_default_executor()
    attempt(loop, work, done)

    other = asyncio.new_event_loop()
    other.close()
    attempt(other, work, done)


async def leave(done):
    asyncio.get_running_loop().run_in_executor(None, work, done)
    print("left:", done[0])


async def wait_for_it(done):
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(None, work, done)
    await loop.shutdown_default_executor(10)
    print("waited:", done[0], await future)
    await loop.shutdown_default_executor()


asyncio.run(main([0]))
for program in (leave, wait_for_it):
    done = [0]
    asyncio.run(program(done))
    print("after run:", done[0])
