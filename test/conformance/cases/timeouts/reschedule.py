"""Moving the deadline: later, away, into the past; and when that is refused."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    scope = asyncio.timeout(0.02)
    try:
        scope.reschedule(1)
    except RuntimeError as error:
        print(show(error))
    async with scope:
        scope.reschedule(loop.time() + 10)
        await asyncio.sleep(0.05)
        print("moved", scope.expired())
        scope.reschedule(None)
        print(scope.when())
    try:
        async with scope:
            print("never")
    except RuntimeError as error:
        print(show(error))
    try:
        scope.reschedule(None)
    except RuntimeError as error:
        print(show(error))
    try:
        async with asyncio.timeout(None) as late:
            late.reschedule(loop.time() - 1)
            print("still running", late.expired())
            await asyncio.sleep(0)
            print("never")
    except TimeoutError as error:
        print(show(error))
    try:
        late.reschedule(None)
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
