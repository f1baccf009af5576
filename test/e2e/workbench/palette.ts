import type { Locator, Page } from "playwright-core";
import { until } from "./until.js";

/** VS Code's quick input: the command palette, "Go to File" and pick lists. */
export class Palette {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #input: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget");
    this.#input = this.#widget.locator("input[type=text]");
  }

  /** Runs the command that the palette shows as `title` ("Category: Title"). */
  async run(title: string): Promise<void> {
    await this.#find(title, (row) => row.click({ timeout: 15_000 }));
  }

  /** Waits until the palette offers the command `title`, and closes it. */
  async offers(title: string): Promise<void> {
    await this.#find(title, async () => {});
    await this.#page.keyboard.press("Escape");
    await this.#widget.waitFor({ state: "hidden" });
  }

  /** Chooses the entry that contains `label` in a pick list that is open or about to open. */
  async pick(label: string | RegExp): Promise<void> {
    await this.#widget.locator(".monaco-list-row").filter({ hasText: label }).first().click();
  }

  /** Types into the quick input that is open or about to open, and accepts. */
  async enter(text: string): Promise<void> {
    await this.#input.fill(text);
    await this.#page.keyboard.press("Enter");
  }

  /** The labels of the entries shown. */
  labels(): Promise<string[]> {
    return this.#widget.locator(".monaco-list-row .label-name").allInnerTexts();
  }

  /** Opens `file` of the workspace with the cursor in `line` (from 1). */
  async goToFile(file: string, line: number): Promise<void> {
    await this.run("Go to File...");
    await this.#input.fill(file);
    await this.#row(file).waitFor();
    await this.enter(`${file}:${line}`);
  }

  /**
   * The palette closes when something else takes the focus (a session that starts, say), and a contributed command is
   * listed only when its extension has been scanned and its `when` clause holds: so the whole of it is tried again.
   */
  async #find(title: string, act: (row: Locator) => Promise<void>): Promise<void> {
    await until(
      `the palette offers "${title}"`,
      async () => {
        try {
          await this.#page.keyboard.press("F1");
          await this.#input.waitFor({ timeout: 700 });
          await this.#input.fill(`>${title}`, { timeout: 700 });
          const row = this.#row(title);
          await row.waitFor({ timeout: 1_500 });
          await act(row);
          return true;
        } catch (error) {
          await this.#page.keyboard.press("Escape");
          throw error;
        }
      },
      30_000,
    );
  }

  /** The entry with exactly this label; a key binding or "recently used" may follow it in the row's own label. */
  #row(label: string): Locator {
    return this.#widget
      .locator(`.monaco-list-row:is([aria-label="${label}"], [aria-label^="${label},"])`)
      .first();
  }
}
