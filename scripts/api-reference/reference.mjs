// The API reference: one Markdown page for each public name of the runtime, made from its docstrings by TypeDoc.
//
// TypeDoc asks the TypeScript compiler, and TypeScript 7 has no interface for that yet: this folder is an npm workspace
// of its own, whose TypeScript is the last one that has.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, Comment, CommentTag, Converter, ReflectionKind } from "typedoc";
import ts from "typescript";

/** Where the public names are: an `index.ts` and its `tsconfig.json`. */
const RUNTIME = fileURLToPath(new URL("../../src/runtime", import.meta.url));

const INTRODUCTION = `# API reference

Every public name of \`import * as asyncio from "loopscope"\`, made from the docstrings by \`npm run docs:api\`, under the
modules in which Python has them. What each name of Python's is called here, and what differs, says
[asyncio, name by name](../asyncio.md).
`;

/** Where names are listed that are no module's of Python. */
const LANGUAGE = "the language";
const BEYOND = "beyond Python";

const OPTIONS = {
  name: "loopscope",
  plugin: ["typedoc-plugin-markdown"],
  readme: "none",
  categoryOrder: ["*", LANGUAGE, BEYOND],
  logLevel: "Warn",
  // `tsc -b` has checked the types.
  skipErrorChecking: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableGit: true,
  // What shows where a name comes from is the "Source" of its page: lines would change the pages with every edit.
  sourceLinkTemplate: "{path}",
  disableSources: false,
  blockTags: ["@param", "@returns", "@throws", "@typeParam", "@category", "@source"],
  modifierTags: ["@internal", "@readonly"],
  categorizeByGroup: false,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  expandParameters: true,
  expandObjects: true,
  useCodeBlocks: true,
  tableColumnSettings: { hideSources: true, hideDefaults: true },
  validation: { notExported: false, invalidLink: true, rewrittenLink: false, notDocumented: true },
  requiredToBeDocumented: [
    "Class",
    "Interface",
    "Function",
    "Variable",
    "TypeAlias",
    "Property",
    "Method",
    "Accessor",
  ],
};

/** What the header of a source file says about where its behaviour comes from; null for what is this project's own. */
function sourceOf(file) {
  const header = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  const text = header.replace(/\s*\n \*\s?/g, " ");
  return /\bSource: (.*?)(?:;|:\s|\.(?:\s|$)|$)/.exec(text)?.[1] ?? null;
}

/** The module of Python that a name belongs to, by its source. */
function moduleOf(source) {
  const name = /`(?:Lib\/)?([\w/]+)\.py`/.exec(source ?? "")?.[1];
  if (name !== undefined)
    return name.replaceAll("/", ".").replace(/^concurrent\.futures\.\w+/, "concurrent.futures");
  if (source === null) return BEYOND;
  return /`(\w+)`/.exec(source)?.[1] ?? LANGUAGE;
}

/** The errors of the `@throws {Error} when …` of all names, by the name and the text that follows, which TypeDoc keeps alone. */
function thrownErrors(context) {
  const errors = new Map();
  for (const reflection of Object.values(context.project.reflections)) {
    for (const declaration of context.getSymbolFromReflection(reflection)?.getDeclarations() ?? []) {
      for (const tag of ts.getJSDocTags(declaration)) {
        if (tag.tagName.text !== "throws" || tag.typeExpression === undefined) continue;
        const text = compact(ts.getTextOfJSDocComment(tag.comment) ?? "");
        errors.set(`${reflection.name}: ${text}`, tag.typeExpression.type.getText());
      }
    }
  }
  return errors;
}

const compact = (text) =>
  text
    .replace(/\{@link ([^}]*)\}/g, "$1")
    .replace(/\s+/g, " ")
    .trim();

