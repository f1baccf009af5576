import { type Line, pad, segment } from "../text/line.js";

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["↑ ↓  j k", "move; PgUp, PgDn, g and G go further"],
  ["← →  h l", "fold and unfold; ← on a leaf goes to the task that it stands under"],
  ["Space", "fold or unfold"],
  ["Enter  i", "inspect: stack with locals, what it awaits in turn, where it was created"],
  ["c", "cancel the task"],
  ["C", "cancel it with a message"],
  ["S", "cancel it and all that it awaits, down to a shield"],
  ["f", "freeze the task: it does not run until f thaws it"],
  ["r", "run until the task resumes, and stop in it"],
  ["n", "run until the task has come to its next await, and stop"],
  [". > <", "in a stopped program: step over the line, into a call, out of the function"],
  ["p", "pause the program, or let it go on"],
  ["d", "asyncio's debug mode on or off"],
  ["o", "the program's output"],
  ["t", "tree by who awaits, or by who created"],
  ["e", "ended tasks too, or not"],
  ["J K", "scroll the pane"],
  ["Esc", "close the pane"],
  ["Ctrl-L", "draw the screen anew"],
  ["Ctrl-Z", "to the shell; fg comes back"],
  ["q  Ctrl-C", "quit, and end the program"],
];

const KEY_COLUMNS = 12;

/** All keys, for the help pane. */
export const HELP_LINES: readonly Line[] = KEYS.map(([keys, does]) => [
  ...pad([segment(`  ${keys}`, "key")], KEY_COLUMNS),
  segment(`  ${does}`),
]);

const HINTS: readonly (readonly [keys: string, does: string, onlyWhileItRuns: boolean])[] = [
  ["↑↓", "move", false],
  ["Enter", "inspect", false],
  ["c", "cancel", true],
  ["q", "quit", false],
  ["?", "keys", false],
  ["o", "output", false],
  ["d", "debug mode", true],
];

/** The most used keys, for the last row; what is cut off on a narrow screen is the least used. */
export function keyHints(programEnded: boolean): Line {
  return HINTS.filter(([, , onlyWhileItRuns]) => !(programEnded && onlyWhileItRuns)).flatMap(
    ([key, does]) => [segment(key, "key"), segment(` ${does}  `, "dim")],
  );
}
