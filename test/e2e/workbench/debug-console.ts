import type { Locator, Page } from "playwright-core";
import type { Palette } from "./palette.js";

/** The Debug Console: a line to type into, and below what came of it. */
export class DebugConsole {
  readonly #page: Page;
  readonly #palette: Palette;

  constructor(page: Page, palette: Palette) {
    this.#page = page;
    this.#palette = palette;
  }

  /** Puts the keyboard into the line. */
  async focus(): Promise<void> {
    await this.#palette.run("Debug Console: Focus on Debug Console View");
    await this.#page.locator(".repl .repl-input-wrapper .monaco-editor.focused").waitFor();
  }

  /** Types an expression, key by key, and presses Enter. */
  async ask(expression: string): Promise<void> {
    await this.focus();
    await this.#page.keyboard.type(expression);
    // The list of completions would take the Enter.
    await this.#page.keyboard.press("Escape");
    await this.#page.keyboard.press("Enter");
  }

  /** An answer that shows `text`. */
  answer(text: string | RegExp): Locator {
    return this.#page.locator(".repl .evaluation-result").filter({ hasText: text }).last();
  }

  /** A line of output that shows `text`. */
  output(text: string | RegExp): Locator {
    return this.#page.locator(".repl .monaco-list-row .output").filter({ hasText: text }).last();
  }

  /** An entry of the list of completions. */
  completion(label: string): Locator {
    return this.#page.locator(`.suggest-widget.visible .monaco-list-row[aria-label^="${label}"]`).first();
  }

  /** Empties the line. */
  async clearLine(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.#page.keyboard.press("Control+A");
    await this.#page.keyboard.press("Delete");
  }

  /** Removes what has been answered. */
  async clear(): Promise<void> {
    await this.#palette.run("Debug: Clear Console");
  }
}
