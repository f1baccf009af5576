import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { soak } from "../soak/soak.js";

describe("sessions that end in every way", () => {
  it("leave no process, socket or file behind", async () => {
    assert.deepEqual(await soak(10), { processes: [], files: [], descriptors: [] });
  }).timeout(180_000);
});
