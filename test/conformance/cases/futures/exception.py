"""An exception set on a future is raised by result() and by await, the same object each time."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    boom = Boom("kept")
    future.set_exception(boom)
    print(future.done(), future.cancelled(), future.exception() is boom)
    for attempt in range(2):
        try:
            await future
        except Boom as error:
            print(show(error), error is boom)
    try:
        future.result()
    except Boom as error:
        print(error is boom)


asyncio.run(main())
