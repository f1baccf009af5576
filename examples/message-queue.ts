// A message queue: three workers share the jobs of an MQTT broker, and send their results back through it. The broker is
// aedes, in this very process; the clients are MQTT.js. What they tell by events goes into queues, to be awaited.
import { type AddressInfo, createServer, type Server } from "node:net";
import { Aedes } from "aedes";
import * as asyncio from "loopscope";
import mqtt, { type MqttClient } from "mqtt";

/** Starts the broker, and gives its address. */
function* startBroker() {
  const broker = yield* asyncio.fromPromise(Aedes.createBroker());
  const server: Server = createServer(broker.handle);
  const listening = asyncio.getRunningLoop().createFuture<void>();
  server.listen(0, "127.0.0.1", () => listening.setResult());
  yield* listening;
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    broker.close();
    server.close();
  };
  return { url, stop };
}

/** A client that listens to a topic: messages are in the queue. */
function* connect(url: string, topic: string) {
  const client = yield* asyncio.fromPromise(mqtt.connectAsync(url));
  const messages = new asyncio.Queue<string>();
  client.on("message", (_topic, payload) => messages.putNowait(String(payload)));
  yield* asyncio.fromPromise(client.subscribeAsync(topic, { qos: 1 }));
  return { client, messages };
}

function* publish(client: MqttClient, topic: string, text: string) {
  yield* asyncio.fromPromise(client.publishAsync(topic, text, { qos: 1 }));
}

/** Squares the numbers that come in, until it is cancelled. */
function* worker(url: string, name: string) {
  const { client, messages } = yield* connect(url, `jobs/${name}`);
  try {
    yield* publish(client, "ready", name);
    while (true) {
      const number = Number(yield* messages.get());
      yield* asyncio.sleep(0.001 * number);
      yield* publish(client, "results", `${number} squared is ${number ** 2}, says ${name}`);
    }
  } finally {
    yield* asyncio.fromPromise(client.endAsync());
  }
}

function* main() {
  const broker = yield* startBroker();
  const ready = yield* connect(broker.url, "ready");
  const results = yield* connect(broker.url, "results");
  const names = ["Ann", "Bob", "Cid"];
  const workers = names.map((name) => asyncio.createTask(worker(broker.url, name), { name }));
  for (const _ of names) yield* ready.messages.get();
  console.log("all workers are ready");

  for (let n = 1; n <= 6; n++) yield* publish(results.client, `jobs/${names[n % 3]}`, `${n}`);
  const lines: string[] = [];
  while (lines.length < 6) lines.push(yield* results.messages.get());
  for (const line of lines.sort()) console.log(line);

  for (const task of workers) task.cancel();
  yield* asyncio.wait(workers);
  for (const { client } of [ready, results]) yield* asyncio.fromPromise(client.endAsync());
  broker.stop();
  console.log("all workers are gone");
}

await asyncio.run(main());

// Prints:
// all workers are ready
// 1 squared is 1, says Bob
// 2 squared is 4, says Cid
// 3 squared is 9, says Ann
// 4 squared is 16, says Bob
// 5 squared is 25, says Cid
// 6 squared is 36, says Ann
// all workers are gone
