"""Callbacks are removed by identity, all of the same; one that is not there is no error."""

import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()

    def one(done):
        print("one")

    def two(done):
        print("two")

    for callback in (one, two, one, one):
        future.add_done_callback(callback)
    print(future.remove_done_callback(one), future.remove_done_callback(one))
    future.add_done_callback(one)
    future.set_result(None)
    print(future.remove_done_callback(two))
    await asyncio.sleep(0)


asyncio.run(main())
