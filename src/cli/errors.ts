/** What a person can act on: one sentence that says what is wrong and what to do. Shown on stderr, without a stack. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** The command line is not understood: exit code 2. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
