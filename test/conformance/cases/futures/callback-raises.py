"""A done callback that raises is reported; the others and the waiters go on."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: print("handler", show(context["exception"])))
    future = loop.create_future()

    def fail(done):
        raise Boom("callback")

    future.add_done_callback(fail)
    future.add_done_callback(lambda _: print("still called"))
    loop.call_soon(future.set_result, 1)
    print("awaited", await future)


asyncio.run(main())
