"""Groups refuse tasks before they are entered, while they shut down, and when they are finished."""

import asyncio

from harness import Boom, show


async def work():
    print("never")


async def adds_while_shutting_down(group):
    try:
        await asyncio.sleep(10)
    finally:
        try:
            group.create_task(work())
        except RuntimeError as error:
            print(show(error))


async def fail():
    raise Boom("shut down")


async def main():
    group = asyncio.TaskGroup()
    try:
        group.create_task(work())
    except RuntimeError as error:
        print(show(error))
    try:
        async with group:
            group.create_task(adds_while_shutting_down(group))
            group.create_task(fail())
    except ExceptionGroup as error:
        print(show(error))
    finished = asyncio.TaskGroup()
    async with finished:
        pass
    try:
        finished.create_task(work())
    except RuntimeError as error:
        print(show(error))
    try:
        async with finished:
            print("never")
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
