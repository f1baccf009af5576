/** A program's output as DAP events: as it comes, whole, and no faster than the client takes it. */
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Client } from "./client.js";

/** Above this much output on its way to the client, reading from the program stops. */
const BACKLOG_LIMIT_BYTES = 1 << 20;

/** Forwards a stream until it ends; the promise settles when its last byte was handed to the client. */
export function forwardOutput(
  stream: Readable,
  category: "stdout" | "stderr",
  client: Client,
): Promise<void> {
  const decoder = new StringDecoder("utf8");
  const send = (output: string): void => {
    if (output !== "") client.send("output", { category, output });
  };
  return new Promise((resolve) => {
    stream.on("data", (chunk: Buffer) => {
      send(decoder.write(chunk));
      if (client.backlogBytes < BACKLOG_LIMIT_BYTES) return;
      // The pipe fills up, and the program waits in its next write: a flood is slowed down, not lost.
      stream.pause();
      client.drained().then(() => stream.resume());
    });
    const end = (): void => {
      send(decoder.end());
      resolve();
    };
    stream.once("end", end);
    stream.once("close", end);
    stream.once("error", end);
  });
}
