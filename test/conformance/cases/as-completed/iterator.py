"""The plain iterator gives awaitables; each gives the next result in order of completion."""

import asyncio

from harness import Boom, show


async def work(name, turns, fail=False):
    for turn in range(turns):
        await asyncio.sleep(0)
    if fail:
        raise Boom(name)
    return name


async def main():
    for earliest in asyncio.as_completed([work("c", 9), work("a", 1), work("b", 5, True)]):
        try:
            print(await earliest)
        except Boom as error:
            print(show(error))
    for earliest in asyncio.as_completed([]):
        print("never")
    print("end")


asyncio.run(main())
