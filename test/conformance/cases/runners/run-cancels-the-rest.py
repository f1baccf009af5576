"""What is left when main returns is cancelled and waited for; errors on the way are reported."""

import asyncio

from harness import Boom, show


async def leftover(fail):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("leftover", show(error))
        await asyncio.sleep(0.02)
        print("cleaned up")
        if fail:
            raise Boom("while ending")
        raise


async def main(fail):
    def handler(loop, context):
        print("handler:", context["message"], show(context["exception"]))

    asyncio.get_running_loop().set_exception_handler(handler)
    asyncio.create_task(leftover(fail))
    await asyncio.sleep(0)
    print("main ends")
    return "result"


print(asyncio.run(main(False)))
print(asyncio.run(main(True)))
