"""What the handler is told for each kind of error, and that a failing handler is survived."""

import asyncio

from harness import Boom, show


async def leftover():
    try:
        await asyncio.sleep(10)
    finally:
        raise Boom("at shutdown")


async def main():
    loop = asyncio.get_running_loop()

    def handler(which, context):
        print(sorted(key.replace("_", "") for key in context), show(context.get("exception")))

    def fail():
        raise Boom("callback")

    loop.set_exception_handler(handler)
    loop.call_soon(fail)
    loop.call_later(0.02, fail)
    future = loop.create_future()
    future.add_done_callback(lambda done: done.result())
    future.set_exception(Boom("future"))
    asyncio.create_task(leftover())
    await asyncio.sleep(0.04)


asyncio.run(main())
