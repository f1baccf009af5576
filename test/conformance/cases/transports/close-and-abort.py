"""close() sends what is buffered, abort() drops it; connection_lost comes once, in a later turn, whatever is called."""

import asyncio

SIZE = 8 * 1024 * 1024


class Recording(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_lost(self, error):
        print("connection_lost", error)
        self.lost.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    counts = asyncio.Queue()
    go = asyncio.Event()

    async def serve(reader, writer):
        await go.wait()
        try:
            size = len(await reader.read())
        except ConnectionResetError:
            size = 0
        counts.put_nowait(size)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()

    async def end(how):
        go.clear()
        transport, protocol = await loop.create_connection(Recording, *address)
        transport.write(bytes(SIZE))
        how(transport)
        print("in the same turn", transport.is_closing(), protocol.lost.done(), transport.get_write_buffer_size() > 0)
        how(transport)
        transport.close()
        go.set()
        await protocol.lost
        transport.close()
        print(await counts.get() == SIZE)

    print("close")
    await end(lambda transport: transport.close())
    print("abort")
    await end(lambda transport: transport.abort())
    print("close, then abort")
    await end(lambda transport: (transport.close(), transport.abort()))
    server.close()
    await server.wait_closed()


asyncio.run(main())
