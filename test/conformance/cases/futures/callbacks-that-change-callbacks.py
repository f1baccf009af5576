"""A callback that adds or removes others does so for what is scheduled later."""

import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()

    def last(done):
        print("last")

    def first(done):
        print("first", done.remove_done_callback(last))
        done.add_done_callback(lambda again: print("added by the first"))

    future.add_done_callback(first)
    future.add_done_callback(last)
    future.set_result(1)
    await asyncio.sleep(0)
    print("turn over")
    await asyncio.sleep(0)


asyncio.run(main())
