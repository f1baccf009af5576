// @ts-check
// Draws what the extension sends. Everything that comes from the debugged program is set as text, never as markup.
(() => {
  // @ts-expect-error VS Code gives this function to the page of a panel.
  const vscode = acquireVsCodeApi();
  const root = /** @type {HTMLElement} */ (document.getElementById("page"));
  /** Phrases in the user's language, with `{0}` where a value goes. */
  const words = JSON.parse(document.body.dataset.words ?? "{}");
  const icons = JSON.parse(document.body.dataset.icons ?? "{}");
  let drawn = "";
  /** Of a dump: up to when durations count. @type {number | undefined} */
  let nowMs;

  /**
   * @param {string} tag
   * @param {string} className
   * @param {string} [text]
   */
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** @param {number} sinceMs Unix epoch, milliseconds */
  function passed(sinceMs) {
    const seconds = Math.max(0, Math.floor(((nowMs ?? Date.now()) - sinceMs) / 1000));
    if (seconds < 60) return filled(words.seconds, seconds);
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return filled(words.minutes, minutes, seconds % 60);
    return filled(words.hours, Math.floor(minutes / 60), minutes % 60);
  }

  /** @param {string} phrase @param {(string | number)[]} values */
  function filled(phrase, ...values) {
    return phrase.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
  }

  /** @param {number} sinceMs @param {string} phrase what the duration is put into */
  function duration(sinceMs, phrase) {
    const made = element("span", "duration");
    made.dataset.since = String(sinceMs);
    made.dataset.phrase = phrase;
    tell(made);
    return made;
  }

  /** @param {HTMLElement} made a span that shows a duration */
  function tell(made) {
    made.textContent = filled(made.dataset.phrase ?? "{0}", passed(Number(made.dataset.since)));
  }

  /**
   * @param {string} text
   * @param {number} action
   * @param {string} className
   */
  function button(text, action, className) {
    const made = element("button", className, text);
    made.dataset.action = String(action);
    made.addEventListener("click", () => vscode.postMessage({ kind: "action", index: action }));
    return made;
  }

  /** @param {{ name: string, value: string }[]} values */
  function table(values) {
    const list = element("dl", "values");
    for (const { name, value } of values) {
      list.append(element("dt", "", name), element("dd", "", value));
    }
    return list;
  }

  /** @param {any} row */
  function drawRow(row) {
    const item = element("li", row.text ? "" : "facts");
    if (row.text) {
      item.append(
        row.action === undefined ? element("span", "text", row.text) : button(row.text, row.action, "link"),
      );
      // The spaces are for those who hear or copy the row.
      if (row.detail) item.append(" ", element("span", "detail", row.detail));
      if (row.sinceMs !== undefined) item.append(" ", duration(row.sinceMs, "{0}"));
      if (row.atMs !== undefined) item.append(" ", duration(row.atMs, words.ago));
    }
    if (row.values) item.append(table(row.values));
    return item;
  }

  /** @param {any} section @param {number} index */
  function drawSection(section, index) {
    const made = element("section", section.chain ? "chain" : "");
    const heading = element("h2", "", section.title);
    heading.id = `section-${index}`;
    made.setAttribute("aria-labelledby", heading.id);
    const list = element(section.chain ? "ol" : "ul", "");
    for (const row of section.rows) list.append(drawRow(row));
    made.append(heading, list);
    if (section.bars?.length) made.append(drawBars(section.bars));
    return made;
  }

  /**
   * A histogram: each bar beside its class and its number, which a screen reader reads.
   * @param {{ label: string, value: string, share: number }[]} bars
   */
  function drawBars(bars) {
    const list = element("dl", "bars");
    for (const { label, value, share } of bars) {
      const bar = element("span", "bar");
      bar.style.width = share === 0 ? "0" : `${Math.max(1, Math.round(share * 100))}%`;
      bar.setAttribute("aria-hidden", "true");
      const track = element("dd", "track");
      track.append(bar, element("span", "count", value));
      list.append(element("dt", "", label), track);
    }
    return list;
  }

  /** @param {any} content */
  function drawHead(content) {
    const head = element("header", `state-${content.icon}`);
    const title = element("h1", "");
    for (const theme of ["light", "dark"]) {
      const icon = /** @type {HTMLImageElement} */ (element("img", "icon"));
      icon.classList.add(`on-${theme}`);
      icon.src = icons[content.icon]?.[theme] ?? "";
      icon.alt = "";
      title.append(icon);
    }
    title.append(element("span", "name", content.title));
    const activity = element("p", "activity", content.activity);
    if (content.sinceMs !== undefined) activity.append(" ", duration(content.sinceMs, "{0}"));
    head.append(title, activity);
    if (content.problem) {
      const problem = element("p", "problem", content.problem);
      problem.setAttribute("role", "status");
      head.append(problem);
    }
    const buttons = element("div", "buttons");
    for (const { text, action } of content.buttons) buttons.append(button(text, action, ""));
    head.append(buttons);
    return head;
  }

  /** @param {any} content */
  function draw(content) {
    const text = JSON.stringify(content);
    if (text === drawn) return;
    drawn = text;
    nowMs = content.nowMs;
    // The keyboard stays on the button that it was on.
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.action : undefined;
    const { scrollTop } = document.documentElement;
    root.replaceChildren(drawHead(content), ...content.sections.map(drawSection));
    if (focused !== undefined) root.querySelector(`[data-action="${Number(focused)}"]`)?.focus();
    document.documentElement.scrollTop = scrollTop;
  }

  /** @param {string} text */
  function drawNote(text) {
    root.querySelector(".note")?.remove();
    const note = element("p", "note", text);
    note.setAttribute("role", "status");
    root.prepend(note);
    drawn = "";
  }

  window.addEventListener("message", ({ data }) => {
    if (data.kind === "content") draw(data.content);
    else if (data.kind === "failed") drawNote(data.message);
    else if (data.kind === "ended") {
      drawNote(words.ended);
      for (const made of root.querySelectorAll(".buttons, .duration")) made.remove();
    }
  });

  setInterval(() => {
    for (const made of document.querySelectorAll(".duration")) {
      if (made instanceof HTMLElement) tell(made);
    }
  }, 1000);

  vscode.postMessage({ kind: "ready" });
})();
