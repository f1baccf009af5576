"""A protocol that raises loses its connection, by that error; a system error is no news. The loop goes on."""

import asyncio

from harness import Boom, show


class Failing(asyncio.Protocol):
    def __init__(self, method, error):
        self.method = method
        self.error = error
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.attempt("connection_made")

    def data_received(self, data):
        self.attempt("data_received")

    def eof_received(self):
        self.attempt("eof_received")

    def connection_lost(self, error):
        print("connection_lost", show(error))
        self.lost.set_result(None)
        self.attempt("connection_lost")

    def attempt(self, method):
        if method == self.method:
            raise self.error


async def main():
    loop = asyncio.get_running_loop()

    def handler(loop, context):
        named = [key for key in ("transport", "protocol") if key in context]
        print(" ".join(context["message"].split()[:4]).partition(" Failing")[0].partition(" <")[0], show(context["exception"]), named)

    loop.set_exception_handler(handler)

    async def serve(reader, writer):
        writer.write(b"data")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    for method in ("data_received", "eof_received"):
        for error in (Boom(method), BrokenPipeError(32, "Broken pipe")):
            transport, protocol = await loop.create_connection(
                lambda: Failing(method, error), *server.sockets[0].getsockname()
            )
            await protocol.lost
            print(transport.is_closing())
    server.close()
    await server.wait_closed()


asyncio.run(main())
