"""A cancellation that is taken back before the task has run is as if it had not been."""

import asyncio

from harness import show


async def work(name):
    print(name, "runs")
    await asyncio.sleep(0)
    return name


async def main():
    taken_back = asyncio.create_task(work("taken back"))
    taken_back.cancel()
    print(taken_back.cancelling(), taken_back.uncancel())
    print(await taken_back)
    once_of_two = asyncio.create_task(work("never"))
    once_of_two.cancel("one")
    once_of_two.cancel("two")
    print(once_of_two.uncancel())
    try:
        await once_of_two
    except asyncio.CancelledError as error:
        print(show(error))
    print(once_of_two.uncancel(), once_of_two.uncancel())


asyncio.run(main())
