/**
 * Many records by their fields instead of one after the other.
 *
 * Of a hundred thousand tasks most fields are the same, or a little more than in the record before, and their names
 * are an even larger part of the text. Every process on the way reads and writes that text, so a batch of records is
 * sent as columns: an eighth of the bytes, for a copy of the fields.
 */

/** The values of one field, in the order of the records. */
export type Column =
  /** Every record has this value. */
  | { readonly all: unknown }
  /** Integers: the first one, and by how much each of the others is above the one before. */
  | { readonly from: number; readonly by: readonly number[] }
  /** A few values, and for each record the index of its own; -1 where the field is absent. */
  | { readonly of: readonly unknown[]; readonly at: readonly number[] }
  /** One value a record; null where the field is absent. */
  | { readonly each: readonly unknown[] };

/** Records as columns. A field of an object in a record is named by both: `awaiting.kind`. */
export interface RecordColumns {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Objects in records whose fields are columns of their own; others are values like any. */
const OPENED: ReadonlySet<string> = new Set(["awaiting", "counters", "wokenBy"]);

/** Beyond so many different values a column lists them one by one. */
const MAX_VALUES = 64;

/** More records than anybody puts into one batch: columns of one value would make any number of them. */
const MAX_RECORDS = 100_000;

type Fields = Record<string, unknown>;

/** Turns records into columns. Values of a field that are one and the same object are sent once. */
export function packRecords(records: readonly object[]): RecordColumns {
  const cells = new Map<string, unknown[]>();
  const opened = new Map<string, Map<string, unknown[]>>();
  for (let index = 0; index < records.length; index++) {
    const record = records[index] as Fields;
    for (const key in record) {
      const value = record[key];
      if (!OPENED.has(key)) {
        put(cells, key, index, value);
        continue;
      }
      let inner = opened.get(key);
      if (inner === undefined) {
        inner = new Map();
        opened.set(key, inner);
      }
      for (const field in value as Fields) put(inner, field, index, (value as Fields)[field]);
    }
  }
  const columns: Record<string, Column> = {};
  for (const [key, values] of cells) columns[key] = columnOf(values, records.length);
  for (const [key, inner] of opened) {
    for (const [field, values] of inner) columns[`${key}.${field}`] = columnOf(values, records.length);
  }
  return { count: records.length, columns };
}

/** Absent fields are null, up to the last record that has the field. */
function put(cells: Map<string, unknown[]>, key: string, index: number, value: unknown): void {
  if (value === undefined) return;
  let values = cells.get(key);
  if (values === undefined) {
    values = [];
    cells.set(key, values);
  }
  while (values.length < index) values.push(null);
  values.push(value);
}

function columnOf(values: unknown[], count: number): Column {
  while (values.length < count) values.push(null);
  const first = values[0];
  if (values.every((value) => value === first)) return { all: first };
  if (values.every(Number.isSafeInteger)) return differences(values as number[]);
  const indexes = new Map<unknown, number>();
  const at: number[] = [];
  for (const value of values) {
    if (value === null) {
      at.push(-1);
      continue;
    }
    let index = indexes.get(value);
    if (index === undefined) {
      index = indexes.size;
      if (index >= MAX_VALUES || index * 2 >= count) return { each: values };
      indexes.set(value, index);
    }
    at.push(index);
  }
  return { of: [...indexes.keys()], at };
}

function differences(values: readonly number[]): Column {
  const from = values[0]!;
  const by: number[] = [];
  for (let index = 1; index < values.length; index++) by.push(values[index]! - values[index - 1]!);
  return { from, by };
}

/**
 * Turns columns back into records.
 * @returns undefined when they are not what they should be.
 */
export function unpackRecords(packed: unknown): Record<string, unknown>[] | undefined {
  if (!isFields(packed) || !isFields(packed.columns)) return undefined;
  const { count } = packed;
  if (!Number.isInteger(count) || (count as number) < 0 || (count as number) > MAX_RECORDS) return undefined;
  const records = Array.from({ length: count as number }, (): Fields => ({}));
  for (const [name, column] of Object.entries(packed.columns)) {
    const value = isFields(column) ? reader(column, records.length) : undefined;
    if (value === undefined) return undefined;
    const dot = name.indexOf(".");
    const outer = dot < 0 ? undefined : name.slice(0, dot);
    if (outer === undefined || !OPENED.has(outer)) enter(records, name, value);
    else enterInner(records, outer, name.slice(dot + 1), value);
  }
  return records;
}

/**
 * All records of an answer that has some of them as columns.
 * @throws RangeError when the columns are not what they should be.
 */
export function recordsOf<T>(records: readonly T[], columns: RecordColumns | undefined): readonly T[] {
  if (columns === undefined) return records;
  const unpacked = unpackRecords(columns);
  if (unpacked === undefined) throw new RangeError("columns of another kind");
  return [...records, ...(unpacked as T[])];
}

/** The value of the record at an index; null when it has none. */
type Reader = (index: number) => unknown;

function enter(records: readonly Fields[], name: string, value: Reader): void {
  for (let index = 0; index < records.length; index++) {
    const read = value(index);
    if (read !== null && read !== undefined) records[index]![name] = read;
  }
}

function enterInner(records: readonly Fields[], outer: string, name: string, value: Reader): void {
  for (let index = 0; index < records.length; index++) {
    const read = value(index);
    if (read === null || read === undefined) continue;
    const record = records[index]!;
    if (!isFields(record[outer])) record[outer] = {};
    (record[outer] as Fields)[name] = read;
  }
}

/** Reads a column from its beginning to its end; undefined when it is none, or is too short or too long. */
function reader(column: Fields, count: number): Reader | undefined {
  const { each, of, at, by, from } = column;
  if ("all" in column) return () => column.all;
  if (Array.isArray(each)) return each.length === count ? (index) => each[index] : undefined;
  if (Array.isArray(of) && Array.isArray(at)) {
    return at.length === count ? (index) => of[at[index]] : undefined;
  }
  if (!Array.isArray(by) || typeof from !== "number" || by.length !== count - 1) return undefined;
  if (!by.every(Number.isFinite)) return undefined;
  let sum = from;
  return (index) => {
    if (index > 0) sum += by[index - 1];
    return sum;
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
