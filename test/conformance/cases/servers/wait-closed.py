"""wait_closed() waits for both: the server's end and that of its connections, in either order."""

import asyncio


async def main():
    accepted = asyncio.Queue()

    async def serve(reader, writer):
        accepted.put_nowait(writer)
        await reader.read()
        writer.close()

    async def turns():
        for _ in range(20):
            await asyncio.sleep(0)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    waiting = asyncio.create_task(server.wait_closed())
    await turns()
    print("open, no connections", waiting.done())
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await accepted.get()
    server.close()
    await turns()
    print("closed, one connection", waiting.done())
    writer.write(b"still served")
    writer.write_eof()
    await waiting
    print("closed, no connections", waiting.done())
    print(await reader.read())
    writer.close()
    await writer.wait_closed()


asyncio.run(main())
