"""A chat over WebSocket: the server passes on what each guest says to all of them. Server and clients are those of the
package websockets."""

import asyncio

import websockets


async def host(socket, guests):
    """Serves one guest until it leaves."""
    name = await socket.recv()
    guests.add(socket)
    await socket.send(f"welcome, {name}")
    try:
        async for text in socket:
            for guest in guests:
                await guest.send(f"{name}: {text}")
    finally:
        guests.discard(socket)


async def guest(url, name, words, last):
    """Enters, says a few words, and gives what it has heard until it heard `last`."""
    async with websockets.connect(url) as socket:
        await socket.send(name)
        heard = [await socket.recv()]
        for word in words:
            await socket.send(word)
            await asyncio.sleep(0.02)
        while last not in heard:
            heard.append(await socket.recv())
        return heard


async def main():
    guests = set()
    async with websockets.serve(lambda socket: host(socket, guests), "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        bob = asyncio.create_task(guest(url, "Bob", [], "Ann: bye"))
        while not guests:
            await asyncio.sleep(0.001)
        ann = asyncio.create_task(guest(url, "Ann", ["hello", "bye"], "Ann: bye"))
        for name, heard in (("Ann", await ann), ("Bob", await bob)):
            print(f"{name} heard: {', '.join(heard)}")


asyncio.run(main())
