/** The private socket on which a launched program reaches its adapter. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Disposable, disposable } from "../disposable.js";

/** Longest socket path that every system takes, bytes (macOS: 104 with the terminator). */
const SOCKET_PATH_LIMIT_BYTES = 103;

export interface OwnerSocket extends Disposable {
  /** What goes into the program's environment. */
  readonly address: string;
  /** The first connection; later ones are refused. Never settles when nobody comes. */
  readonly connected: Promise<Socket>;
}

function privateFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "loopscope-"));
  if (Buffer.byteLength(path.join(folder, "owner.sock")) <= SOCKET_PATH_LIMIT_BYTES) return folder;
  rmSync(folder, { recursive: true, force: true });
  // A TMPDIR as deep as macOS gives may exceed it; the short one always exists there.
  return mkdtempSync(path.join(path.sep, "tmp", "loopscope-"));
}

/**
 * Starts listening. Disposing it stops listening and removes the socket's folder; a made connection stays.
 * @throws Error when the system refuses.
 */
export async function listenForOwner(): Promise<OwnerSocket> {
  const windows = process.platform === "win32";
  // `mkdtemp` makes the folder with mode 0700: nobody else can connect.
  const folder = windows ? undefined : privateFolder();
  const address = folder
    ? path.join(folder, "owner.sock")
    : `\\\\.\\pipe\\loopscope-${randomBytes(16).toString("hex")}`;
  const server = createServer();
  const listener = disposable(() => {
    server.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  const connected = new Promise<Socket>((resolve) => {
    server.once("connection", (socket) => {
      listener.dispose();
      resolve(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      listener.dispose();
      reject(error);
    });
    server.listen(address, resolve);
  });
  return { address, connected, dispose: () => listener.dispose() };
}
