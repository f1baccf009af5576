/** Steps and waits over time: looked at by mouse and by keys. The steps share one debug session. */
import assert from "node:assert/strict";
import type { FrameLocator, Locator } from "playwright-core";
import { suiteWindow } from "../suites/window.js";
import { until } from "../workbench/until.js";
import type { Workbench } from "../workbench/workbench.js";
import { debugProgram, endProgram, picture } from "./program.js";

describe("the timeline", () => {
  let workbench: Workbench;
  let page: FrameLocator;
  let rows: Locator;
  let range: Locator;

  before(async () => {
    workbench = suiteWindow().workbench;
    const tasks = await debugProgram("crowd.ts");
    await tasks.row(/^Deadlock/).waitFor();
    await tasks.contextMenu(/^heart/, "Show Task in Timeline", workbench.tab("Timeline: heart"));
    page = workbench.webview();
    rows = page.getByRole("listbox");
    range = page.getByRole("status");
  });

  after(() => endProgram());

  it("draws what each task does, and says it to a screen reader", async () => {
    await page.getByRole("option", { name: /^heart: \d+ steps?, ran .*, waited / }).waitFor();
    await page.getByRole("option", { name: /^ann \(write\): 0 steps, ran 0 ms, waited / }).waitFor();
    await until("green of steps is in the row of heart", () => rowHasColour(page, "heart"));
    await picture(workbench, "timeline");
  });

  it("tells the story of the selected task: its waits, what made it run, and for how long it ran", async () => {
    await page.getByRole("heading", { name: "Story of heart" }).waitFor();
    const story = page.getByRole("region", { name: "Story of heart" });
    await story
      .getByRole("button", { name: /waited \d+ ms for sleep/ })
      .first()
      .waitFor();
    await story
      .getByRole("button", { name: /ran .* ms: by a timer, after waiting for sleep/ })
      .first()
      .waitFor();
  });

  it("is zoomed and moved by keys, and shows all again", async () => {
    await page.getByRole("button", { name: "Follow" }).click();
    const all = await range.innerText();
    const shown = async (): Promise<string> => await range.innerText();
    await rows.press("+");
    await until("less time is shown", async () => (await shown()) !== all);
    const zoomed = await shown();
    await rows.press("ArrowLeft");
    await until("an earlier time is shown", async () => (await shown()) !== zoomed);
    await rows.press("0");
    await until("all is shown", async () => /^Shown: 0 ms to/.test(await shown()));
  });

  it("is zoomed by the wheel where the mouse is", async () => {
    await page.getByRole("button", { name: "Follow" }).click();
    const before = await range.innerText();
    await page
      .getByRole("option", { name: /^heart/ })
      .locator("canvas")
      .hover();
    await workbench.page.keyboard.down("Control");
    await workbench.page.mouse.wheel(0, -100);
    await workbench.page.keyboard.up("Control");
    await until("less time is shown", async () => (await range.innerText()) !== before);
    await page.getByRole("button", { name: "Show All" }).click();
    await until("all is shown", async () => /^Shown: 0 ms to/.test(await range.innerText()));
  });

  it("zooms to the moment of a line of the story", async () => {
    const before = await range.innerText();
    await page
      .getByRole("button", { name: /waited \d+ ms for sleep/ })
      .first()
      .click();
    await until("another time is shown", async () => (await range.innerText()) !== before);
    await picture(workbench, "timeline-moment");
  });

  it("selects tasks by arrow keys, and inspects the selected one by Enter", async () => {
    await rows.press("0");
    await rows.press("ArrowUp");
    await page.getByRole("heading", { name: /^Story of (?!heart)/ }).waitFor();
    await rows.press("ArrowDown");
    await page.getByRole("heading", { name: "Story of heart" }).waitFor();
    const selected = page.getByRole("option", { selected: true });
    assert.match((await selected.getAttribute("aria-label")) ?? "", /^heart/);
    await rows.press("Enter");
    await workbench.tab("Inspect: heart").waitFor();
  });
});

/** Whether anything but the background is drawn in a row of the picture. */
async function rowHasColour(page: FrameLocator, name: string): Promise<boolean> {
  return page
    .getByRole("option", { name: new RegExp(`^${name}`) })
    .locator("canvas")
    .evaluate((canvas) => {
      const { width, height } = canvas as unknown as { width: number; height: number };
      const pen = (canvas as unknown as PictureElement).getContext("2d");
      const { data } = pen.getImageData(0, 0, width, height);
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(at, at + 4);
        if (alpha > 128 && green > red + 30 && green > blue + 30) return true;
      }
      return false;
    });
}

/** What the test reads of a canvas; the types of a page are not those of Node. */
interface PictureElement {
  getContext(kind: "2d"): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
  };
}
