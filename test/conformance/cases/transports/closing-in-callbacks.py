"""A protocol that closes its transport in one of its own methods hears nothing more but connection_lost."""

import asyncio


class Closing(asyncio.Protocol):
    def __init__(self, method):
        self.method = method
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.act("connection_made")

    def data_received(self, data):
        self.act("data_received")

    def eof_received(self):
        self.act("eof_received")

    def act(self, method):
        print(method)
        if method == self.method:
            self.transport.write(b"bye")
            self.transport.close()
            print(self.transport.is_reading())

    def connection_lost(self, error):
        print("connection_lost", error)
        self.lost.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    got = asyncio.Queue()

    async def serve(reader, writer):
        writer.write(b"data")
        writer.write_eof()
        got.put_nowait(await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    for method in ("data_received", "eof_received"):
        transport, protocol = await loop.create_connection(
            lambda: Closing(method), *server.sockets[0].getsockname()
        )
        await protocol.lost
        print(await got.get())
    server.close()
    await server.wait_closed()


asyncio.run(main())
