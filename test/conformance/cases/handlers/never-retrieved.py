"""An exception that nobody retrieved goes to the handler; one that was seen does not."""

import asyncio
import gc

from harness import Boom, show


async def fail(name):
    raise Boom(name)


async def main():
    loop = asyncio.get_running_loop()
    reported = []

    def handler(which, context):
        reported.append(context["message"] + ": " + show(context["exception"]))

    loop.set_exception_handler(handler)
    seen = asyncio.create_task(fail("seen"))
    lost = asyncio.create_task(fail("lost"))
    future = loop.create_future()
    future.set_exception(Boom("lost in a future"))
    await asyncio.wait([seen, lost])
    seen.exception()
    return reported


reported = asyncio.run(main())
gc.collect()
for line in sorted(reported):
    print(line)
