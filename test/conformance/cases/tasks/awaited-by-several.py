"""Several tasks await one task: it runs once, and each gets its outcome, in order."""

import asyncio

from harness import Boom, show


async def work(fail):
    print("work runs")
    await asyncio.sleep(0)
    if fail:
        raise Boom("work")
    return "result"


async def awaiter(name, task):
    try:
        print(name, await task)
    except Boom as error:
        print(name, show(error))
    except asyncio.CancelledError as error:
        print(name, show(error), asyncio.current_task().cancelling())
        raise


async def main():
    for how in ("return", "fail", "cancel"):
        task = asyncio.create_task(work(how == "fail"))
        awaiters = [asyncio.create_task(awaiter(name, task)) for name in ("a", "b", "c")]
        await asyncio.sleep(0)
        if how == "cancel":
            task.cancel("nobody needs it")
        await asyncio.wait(awaiters)
        print(how, [each.cancelled() for each in awaiters])


asyncio.run(main())
