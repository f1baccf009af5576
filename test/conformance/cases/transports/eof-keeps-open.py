"""A protocol that answers eof_received() with true goes on writing; one that does not is closed, what it wrote is sent."""

import asyncio


class Answering(asyncio.Protocol):
    def __init__(self, keep_open):
        self.keep_open = keep_open

    def connection_made(self, transport):
        self.transport = transport

    def eof_received(self):
        self.transport.write(b"after your end")
        asyncio.get_running_loop().call_soon(self.later)
        return self.keep_open

    def later(self):
        print("later", self.transport.is_closing(), self.transport.is_reading())
        if self.keep_open:
            self.transport.write(b", and later")
            self.transport.close()

    def connection_lost(self, error):
        print("connection_lost", error)


async def main():
    loop = asyncio.get_running_loop()
    for answer in (True, False, None):
        server = await loop.create_server(lambda: Answering(answer), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write_eof()
        print(answer, await reader.read())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()


asyncio.run(main())
