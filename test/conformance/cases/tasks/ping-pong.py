"""Two tasks that wake each other take turns, one step each."""

import asyncio


async def player(name, mine, theirs, rounds):
    for i in range(rounds):
        await mine.wait()
        mine.clear()
        print(name, i)
        theirs.set()


async def main():
    ping, pong = asyncio.Event(), asyncio.Event()
    players = [
        asyncio.create_task(player("ping", ping, pong, 3)),
        asyncio.create_task(player("pong", pong, ping, 3)),
    ]
    ping.set()
    turn = 0
    while not all(task.done() for task in players):
        turn += 1
        await asyncio.sleep(0)
    print("turns", turn)


asyncio.run(main())
