"""The tasks of a loop are those that are not done."""

import asyncio

from harness import show


async def main():
    asyncio.current_task().set_name("main")
    tasks = [asyncio.create_task(asyncio.sleep(0), name=f"task {i}") for i in range(3)]
    names = lambda: sorted(task.get_name() for task in asyncio.all_tasks())
    print(names())
    tasks[1].cancel()
    await asyncio.sleep(0)
    print(names())
    await asyncio.sleep(0)
    print(names())
    asyncio.get_running_loop().call_soon(lambda: print(asyncio.current_task(), names()))
    await asyncio.sleep(0)


asyncio.run(main())
loop = asyncio.new_event_loop()
print(asyncio.all_tasks(loop), asyncio.current_task(loop))
for outside in (asyncio.all_tasks, asyncio.current_task):
    try:
        outside()
    except RuntimeError as error:
        print(show(error))
loop.close()
