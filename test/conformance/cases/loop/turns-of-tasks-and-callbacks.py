"""Tasks, callbacks and future wake-ups share one queue, one batch a turn."""

import asyncio


async def stepper(name, steps):
    for step in range(steps):
        print(name, step)
        await asyncio.sleep(0)
    print(name, "end")


async def waiter(future):
    print("waiter got", await future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    tasks = [
        asyncio.create_task(waiter(future)),
        asyncio.create_task(stepper("a", 3)),
        asyncio.create_task(stepper("b", 2)),
    ]
    loop.call_soon(print, "callback")
    loop.call_soon(future.set_result, "value")
    future.add_done_callback(lambda f: print("future callback"))
    for task in tasks:
        await task
    print("main end")


asyncio.run(main())
