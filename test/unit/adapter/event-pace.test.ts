import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { EventPace } from "../../../src/adapter/dap/event-pace.js";

describe("the pace of events", () => {
  it("is the adapter's own with a client that does not say what it has taken", () => {
    const pace = new EventPace();
    for (let event = 1; event <= 3; event++) {
      assert.equal(pace.sent(event), event);
      assert.ok(pace.delayMs(event) <= 0);
    }
    assert.equal(pace.isKept, false);
  });

  it("is one event at a time, and as long a rest after it as it took", () => {
    const pace = new EventPace();
    pace.taken(0, true, 90);
    assert.equal(pace.isKept && pace.readsColumns, true);
    assert.ok(pace.delayMs(100) <= 0, "the first is sent at once");
    pace.sent(100);
    assert.ok(pace.delayMs(150) > 0);
    pace.taken(1, true, 300);
    assert.equal(pace.delayMs(300), 200);
    assert.ok(pace.delayMs(500) <= 0);
  });

  it("is not slowed down for long by one event that took very long", () => {
    const pace = new EventPace();
    pace.taken(0, true, 0);
    pace.sent(0);
    pace.taken(1, true, 9_000);
    assert.equal(pace.delayMs(9_000), 250);
  });

  it("waits for the last of several that were sent at once", () => {
    const pace = new EventPace();
    pace.taken(0, true, 0);
    pace.sent(0);
    pace.sent(0);
    pace.taken(1, true, 10);
    assert.ok(pace.delayMs(10) > 1_000);
    pace.taken(2, true, 20);
    assert.equal(pace.delayMs(20), 20);
  });

  it("does not wait for ever for a client that is not heard of again", () => {
    const pace = new EventPace();
    pace.taken(0, false, 0);
    pace.sent(0);
    assert.ok(pace.delayMs(9_999) > 0);
    assert.ok(pace.delayMs(10_000) <= 0);
  });

  it("tells who sends of each event that is taken", () => {
    const pace = new EventPace();
    let told = 0;
    pace.follow(() => told++);
    pace.sent(0);
    pace.taken(1, false, 1);
    assert.equal(told, 1);
  });
});
