/**
 * The numbers by which a client refers to frames and variables, each belonging to a group that is released as a whole:
 * with it go the numbers, and V8's references to the program's objects.
 */
import type { CdpConnection } from "../cdp/connection.js";
import { type Disposable, disposable } from "../dap/disposable.js";

interface Entry<T> {
  readonly group: string;
  readonly value: T;
}

/** Numbers of one kind; never reused, so that an old one is refused and not mistaken. */
export class Handles<T> {
  readonly #entries = new Map<number, Entry<T>>();
  #next = 1;

  create(group: string, value: T): number {
    const id = this.#next++;
    this.#entries.set(id, { group, value });
    return id;
  }

  get(id: number): T | undefined {
    return this.#entries.get(id)?.value;
  }

  release(group: string | undefined): void {
    if (group === undefined) {
      this.#entries.clear();
      return;
    }
    for (const [id, entry] of this.#entries) if (entry.group === group) this.#entries.delete(id);
  }
}

/** Names V8's object groups, and releases them with every number that belongs to them. */
export class Groups {
  readonly #connection: CdpConnection;
  readonly #handles: readonly Handles<unknown>[];
  readonly #live = new Set<string>();
  readonly #latest = new Map<string, string>();
  #serial = 0;

  constructor(connection: CdpConnection, handles: readonly Handles<unknown>[]) {
    this.#connection = connection;
    this.#handles = handles;
  }

  /** A new group that replaces the last one of the same purpose. */
  renew(purpose: string): string {
    const before = this.#latest.get(purpose);
    if (before !== undefined) this.#release(before);
    const group = `loopscope:${purpose}:${++this.#serial}`;
    this.#latest.set(purpose, group);
    this.#live.add(group);
    return group;
  }

  /** The group of a purpose, begun when there is none. */
  current(purpose: string): string {
    return this.#latest.get(purpose) ?? this.renew(purpose);
  }

  /** A group for one piece of work, which the program's going on does not end. */
  temporary(): Disposable & { readonly name: string } {
    const name = `loopscope:temporary:${++this.#serial}`;
    return { name, ...disposable(() => this.#release(name)) };
  }

  /** The program goes on: everything that was looked at is out of date. */
  releaseAll(): void {
    for (const group of [...this.#live]) this.#release(group);
    this.#latest.clear();
  }

  #release(group: string): void {
    this.#live.delete(group);
    for (const handles of this.#handles) handles.release(group);
    this.#connection.send("Runtime.releaseObjectGroup", { objectGroup: group }).catch(() => {});
  }
}
