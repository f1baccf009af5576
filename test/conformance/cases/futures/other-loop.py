"""A task cannot await a future of another loop."""

import asyncio

from harness import show


async def main():
    other = asyncio.new_event_loop()
    foreign = other.create_future()
    try:
        await foreign
    except RuntimeError as error:
        text = show(error)
        print(text.startswith("RuntimeError: Task <Task pending"))
        print(text.endswith("attached to a different loop"))
    print(foreign.get_loop() is other)
    other.close()


asyncio.run(main())
