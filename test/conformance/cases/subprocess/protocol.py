"""What a protocol is told: first of the connection, then of pipes and the exit, last of the end."""

import asyncio


class Recorder(asyncio.SubprocessProtocol):
    def __init__(self):
        self.calls = []
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.calls.append("connection_made")

    def pipe_data_received(self, fd, data):
        self.calls.append(f"data {fd} {data.decode().strip()}")

    def pipe_connection_lost(self, fd, exc):
        self.calls.append(f"pipe lost {fd} {exc}")

    def process_exited(self):
        self.calls.append("exited")

    def connection_lost(self, exc):
        self.calls.append(f"lost {exc}")
        self.lost.set_result(None)


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
