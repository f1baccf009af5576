import assert from "node:assert/strict";
import {
  configurationProblem,
  isAbsolutePath,
  isEmptyConfiguration,
} from "../../../src/extension/sessions/configuration-check.js";

const accepted = [
  { request: "launch", program: "/srv/shop/shop.ts", args: ["a"], env: { A: "1", B: null } },
  { request: "launch", program: "SHOP.MJS" },
  { request: "launch", program: "shop.py" },
  { request: "attach", port: 9229, address: "127.0.0.1" },
  { request: "attach", processId: "4711" },
  { request: "attach", processId: 4711 },
];
const refused: readonly (readonly [Record<string, unknown>, RegExp])[] = [
  [{ request: "start" }, /"launch" or "attach", not "start"/],
  [{ request: "launch" }, /names no program/],
  [{ request: "launch", program: " " }, /names no program/],
  [{ request: "launch", program: 5 }, /names no program/],
  [{ request: "launch", program: "/srv/shop/launch.json" }, /not .\/srv\/shop\/launch.json./],
  [{ request: "launch", program: "a.ts", args: "x" }, /"args" has to be a list/],
  [{ request: "launch", program: "a.ts", env: ["x"] }, /"env" has to be an object/],
  [{ request: "attach" }, /"port".*or "processId"/],
  [{ request: "attach", port: 70_000 }, /1 to 65535, not 70000/],
  [{ request: "attach", port: "9229" }, /not "9229"/],
  [{ request: "attach", processId: "node" }, /not "node"/],
  [{ request: "attach", processId: "" }, /not ""/],
  [{ request: "attach", port: 9229, address: "example.org" }, /this machine's own/],
];

describe("the check of a debug configuration", () => {
  for (const configuration of accepted) {
    it(`accepts ${JSON.stringify(configuration)}`, () =>
      assert.equal(configurationProblem(configuration), undefined));
  }
  for (const [configuration, reason] of refused) {
    it(`refuses ${JSON.stringify(configuration)}`, () =>
      assert.match(configurationProblem(configuration) ?? "", reason));
  }

  it("knows the configuration of someone who has none", () => {
    assert.equal(isEmptyConfiguration({}), true);
    assert.equal(isEmptyConfiguration({ noDebug: true }), true);
    assert.equal(isEmptyConfiguration({ type: "asyncio", request: "", name: "" }), true);
    assert.equal(isEmptyConfiguration({ type: "asyncio", request: "launch", name: "x" }), false);
  });

  it("tells absolute paths of any platform from relative ones", () => {
    for (const path of ["/a/b.ts", "c:\\a.ts", "C:/a.ts", "\\\\host\\a.ts"])
      assert.ok(isAbsolutePath(path), path);
    for (const path of ["a.ts", "./a.ts", "../a.ts", "c:a.ts"]) assert.ok(!isAbsolutePath(path), path);
  });
});
