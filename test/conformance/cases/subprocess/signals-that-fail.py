"""A process that was waited for gets no signal; a number that is no signal is refused."""

import asyncio

from harness import show


async def main():
    process = await asyncio.create_subprocess_exec("sleep", "600")
    for number in [999, -1]:
        try:
            process.send_signal(number)
        except OSError as error:
            print(show(error))
    process.send_signal(0)
    process.kill()
    await process.wait()
    for call in [process.kill, process.terminate, lambda: process.send_signal(15)]:
        try:
            call()
        except ProcessLookupError as error:
            print(show(error))
    print(process.returncode)


asyncio.run(main())
