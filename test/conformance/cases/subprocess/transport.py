"""What a transport knows of its process, and that closing it kills."""

import asyncio

from harness import show
from process_recorder import Recorder


async def main():
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(Recorder, "sleep", "600", stderr=None)
    print([transport.get_pipe_transport(fd) is not None for fd in range(4)])
    print(transport.get_pid() > 1, transport.get_returncode(), transport.is_closing())
    print(transport.get_protocol() is protocol)
    transport.close()
    transport.close()
    print(transport.is_closing())
    await protocol.lost
    print(transport.get_returncode(), protocol.calls[-1])
    for call in [transport.kill, transport.terminate]:
        try:
            call()
        except ProcessLookupError as error:
            print(show(error))


asyncio.run(main())
