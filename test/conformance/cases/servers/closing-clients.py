"""close_clients() sends what is buffered and closes; abort_clients() drops it. Both reach every connection."""

import asyncio

SIZE = 8 * 1024 * 1024


async def main():
    async def end(how):
        accepted = asyncio.Queue()

        async def serve(reader, writer):
            writer.write(bytes(SIZE))
            accepted.put_nowait(writer)

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        clients = [await asyncio.open_connection(*address) for _ in range(3)]
        writers = [await accepted.get() for _ in clients]
        server.close()
        how(server)
        print([writer.is_closing() for writer in writers])

        async def read(reader):
            try:
                return len(await reader.read())
            except ConnectionResetError:
                return 0

        sizes = [await read(reader) for reader, writer in clients]
        await server.wait_closed()
        print([size == SIZE for size in sizes])
        for reader, writer in clients:
            writer.close()

    await end(lambda server: server.close_clients())
    await end(lambda server: server.abort_clients())


asyncio.run(main())
