/** How the user wants the Tasks view: plain data. */

/** Under what a task stands: the task that waits for it, or the task that created it. */
export type Arrangement = "awaiter" | "creator";

export const SORT_ORDERS = ["created", "wait", "name", "state"] as const;

/** `created`: the oldest first; `wait`: the longest waiting first; `name`: numbers in names count as numbers. */
export type SortOrder = (typeof SORT_ORDERS)[number];

export interface TreeOptions {
  readonly arrangement: Arrangement;
  readonly sort: SortOrder;
  /** Words that a task's row has to contain; empty: all tasks are shown. */
  readonly filter: string;
  /** So many equal tasks in one list, and more, are drawn as one row; 0: never. */
  readonly groupFrom: number;
}

export const DEFAULT_OPTIONS: TreeOptions = {
  arrangement: "awaiter",
  sort: "created",
  filter: "",
  groupFrom: 10,
};
