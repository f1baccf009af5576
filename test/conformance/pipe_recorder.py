"""What the cases of pipes share: a pipe, and a protocol that prints what it is told. pipe_recorder.ts says the same."""

import asyncio
import os

from harness import show


def pipe():
    """Both ends of a pipe."""
    reading, writing = os.pipe()
    return open(reading, "rb", 0), open(writing, "wb", 0)


async def connect_streams():
    """A stream over each end of a new pipe."""
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), reading)
    protocol = asyncio.StreamReaderProtocol(asyncio.StreamReader())
    transport, _ = await loop.connect_write_pipe(lambda: protocol, writing)
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


class Recorder(asyncio.Protocol):
    """Prints each call, after its name."""

    def __init__(self, name):
        self.name = name
        self.made = None
        self.heard = asyncio.Event()
        self.lost = asyncio.Event()

    def connection_made(self, transport):
        self.made = transport
        print(self.name, "made")

    def data_received(self, data):
        print(self.name, "received", data)
        self.heard.set()

    def eof_received(self):
        print(self.name, "eof")
        return True

    def pause_writing(self):
        print(self.name, "pause")

    def resume_writing(self):
        print(self.name, "resume")

    def connection_lost(self, exc):
        print(self.name, "lost", show(exc))
        self.lost.set()
