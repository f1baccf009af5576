"""async for: items in turn with waiting in between, break, continue, else, and errors."""

import asyncio

from harness import Boom, show


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0)
        self.left -= 1
        if self.left == 7:
            raise Boom("seven")
        return self.left + 1


async def main():
    async for number in Countdown(2):
        print(number)
    else:
        print("else")
    async for number in Countdown(4):
        if number == 4:
            continue
        print("second loop", number)
        if number == 3:
            break
    else:
        print("never")
    try:
        async for number in Countdown(9):
            print("third loop", number)
    except Boom as error:
        print(show(error))
    try:
        async for number in Countdown(1):
            raise Boom("in the body")
    except Boom as error:
        print(show(error))


asyncio.run(main())
