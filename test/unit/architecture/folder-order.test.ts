import assert from "node:assert/strict";
import { folderCircle, folderImports } from "./folder-order.js";
import { filesBelow } from "./source-files.js";

describe("imports between the folders of a room", () => {
  for (const room of ["src/adapter", "src/extension"]) {
    it(`point one way in ${room}`, () => {
      const imports = folderImports(filesBelow(room, /\.ts$/), room);
      assert.ok(imports.size > 5);
      assert.equal(folderCircle(imports), null);
    });
  }

  it("are found through every form, and a circle is named", () => {
    const files = [
      { path: "src/adapter/stacks/frames.ts", text: 'import type { A } from "../tasks/table.js";' },
      { path: "src/adapter/tasks/table.ts", text: 'export * from "../cdp/x.js";\nimport "./view.js";' },
      { path: "src/adapter/cdp/x.ts", text: 'const s = await import("../stacks/frames.js");' },
    ];
    assert.deepEqual(folderCircle(folderImports(files, "src/adapter")), ["stacks", "tasks", "cdp", "stacks"]);
  });
});
