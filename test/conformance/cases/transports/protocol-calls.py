"""The order in which a protocol is called, on both sides of a connection."""

import asyncio


class Recording(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.lost = asyncio.get_running_loop().create_future()
        self.received = b""
        self.calls = []

    def connection_made(self, transport):
        self.transport = transport
        self.calls += ["connection_made", transport.is_closing(), transport.get_protocol() is self]

    def data_received(self, data):
        self.received += data
        if self.received.endswith(b"."):
            self.calls += ["data_received", self.received]
            if self.name == "server":
                self.transport.write(b"pong.")
            else:
                self.transport.write_eof()

    def eof_received(self):
        self.calls += ["eof_received"]

    def connection_lost(self, error):
        self.calls += ["connection_lost", error, self.transport.is_closing()]
        self.lost.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    accepted = loop.create_future()

    def factory():
        accepted.set_result(Recording("server"))
        return accepted.result()

    server = await loop.create_server(factory, "127.0.0.1", 0)
    transport, protocol = await loop.create_connection(
        lambda: Recording("client"), *server.sockets[0].getsockname()
    )
    print(transport is protocol.transport)
    peer = await accepted
    transport.write(b"ping.")
    await peer.lost
    await protocol.lost
    print("client", protocol.calls)
    print("server", peer.calls)
    server.close()
    await server.wait_closed()


asyncio.run(main())
