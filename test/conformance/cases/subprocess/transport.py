"""What a transport knows of its process, and that closing it kills."""

import asyncio

from harness import show


class Recorder(asyncio.SubprocessProtocol):
    def __init__(self):
        self.calls = []
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.calls.append("connection_made")

    def pipe_data_received(self, fd, data):
        self.calls.append(f"data {fd} {data.decode()}")

    def pipe_connection_lost(self, fd, exc):
        self.calls.append(f"pipe lost {fd} {exc}")

    def process_exited(self):
        self.calls.append("exited")

    def connection_lost(self, exc):
        self.calls.append(f"lost {exc}")
        self.lost.set_result(None)


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
