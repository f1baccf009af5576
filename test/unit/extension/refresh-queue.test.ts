import assert from "node:assert/strict";
import { RefreshQueue } from "../../../src/extension/tree/refresh-queue.js";

describe("news of rows", () => {
  let nowMs = 0;
  const queue = () => new RefreshQueue<string>(() => nowMs);

  it("wait until VS Code has come to those before", () => {
    const news = queue();
    assert.equal(news.isBehind, false);
    news.told(["a", "b"]);
    assert.equal(news.isBehind, true);
    news.asked("c");
    assert.equal(news.isBehind, true);
    news.asked("b");
    assert.equal(news.isBehind, false);
  });

  it("of the top level are come to when its rows are asked for", () => {
    const news = queue();
    news.told(undefined);
    news.asked("a");
    assert.equal(news.isBehind, true);
    news.asked(undefined);
    assert.equal(news.isBehind, false);
  });

  it("do not wait for ever: a hidden view may not ask", () => {
    const news = queue();
    news.told(["a"]);
    nowMs += 4_999;
    assert.equal(news.isBehind, true);
    nowMs += 1;
    assert.equal(news.isBehind, false);
  });
});
