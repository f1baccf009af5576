"""Items that define their own order: those of equal priority come out as CPython's heap gives them."""

import asyncio


class Job:
    def __init__(self, priority, name):
        self.priority = priority
        self.name = name

    def __lt__(self, other):
        return self.priority < other.priority


async def main():
    queue = asyncio.PriorityQueue()
    for number, priority in enumerate([2, 1, 2, 1, 3, 1, 2, 1, 1, 3]):
        queue.put_nowait(Job(priority, f"{priority}{'abcdefghij'[number]}"))
    taken = [(await queue.get()).name for _ in range(5)]
    queue.put_nowait(Job(2, "2x"))
    queue.put_nowait(Job(1, "1x"))
    while not queue.empty():
        taken.append(queue.get_nowait().name)
    print(taken)


asyncio.run(main())
