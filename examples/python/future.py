"""A bare Future is a result that is not there yet: someone awaits it, and a callback sets it."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    future.add_done_callback(lambda _: print("callback: the future is done"))
    loop.call_later(0.05, future.set_result, "the answer")

    print("waiting ...")
    print(f"got {await future}")


asyncio.run(main())
