"""Closing the transport of a process that has ended does nothing to it."""

import asyncio

from process_recorder import Recorder


async def main():
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(Recorder, "true", stdin=None, stdout=None, stderr=None)
    await protocol.lost
    print(protocol.calls)
    transport.close()
    print(transport.is_closing(), transport.get_returncode())


asyncio.run(main())
