import type { Locator, Page } from "playwright-core";
import { until } from "./until.js";

/** For something that may vanish before it is clicked: a short time to show up, but time enough for the click. */
const SHOWS_MS = 700;
/** A click that is given up half-way leaves the button pressed, and nothing that follows works. */
const CLICK_MS = 15_000;
/** For what is clicked to be done, once again included. */
const DONE_MS = 30_000;

async function clickWhole(target: Locator): Promise<void> {
  await target.waitFor({ timeout: SHOWS_MS });
  await target.click({ timeout: CLICK_MS });
}

/** What shows that something has been done: what is in sight then, or a condition. */
export type Outcome = Locator | (() => Promise<boolean>);

/** What a row of the tree tells a screen reader. */
export interface AccessibleRow {
  readonly role: string | null;
  readonly label: string;
  /** From 1. */
  readonly level: number;
  /** Undefined: nothing stands below it. */
  readonly isUnfolded: boolean | undefined;
  /** Its place in the list, from 1, and the list's length. */
  readonly place: number;
  readonly of: number;
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

  /** The rows in sight as a screen reader has them. */
  async accessibleRows(): Promise<AccessibleRow[]> {
    const attributes = await this.rows.evaluateAll((rows) =>
      rows.map((row) =>
        ["role", "aria-label", "aria-level", "aria-expanded", "aria-posinset", "aria-setsize"].map((name) =>
          row.getAttribute(name),
        ),
      ),
    );
    return attributes.map(([role = null, label, level, expanded, place, of]) => ({
      role,
      label: label ?? "",
      level: Number(level),
      isUnfolded: expanded === null || expanded === undefined ? undefined : expanded === "true",
      place: Number(place),
      of: Number(of),
    }));
  }

  /** What a screen reader says for each row in sight. */
  accessibleLabels(): Promise<string[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  }

