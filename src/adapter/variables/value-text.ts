/** Values of the program as short texts: from V8's own descriptions, never by running the program's code. */
import type { ObjectPreview, PropertyPreview, RemoteObject } from "../cdp/types.js";

/** Behind a value that is still to come. A comment: the text can be edited and sent as an expression. */
export const AWAITED_MARK = " // once it resumes";

const STRING_LIMIT_CHARACTERS = 10_000;
const PREVIEW_STRING_LIMIT_CHARACTERS = 50;
/** V8 previews a hundred items of an array: more than anybody reads on one line. */
const PREVIEW_LIMIT_ITEMS = 20;

function quoted(text: string, limit: number): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return `'${shown.replace(/\\/g, "\\\\").replace(/'/g, "\\'").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}'`;
}

/** `ƒ name(parameters)`, with a star for generators. */
function functionText(description: string): string {
  const head = /^(?:async\s+)?(?:function\s*)?(\*?)\s*([\w$#]*)\s*(\([^)]*\))?/.exec(description);
  if (description.startsWith("class")) return description.split("{", 1)[0]!.trim();
  if (head === null) return "ƒ";
  return `ƒ${head[1]} ${head[2]}${head[3] ?? "()"}`.replace("ƒ (", "ƒ(");
}

function previewProperty({ type, subtype, value, name }: PropertyPreview): string {
  if (type === "string") return quoted(value ?? "", PREVIEW_STRING_LIMIT_CHARACTERS);
  if (type === "function") return "ƒ";
  if (type === "accessor") return "(…)";
  if (type === "object" && subtype !== "null") return value === "Object" ? "{…}" : (value ?? name);
  return value ?? "undefined";
}

/** `Promise <pending>`, `Promise <fulfilled: 3>`. */
function promiseText(name: string, properties: readonly PropertyPreview[]): string {
  const find = (wanted: string) => properties.find((property) => property.name === wanted);
  const state = find("[[PromiseState]]")?.value ?? "pending";
  const result = find("[[PromiseResult]]");
  return state === "pending" || result === undefined
    ? `${name} <${state}>`
    : `${name} <${state}: ${previewProperty(result)}>`;
}

function previewText(preview: ObjectPreview): string {
  if (preview.type === "string") return quoted(preview.description ?? "", PREVIEW_STRING_LIMIT_CHARACTERS);
  if (preview.subtype === "error" || preview.subtype === "date" || preview.subtype === "regexp") {
    return (preview.description ?? "").split("\n")[0]!;
  }
  const more = preview.overflow ? ["…"] : [];
  const name = preview.description ?? "Object";
  if (preview.entries !== undefined) {
    const entries = preview.entries.map(({ key, value }) =>
      key === undefined ? previewText(value) : `${previewText(key)} => ${previewText(value)}`,
    );
    return `${name} {${[...entries, ...more].join(", ")}}`;
  }
  if (preview.subtype === "array" || preview.subtype === "typedarray") {
    const shown = preview.properties.slice(0, PREVIEW_LIMIT_ITEMS);
    const items = shown.map((property) =>
      /^\d+$/.test(property.name)
        ? previewProperty(property)
        : `${property.name}: ${previewProperty(property)}`,
    );
    return `${name.replace(/^Array/, "")} [${[...items, ...(shown.length < preview.properties.length ? ["…"] : more)].join(", ")}]`.trim();
  }
  if (preview.subtype === "promise") return promiseText(name, preview.properties);
  if (preview.type !== "object") return preview.description ?? preview.type;
  const properties = preview.properties.map((property) => `${property.name}: ${previewProperty(property)}`);
  const body = `{${[...properties, ...more].join(", ")}}`;
  return name === "Object" ? body : `${name} ${body}`;
}

/** A value on one line (an error's message and stack on as many as it has). */
export function valueText(remote: RemoteObject): string {
  switch (remote.type) {
    case "undefined":
      return "undefined";
    case "string":
      return quoted(String(remote.value), STRING_LIMIT_CHARACTERS);
    case "number":
    case "bigint":
      return remote.unserializableValue ?? String(remote.value);
    case "boolean":
      return String(remote.value);
    case "symbol":
      return remote.description ?? "Symbol()";
    case "function":
      return functionText(remote.description ?? "");
    default:
      if (remote.subtype === "null") return "null";
      if (remote.subtype === "error") return remote.description ?? "Error";
      return remote.preview === undefined ? (remote.description ?? "Object") : previewText(remote.preview);
  }
}

/** The type as a client shows it. */
export function typeText(remote: RemoteObject): string {
  if (remote.subtype === "null") return "null";
  return remote.type === "object" ? (remote.className ?? "Object") : remote.type;
}
