import assert from "node:assert/strict";
import { BLOCKED_AFTER_MS, WATCH_INTERVAL_MS, watchHeartbeat } from "../../../src/preload/heartbeat-watch.js";
import { HEARTBEAT } from "../../../src/protocol/index.js";

const START_MS = 1_700_000_000_000;

describe("the watch over the heartbeat", () => {
  let heartbeat: Float64Array;
  let heard: (number | "unblocked")[];
  let watch: ReturnType<typeof watchHeartbeat>;
  beforeEach(() => {
    heartbeat = new Float64Array(HEARTBEAT.length);
    heard = [];
    watch = watchHeartbeat(heartbeat, {
      blocked: (sinceMs) => heard.push(sinceMs),
      unblocked: () => heard.push("unblocked"),
    });
  });

  function turn(number: number, startedMs: number): void {
    heartbeat[HEARTBEAT.turns] = number;
    heartbeat[HEARTBEAT.turnStartedMs] = startedMs;
  }

  it("hears nothing of a loop that rests between turns", () => {
    turn(5, 0);
    watch.look(START_MS);
    watch.look(START_MS + 60_000);
    assert.deepEqual(heard, []);
  });

  it("tells once of a turn that lasts too long, and once of its end", () => {
    turn(1, START_MS);
    watch.look(START_MS + BLOCKED_AFTER_MS);
    assert.deepEqual(heard, []);
    watch.look(START_MS + BLOCKED_AFTER_MS + 1);
    watch.look(START_MS + 10 * BLOCKED_AFTER_MS);
    turn(1, 0);
    watch.look(START_MS + 11 * BLOCKED_AFTER_MS);
    watch.look(START_MS + 12 * BLOCKED_AFTER_MS);
    assert.deepEqual(heard, [START_MS, "unblocked"]);
  });

  it("takes the next turn for an end of the last", () => {
    turn(1, START_MS);
    watch.look(START_MS + 2000);
    turn(2, START_MS + 2100);
    watch.look(START_MS + 2200);
    assert.deepEqual(heard, [START_MS, "unblocked"]);
  });

  it("does not count the time that a debugger holds the program", () => {
    turn(1, START_MS);
    watch.setPaused(true, START_MS + 100);
    watch.look(START_MS + 60_000);
    watch.setPaused(false, START_MS + 60_000);
    watch.look(START_MS + 60_000 + WATCH_INTERVAL_MS);
    watch.look(START_MS + 60_000 + BLOCKED_AFTER_MS);
    assert.deepEqual(heard, []);
    watch.look(START_MS + 60_001 + BLOCKED_AFTER_MS);
    assert.deepEqual(heard, [START_MS + 60_000]);
  });

  it("ends a block when the debugger stops the program", () => {
    turn(1, START_MS);
    watch.look(START_MS + 5000);
    watch.setPaused(true, START_MS + 5100);
    assert.deepEqual(heard, [START_MS, "unblocked"]);
  });

  // A healthy program was accused when its machine woke up, in whatever turn it had fallen asleep.
  it("does not count the time in which the whole process stood still", () => {
    turn(1, START_MS);
    watch.look(START_MS + 100);
    watch.look(START_MS + 3_600_000);
    turn(2, START_MS + 3_600_010);
    watch.look(START_MS + 3_600_000 + WATCH_INTERVAL_MS);
    assert.deepEqual(heard, []);
  });

  it("finds a turn that goes on blocking afterwards, and one that has begun meanwhile", () => {
    turn(1, START_MS);
    watch.look(START_MS);
    for (let looks = 0; looks <= 3; looks++) watch.look(START_MS + 60_000 + looks * WATCH_INTERVAL_MS);
    assert.deepEqual(heard, [START_MS]);
    turn(2, START_MS + 90_000);
    for (let looks = 0; looks <= 3; looks++) watch.look(START_MS + 100_000 + looks * WATCH_INTERVAL_MS);
    assert.deepEqual(heard, [START_MS, "unblocked", START_MS + 90_000]);
  });
});
