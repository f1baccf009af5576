/**
 * One debugger on the other end of a socket, with an inspector session of its own.
 *
 * Requests are CDP's (`{id, method, params}`), answered by V8 whether the program runs, is paused, or loops. When the
 * client goes, so does its session, and with it its breakpoints and a pause that nobody else holds.
 */
import { Session } from "node:inspector";
import type { Socket } from "node:net";
import { readLines } from "./lines.js";
import { ERROR_CODE, parseRequest, type Request, toCdpError } from "./request.js";

/**
 * Unread bytes beyond which a client is too slow. A guest is dropped; the owner, whose end would end the program, is
 * spared further notifications: the agent's batches are numbered, so that it sees the gap and takes a snapshot.
 */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024;

/** Notifications that an owner must get, however slow: they are few, and nothing repeats them. */
const VITAL = /^(?:Debugger|Loopscope)\./;

export interface ClientOptions {
  readonly role: "owner" | "guest";
  /** Answers the bridge's own methods; false when it is not one of them. */
  own(method: string): { readonly result: object } | { readonly error: string } | false;
  paused(isPaused: boolean): void;
  closed(client: Client): void;
}

export interface Client {
  notify(method: string, params: object): void;
  /** Calls back when everything that the program has said until now is with the operating system. */
  drain(done: () => void): void;
  close(): void;
}

/** Serves one connection until either side closes it. */
export function serveClient(socket: Socket, options: ClientOptions): Client {
  const session = new Session();
  session.connectToMainThread();
  let open = true;

  const send = (message: object): void => {
    if (open) socket.write(`${JSON.stringify(message)}\n`);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    session.disconnect();
    socket.destroy();
    options.paused(false);
    options.closed(client);
  };
  const notify = (method: string, params: object): void => {
    if (socket.writableLength > MAX_UNREAD_BYTES) {
      if (options.role === "guest") close();
      if (!VITAL.test(method)) return;
    }
    send({ method, params });
  };
  const client: Client = {
    notify,
    drain(done) {
      if (!open) return done();
      // The answer comes after all notifications that were on their way.
      session.post("Runtime.evaluate", { expression: "0" }, () => {
        if (open) socket.write("", () => done());
        else done();
      });
    },
    close,
  };

  session.on("inspectorNotification", ({ method, params }) => {
    if (method === "Debugger.paused") options.paused(true);
    if (method === "Debugger.resumed") options.paused(false);
    notify(method, params);
  });
  readLines(socket, {
    line(text) {
      const parsed = parseRequest(text);
      if (!parsed.ok) {
        send({ id: parsed.id, error: parsed.error });
        return;
      }
      const { request } = parsed;
      const own = options.own(request.method);
      if (own === false) forward(session, request, send);
      else if ("result" in own) send({ id: request.id, result: own.result });
      else send({ id: request.id, error: { code: ERROR_CODE.invalidRequest, message: own.error } });
    },
    overflow: () => {
      send({ error: { code: ERROR_CODE.invalidRequest, message: "a message of more than 64 MB" } });
      close();
    },
  });
  socket.on("close", close);
  socket.on("error", close);
  return client;
}

function forward(session: Session, { id, method, params }: Request, send: (message: object) => void): void {
  try {
    session.post(method, params, (error, result) => {
      send(error ? { id, error: toCdpError(error) } : { id, result: result ?? {} });
    });
  } catch (error) {
    send({ id, error: toCdpError(error as Error) });
  }
}
