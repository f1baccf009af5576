"""Several tasks on one future wake in the order they began to wait, among its other callbacks."""

import asyncio


async def waiter(name, future):
    print(name, "waits")
    print(name, "got", await future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    tasks = [asyncio.create_task(waiter(name, future)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    future.add_done_callback(lambda _: print("callback"))
    tasks.append(asyncio.create_task(waiter("d", future)))
    await asyncio.sleep(0)
    future.set_result(7)
    tasks[1].cancel()
    print("set")
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled:", tasks.index(task))


asyncio.run(main())
