"""What run refuses: what is no coroutine, and to be called inside of a loop."""

import asyncio

from harness import show


async def main():
    coro = main()
    try:
        asyncio.run(coro)
    except RuntimeError as error:
        print(show(error))
    coro.close()
    coro = main()
    try:
        runner.run(coro)
    except RuntimeError as error:
        print(show(error))
    coro.close()


runner = asyncio.Runner()
asyncio.run(main())
runner.close()
for refused in (5, None, main):
    try:
        asyncio.run(refused)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, str(error)[:25])
