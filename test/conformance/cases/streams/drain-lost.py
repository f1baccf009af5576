"""Who waits in drain() when the connection is lost wakes: without an error by abort(), and with the error of a reset."""

import asyncio

from harness import show


async def main():
    loop = asyncio.get_running_loop()
    accepted = asyncio.Queue()

    class Deaf(asyncio.Protocol):
        def connection_made(self, transport):
            transport.pause_reading()
            accepted.put_nowait(transport)

    server = await loop.create_server(Deaf, "127.0.0.1", 0)

    async def fill():
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(bytes(16 * 1024 * 1024))
        return writer, asyncio.create_task(drain(writer)), await accepted.get()

    async def drain(writer):
        try:
            await writer.drain()
            print("drained")
        except OSError as error:
            print(isinstance(error, (ConnectionResetError, BrokenPipeError)))

    writer, draining, peer = await fill()
    await asyncio.sleep(0)
    writer.transport.abort()
    await draining
    peer.abort()
    writer, draining, peer = await fill()
    await asyncio.sleep(0)
    peer.abort()
    await draining
    try:
        await writer.wait_closed()
    except ConnectionError as error:
        print("lost")
    server.close()
    await server.wait_closed()


asyncio.run(main())
