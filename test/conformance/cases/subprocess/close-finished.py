"""Closing the transport of a process that has ended does nothing to it."""

import asyncio


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
    transport, protocol = await loop.subprocess_exec(Recorder, "true", stdin=None, stdout=None, stderr=None)
    await protocol.lost
    print(protocol.calls)
    transport.close()
    print(transport.is_closing(), transport.get_returncode())


asyncio.run(main())
