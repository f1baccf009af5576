"""A message queue: three workers share the jobs of an MQTT broker, and send their results back through it. The broker is
mosquitto, a subprocess of asyncio's; the clients are Paho's, whose callbacks come in threads of their own."""

import asyncio
import os
import shutil
import socket

from paho.mqtt.client import Client

MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def start_broker():
    """Starts the broker, and gives it and its port."""
    while True:
        port = free_port()
        broker = await asyncio.create_subprocess_exec(
            MOSQUITTO, "-p", str(port), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        while broker.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return broker, port
            except ConnectionRefusedError:
                await asyncio.sleep(0.01)
        # Somebody else took the port meanwhile: the next one.


class Connection:
    """A client that listens to a topic: messages are in the queue."""

    def __init__(self, port):
        self.loop = asyncio.get_running_loop()
        self.messages = asyncio.Queue()
        self.port = port
        self.client = Client()
        self.client.on_message = self.received

    def received(self, _client, _data, message):
        self.loop.call_soon_threadsafe(self.messages.put_nowait, message.payload.decode())

    async def open(self, topic):
        subscribed = asyncio.Event()
        self.client.on_subscribe = lambda *_: self.loop.call_soon_threadsafe(subscribed.set)
        self.client.on_connect = lambda client, *_: client.subscribe(topic, qos=1)
        await asyncio.to_thread(self.client.connect, "127.0.0.1", self.port)
        self.client.loop_start()
        await subscribed.wait()
        return self

    async def publish(self, topic, text):
        await asyncio.to_thread(self.client.publish(topic, text, qos=1).wait_for_publish)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


async def worker(port, name):
    """Squares the numbers that come in, until it is cancelled."""
    connection = await Connection(port).open(f"jobs/{name}")
    try:
        await connection.publish("ready", name)
        while True:
            number = int(await connection.messages.get())
            await asyncio.sleep(0.001 * number)
            await connection.publish("results", f"{number} squared is {number ** 2}, says {name}")
    finally:
        connection.close()


async def main():
    broker, port = await start_broker()
    try:
        ready = await Connection(port).open("ready")
        results = await Connection(port).open("results")
        names = ["Ann", "Bob", "Cid"]
        workers = [asyncio.create_task(worker(port, name), name=name) for name in names]
        for _ in names:
            await ready.messages.get()
        print("all workers are ready")

        for n in range(1, 7):
            await results.publish(f"jobs/{names[n % 3]}", str(n))
        for line in sorted([await results.messages.get() for _ in range(6)]):
            print(line)

        for task in workers:
            task.cancel()
        await asyncio.wait(workers)
        ready.close()
        results.close()
        print("all workers are gone")
    finally:
        broker.terminate()
        await broker.wait()


asyncio.run(main())
