import { basename, dirname } from "node:path";
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

  /** What is open when VS Code asks for something to be typed or picked. */
  get widget(): Locator {
    return this.#widget;
  }

  /** Runs the command that the palette shows as `title` ("Category: Title"). */
  async run(title: string): Promise<void> {
    await this.#find(title, (row) => row.click({ timeout: 15_000 }));
  }

  /** As `run`, without the mouse. */
  async runByKeys(title: string): Promise<void> {
    await this.#find(title, async (row) => {
      await row.and(this.#page.locator(".focused")).waitFor({ timeout: 1_500 });
      await this.#page.keyboard.press("Enter");
    });
  }

  /** Types into the quick input that is open or about to open, in place of what it contains. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Types into the pick list that is open or about to open, and accepts the entry that begins with it. */
  async choose(text: string): Promise<void> {
    await this.#input.fill(text);
    await this.#widget.locator(".monaco-list-row.focused").filter({ hasText: text }).waitFor();
    await this.#page.keyboard.press("Enter");
  }

  /**
   * Names `file`, a full path, in the file dialog that is open or about to open, and accepts. The dialog begins in the
   * folder of `file`: it shows that when it has read the folder, and forgets what was typed before.
   */
  async enterFile(file: string): Promise<void> {
    const folder = dirname(file);
    await until("the dialog has read the folder", async () => {
      const busy = await this.#widget.locator(".monaco-progress-container.active").count();
      return busy === 0 && (await this.#input.inputValue()).startsWith(`${folder}/`);
    });
    await this.#input.fill(file);
    const focused = this.#widget.locator(".monaco-list-row.focused");
    await until("the dialog has taken up the name", async () => {
      const names = await focused.locator(".label-name").allInnerTexts();
      return names.length === 0 || (names.length === 1 && names[0] === basename(file));
    });
    await this.#page.keyboard.press("Enter");
    await this.closed();
  }

  /** Waits until no quick input is open. */
  async closed(): Promise<void> {
    await this.#widget.waitFor({ state: "hidden" });
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
