/** Reading a request's arguments: whatever a client sent becomes typed values, or a clear refusal. */
import { errors } from "./errors.js";

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`.replace("a object", "an object");
}

/** The arguments of one request. Each reader throws a `UserError` that names the argument and what it must be. */
export class Arguments {
  readonly #values: Record<string, unknown>;
  readonly #prefix: string;

  constructor(values: Record<string, unknown>, prefix = "") {
    this.#values = values;
    this.#prefix = prefix;
  }

  /** @throws UserError when `value` is neither an object nor absent. */
  static of(command: string, value: unknown): Arguments {
    if (value === undefined || value === null) return new Arguments({});
    if (typeof value !== "object" || Array.isArray(value)) throw errors.argumentsNotObject(command);
    return new Arguments(value as Record<string, unknown>);
  }

  /** What was sent under this name, unchecked. */
  raw(name: string): unknown {
    return this.#values[name];
  }

  string(name: string): string {
    return this.#required(name, "a text", this.optionalString(name));
  }

  optionalString(name: string): string | undefined {
    return this.#optional(name, "a text", (value): value is string => typeof value === "string");
  }

  /** A whole number. */
  integer(name: string): number {
    return this.#required(name, "a whole number", this.optionalInteger(name));
  }

  optionalInteger(name: string): number | undefined {
    return this.#optional(name, "a whole number", (value): value is number => Number.isSafeInteger(value));
  }

  /** A number, whole or not. */
  optionalNumber(name: string): number | undefined {
    return this.#optional(name, "a number", (value): value is number => Number.isFinite(value));
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#optional(name, "true or false", (value): value is boolean => typeof value === "boolean");
  }

  boolean(name: string): boolean {
    return this.#required(name, "true or false", this.optionalBoolean(name));
  }

  optionalStrings(name: string): readonly string[] | undefined {
    return this.#optional(
      name,
      "a list of texts",
      (value): value is string[] => Array.isArray(value) && value.every((item) => typeof item === "string"),
    );
  }

  integers(name: string): readonly number[] {
    const expected = "a list of whole numbers";
    return this.#required(name, expected, this.#optional(name, expected, isIntegers));
  }

  optionalIntegers(name: string): readonly number[] | undefined {
    return this.#optional(
      name,
      "a list of whole numbers",
      (value): value is number[] => Array.isArray(value) && value.every(Number.isSafeInteger),
    );
  }

  object(name: string): Arguments {
    const value = this.#required(name, "an object", this.#optional(name, "an object", isObject));
    return new Arguments(value, `${this.#prefix}${name}.`);
  }

  optionalObject(name: string): Arguments | undefined {
    const value = this.#optional(name, "an object", isObject);
    return value === undefined ? undefined : new Arguments(value, `${this.#prefix}${name}.`);
  }

  optionalObjects(name: string): readonly Arguments[] | undefined {
    const value = this.#optional(
      name,
      "a list of objects",
      (items): items is Record<string, unknown>[] => Array.isArray(items) && items.every(isObject),
    );
    return value?.map((item, index) => new Arguments(item, `${this.#prefix}${name}[${index}].`));
  }

  /** Environment variables: texts (numbers and booleans are taken as texts), or null to remove one. */
  optionalEnvironment(name: string): Readonly<Record<string, string | null>> | undefined {
    const value = this.optionalObject(name);
    if (value === undefined) return undefined;
    const result: Record<string, string | null> = {};
    for (const [key, item] of Object.entries(value.#values)) {
      if (item !== null && !["string", "number", "boolean"].includes(typeof item)) {
        throw errors.wrongArgument(`${this.#prefix}${name}.${key}`, "a text or null", kindOf(item));
      }
      result[key] = item === null ? null : String(item);
    }
    return result;
  }

  optionalOneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const expected = `one of ${choices.map((choice) => `'${choice}'`).join(", ")}`;
    return this.#optional(name, expected, (value): value is T => choices.includes(value as T));
  }

  #optional<T>(name: string, expected: string, test: (value: unknown) => value is T): T | undefined {
    const value = this.#values[name];
    // JSON has no undefined: clients send null for what they do not set.
    if (value === undefined || value === null) return undefined;
    if (!test(value)) throw errors.wrongArgument(this.#prefix + name, expected, kindOf(value));
    return value;
  }

  #required<T>(name: string, expected: string, value: T | undefined): T {
    if (value !== undefined) return value;
    if (this.#values[name] === null) throw errors.wrongArgument(this.#prefix + name, expected, "null");
    throw errors.missingArgument(this.#prefix + name, expected);
  }
}

function isIntegers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
