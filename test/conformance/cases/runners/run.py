"""run gives main's result, raises its error, and takes coroutines only, outside of loops only."""

import asyncio

from harness import Boom, show


async def main(result):
    await asyncio.sleep(0)
    if result is None:
        raise Boom("main")
    return result


async def nested():
    inner = main("never")
    try:
        asyncio.run(inner)
    except RuntimeError as error:
        print(show(error))
    inner.close()
    return "nested done"


async def cancels_itself():
    asyncio.current_task().cancel("myself")
    await asyncio.sleep(0)


print(asyncio.run(main("result")))
try:
    asyncio.run(main(None))
except Boom as error:
    print(show(error))
print(asyncio.run(nested()))
try:
    asyncio.run(cancels_itself())
except asyncio.CancelledError as error:
    print(show(error))
try:
    asyncio.run(42)
except ValueError as error:
    print(show(error))
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(show(error))
