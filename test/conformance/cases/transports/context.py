"""A protocol is called in the context in which its connection was made."""

import asyncio
import contextvars

variable = contextvars.ContextVar("variable", default="none")


class Recording(asyncio.Protocol):
    def __init__(self, lost):
        self.lost = lost

    def connection_made(self, transport):
        print("connection_made", variable.get())

    def data_received(self, data):
        print("data_received", variable.get())

    def connection_lost(self, error):
        print("connection_lost", variable.get())
        self.lost.set_result(None)


async def main():
    loop = asyncio.get_running_loop()

    async def serve(reader, writer):
        print("handler", variable.get())
        writer.write(b"data")
        writer.close()

    variable.set("server's")
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    variable.set("client's")
    lost = loop.create_future()
    await loop.create_connection(lambda: Recording(lost), *server.sockets[0].getsockname())
    variable.set("later")
    await lost
    server.close()
    await server.wait_closed()


asyncio.run(main())
