/** A docstring names the errors that the body under it throws by itself. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type TypeScript from "../../../scripts/api-reference/node_modules/typescript/lib/typescript.js";
import * as asyncio from "../../../src/runtime/index.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The compiler that makes the API reference: the one that checks the project has no parser to call. */
const ts = createRequire(`${root}scripts/api-reference/package.json`)("typescript") as typeof TypeScript;

type Throwing =
  | TypeScript.FunctionDeclaration
  | TypeScript.MethodDeclaration
  | TypeScript.ConstructorDeclaration
  | TypeScript.AccessorDeclaration;

type Owner = TypeScript.ClassLikeDeclaration | TypeScript.InterfaceDeclaration;

function isThrowing(node: TypeScript.Node): node is Throwing {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

function nameOf(node: TypeScript.Node): string {
  return (node as { name?: TypeScript.Node }).name?.getText() ?? "constructor";
}

function docOf(node: TypeScript.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join("\n");
}

/** The classes of the errors that a body makes and throws, without those of the functions inside of it. */
function thrownBy(body: TypeScript.Node): Set<string> {
  const thrown = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isThrowStatement(node) && ts.isNewExpression(node.expression)) {
      thrown.add(node.expression.expression.getText());
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return thrown;
}

/** Sources, with the classes and interfaces in them by name: a docstring may stand at what a class implements. */
class Sources {
  readonly #files: readonly TypeScript.SourceFile[];
  readonly #owners = new Map<string, Owner[]>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.#files = [...texts].map(([name, text]) =>
      ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true),
    );
    for (const file of this.#files) {
      for (const node of file.statements) {
        if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) continue;
        const name = nameOf(node);
        this.#owners.set(name, [...(this.#owners.get(name) ?? []), node]);
      }
    }
  }

  /** What is thrown and not named, as `Class.method: Error`, by the public names. */
  undocumented(isPublic: (name: string) => boolean): string[] {
    const found: string[] = [];
    for (const file of this.#files) {
      for (const node of file.statements) {
        if (!isPublic(nameOf(node))) continue;
        if (ts.isFunctionDeclaration(node)) found.push(...this.#lacking(node, file.statements, ""));
        if (!ts.isClassDeclaration(node)) continue;
        const lineage = this.#lineage(node);
        const siblings = lineage.flatMap((owner): TypeScript.Node[] => [...owner.members]);
        const classDoc = lineage.map(docOf).join("\n");
        for (const member of node.members) found.push(...this.#lacking(member, siblings, classDoc));
      }
    }
    return found;
  }

  #lacking(node: TypeScript.Node, siblings: readonly TypeScript.Node[], classDoc: string): string[] {
    if (!isThrowing(node) || node.body === undefined) return [];
    const name = nameOf(node);
    const docs = siblings.filter((sibling) => nameOf(sibling) === name).map(docOf);
    const doc = [classDoc, ...docs].join("\n");
    if (/^[#_]/.test(name) || docOf(node).includes("@internal")) return [];
    const owner = ts.isClassLike(node.parent) ? `${nameOf(node.parent)}.` : "";
    return [...thrownBy(node.body)]
      .filter((error) => !doc.includes(error))
      .map((error) => `${owner}${name}: ${error}`);
  }

  /** A class with all that it extends and implements. */
  #lineage(owner: Owner): Owner[] {
    const above = (owner.heritageClauses ?? []).flatMap((clause) =>
      clause.types.flatMap((type) => this.#owners.get(type.expression.getText()) ?? []),
    );
    return [owner, ...above.flatMap((each) => this.#lineage(each))];
  }
}

describe("the docstrings of the runtime", () => {
  it("name every error that the body under them throws", () => {
    const folder = `${root}src/runtime/`;
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const sources = new Sources(new Map(files.map((name) => [name, readFileSync(folder + name, "utf8")])));
    assert.deepEqual(
      sources.undocumented((name) => name in asyncio),
      [],
    );
  });

  it("would be missed where one is not named, and may stand at what a class implements", () => {
    const text = `
      interface Shape {
        /** @throws {RangeError} for none. */
        scale(): void;
      }
      class Circle implements Shape {
        scale() { throw new RangeError("none"); }
        /** Draws it. */
        draw() { if (this) throw new TypeError("no canvas"); }
        _internal() { throw new Error("private"); }
      }
      /** Does nothing of the kind. */
      function later() { return () => { throw new Error("not its own"); }; }`;
    const sources = new Sources(new Map([["shapes.ts", text]]));
    assert.deepEqual(
      sources.undocumented(() => true),
      ["Circle.draw: TypeError"],
    );
  });
});
