"""Aborting a pipe drops what was not sent; the protocol hears of no error."""

import asyncio
import os

from harness import show


def pipe():
    reading, writing = os.pipe()
    return open(reading, "rb", 0), open(writing, "wb", 0)


class Recorder(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.made = None
        self.lost = asyncio.Event()

    def connection_made(self, transport):
        self.made = transport
        print(self.name, "made")

    def data_received(self, data):
        print(self.name, "received", data)

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


async def main():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    writer, protocol = await loop.connect_write_pipe(lambda: Recorder("writer"), writing)
    writer.write(b"x" * 1_000_000)
    writer.abort()
    print(writer.is_closing(), writer.get_write_buffer_size())
    await protocol.lost.wait()
    writer.close()
    reading.close()


asyncio.run(main())