/** Puts them back. A method has its text from the interface that it implements, where it has none itself. */
function addThrown(project, reflection, errors) {
  // A constructor's signature is called as its class.
  const owner = reflection.kindOf(ReflectionKind.SomeSignature) ? reflection.parent : reflection;
  for (const { tag, content } of reflection.comment?.blockTags ?? []) {
    if (tag !== "@throws") continue;
    const name = errors.get(`${owner.name}: ${compact(content.map(({ text }) => text).join(""))}`);
    if (name === undefined) continue;
    const target = project.children?.find((child) => child.name === name);
    const link = { kind: "inline-tag", tag: "@link", text: name, target };
    const shown = target === undefined ? { kind: "code", text: `\`${name}\`` } : link;
    content.unshift(shown, { kind: "text", text: " " });
  }
}

const blockTag = (name, text) => new CommentTag(name, [{ kind: "text", text }]);

/** What starts with an underscore is not public, as in Python; every object has a `toString`. */
function isHidden(reflection) {
  // What is exported twice is listed where it comes from, see `withReExported`.
  if (reflection.kindOf(ReflectionKind.Reference)) return true;
  if (reflection.kindOf(ReflectionKind.Parameter)) return false;
  // TypeDoc's own names, of types without one, start with two.
  return /^_[^_]/.test(reflection.name) || reflection.name === "toString";
}

/** @returns the names that are exported twice. */
function prepare(app) {
  const reExported = new Set();
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const { project } = context;
    for (const reflection of Object.values(project.reflections)) {
      if (reflection.kindOf(ReflectionKind.Reference)) reExported.add(reflection.name);
      if (isHidden(reflection)) project.removeReflection(reflection);
    }
    const errors = thrownErrors(context);
    for (const reflection of Object.values(project.reflections)) addThrown(project, reflection, errors);
    for (const reflection of project.children ?? []) {
      const file = reflection.sources?.[0]?.fullFileName;
      const source = file === undefined ? null : sourceOf(file);
      // A module is described by what is in it.
      if (reflection.kindOf(ReflectionKind.Namespace)) reflection.comment ??= new Comment();
      for (const { comment } of reflection.signatures ?? [reflection]) {
        // One that has none must stay without: it is reported.
        if (comment === undefined) continue;
        if (source !== null) comment.blockTags.push(blockTag("@source", source));
        comment.blockTags.push(blockTag("@category", moduleOf(source)));
      }
    }
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) delete reflection.sources;
  });
  return reExported;
}

/** Lists what the index exports of the module `subprocess`, too, behind that module. */
function withReExported(list, names, folder) {
  return list.replace(/^- \[subprocess\]\((.*)README\.md\)\n/m, (line, below) => {
    const listed = readFileSync(join(folder, below, "README.md"), "utf8").match(/^- \[.*$/gm) ?? [];
    const again = listed.filter((each) => names.has(/\[(\w+)\]/.exec(each)[1]));
    return line + again.map((each) => `${each.replace("](", `](${below}`)}\n`).join("");
  });
}

/** Keeps what TypeDoc finds wrong, to be reported in one piece. */
class Problems {
  found = [];
  record(text) {
    // The members of a type without a name are told by who has it.
    if (!text.includes(".__type.")) this.found.push(text);
  }
}

/**
 * Writes the pages; of another folder than the runtime's, if one is given.
 * @returns what is wrong with the docstrings, a line each: a public name without one, a link that leads nowhere.
 */
export async function writeReference(folder, sources = RUNTIME) {
  const app = await Application.bootstrapWithPlugins({
    ...OPTIONS,
    entryPoints: [join(sources, "index.ts")],
    tsconfig: join(sources, "tsconfig.json"),
  });
  const problems = new Problems();
  for (const level of ["warn", "error"]) app.logger[level] = (text) => problems.record(text);
  const reExported = prepare(app);
  const project = await app.convert();
  if (project === undefined) throw new Error(`no pages: ${problems.found.join("\n")}`);
  app.validate(project);
  await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
  const index = join(folder, "README.md");
  const list = readFileSync(index, "utf8").replace(/^# .*\n/, INTRODUCTION);
  writeFileSync(index, withReExported(list, reExported, folder));
  return problems.found;
}
