"""A running loop cannot be closed, nor another one be run inside of it."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    try:
        loop.close()
    except RuntimeError as error:
        print(show(error))
    other = asyncio.new_event_loop()
    try:
        other.run_forever()
    except RuntimeError as error:
        print(show(error))
    other.close()
    print(loop.is_running(), loop.is_closed(), other.is_closed())


asyncio.run(main())
