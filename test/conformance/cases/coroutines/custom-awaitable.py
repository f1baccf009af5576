"""Any object that knows how to be awaited can be, alone, as a future, and in gather."""

import asyncio

from harness import show


class Later:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        print("awaiting", self.value)
        yield from asyncio.sleep(0).__await__()
        return self.value


async def main():
    print(await Later("alone"))
    print(await asyncio.ensure_future(Later("as a future")))
    print(await asyncio.gather(Later("a"), Later("b")))
    print(await asyncio.wait_for(Later("in time"), 5))
    try:
        asyncio.create_task(Later("no coroutine"))
    except TypeError as error:
        print(show(error).split(",")[0])


asyncio.run(main())
