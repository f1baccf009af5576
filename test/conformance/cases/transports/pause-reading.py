"""pause_reading() and resume_reading(), as often as one likes; while reading is paused nothing comes, the end neither."""

import asyncio


class Recording(asyncio.Protocol):
    def __init__(self):
        self.calls = []
        self.lost = asyncio.get_running_loop().create_future()

    def data_received(self, data):
        self.calls.append(data)

    def eof_received(self):
        self.calls.append("eof")

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    loop = asyncio.get_running_loop()

    async def serve(reader, writer):
        writer.write(b"data")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    transport, protocol = await loop.create_connection(Recording, *address)
    transport.pause_reading()
    transport.pause_reading()
    await asyncio.sleep(0.05)
    print(protocol.calls, transport.is_reading(), transport.is_closing())
    transport.resume_reading()
    transport.resume_reading()
    print(transport.is_reading())
    print(await protocol.lost, protocol.calls)
    transport.pause_reading()
    transport.resume_reading()
    print(transport.is_reading(), transport.is_closing())
    server.close()
    await server.wait_closed()


asyncio.run(main())
