"""A BufferedProtocol is read into memory of its own, as much as fits; what it gives wrong ends the connection."""

import asyncio

from harness import Boom, show


class Buffered(asyncio.BufferedProtocol):
    def __init__(self, get_buffer):
        self.provide = get_buffer
        self.received = bytearray()
        self.lost = asyncio.get_running_loop().create_future()

    def get_buffer(self, sizehint):
        self.buffer = self.provide()
        return self.buffer

    def buffer_updated(self, nbytes):
        self.received += self.buffer[:nbytes]
        if b"!" in self.received:
            raise Boom("in buffer_updated")

    def eof_received(self):
        print("eof_received", bytes(self.received))

    def connection_lost(self, error):
        print("connection_lost", show(error))
        self.lost.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], show(context["exception"])))

    def fail():
        raise Boom("in get_buffer")

    async def serve(reader, writer):
        writer.write(await reader.readline())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)

    async def receive(data, get_buffer):
        transport, protocol = await loop.create_connection(
            lambda: Buffered(get_buffer), *server.sockets[0].getsockname()
        )
        transport.write(data + b"\n")
        await protocol.lost

    await receive(b"several buffers full", lambda: bytearray(3))
    await receive(b"one buffer", lambda: bytearray(100))
    await receive(b"none", lambda: bytearray())
    await receive(b"raising", fail)
    await receive(b"raising!", lambda: bytearray(100))
    server.close()
    await server.wait_closed()


asyncio.run(main())
