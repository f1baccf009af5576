"""Water marks: their defaults, what follows from one of them, and which are refused."""

import asyncio

from harness import show


async def main():
    async def serve(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    transport = writer.transport
    print(*transport.get_write_buffer_limits())
    for high, low in ((1000, None), (None, 1000), (1000, 10), (0, None), (7, None), (5, 5), (None, None)):
        transport.set_write_buffer_limits(high=high, low=low)
        print(high, low, *transport.get_write_buffer_limits())
    for high, low in ((10, 11), (-1, None), (None, -1), (5, -5)):
        try:
            transport.set_write_buffer_limits(high=high, low=low)
        except ValueError as error:
            print(show(error))
    print(*transport.get_write_buffer_limits())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