  /**
   * Clicks an inline action of a row. They show under the mouse only, and a row that moves loses it until the mouse
   * moves again: so hovering and clicking are tried again together.
   * @param outcome what shows that it was done; see `#until`
   */
  async act(text: string | RegExp, action: string, outcome?: Outcome): Promise<void> {
    await this.row(text).waitFor();
    await this.#until(outcome, () =>
      until(`"${action}" of the row ${text} can be clicked`, async () => {
        try {
          const row = this.row(text);
          await row.hover({ timeout: 2_000 });
          await clickWhole(row.locator(`.actions a.action-label[aria-label^="${action}"]`));
          return true;
        } catch (error) {
          await this.#page.mouse.move(1, 1);
          throw error;
        }
      }),
    );
  }

  /**
   * Chooses `entry` of a row's context menu.
   * @param outcome what shows that it was done; see `#until`
   */
  async contextMenu(text: string | RegExp, entry: string, outcome?: Outcome): Promise<void> {
    await this.#until(outcome, () => this.#choose(text, entry));
  }

  async #choose(text: string | RegExp, entry: string): Promise<void> {
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

  /**
   * While the top level's list changes, VS Code passes nothing for the row that was clicked, and the user is told to try
   * again: so that is done, until `outcome` is seen.
   */
  async #until(outcome: Outcome | undefined, click: () => Promise<unknown>): Promise<void> {
    await click();
    if (outcome === undefined) return;
    const refused = this.#page.locator(".statusbar-item", { hasText: "That row has just changed" });
    const isSeen =
      typeof outcome === "function" ? outcome : () => outcome.filter({ visible: true }).first().isVisible();
    await until(
      "what was clicked is done",
      async () => {
        if (await isSeen()) return true;
        if (await refused.isVisible()) {
          await refused.waitFor({ state: "hidden" });
          await click();
        }
        return false;
      },
      DONE_MS,
    );
  }

  /** What the view says above its rows. */
  get message(): Locator {
    return this.#pane.locator(".pane-body .message");
  }

  /** The view and its rows as a screen reader has them. */
  accessibilityTree(): Promise<string> {
    return this.#pane.ariaSnapshot();
  }

  /**
   * Unfolds a row, until a row that shows `inside` stands below it. VS Code folds it again when the list of the top level
   * changes at that very moment, as it asks for children of what it has just forgotten: then it takes another click.
   */
  async unfold(text: string | RegExp, inside: string | RegExp): Promise<void> {
    const child = this.row(inside);
    await until(`the row ${text} is unfolded`, async () => {
      if (!(await this.#isFolded(text))) return child.isVisible();
      await this.#twistie(text).click({ timeout: CLICK_MS });
      await child.waitFor({ timeout: SHOWS_MS });
      return true;
    });
  }

  /** Folds a row. */
  async fold(text: string | RegExp): Promise<void> {
    await this.row(text).waitFor();
    if (await this.#isFolded(text)) return;
    await this.#twistie(text).click({ timeout: CLICK_MS });
    await until(`the row ${text} is folded`, () => this.#isFolded(text));
  }

  async #isFolded(text: string | RegExp): Promise<boolean> {
    return (await this.row(text).getAttribute("aria-expanded")) !== "true";
  }

  #twistie(text: string | RegExp): Locator {
    return this.row(text).locator(".monaco-tl-twistie");
  }

  /** The selected row. */
  get selected(): Locator {
    return this.#pane.locator(".pane-body .monaco-list-row.selected");
  }

  /** The row to which keys go now. */
  get underKeys(): Locator {
    return this.#pane.locator(".pane-body .monaco-list:focus .monaco-list-row.focused");
  }

  /** Presses `first` (Home or End), and then `next` (an arrow) until the row that shows `text` has the focus. */
  async focusByKeys(first: string, next: string, text: string | RegExp): Promise<void> {
    const { keyboard } = this.#page;
    await this.#pane.locator(".monaco-list:focus").waitFor();
    await keyboard.press(first);
    await this.underKeys.waitFor();
    const wanted = this.underKeys.filter({ hasText: text });
    // VS Code draws the focus in the same turn in which it takes the key.
    for (let presses = await this.rows.count(); presses > 0; presses--) {
      if ((await wanted.count()) > 0) return;
      await keyboard.press(next);
    }
    throw new Error(`no row ${text} was met by ${next}`);
  }

  /** Presses `key` (PageDown, PageUp) until a row that shows `text` is in sight; the list has the focus. */
  async scrollByKeys(key: string, text: string | RegExp): Promise<void> {
    await this.#pane.locator(".monaco-list:focus").waitFor();
    await until(`the row ${text} is in sight`, async () => {
      if (await this.row(text).isVisible()) return true;
      await this.#page.keyboard.press(key);
      return false;
    });
  }

  /** Turns the mouse's wheel over the rows until one that shows `text` is in sight. */
  async scrollByWheel(deltaY: number, text: string | RegExp): Promise<void> {
    await this.#pane.locator(".pane-body .monaco-list").hover();
    await until(`the row ${text} is in sight`, async () => {
      if (await this.row(text).isVisible()) return true;
      await this.#page.mouse.wheel(0, deltaY);
      return false;
    });
  }

  /** Turns the mouse's wheel until no row is pinned over those at the top: it would take the click that is meant for one. */
  async scrollToTop(): Promise<void> {
    const pinned = this.#pane.locator(".monaco-tree-sticky-container:not(.empty)");
    await this.#pane.locator(".pane-body .monaco-list").first().hover();
    await until("the list is at its top", async () => {
      await this.#page.mouse.wheel(0, -10_000);
      return !(await pinned.isVisible());
    });
  }

  /** Double-clicks the value of a row, and types another one. */
  async edit(text: string | RegExp, value: string): Promise<void> {
    await until(`the row ${text} can be edited`, async () => {
      if ((await this.#box.count()) > 0) return true;
      await this.row(text).locator(".value").dblclick({ timeout: 2_000 });
      return false;
    });
    await this.enter(value);
  }

  /** Types into the box that is open in a row, or about to open, and accepts. */
  async enter(value: string): Promise<void> {
    await this.#box.fill(value);
    await this.#page.keyboard.press("Enter");
  }

  /** What is said below the box when what was typed is not taken. */
  refusal(text: string): Locator {
    return this.#page.locator(".monaco-inputbox-container", { hasText: text });
  }

  /** VS Code keeps a box for each row that had one, and hides it. */
  get #box(): Locator {
    return this.#pane.locator(".pane-body .monaco-inputbox input").filter({ visible: true });
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
