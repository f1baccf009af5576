"""What is no signal, no callback, or cannot be caught."""

import asyncio
import signal

from harness import show


async def coroutine():
    pass


async def main():
    loop = asyncio.get_running_loop()

    def attempt(*args):
        try:
            print(loop.add_signal_handler(*args))
        except Exception as error:
            print(show(error))

    attempt(signal.SIGUSR2, coroutine)
    awaitable = coroutine()
    attempt(signal.SIGUSR2, awaitable)
    await awaitable
    attempt(1.5, print)
    attempt(0, print)
    attempt(-1, print)
    attempt(1000, print)
    attempt(signal.SIGKILL, print)
    attempt(signal.SIGSTOP, print)
    try:
        loop.remove_signal_handler(1.5)
    except TypeError as error:
        print(show(error))


asyncio.run(main())

loop = asyncio.new_event_loop()
loop.close()
try:
    loop.add_signal_handler(signal.SIGUSR2, print)
except RuntimeError as error:
    print(show(error))
