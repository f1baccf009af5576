/** What the tests of processes share. */
import { readdirSync, readFileSync } from "node:fs";
import * as asyncio from "../../../src/runtime/index.js";

export const { PIPE, STDOUT, DEVNULL } = asyncio.subprocess;

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array | null): string => new TextDecoder().decode(data ?? undefined);

/** A process, to be started with {@link start}. */
export const SLEEPER = ["sleep", "600"] as const;

/** What `body` raises. @throws Error when it raises nothing. */
export function* raised(body: () => asyncio.Coroutine<unknown>): asyncio.Coroutine<Error> {
  try {
    yield* body();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it raised nothing");
}

/** Gives the loop turns until the condition holds. */
export function* until(condition: () => boolean): asyncio.Coroutine<void> {
  while (!condition()) yield* asyncio.sleep(0.001);
}

/** Ids of this process's children, zombies included. */
export function children(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === process.pid;
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}

/** Children that were not there before; one of an earlier test may have gone meanwhile. */
export function newChildren(before: readonly number[]): number[] {
  return children().filter((pid) => !before.includes(pid));
}

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}
