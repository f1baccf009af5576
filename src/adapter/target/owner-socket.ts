/** Sockets on which programs reach their adapter: private, so that nobody else can connect. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Disposable, disposable } from "../dap/disposable.js";

/** Longest socket path that every system takes, bytes (macOS: 104 with the terminator). */
const SOCKET_PATH_LIMIT_BYTES = 103;

export interface PrivateSocket extends Disposable {
  /** What goes into the program's environment. */
  readonly address: string;
}

export interface OwnerSocket extends PrivateSocket {
  /** The first connection; later ones are refused. Never settles when nobody comes. */
  readonly connected: Promise<Socket>;
}

/** The longest name of a socket in it is `children.sock`. */
function privateFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "loopscope-"));
  if (Buffer.byteLength(path.join(folder, "children.sock")) <= SOCKET_PATH_LIMIT_BYTES) return folder;
  rmSync(folder, { recursive: true, force: true });
  // A TMPDIR as deep as macOS gives may exceed it; the short one always exists there.
  return mkdtempSync(path.join(path.sep, "tmp", "loopscope-"));
}

/**
 * Starts listening. Disposing it stops listening and removes the socket's folder; connections that were made stay.
 * @param name of the socket
 * @throws Error when the system refuses.
 */
export async function listenPrivately(
  name: string,
  connected: (socket: Socket) => void,
): Promise<PrivateSocket> {
  const windows = process.platform === "win32";
  // `mkdtemp` makes the folder with mode 0700: nobody else can connect.
  const folder = windows ? undefined : privateFolder();
  const address = folder
    ? path.join(folder, `${name}.sock`)
    : `\\\\.\\pipe\\loopscope-${randomBytes(16).toString("hex")}`;
  const server = createServer(connected);
  const listener = disposable(() => {
    server.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      listener.dispose();
      reject(error);
    });
    server.listen(address, resolve);
  });
  return { address, dispose: () => listener.dispose() };
}

/**
 * Listens for the program that is about to be launched.
 * @throws Error when the system refuses.
 */
export async function listenForOwner(): Promise<OwnerSocket> {
  let take: (socket: Socket) => void = () => {};
  const connected = new Promise<Socket>((resolve) => {
    take = resolve;
  });
  const listener = await listenPrivately("owner", (socket) => {
    listener.dispose();
    take(socket);
  });
  return { ...listener, connected };
}
