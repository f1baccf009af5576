"""Datagrams to and fro, each by itself, an empty one too; who sent it is told."""

import asyncio


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        print("server got", data)
        self.transport.sendto(data[::-1], addr)

    def connection_lost(self, error):
        print("server lost", error)


class Client(asyncio.DatagramProtocol):
    def __init__(self):
        self.received = asyncio.Queue()

    def connection_made(self, transport):
        print("client made", transport.is_closing(), transport.get_protocol() is self)

    def datagram_received(self, data, addr):
        self.received.put_nowait((data, addr))

    def connection_lost(self, error):
        print("client lost", error)


async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    print(address[0], server.get_extra_info("peername"))
    client, protocol = await loop.create_datagram_endpoint(Client, remote_addr=address)
    print(client.get_extra_info("peername") == address, client.get_extra_info("sockname")[0])
    for data in (b"one", b"two", b"", bytearray(b"three"), memoryview(b"four")):
        client.sendto(data)
        data, addr = await protocol.received.get()
        print("client got", data, addr == address)
    client.sendto(b"five", address)
    print((await protocol.received.get())[0])
    client.close()
    client.close()
    server.close()
    print(client.is_closing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)


asyncio.run(main())
