"""pause_writing comes from inside of write(), once; resume_writing when the buffer has fallen; their errors are reported."""

import asyncio

from harness import Boom, show


class Writing(asyncio.Protocol):
    def __init__(self, fail):
        self.fail = fail
        self.resumed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.set_write_buffer_limits(high=0)

    def pause_writing(self):
        print("pause_writing")
        if self.fail:
            raise Boom("in pause_writing")

    def resume_writing(self):
        print("resume_writing", self.transport.get_write_buffer_size())
        self.resumed.set_result(None)
        if self.fail:
            raise Boom("in resume_writing")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: print(
            context["message"], show(context["exception"]), "transport" in context, "protocol" in context
        )
    )

    async def serve(reader, writer):
        while await reader.read(1000000):
            pass
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    for fail in (False, True):
        transport, protocol = await loop.create_connection(
            lambda: Writing(fail), *server.sockets[0].getsockname()
        )
        transport.write(b"fits")
        print("written a little")
        for _ in range(3):
            transport.write(bytes(8 * 1024 * 1024))
        print("written a lot")
        await protocol.resumed
        transport.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
