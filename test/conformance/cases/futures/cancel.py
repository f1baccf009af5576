"""A cancelled future raises CancelledError with the message, from every reader."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda f: print("callback", f.cancelled()))
    print(future.cancel("enough"), future.cancel("again"))
    print(future.done(), future.cancelled())
    for attempt in range(2):
        try:
            future.result()
        except asyncio.CancelledError as error:
            print("result", show(error))
        try:
            future.exception()
        except asyncio.CancelledError as error:
            print("exception", show(error))
    try:
        await future
    except asyncio.CancelledError as error:
        print("await", show(error))
    try:
        future.set_result(1)
    except asyncio.InvalidStateError as error:
        print(show(error))
    await asyncio.sleep(0)
    silent = loop.create_future()
    silent.cancel()
    try:
        await silent
    except asyncio.CancelledError as error:
        print("no message", show(error))


asyncio.run(main())
