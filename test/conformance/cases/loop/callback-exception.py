"""A callback that raises goes to the exception handler; the turn goes on."""

import asyncio

from harness import Boom, show


async def main():
    loop = asyncio.get_running_loop()

    def handler(which, context):
        print(which is loop, sorted(context), show(context["exception"]))
        print(context["message"].startswith("Exception in callback "))

    def fail():
        raise Boom("in callback")

    loop.set_exception_handler(handler)
    print(loop.get_exception_handler() is handler)
    loop.call_soon(fail)
    loop.call_soon(print, "next in turn")
    await asyncio.sleep(0)
    print("turn over")


asyncio.run(main())
