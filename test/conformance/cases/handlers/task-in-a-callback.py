"""The handler of a failing callback gets its error, and the loop goes on."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(sorted(context), show(context["exception"])))

    def fail(number):
        raise Boom(number)

    loop.call_soon(fail, 1)
    loop.call_later(0, fail, 2)
    future = loop.create_future()
    future.add_done_callback(lambda done: fail("a future"))
    future.add_done_callback(lambda done: print("the next callback"))
    future.set_result(3)
    try:
        await future
        await asyncio.sleep(0)
    finally:
        print("the loop goes on")


asyncio.run(main())
