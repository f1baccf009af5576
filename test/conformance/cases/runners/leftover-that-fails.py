"""What a leftover task raises while run cancels it goes to the exception handler."""

import asyncio

from harness import Boom, show


async def stubborn():
    try:
        await asyncio.sleep(10)
    finally:
        raise Boom("while it was cancelled")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: print(context["message"], show(context["exception"]), context["task"].get_name())
    )
    asyncio.create_task(stubborn(), name="stubborn")
    asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    print("main ends")
    return "result"


print(asyncio.run(main()))
