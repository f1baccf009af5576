/** Bytes: what is taken where Python takes a bytes-like object, and what is given back. */

/** What Python calls a bytes-like object: `Uint8Array` (Node's `Buffer` is one), `ArrayBuffer`, or another view of one. */
export type BytesLike = Uint8Array | ArrayBuffer | ArrayBufferView;

/** No bytes. */
export const EMPTY: Uint8Array = new Uint8Array(0);

/**
 * The bytes of `data`, without copying them.
 * @throws {TypeError} for anything else, text above all: encode it, with `new TextEncoder().encode(text)` or
 * `Buffer.from(text)`.
 */
export function asBytes(data: unknown, refusal = "data argument must be a bytes-like object"): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(`${refusal}, not '${pythonTypeName(data)}'`);
}

/** The same memory as a plain `Uint8Array`: a `Buffer`, whose `slice` and `toString` differ, becomes none. */
export function plainBytes(data: Uint8Array): Uint8Array {
  return data.constructor === Uint8Array
    ? data
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** All bytes in one piece; a single piece is given back as it is. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array;
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const joined = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Where `wanted` begins in `bytes`, at `from` or after; -1 when it does not occur. */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] as number;
  const last = bytes.length - wanted.length;
  for (let at = bytes.indexOf(first, from); at !== -1 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let matched = 1;
    while (matched < wanted.length && bytes[at + matched] === wanted[matched]) matched++;
    if (matched === wanted.length) return at;
  }
  return -1;
}

/** What Python calls the type of a value: `str`, `int`, `NoneType`, or the name of its class. */
export function pythonTypeName(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "bigint":
      return "int";
    case "boolean":
      return "bool";
    case "undefined":
      return "NoneType";
    case "object":
      if (value === null) return "NoneType";
      if (Array.isArray(value)) return "list";
      return value.constructor?.name ?? "dict";
    default:
      return typeof value;
  }
}
