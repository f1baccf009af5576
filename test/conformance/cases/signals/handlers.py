"""A handler is a callback of the loop, with arguments; a second one takes the place of the first."""

import asyncio
import os
import signal


async def main():
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()

    def handler(text, number):
        print(text, number, asyncio.current_task())
        arrived.set()

    async def send():
        arrived.clear()
        os.kill(os.getpid(), signal.SIGUSR2)
        print("sent")
        await arrived.wait()

    print(loop.remove_signal_handler(signal.SIGUSR2))
    loop.add_signal_handler(signal.SIGUSR2, handler, "first", 1)
    await send()
    loop.add_signal_handler(signal.SIGUSR2, handler, "second", 2)
    await send()
    print(loop.remove_signal_handler(signal.SIGUSR2))
    print(loop.remove_signal_handler(signal.SIGUSR2))


asyncio.run(main())
