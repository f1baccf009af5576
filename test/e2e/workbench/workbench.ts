import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { type WorkbenchAddress, workbenchUrl } from "./address.js";
import { DebugConsole } from "./debug-console.js";
import { Palette } from "./palette.js";
import { until } from "./until.js";
import { View } from "./view.js";
import { Walkthrough } from "./walkthrough.js";

/** What VS Code's smoke test driver adds to the page. */
interface DriverWindow {
  readonly driver?: { whenWorkbenchRestored(): Promise<void> };
}

/** What the tests read of a page's styles; the types of a page are not those of Node. */
interface StyleWindow {
  getComputedStyle(element: unknown, part: string): { readonly content: string };
}

/** How a window differs from a plain one. */
export interface WindowOptions {
  /**
   * The language that VS Code tells extensions to speak, such as `zh-cn`. It needs no language pack, which would come from
   * the marketplace: VS Code's own texts stay English.
   */
  readonly extensionLanguage?: string;
}

/** Sets the variable that VS Code's page takes its language from, before any of its scripts run. */
async function speak(page: Page, language: string): Promise<void> {
  // A text: a function would come with names of the test's own loader, which the page does not have.
  const variable = `{ get: () => ${JSON.stringify(language)}, set: () => {} }`;
  await page.addInitScript(`Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", ${variable});`);
}

/** A VS Code window, used as a user does; knows all of its selectors (VS Code 1.139). */
export class Workbench {
  readonly page: Page;
  readonly palette: Palette;
  readonly console: DebugConsole;

  constructor(page: Page) {
    this.page = page;
    this.palette = new Palette(page);
    this.console = new DebugConsole(page, this.palette);
  }

