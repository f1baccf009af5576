"""Ended by a signal, the return code is the signal, negative."""

import asyncio
import signal


async def main():
    for end in [
        lambda process: process.terminate(),
        lambda process: process.kill(),
        lambda process: process.send_signal(signal.SIGINT),
        lambda process: process.send_signal(12),
    ]:
        process = await asyncio.create_subprocess_exec("sleep", "600")
        end(process)
        print(process.returncode, await process.wait(), process.returncode)


asyncio.run(main())
