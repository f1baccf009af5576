"""While somebody waits for an item, nobody else may."""

import asyncio

from harness import Boom, show


async def slow():
    await asyncio.sleep(0.01)
    yield "item"
    yield "another"


async def attempt(name, coroutine):
    try:
        print(name, await coroutine)
    except RuntimeError as error:
        print(name, show(error))


async def main():
    iterator = slow()
    first = asyncio.create_task(attempt("first", iterator.asend(None)))
    await asyncio.sleep(0)
    await attempt("second", iterator.asend(None))
    await attempt("throwing", iterator.athrow(Boom()))
    await attempt("closing", iterator.aclose())
    await first
    await attempt("afterwards", iterator.asend(None))


asyncio.run(main())
