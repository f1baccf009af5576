import assert from "node:assert/strict";
import { Workplace } from "./launched-program.js";

const ESM = '{"type":"module"}';

interface Case {
  readonly files: Record<string, string>;
  readonly run?: string;
  readonly prints: string;
}

const CASES: Record<string, Case> = {
  "runs a module in a folder without package.json": {
    files: {
      "p.ts":
        'import { sep } from "node:path";\nconst n: number = sep.length;\nconsole.log(n, typeof require);',
    },
    prints: "1 undefined",
  },
  "runs a script in a folder without package.json as CommonJS": {
    files: {
      "p.ts":
        'const { sep } = require("node:path") as { sep: string };\nconsole.log(sep.length, require.main === module);',
    },
    prints: "1 true",
  },
  "follows the package's type: module": {
    files: { "package.json": ESM, "p.ts": "const a: number = 1; console.log(a, typeof require);" },
    prints: "1 undefined",
  },
  "follows the package's type: commonjs": {
    files: {
      "package.json": '{"type":"commonjs"}',
      "p.ts": "const a: number = 1; console.log(a, typeof require);",
    },
    prints: "1 function",
  },
  "runs .mts": {
    files: { "p.mts": "export const a: number = 1; console.log(a, import.meta.url.length > 0);" },
    run: "p.mts",
    prints: "1 true",
  },
  "runs .cts": {
    files: { "p.cts": "exports.a = 1 as number; console.log(__filename.length > 0);" },
    run: "p.cts",
    prints: "true",
  },
  "awaits at the top level of a module": {
    files: { "p.ts": "const a: number = await Promise.resolve(3); console.log(a);" },
    prints: "3",
  },
  "runs enums, namespaces and parameter properties": {
    files: {
      "p.ts":
        "enum Color { Red = 4, Blue }\nnamespace N { export const x = 2; }\nclass P { constructor(readonly y: number) {} }\nconsole.log(Color.Blue, Color[4], N.x, new P(7).y);",
    },
    prints: "5 Red 2 7",
  },
  "erases type imports, also those that do not say so": {
    files: {
      "p.ts":
        'import type { A } from "./types.js";\nimport { type B, value } from "./types.js";\nimport { C } from "./types.js";\nconst x: A & B & C = { a: 1, b: 2, c: 3 };\nconsole.log(x.c, value);',
      "types.ts":
        "export interface A { a: number }\nexport interface B { b: number }\nexport interface C { c: number }\nexport const value = 9;",
    },
    prints: "3 9",
  },
  "runs import = require and export =": {
    files: {
      "p.ts": 'import m = require("./m.js");\nconsole.log(m(2));',
      "m.ts": "export = (n: number) => n * 2;",
    },
    prints: "4",
  },
  "finds the .ts file behind .js, no extension, and a folder": {
    files: {
      "package.json": ESM,
      "p.ts":
        'import { a } from "./a.js";\nimport { b } from "./b";\nimport { c } from "./c";\nimport { d } from "./d.mjs";\nimport { e } from "./e.ts";\nconsole.log(a, b, c, d, e);',
      "a.ts": "export const a: string = 'a';",
      "b.ts": "export const b: string = 'b';",
      "c/index.ts": "export const c: string = 'c';",
      "d.mts": "export const d: string = 'd';",
      "e.ts": "export const e: string = 'e';",
    },
    prints: "a b c d e",
  },
  "prefers the .js file that is there": {
    files: {
      "package.json": ESM,
      "p.ts": 'import { a } from "./a.js";\nconsole.log(a);',
      "a.js": "export const a = 'js';",
      "a.ts": "export const a: string = 'ts';",
    },
    prints: "js",
  },
  "requires TypeScript from TypeScript and JavaScript": {
    files: {
      "p.js": "console.log(require('./a').a, require('./b.js').b, require('./c.cts').c);",
      "a.ts": "exports.a = 'a' as string;",
      "b.ts": "exports.b = require('./a.ts').a + 'b' as string;",
      "c.cts": "exports.c = 'c' as string;",
    },
    run: "p.js",
    prints: "a ab c",
  },
  "imports a CommonJS .ts from a module": {
    files: {
      "p.mts": 'import c from "./c.cts";\nimport d from "./d.ts";\nconsole.log(c.c, d.d);',
      "c.cts": "exports.c = require('./d').d + 'c' as string;",
      "d.ts": "exports.d = 'd' as string;",
    },
    run: "p.mts",
    prints: "dc d",
  },
  "finds loopscope for a single file in an empty folder": {
    files: { "p.ts": 'import * as asyncio from "loopscope";\nconsole.log(typeof asyncio.run);' },
    prints: "function",
  },
  "finds loopscope for a CommonJS program": {
    files: {
      "p.cts": 'const asyncio = require("loopscope") as { run: unknown };\nconsole.log(typeof asyncio.run);',
    },
    run: "p.cts",
    prints: "function",
  },
  "prefers the loopscope that the program has": {
    files: {
      "p.mts": 'import { own } from "loopscope";\nconsole.log(own);',
      "node_modules/loopscope/package.json": '{"name":"loopscope","main":"index.js","type":"module"}',
      "node_modules/loopscope/index.js": "export const own = 'own';",
    },
    run: "p.mts",
    prints: "own",
  },
  "loads in worker threads of the program": {
    files: {
      "p.mts":
        'import { Worker } from "node:worker_threads";\nnew Worker(new URL("./w.mts", import.meta.url)).on("message", (m: string) => console.log(m));',
      "w.mts": 'import { parentPort } from "node:worker_threads";\nparentPort!.postMessage("w" as string);',
    },
    run: "p.mts",
    prints: "w",
  },
  "loads in forked children": {
    files: {
      "p.mts":
        'import { fork } from "node:child_process";\nfork(new URL("./w.mts", import.meta.url)).on("message", (m) => console.log(m));',
      "w.mts": 'process.send!("w" as string);',
    },
    run: "p.mts",
    prints: "w",
  },
};

