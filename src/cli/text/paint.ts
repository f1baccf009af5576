import pico from "picocolors";
import type { Line, Style } from "./line.js";

/** Turns lines into what is written: with escape sequences for colour, or without any. */
export type Painter = (line: Line) => string;

/**
 * Whether to colour: on a terminal that is not `dumb`; `NO_COLOR` (no-color.org) says never, `FORCE_COLOR` always
 * (`0` or `false`: never).
 */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}

/** A painter for a stream with or without colour. */
export function painter(colour: boolean): Painter {
  if (!colour) return (line) => line.map((part) => part.text).join("");
  const colours = pico.createColors(true);
  const styles: Record<Style, (text: string) => string> = {
    selected: colours.inverse,
    dim: colours.dim,
    strong: colours.bold,
    name: colours.cyan,
    running: colours.blue,
    good: colours.green,
    warning: colours.yellow,
    error: (text) => colours.bold(colours.red(text)),
    key: (text) => colours.bold(colours.cyan(text)),
    place: colours.magenta,
  };
  return (line) =>
    line.map((part) => (part.style === undefined ? part.text : styles[part.style](part.text))).join("");
}
