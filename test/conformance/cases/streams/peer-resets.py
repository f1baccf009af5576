"""A reset ends everything on the stream with an error: reading, draining, waiting for the end. The loop goes on."""

import asyncio

from harness import show


async def attempt(name, coroutine):
    try:
        print(name, await coroutine)
    except ConnectionResetError as error:
        print(name, show(error))


async def main():
    arrived = asyncio.Event()

    class Resetting(asyncio.Protocol):
        """Reads nothing: the system resets a connection that is closed with something unread."""

        def connection_made(self, transport):
            transport.pause_reading()
            self.transport = transport
            loop.create_task(self.reset())

        async def reset(self):
            await arrived.wait()
            self.transport.abort()

        def connection_lost(self, error):
            print("server lost", error)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(Resetting, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"never read")
    await writer.drain()
    reading = asyncio.create_task(attempt("read", reader.read()))
    await asyncio.sleep(0)
    arrived.set()
    await reading
    print(show(reader.exception()), writer.is_closing())
    await attempt("read", reader.readline())
    await attempt("drain", writer.drain())
    await attempt("wait_closed", writer.wait_closed())
    writer.write(b"dropped")
    writer.close()
    server.close()
    await server.wait_closed()
    print("loop is alive", await asyncio.sleep(0, "yes"))


asyncio.run(main())
