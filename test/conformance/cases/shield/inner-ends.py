"""What happens inside comes through the shield: result, exception, cancellation."""

import asyncio

from harness import Boom, show


async def inner(how):
    await asyncio.sleep(0)
    if how == "raise":
        raise Boom("inside")
    if how == "cancel":
        raise asyncio.CancelledError("inside")
    return how


async def main():
    for how in ("return", "raise", "cancel"):
        task = asyncio.create_task(inner(how))
        outer = asyncio.shield(task)
        try:
            print(await outer)
        except Boom as error:
            print(show(error))
        except asyncio.CancelledError as error:
            print(show(error), outer.cancelled(), task.cancelled())


asyncio.run(main())
