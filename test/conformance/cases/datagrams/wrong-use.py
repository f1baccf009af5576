"""What an endpoint refuses: what is not bytes, another address than its own, no address at all."""

import asyncio

from harness import show


class Recording(asyncio.DatagramProtocol):
    def __init__(self):
        self.heard = asyncio.Event()

    def datagram_received(self, data, addr):
        print("received", data)
        self.heard.set()

    def connection_lost(self, error):
        print("lost", type(error).__name__)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], type(context["exception"]).__name__))
    server, at_server = await loop.create_datagram_endpoint(Recording, local_addr=("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    client, _ = await loop.create_datagram_endpoint(Recording, remote_addr=address)
    for data in ("text", None, 7):
        try:
            client.sendto(data)
        except TypeError as error:
            print(show(error))
    try:
        client.sendto(b"data", ("127.0.0.1", 1))
    except ValueError as error:
        print(show(error).replace(str(address[1]), "PORT"))
    client.sendto(b"still there")
    await at_server.heard.wait()
    client.abort()
    client.abort()
    await asyncio.sleep(0)
    for _ in range(3):
        client.sendto(b"dropped")
    server.sendto(b"to nobody")
    await asyncio.sleep(0)
    print(server.is_closing())


asyncio.run(main())
