"""An order service that comes to a standstill: the program to find and unstick with the debugger.

Three clerks take orders from a queue. Each needs one of three database connections, reserves the goods (the
`inventory` lock) and books the payment (the `ledger` lock). Customers also send goods back: `refunds` pays the money
back and puts the goods on the shelf again. All goes well while the shop is quiet. About a second after the start, in
the rush hour, orders stop being placed, although nothing failed and `metrics` still reports every second.

Run `loopscope run examples/python/order-service.py`, or press F5 on this file, and look at who waits for whom. Cancel
one of the tasks that hold each other up: it lets go of what it holds, the others go on, and the backlog drains.
"""

import asyncio
from dataclasses import dataclass

CLERKS = 3
CONNECTIONS = 3
LOOKUP_SECONDS = 0.04
WRITE_SECONDS = 0.04


@dataclass
class Order:
    id: int
    item: str


class Shop:
    def __init__(self):
        self.orders = asyncio.Queue()
        self.returns = asyncio.Queue()
        self.connections = asyncio.Semaphore(CONNECTIONS)
        self.inventory = asyncio.Lock()
        self.ledger = asyncio.Lock()
        self.placed = 0

    async def place_order(self, order):
        """Reserves the goods, then books the payment."""
        async with self.connections:
            await self.reserve_and_book(order)
        self.placed += 1

    async def reserve_and_book(self, order):
        async with self.inventory:
            await check_shelf(order)
            async with self.ledger:
                await write_entry(order)

    async def refund(self, order):
        """Pays the money back, then puts the goods back on the shelf."""
        async with self.connections:
            await self.pay_back_and_restock(order)

    async def pay_back_and_restock(self, order):
        async with self.ledger:
            await write_entry(order)
            async with self.inventory:
                await check_shelf(order)


async def check_shelf(order):
    await asyncio.sleep(LOOKUP_SECONDS)


async def write_entry(order):
    await asyncio.sleep(WRITE_SECONDS)


async def clerk(shop):
    """Takes orders from the queue for ever. An order that is interrupted goes back to the queue."""
    name = asyncio.current_task().get_name()
    while True:
        order = await shop.orders.get()
        try:
            await shop.place_order(order)
            print(f"{name}: order {order.id} placed ({order.item})", flush=True)
        except asyncio.CancelledError:
            print(f"{name}: order {order.id} was interrupted, it goes back to the queue", flush=True)
            shop.orders.put_nowait(order)
            raise


async def refunds(shop):
    """Handles what customers send back. A refund that is interrupted is left to a person."""
    while True:
        order = await shop.returns.get()
        try:
            await shop.refund(order)
            print(f"refunds: order {order.id} paid back", flush=True)
        except asyncio.CancelledError:
            print(f"refunds: order {order.id} was interrupted, somebody has to look at it", flush=True)
            raise


async def customers(shop):
    """A quiet morning with one return, the rush hour with another, and then customers now and then."""
    items = ["tea", "bread", "honey", "apples"]
    id = 100

    def order():
        nonlocal id
        id += 1
        return Order(id, items[id % len(items)])

    shop.returns.put_nowait(Order(97, "jam"))
    await asyncio.sleep(0.3)
    for rush in range(25):
        shop.orders.put_nowait(order())
        if rush == 15:
            shop.returns.put_nowait(Order(98, "honey"))
        await asyncio.sleep(0.05)
    while True:
        shop.orders.put_nowait(order())
        await asyncio.sleep(0.25)


async def metrics(shop):
    while True:
        await asyncio.sleep(1)
        print(f"metrics: {shop.placed} orders placed, {shop.orders.qsize()} waiting", flush=True)


async def supervise(jobs):
    """Starts the jobs, and starts one anew when it ends."""

    def start(name):
        return asyncio.create_task(jobs[name](), name=name)

    running = {start(name) for name in jobs}
    while True:
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            why = "was cancelled" if task.cancelled() else f"failed: {task.exception()}"
            print(f"supervisor: {task.get_name()} {why}; starting it anew", flush=True)
            running.add(start(task.get_name()))


async def main():
    shop = Shop()
    jobs = {
        "refunds": lambda: refunds(shop),
        "customers": lambda: customers(shop),
        "metrics": lambda: metrics(shop),
    }
    for n in range(1, CLERKS + 1):
        jobs[f"clerk-{n}"] = lambda: clerk(shop)
    await supervise(jobs)


asyncio.run(main())
