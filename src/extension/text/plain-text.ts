/**
 * Text that comes from the debugged program, made harmless for places of VS Code that read markup in a plain string.
 * Tree rows and the Inspect panel show text as it is and need only `oneLine`.
 */

const SHOWN_CHARACTERS = 200;

/** One line of bounded length, without control characters. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  const flat = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
  return flat.length > SHOWN_CHARACTERS ? `${flat.slice(0, SHOWN_CHARACTERS - 1)}…` : flat;
}

/** For notifications, where `[text](command:…)` would become a link that runs a command. */
export function forNotice(text: string): string {
  return text.replace(/\]\(/g, "] (");
}

/** For quick picks and the status bar, where `$(name)` would become an icon. */
export function forIconLabel(text: string): string {
  return text.replace(/\$\(/g, "$ (");
}
