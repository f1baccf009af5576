/** The debug adapter's process: one session on stdio, or with `--server=PORT` one for each connection. */
import { createServer, type Socket } from "node:net";
import { Session } from "./session.js";

function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Session {
  const session = new Session();
  session.start(input, output);
  return session;
}

/** Ends every session, and then the process. */
function endWith(sessions: () => Iterable<Session>): void {
  const end = (): void => {
    const all = [...sessions()];
    for (const session of all) session.shutdown();
    Promise.all(all.map((session) => session.finished)).finally(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
}

function runOnStdio(): void {
  const session = serve(process.stdin, process.stdout);
  endWith(() => [session]);
  session.finished.finally(() => process.exit(0));
}

function runServer(port: number): void {
  const sessions = new Set<Session>();
  const server = createServer((socket: Socket) => {
    socket.setNoDelay(true);
    const session = serve(socket, socket);
    sessions.add(session);
    session.finished.finally(() => {
      sessions.delete(session);
      socket.end();
    });
  });
  server.on("error", (error) => {
    process.stderr.write(`The debug adapter cannot listen on port ${port}: ${error.message}\n`);
    process.exit(1);
  });
  // Loopback only: a debugger runs whatever it is told.
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    process.stderr.write(`Listening on 127.0.0.1:${typeof address === "object" ? address?.port : port}\n`);
  });
  endWith(() => sessions);
}

// One request that goes wrong must not end the others, nor the program.
process.on("uncaughtException", (error) => process.stderr.write(`${error.stack ?? error}\n`));
process.on("unhandledRejection", (reason) => {
  process.stderr.write(`${reason instanceof Error ? reason.stack : String(reason)}\n`);
});

const argument = process.argv.slice(2).find((text) => text.startsWith("--server="));
if (argument === undefined) runOnStdio();
else {
  const port = Number(argument.slice("--server=".length));
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) runServer(port);
  else {
    process.stderr.write(`'${argument}' is not --server=PORT\n`);
    process.exitCode = 2;
  }
}
