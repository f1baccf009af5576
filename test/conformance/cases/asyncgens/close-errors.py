"""A body that fails while it is closed, and one that yields although it is closed."""

import asyncio

from harness import Boom, show


async def failing():
    try:
        yield 1
    finally:
        await asyncio.sleep(0)
        raise Boom("in finally")


async def ignoring():
    try:
        yield 1
    finally:
        yield 2


async def main():
    for make in (failing, ignoring):
        iterator = make()
        print(await anext(iterator))
        try:
            await iterator.aclose()
        except Exception as error:
            print(show(error))
    iterator = failing()
    await anext(iterator)
    try:
        await anext(iterator)
    except Boom as error:
        print(show(error))
    print(await iterator.aclose())


asyncio.run(main())
