"""What a task raises is kept, and raised by whoever asks, the same object each time."""

import asyncio

from harness import Boom, show


async def fail(boom):
    await asyncio.sleep(0)
    raise boom


async def main():
    boom = Boom("inside")
    task = asyncio.create_task(fail(boom))
    try:
        task.exception()
    except asyncio.InvalidStateError as error:
        print(show(error))
    try:
        task.result()
    except asyncio.InvalidStateError as error:
        print(show(error))
    for attempt in range(2):
        try:
            await task
        except Boom as error:
            print("await", show(error), error is boom)
    print(task.exception() is boom, task.cancelled(), task.done())
    try:
        task.result()
    except Boom as error:
        print("result", error is boom)


asyncio.run(main())
