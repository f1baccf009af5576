import assert from "node:assert/strict";
import { type Clock, Pace } from "../../../src/extension/sessions/pace.js";

/** Time that passes when it is told to. */
class HandClock implements Clock {
  #nowMs = 0;
  #waiting: { atMs: number; callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry);
    };
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    const due = this.#waiting.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#waiting = this.#waiting.filter((each) => !due.includes(each));
    for (const { callback } of due) callback();
  }
}

describe("the pace of refreshes", () => {
  let clock: HandClock;
  let runs: number[];
  let pace: Pace;
  beforeEach(() => {
    clock = new HandClock();
    runs = [];
    pace = new Pace(
      () => {
        runs.push(clock.nowMs());
        return 250;
      },
      50,
      clock,
    );
  });

  it("serves many requests by one run, soon after the first", () => {
    pace.request();
    clock.pass(30);
    pace.request();
    assert.deepEqual(runs, []);
    clock.pass(20);
    assert.deepEqual(runs, [50]);
    clock.pass(1000);
    assert.deepEqual(runs, [50]);
  });

  it("waits as long as the last run asked for", () => {
    pace.request();
    clock.pass(50);
    pace.request();
    clock.pass(249);
    assert.deepEqual(runs, [50]);
    clock.pass(1);
    assert.deepEqual(runs, [50, 300]);
  });

  it("runs no more once it is disposed, and may be disposed twice", () => {
    pace.request();
    pace.dispose();
    pace.dispose();
    pace.request();
    clock.pass(1000);
    assert.deepEqual(runs, []);
  });
});