describe("the TypeScript loader", () => {
  let place: Workplace;
  afterEach(() => place.dispose());

  async function run(files: Record<string, string>, program = "p.ts", flag?: string) {
    place = new Workplace(files);
    const { ended, output, errors } = place.start([program], {}, flag);
    return { ...(await ended), output: output().trim(), errors: errors() };
  }

  for (const [name, { files, run: program, prints }] of Object.entries(CASES)) {
    it(name, async () => {
      const { code, output, errors } = await run(files, program);
      assert.equal(errors, "");
      assert.equal(output, prints);
      assert.equal(code, 0);
    });
  }

  it("works as --import too", async () => {
    const { code, output } = await run(
      { "p.ts": "const a: number = 1; console.log(a);" },
      "p.ts",
      "--import",
    );
    assert.deepEqual([code, output], [0, "1"]);
  });

  it("keeps lines and columns of what it erases types from", async () => {
    const { errors } = await run({
      "p.ts":
        "type T = 1;\n\nconst f = (x: number): never => { throw new Error('here'); };\nf(1);\nexport {};",
    });
    assert.match(errors, /p\.ts:3:41/);
  });

  it("maps lines of what it has to transform", async () => {
    const { errors } = await run({
      "p.ts": "enum E {\n  A,\n  B,\n  C,\n}\n\nthrow new Error('here' + E.A);\nexport {};",
    });
    assert.match(errors, /p\.ts:7:7/);
  });

  it("shows the place of a syntax error and exits with 1", async () => {
    const { code, errors } = await run({ "p.ts": "export const a = 1;\nconst b: = 2;\n" });
    assert.equal(code, 1);
    assert.match(
      errors,
      /p\.ts:2:10\nexport const a = 1;\nconst b: = 2;\n {9}\^\n\nSyntaxError: Unexpected token/,
    );
  });

  it("shows the place of a syntax error in an imported file", async () => {
    const { code, errors } = await run({ "p.ts": 'import "./a.js";', "a.ts": "let x: number = ;" });
    assert.equal(code, 1);
    assert.match(errors, /a\.ts:1:17\nlet x: number = ;\n {16}\^\n\nSyntaxError: Expression expected/);
  });

  it("reports an uncaught error of a module, and exits with 1", async () => {
    const { code, errors } = await run({ "p.ts": "await 0; throw new TypeError('mine' as string);" });
    assert.equal(code, 1);
    assert.match(errors, /TypeError: mine/);
  });

  it("exits with 13 when the top level awaits for ever", async () => {
    const { code } = await run({ "p.ts": "await new Promise<void>(() => {});" });
    assert.equal(code, 13);
  });

  it("says that a program does not exist", async () => {
    const { code, errors } = await run({}, "missing.ts");
    assert.equal(code, 1);
    assert.match(errors, /Cannot find module.*missing\.ts/);
  });
});
