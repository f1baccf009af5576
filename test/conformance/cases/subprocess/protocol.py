"""What a protocol is told: first of the connection, then of pipes and the exit, last of the end."""

import asyncio

from process_recorder import Recorder


async def main():
    loop = asyncio.get_running_loop()
    script = "read line; echo got $line; exec >&-; echo problem >&2; exec 2>&-; exit 7"
    transport, protocol = await loop.subprocess_shell(Recorder, script)
    print(protocol.calls, transport.get_returncode())
    transport.get_pipe_transport(0).write(b"it\n")
    await protocol.lost
    print(protocol.calls[0], protocol.calls[-1])
    print(sorted(protocol.calls[1:-1]))
    print(transport.get_returncode())
    transport.close()


asyncio.run(main())
