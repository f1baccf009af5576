"""What the cases of processes share: a protocol that notes what it is told. process_recorder.ts says the same."""

import asyncio


class Recorder(asyncio.SubprocessProtocol):
    """Notes each call; `lost` is done with the last one."""

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
