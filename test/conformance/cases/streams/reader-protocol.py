"""StreamReaderProtocol by hand: what a transport tells it is what the reader and the writer see."""

import asyncio

from harness import Boom, show


class Recording(asyncio.Transport):
    closing = False

    def write(self, data):
        print("write", data)

    def close(self):
        self.closing = True

    def is_closing(self):
        return self.closing

    def pause_reading(self):
        print("pause_reading")

    def resume_reading(self):
        print("resume_reading")


def make():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2, loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport = Recording({"peername": ("1.2.3.4", 5)})
    protocol.connection_made(transport)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop), protocol


async def main():
    reader, writer, protocol = make()
    print(writer.get_extra_info("peername")[0], writer.get_extra_info("sslcontext", "no TLS"))
    protocol.data_received(b"12345")
    writer.write(b"out")
    protocol.pause_writing()
    draining = asyncio.create_task(writer.drain())
    await asyncio.sleep(0)
    print(draining.done())
    protocol.resume_writing()
    print(await draining, protocol.eof_received(), await reader.read())
    protocol.connection_lost(None)
    print(await writer.wait_closed(), reader.at_eof())

    reader, writer, protocol = make()
    protocol.pause_writing()
    draining = asyncio.create_task(writer.drain())
    closing = asyncio.create_task(writer.wait_closed())
    await asyncio.sleep(0)
    protocol.connection_lost(Boom("gone"))
    for task in (draining, closing):
        try:
            await task
        except Boom as error:
            print(show(error))
    print(show(reader.exception()))
    writer.close()

    reader, writer, protocol = make()
    protocol.connection_lost(None)
    try:
        await writer.drain()
    except ConnectionResetError as error:
        print(show(error))
    writer.close()


asyncio.run(main())
