"""A protocol is told when the pipe to its process is full, and when there is room again."""

import asyncio


class Recorder(asyncio.SubprocessProtocol):
    def __init__(self):
        self.calls = []
        self.resumed = asyncio.Event()
        self.lost = asyncio.Event()

    def pause_writing(self):
        self.calls.append("pause")

    def resume_writing(self):
        self.calls.append("resume")
        self.resumed.set()

    def connection_lost(self, exc):
        self.lost.set()


async def main():
    loop = asyncio.get_running_loop()
    script = "cat >/dev/null"
    transport, protocol = await loop.subprocess_shell(Recorder, script)
    stdin = transport.get_pipe_transport(0)
    print(stdin.get_write_buffer_limits(), stdin.get_write_buffer_size())
    stdin.write(b"x" * 64_000_000)
    print(protocol.calls, stdin.get_write_buffer_size() > 65536)
    await protocol.resumed.wait()
    print(protocol.calls, stdin.get_write_buffer_size() <= 16384)
    stdin.close()
    await protocol.lost.wait()
    print(transport.get_returncode())


asyncio.run(main())
