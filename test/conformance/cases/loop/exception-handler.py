"""What call_exception_handler passes on, and what set_exception_handler accepts."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_exception_handler())
    try:
        loop.set_exception_handler(1)
    except TypeError as error:
        print(show(error))

    def handler(which, context):
        print("handler", context["message"], context.get("exception"))

    loop.set_exception_handler(handler)
    loop.call_exception_handler({"message": "by hand"})
    loop.call_exception_handler({"message": "again", "exception": None})
    loop.set_exception_handler(None)
    print(loop.get_exception_handler())


asyncio.run(main())
