/** What cancelling a task together with its subtree would do, as of now. */
export interface CancelPreview {
  /** The tasks that would be asked, the named one first; none when it has ended. */
  readonly taskIds: readonly number[];
  /** Where it would stop. */
  readonly shields: readonly CancelShield[];
}

/** A `shield`, which keeps what is inside from being asked. */
export interface CancelShield {
  /** The task that awaits it, and would be asked. */
  readonly taskId: number;
  /** Pending tasks behind the shield, which would go on. */
  readonly innerTaskIds: readonly number[];
}
