import type { FrameLocator, Locator, Page } from "playwright-core";
import { until } from "./until.js";

/** The page of steps for newcomers that an extension contributes. */
export class Walkthrough {
  readonly #page: Page;
  readonly #root: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#root = page.locator(".editor-group-container.active .gettingStartedContainer");
  }

  /** The heading of the page in front. */
  title(text: string): Locator {
    return this.#root.locator("h2.category-title").filter({ hasText: text });
  }

  /** The ids of the steps, in order. */
  ids(): Promise<string[]> {
    return this.#root
      .locator(".getting-started-step")
      .evaluateAll((steps) =>
        steps.map((step) => step.getAttribute("data-step-id")?.replace(/^.*#/, "") ?? ""),
      );
  }

  /** The step with this id. */
  step(id: string): Locator {
    return this.#root.locator(`.getting-started-step[data-step-id$="#${id}"]`);
  }

  /** Unfolds a step, which shows its picture beside the steps. */
  async open(id: string): Promise<void> {
    await until(`the step ${id} is unfolded`, async () => {
      if ((await this.step(id).getAttribute("aria-expanded")) === "true") return true;
      await this.step(id).locator(".step-title").click();
      return false;
    });
  }

  /** Presses the button below a step's text. */
  async press(id: string, button: string): Promise<void> {
    await this.open(id);
    await this.step(id).getByRole("button", { name: button, exact: true }).click();
  }

  /** Seen once a step is ticked off. */
  done(id: string): Locator {
    return this.step(id).locator("[role=checkbox][aria-checked=true]");
  }

  /** The picture beside the steps, when it is one. */
  get picture(): Locator {
    return this.#root.locator(".getting-started-media img");
  }

  /** The page beside the steps, when it is one. */
  get sample(): FrameLocator {
    return this.#page.frameLocator("iframe.webview.ready").last().frameLocator("iframe#active-frame");
  }
}
