import type { Locator, Page } from "playwright-core";
import { until } from "./until.js";

/** For something that may vanish before it is clicked: a short time to show up, but time enough for the click. */
const SHOWS_MS = 700;
/** A click that is given up half-way leaves the button pressed, and nothing that follows works. */
const CLICK_MS = 15_000;

async function clickWhole(target: Locator): Promise<void> {
  await target.waitFor({ timeout: SHOWS_MS });
  await target.click({ timeout: CLICK_MS });
}

/** One view of a side bar: a header that folds, and rows. */
export class View {
  readonly #page: Page;
  readonly header: Locator;
  readonly #pane: Locator;

  constructor(page: Page, name: string) {
    this.#page = page;
    // A description of the view stands between its name and the word.
    this.header = page.locator(`.pane-header[aria-label^="${name}"][aria-label$="Section"]`);
    this.#pane = page.locator(".pane").filter({ has: this.header });
  }

  /** The rows that are scrolled into sight; VS Code draws no others. */
  get rows(): Locator {
    return this.#pane.locator(".pane-body .monaco-list-row");
  }

  /** The first row that shows `text`. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  /** Unfolds the view; views that extensions add to the debug container start folded. */
  async expand(): Promise<void> {
    await this.#fold("true");
  }

  /** Folds the view. */
  async collapse(): Promise<void> {
    await this.#fold("false");
  }

  /** Label and description of each row in sight, or its accessible label where it has neither. */
  texts(): Promise<string[]> {
    return this.rows.evaluateAll((rows) =>
      rows.map(
        (row) =>
          [...row.querySelectorAll(".label-name, .label-description")]
            .map((part) => part.textContent)
            .join(" ") ||
          (row.getAttribute("aria-label") ?? ""),
      ),
    );
  }

  /** What a screen reader says for each row in sight. */
  accessibleLabels(): Promise<string[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  }

  /**
   * Clicks an inline action of a row. They show under the mouse only, and a row that moves loses it until the mouse
   * moves again: so hovering and clicking are tried again together.
   */
  async act(text: string | RegExp, action: string): Promise<void> {
    await this.row(text).waitFor();
    await until(`"${action}" of the row ${text} can be clicked`, async () => {
      try {
        const row = this.row(text);
        await row.hover({ timeout: 2_000 });
        await clickWhole(row.locator(`.actions a.action-label[aria-label^="${action}"]`));
        return true;
      } catch (error) {
        await this.#page.mouse.move(1, 1);
        throw error;
      }
    });
  }

  /** Chooses `entry` of a row's context menu. */
  async contextMenu(text: string | RegExp, entry: string): Promise<void> {
    const item = this.#page.locator(".monaco-menu .action-item").filter({ hasText: entry }).first();
    await until(`the context menu of the row ${text} opens`, async () => {
      await this.row(text).click({ button: "right", timeout: CLICK_MS });
      try {
        await item.waitFor({ timeout: 1_500 });
      } catch (error) {
        // The menu of a row that has just changed: it would be in the way of the next one.
        await this.#page.keyboard.press("Escape");
        throw error;
      }
      return true;
    });
    // A menu takes no clicks for its first 100 ms, lest the one that opened it chooses something: it stays open then.
    await until(`"${entry}" is chosen`, async () => {
      if (!(await item.isVisible())) return true;
      await item.click({ timeout: CLICK_MS });
      return false;
    });
  }

  /** What the view says above its rows. */
  get message(): Locator {
    return this.#pane.locator(".pane-body .message");
  }

  /** The view and its rows as a screen reader has them. */
  accessibilityTree(): Promise<string> {
    return this.#pane.ariaSnapshot();
  }

  /** Unfolds a row. */
  async unfold(text: string | RegExp): Promise<void> {
    await until(`the row ${text} is unfolded`, async () => {
      const row = this.row(text);
      if ((await row.getAttribute("aria-expanded")) === "true") return true;
      await row.locator(".monaco-tl-twistie").click({ timeout: CLICK_MS });
      return false;
    });
  }

  /** Clicks an action in the view's title. */
  async titleAction(action: string): Promise<void> {
    await until(`"${action}" in the view's title can be clicked`, async () => {
      await this.header.hover({ timeout: 2_000 });
      await clickWhole(this.header.locator(`.actions a.action-label[aria-label^="${action}"]`));
      return true;
    });
  }

  async #fold(expanded: "true" | "false"): Promise<void> {
    await this.header.waitFor();
    await until(`the view is ${expanded === "true" ? "unfolded" : "folded"}`, async () => {
      if ((await this.header.getAttribute("aria-expanded")) === expanded) return true;
      await this.header.click({ position: { x: 30, y: 8 }, timeout: CLICK_MS });
      return false;
    });
  }
}
