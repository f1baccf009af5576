"""Callbacks run in the turn after, in order; removing and adding late work."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def first(done):
        print("first", done is future)
        future.add_done_callback(lambda _: print("added by first"))

    def second(done):
        print("second", done.result())

    def removed(done):
        print("never")

    future.add_done_callback(first)
    future.add_done_callback(removed)
    future.add_done_callback(second)
    future.add_done_callback(removed)
    print("removed", future.remove_done_callback(removed), future.remove_done_callback(removed))
    future.add_done_callback(first)
    future.set_result("value")
    print("set")
    future.add_done_callback(lambda _: print("added when done"))
    await asyncio.sleep(0)
    print("one turn later")
    await asyncio.sleep(0)
    print("two turns later")


asyncio.run(main())
