"""An error that is thrown in: handled by the body, not handled, before the start and after the end."""

import asyncio

from harness import Boom, show


async def stubborn():
    while True:
        try:
            yield "item"
        except Boom as error:
            await asyncio.sleep(0)
            print("body:", show(error))


async def attempt(coroutine):
    try:
        print(await coroutine)
    except (Boom, ValueError, StopAsyncIteration) as error:
        print(show(error))


async def main():
    iterator = stubborn()
    print(await anext(iterator))
    await attempt(iterator.athrow(Boom("one")))
    await attempt(iterator.athrow(ValueError("two")))
    await attempt(iterator.athrow(Boom("three")))
    await attempt(iterator.asend(None))
    unstarted = stubborn()
    await attempt(unstarted.athrow(Boom("early")))
    await attempt(unstarted.asend(None))


asyncio.run(main())
