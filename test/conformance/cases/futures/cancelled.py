"""A cancelled future raises its message again and again, and cannot be changed."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda done: print("callback", done.cancelled(), done.done()))
    print(future.cancel("enough"), future.cancel("again"), future.cancelled())
    for read in (future.result, future.exception, future.result):
        try:
            read()
        except asyncio.CancelledError as error:
            print(show(error))
    for write in (lambda: future.set_result(1), lambda: future.set_exception(Boom())):
        try:
            write()
        except asyncio.InvalidStateError as error:
            print(show(error))
    try:
        await future
    except asyncio.CancelledError as error:
        print("awaited:", show(error))
    await asyncio.sleep(0)


asyncio.run(main())