  /** Opens a window, and returns when it takes keys and knows what extensions contribute. */
  static async open(
    browser: Browser,
    url: string,
    address: WorkbenchAddress,
    { extensionLanguage }: WindowOptions = {},
  ): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    if (extensionLanguage !== undefined) await speak(page, extensionLanguage);
    page.setDefaultTimeout(20_000);
    await page.goto(workbenchUrl(url, address));
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => (globalThis as unknown as DriverWindow).driver, null, {
      timeout: 60_000,
    });
    await page.evaluate(() => (globalThis as unknown as DriverWindow).driver?.whenWorkbenchRestored());
    const workbench = new Workbench(page);
    // F5 pressed before the debuggers are known is lost.
    await workbench.palette.offers("Debug: Start Debugging");
    return workbench;
  }

  /** A view of the side bar by its title. */
  view(name: string): View {
    return new View(this.page, name);
  }

  /** Opens the walkthrough with this title, or brings it to the front. */
  async openWalkthrough(title: string): Promise<Walkthrough> {
    await this.palette.run("Welcome: Open Walkthrough...");
    await this.palette.pick(title);
    const walkthrough = new Walkthrough(this.page);
    await walkthrough.title(title).waitFor();
    return walkthrough;
  }

  /** Opens a file of the workspace at a line (from 1), and waits until the cursor is there. */
  async openFile(file: string, line = 1): Promise<void> {
    await this.palette.goToFile(file, line);
    await this.activeTab(file).waitFor();
    await this.cursorIn(line);
  }

  /** The tab of the active editor when it shows `name`. */
  activeTab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[aria-label^="${name}"]`);
  }

  /** The tab whose name begins with `name`, in whatever group. */
  tab(name: string): Locator {
    return this.page.locator(`.tab[aria-label^="${name}"]`);
  }

  /** Waits until the cursor of the active editor is in `line` (from 1). */
  async cursorIn(line: number): Promise<void> {
    await this.page.locator(".statusbar-item", { hasText: `Ln ${line}, Col` }).waitFor();
  }

  /** Sets a breakpoint at the cursor, or removes it. */
  async toggleBreakpoint(): Promise<void> {
    const marks = this.page.locator(
      ".glyph-margin-widgets :is([class*=codicon-debug-breakpoint], [class*=codicon-debug-hint])",
    );
    const before = await marks.count();
    await this.page.keyboard.press("F9");
    await until("the breakpoint is drawn", async () => (await marks.count()) !== before);
  }

  /** Shows the Run and Debug side bar. */
  async openDebugView(): Promise<void> {
    const tab = this.page.locator('.activitybar [role=tab][aria-label^="Run and Debug"]');
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  }

  /** Drags the border between side bar and editors, so that the side bar is `widthPx` wide. */
  async widenSideBar(widthPx: number): Promise<void> {
    const box = await this.page.locator('[id="workbench.parts.sidebar"]').boundingBox();
    if (box === null) throw new Error("the side bar is hidden");
    await this.#drag({ x: box.x + box.width + 2, y: box.y + box.height / 2 }, box.x + widthPx);
  }

  /** Drags the debug toolbar sideways, so that it begins at `x`: it hides the tabs below it. */
  async moveDebugToolbar(x: number): Promise<void> {
    const box = await this.debugToolbar.boundingBox();
    if (box === null) throw new Error("the debug toolbar is hidden");
    await this.#drag({ x: box.x + 12, y: box.y + box.height / 2 }, x + 12);
  }

  async #drag(from: { x: number; y: number }, x: number): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(x, from.y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Starts the configuration `name` of launch.json. */
  async launch(name: string): Promise<void> {
    await this.palette.run("Debug: Select and Start Debugging");
    await this.palette.pick(name);
    await this.debugToolbar.waitFor();
  }

  /** The floating toolbar; visible while something is debugged. */
  get debugToolbar(): Locator {
    return this.page.locator(".debug-toolbar");
  }

  /** A button of the debug toolbar: "Continue", "Step Over", "Stop", … */
  debugAction(name: string): Locator {
    return this.page.locator(`.debug-toolbar a.action-label[aria-label^="${name}"]`);
  }

  /** Presses Stop, and waits until nothing is debugged. */
  async stopDebugging(): Promise<void> {
    await this.debugAction("Stop").click();
    await this.debugToolbar.waitFor({ state: "hidden" });
  }

  /** The texts of all notifications. The test driver suppresses toasts, so this looks into the notification centre. */
  async notifications(): Promise<string[]> {
    const centre = this.page.locator(".notifications-center.visible");
    if ((await centre.count()) === 0) {
      await this.palette.run("Notifications: Show Notifications");
      await centre.waitFor();
    }
    const texts = await centre.locator(".notification-list-item-message").allInnerTexts();
    await this.palette.run("Notifications: Hide Notifications");
    return texts;
  }

  /** The line of the Debug Console that contains `text`; opens it, and hides all other lines, as it draws few. */
  async debugConsoleLine(text: string): Promise<Locator> {
    await this.palette.run("Debug Console: Focus on Debug Console View");
    await this.page.locator('.panel input[placeholder^="Filter"]').fill(text);
    return this.page.locator(".repl .monaco-list-row").filter({ hasText: text }).first();
  }

  /** Rests the mouse on the first `word` of the text that the active editor shows. @returns what pops up */
  async hover(word: string): Promise<Locator> {
    const popup = this.page.locator(".debug-hover-widget");
    const target = this.page.locator(
      ".editor-group-container.active .view-lines .view-line span:not(:has(span))",
    );
    await until(`the value of ${word} pops up`, async () => {
      await target
        .getByText(new RegExp(`^\\s*${word}\\b`))
        .first()
        .hover({ timeout: 2_000 });
      await popup.waitFor({ timeout: 2_000 });
      return true;
    });
    return popup;
  }

  /** The text of the clipboard. */
  async clipboard(): Promise<string> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    return this.page.evaluate("navigator.clipboard.readText()");
  }

  /** The document of the webview panel in front. */
  webview(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  /** What decorations have put behind the lines in sight of the active editor. */
  textsBehindLines(): Promise<string[]> {
    return this.page
      .locator(".editor-group-container.active .view-lines .view-line span")
      .evaluateAll((spans) =>
        spans
          .map((span) => (globalThis as unknown as StyleWindow).getComputedStyle(span, "::after").content)
          .filter((content) => content.startsWith('"'))
          .map((content) => JSON.parse(content) as string),
      );
  }

  /** The dialog in front, which takes all keys. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Switches to a colour theme by its name in the list. */
  async useTheme(name: string, bodyClass: string): Promise<void> {
    await this.palette.run("Preferences: Color Theme");
    await this.palette.enter(name);
    await this.page.locator(`.monaco-workbench.${bodyClass}`).waitFor();
  }

  /** The entry of the status bar that shows `text`. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item", { hasText: text });
  }
}
