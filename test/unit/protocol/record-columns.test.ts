import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { packRecords, recordsOf, unpackRecords } from "../../../src/protocol/index.js";

/** Through the text that it is sent as. */
const sent = (records: readonly object[]): unknown =>
  unpackRecords(JSON.parse(JSON.stringify(packRecords(records))));

const site = { path: "/shop/shop.ts", line: 3, column: 5 };

/** Records with the fields that tasks have, each of them absent now and then. */
const records = fc.array(
  fc.record(
    {
      id: fc.integer({ min: 1, max: 1_000_000 }),
      name: fc.string(),
      state: fc.constantFrom("pending", "done"),
      createdMs: fc.integer({ min: 1_795_348_015_000, max: 1_795_348_016_000 }),
      createdAt: fc.constantFrom(site, { ...site, line: 4 }),
      awaiting: fc.record({ kind: fc.string(), taskIds: fc.array(fc.nat()) }, { requiredKeys: ["kind"] }),
      counters: fc.record({
        steps: fc.nat(),
        busyMs: fc.double({ noNaN: true, noDefaultInfinity: true }).map((ms) => ms + 0),
      }),
      cancels: fc.array(fc.record({ atMs: fc.nat() })),
      "a.b": fc.nat(),
    },
    { requiredKeys: ["id"] },
  ),
  { maxLength: 150 },
);

describe("records as columns", () => {
  it("come back as they were, whichever fields they have", () => {
    fc.assert(
      fc.property(records, (given) => {
        assert.deepEqual(sent(given), JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it("take an eighth of the text for many tasks that are alike", () => {
    const tasks = Array.from({ length: 500 }, (_, index) => ({
      id: 100 + index,
      name: `worker ${index}`,
      coroutine: "worker",
      state: "pending",
      loopId: 1,
      parentId: 1,
      awaiting: { kind: "event", sinceMs: 1_795_348_015_000 + index, resourceId: 7 },
      createdAt: site,
      createdMs: 1_795_348_014_000 + index,
      counters: { steps: 1, busyMs: 0.25, longestStepMs: 0.25, stepTimes: [1], cancelRequests: 0 },
    }));
    const [asColumns, asRecords] = [JSON.stringify(packRecords(tasks)), JSON.stringify(tasks)];
    assert.ok(asColumns.length * 8 < asRecords.length, `${asColumns.length} of ${asRecords.length}`);
  });

  it("give one object to all records that had one", () => {
    const [a, b] = sent([
      { id: 1, createdAt: site },
      { id: 2, createdAt: site },
    ]) as { createdAt: object }[];
    assert.deepEqual(a!.createdAt, site);
    assert.equal(a!.createdAt, b!.createdAt);
  });

  it("reach no other object by a field's name", () => {
    const packed = JSON.parse(
      '{"count":1,"columns":{"__proto__.kind":{"all":1},"constructor.kind":{"all":1}}}',
    );
    assert.ok(unpackRecords(packed));
    assert.equal(({} as { kind?: unknown }).kind, undefined);
    assert.equal((Object as { kind?: unknown }).kind, undefined);
  });

  for (const [what, packed] of Object.entries({
    "a count that is none": { count: -1, columns: {} },
    "more records than memory": { count: 1e9, columns: { id: { all: 1 } } },
    "a column that is too short": { count: 2, columns: { id: { each: [1] } } },
    "indexes that are too few": { count: 2, columns: { id: { of: [1], at: [0] } } },
    "differences that are too many": { count: 2, columns: { id: { from: 1, by: [1, 1] } } },
    "differences that are no numbers": { count: 2, columns: { id: { from: 1, by: ["1"] } } },
    "a column of no kind": { count: 2, columns: { id: [1, 2] } },
    "no columns": { count: 2 },
    nothing: null,
  })) {
    it(`are refused with ${what}`, () => {
      assert.equal(unpackRecords(packed), undefined);
      assert.throws(() => recordsOf([], packed as never), RangeError);
    });
  }

  it("follow the records that came beside them", () => {
    assert.deepEqual(recordsOf([{ id: 1 }], packRecords([{ id: 2 }, { id: 3 }])), [
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ]);
    assert.deepEqual(recordsOf([{ id: 1 }], undefined), [{ id: 1 }]);
  });
});
