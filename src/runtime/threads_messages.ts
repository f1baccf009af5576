/** What the main thread and the threads of an executor tell each other. Plain data; `threads_worker.ts` is the other side. */

/** An error on its way between threads, where structured clone would lose its class, code and properties. */
export interface ErrorMessage {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** The built-in class that it is, or extends: `TypeError`. */
  readonly base: string;
  /** Its own properties that are no objects: `code`, `errno` … */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly cause?: ThrownMessage | undefined;
  /** Of an `AggregateError`. */
  readonly errors?: readonly ThrownMessage[] | undefined;
}

/** What was thrown: an error, or something else, which crosses as it is. */
export type ThrownMessage = { readonly error: ErrorMessage } | { readonly value: unknown };

/** To the thread. */
export type ToThread =
  | {
      readonly kind: "run";
      readonly job: number;
      readonly name: string;
      readonly source: string;
      readonly args: readonly unknown[];
      /** Which arguments are functions of the main thread's, by their place. */
      readonly targets: readonly (TargetReference | null)[];
    }
  | { readonly kind: "reply"; readonly call: number; readonly value: unknown }
  | { readonly kind: "raise"; readonly call: number; readonly thrown: ThrownMessage }
  | { readonly kind: "exit" };

/** A function that stays in the main thread. */
export interface TargetReference {
  readonly target: number;
  /** Whether the thread gets an answer. */
  readonly answers: boolean;
}

/** From the thread. */
export type FromThread =
  | { readonly kind: "returned"; readonly job: number; readonly value: unknown }
  | {
      readonly kind: "raised";
      readonly job: number;
      readonly thrown: ThrownMessage;
      /** It did not compile; it uses a variable that is not there; what it returned cannot be copied. */
      readonly reason?: "compile" | "closure" | "clone" | undefined;
      readonly variable?: string | undefined;
    }
  | {
      readonly kind: "call";
      /** The job that was given the function, and the function's place among its arguments. */
      readonly job: number;
      readonly target: number;
      readonly args: readonly unknown[];
      /** Its number, for the answer; 0 when none is wanted. */
      readonly call: number;
      /** Set to 1 when the answer was sent, for a thread that blocks until then. */
      readonly flag?: Int32Array | undefined;
    };
