"""A TaskGroup takes eager tasks that are done already, failed ones too."""

import asyncio

from harness import Boom, show


async def quick(result):
    return result


async def fails():
    raise Boom("at once")


async def sleeps():
    try:
        await asyncio.sleep(10)
    finally:
        print("sleeper ends")


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(quick(i)) for i in range(3)]
        print([task.done() for task in tasks])
    print([task.result() for task in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeps())
            group.create_task(fails())
            print("the body goes on until it awaits")
            await asyncio.sleep(0)
            print("never")
    except ExceptionGroup as error:
        print(show(error))


asyncio.run(main())
