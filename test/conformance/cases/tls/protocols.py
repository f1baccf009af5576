"""A protocol over TLS is called as without: made once the handshake is done, data, the end, lost."""

import asyncio

from harness import tls_contexts


async def main():
    server_context, client_context = tls_contexts()
    loop = asyncio.get_running_loop()
    ended = []

    class Side(asyncio.Protocol):
        def __init__(self, name):
            self.name = name
            self.ended = loop.create_future()
            self.received = loop.create_future()
            ended.append(self.ended)

        def connection_made(self, transport):
            self.transport = transport
            trace[self.name].append(("made", transport.is_reading(), transport.is_closing()))

        def data_received(self, data):
            trace[self.name].append(("data", data))
            self.received.set_result(data)

        def eof_received(self):
            if not self.transport.is_closing():  # CPython tells who has closed of the other's goodbye
                trace[self.name].append(("eof",))

        def connection_lost(self, error):
            trace[self.name].append(("lost", error))
            self.ended.set_result(None)

    class ServerSide(Side):
        def data_received(self, data):
            super().data_received(data)
            self.transport.write(b"answer to " + data)

    trace = {"client": [], "server": []}
    server = await loop.create_server(lambda: ServerSide("server"), "127.0.0.1", 0, ssl=server_context)
    host, port = server.sockets[0].getsockname()
    transport, client = await loop.create_connection(lambda: Side("client"), host, port, ssl=client_context)
    print(transport is client.transport, transport.get_protocol() is client)
    transport.write(b"question")
    print(await client.received)
    transport.close()
    await asyncio.gather(*ended)
    for name, calls in trace.items():
        for call in calls:
            print(name, *call)
    server.close()
    await server.wait_closed()


asyncio.run(main())
