"""What a queue says of its size, with a limit and without one."""

import asyncio

from harness import show


async def main():
    for maxsize in (0, -3, 2):
        queue = asyncio.Queue(maxsize)
        print(queue.maxsize, queue.qsize(), queue.empty(), queue.full())
        queue.put_nowait("a")
        queue.put_nowait("b")
        print(queue.qsize(), queue.empty(), queue.full())
        try:
            queue.put_nowait("c")
            print("a third one")
        except asyncio.QueueFull as error:
            print(show(error))
        print([queue.get_nowait() for _ in range(queue.qsize())])
        try:
            queue.get_nowait()
        except asyncio.QueueEmpty as error:
            print(show(error))


asyncio.run(main())
