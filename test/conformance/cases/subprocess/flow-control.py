"""A protocol is told when the pipe to its process is full, and when there is room again."""

import asyncio
import signal


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
    script = "exec cat >/dev/null"
    transport, protocol = await loop.subprocess_shell(Recorder, script)
    stdin = transport.get_pipe_transport(0)
    print(stdin.get_write_buffer_limits(), stdin.get_write_buffer_size())
    # One call writes any amount to a process that reads as fast: this one (exec: not its shell) is stopped.
    transport.send_signal(signal.SIGSTOP)
    stdin.write(b"x" * 4_000_000)
    print(protocol.calls, stdin.get_write_buffer_size() > 65536)
    transport.send_signal(signal.SIGCONT)
    await protocol.resumed.wait()
    print(protocol.calls, stdin.get_write_buffer_size() <= 16384)
    stdin.close()
    await protocol.lost.wait()
    print(transport.get_returncode())


asyncio.run(main())
