/**
 * What the TypeScript half of a case shares with its Python half: harness.py says the same. A case is a program: it runs
 * when it is imported, and its trace is what it prints, with Python's spelling of values.
 */
import { pathToFileURL } from "node:url";
import { selfSignedCertificate } from "../support/self-signed-certificate.js";

/** The error that cases raise on purpose. */
export class Boom extends Error {}

const traces = new Map<string, string[]>();

/**
 * A case's `print`. What it prints is that module's trace, and goes to the standard output when the case is the program
 * that runs: `npx tsx test/conformance/cases/loop/stop.ts`.
 */
export function tracer(moduleUrl: string): (...values: unknown[]) => void {
  const lines: string[] = [];
  traces.set(moduleUrl, lines);
  const isProgram = pathToFileURL(process.argv[1] ?? "").href === moduleUrl;
  return (...values) => {
    const line = values.map(str).join(" ");
    lines.push(line);
    if (isProgram) process.stdout.write(`${line}\n`);
  };
}

/** The lines that the module has printed so far. */
export function traceOf(moduleUrl: string): readonly string[] {
  return traces.get(moduleUrl) ?? [];
}

/** `TypeName: message`, or the name alone when there is no message; groups show what is inside. */
export function show(error: unknown): string {
  if (error === null || error === undefined) return "None";
  if (!(error instanceof Error)) return `not an error: ${error}`;
  const { name } = error.constructor;
  const text = error.message === "" ? name : `${name}: ${error.message}`;
  return error instanceof AggregateError ? `${text} [${error.errors.map(show).join(", ")}]` : text;
}

/** For a server, and for a client that trusts it: Python's `SSLContext` of either side. */
export function tlsContexts(): [server: { key: string; cert: string }, client: { ca: string }] {
  const certificate = selfSignedCertificate();
  return [certificate, { ca: certificate.cert }];
}

/** A call graph, line by line, without places and identities. */
export function graphLines(text: string): string[] {
  return text
    .replaceAll(/File '[^']*', line \d+, in/g, "in")
    .replaceAll(/,? ?id=0x[0-9a-f]+/g, "")
    .trimEnd()
    .split("\n");
}

/** `b"text"`, for text of one byte a character. */
export function b(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** What Python has for a tuple: it is printed in parentheses. */
export function tuple(values: readonly unknown[]): { toString(): string } {
  return { toString: () => `(${values.map(repr).join(", ")}${values.length === 1 ? "," : ""})` };
}

/** Python's `str`. */
function str(value: unknown): string {
  return typeof value === "string" ? value : repr(value);
}

/** Python's `repr`. */
function repr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (value instanceof Error) return show(value);
  return String(value);
}

const BYTE_ESCAPES: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };

/** Python's `repr` of bytes, such as `b'line\n'`. */
function bytesRepr(bytes: Uint8Array): string {
  const shown = Array.from(bytes, (byte) => {
    if (byte in BYTE_ESCAPES) return BYTE_ESCAPES[byte];
    return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return `b'${shown.join("")}'`;
}
