import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { catchBlocks, catches } from "../../../src/adapter/stacks/catch-blocks.js";

/** The texts of the blocks found. */
const blocks = (source: string): string[] =>
  catchBlocks(source).map(({ start, end }) => source.slice(start, end));
const caught = (source: string, at = "HERE", begin = 0): boolean =>
  catches(catchBlocks(source), begin, source.indexOf(at));

describe("the try blocks of a source", () => {
  it("are those with a catch", () => {
    assert.deepEqual(blocks("try { a } catch { b }"), ["{ a }"]);
    assert.deepEqual(blocks("try { a } finally { b }"), []);
    assert.deepEqual(blocks("try { a } /* then */ catch (e) { b } finally { c }"), ["{ a }"]);
    assert.deepEqual(blocks("try { try { a } finally { b } } catch { c }"), ["{ try { a } finally { b } }"]);
  });

  it("do not confuse strings, templates, comments and regular expressions with code", () => {
    for (const noise of [
      "'try {'",
      '"} catch {"',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is what is scanned
      "`try { ${ 'x' } }`",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is what is scanned
      "`a${ `b${ { c: '}' } }` }d`",
      "// try {\n",
      "/* try { */",
      "/[/}]try {/",
      "x / 2 / y",
      "a = /}/g",
      "return /{/",
      "'\\'{'",
      "promise.catch(() => {})",
      "o.try",
      "({ try: 1 })",
      "{ try() { x } }",
      "1.5e3 / 2",
      "a?.b / c",
    ]) {
      const source = `${noise}\ntry { HERE } catch {}\n${noise}`;
      assert.equal(caught(source), true, noise);
      assert.equal(caught(`${noise}\nHERE\ntry { x } catch {}`), false, noise);
    }
  });

  it("count for the function that they are in, not for one inside of them", () => {
    const source = "try { run(function* inner() { HERE }) } catch {}";
    assert.equal(caught(source), true);
    assert.equal(caught(source, "HERE", source.indexOf("()")), false);
  });

  it("do not count for their own catch", () => {
    assert.equal(caught("try { a } catch { HERE }"), false);
    assert.equal(caught("try { try { a } catch { HERE } } catch {}"), true);
  });

  it("are found in any nesting", () => {
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is what is scanned
        fc.constantFrom("x;", "'}';", "`${1}`;", "/}/.test(s);"),
        fc.tuple(fc.constantFrom("try", "if (a)", "finally"), fc.array(tie("node"), { maxLength: 3 })),
      ),
    })).node;
    type Node = string | [string, Node[]];
    fc.assert(
      fc.property(tree, (root) => {
        const expected: string[] = [];
        const write = (node: Node): string => {
          if (typeof node === "string") return node;
          const body = `{ ${node[1].map(write).join(" ")} }`;
          if (node[0] === "if (a)") return `if (a) ${body}`;
          if (node[0] === "finally") return `try ${body} finally {}`;
          expected.push(body);
          return `try ${body} catch {}`;
        };
        const source = write(root as Node);
        assert.deepEqual(blocks(source).sort(), expected.sort());
      }),
    );
  });

  it("are looked for in anything without failing", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (source) => Array.isArray(catchBlocks(source))));
  });
});
