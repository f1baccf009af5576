"""set_protocol() gives a connection to another protocol, which hears of everything from then on."""

import asyncio


class First(asyncio.Protocol):
    def connection_made(self, transport):
        print("First.connection_made")
        self.transport = transport

    def data_received(self, data):
        print("First.data_received", data)
        second = Second(self.transport)
        self.transport.set_protocol(second)
        print(self.transport.get_protocol() is second)
        self.transport.write(b"upgraded")

    def connection_lost(self, error):
        print("never")


class Second(asyncio.BufferedProtocol):
    def __init__(self, transport):
        self.transport = transport
        self.buffer = bytearray(100)

    def get_buffer(self, sizehint):
        return self.buffer

    def buffer_updated(self, nbytes):
        print("Second.buffer_updated", bytes(self.buffer[:nbytes]))
        self.transport.close()

    def connection_lost(self, error):
        print("Second.connection_lost", error)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(First, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello")
    print(await reader.readexactly(8))
    writer.write(b"to the second")
    print(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
