// @ts-check
// Draws steps and waits over time. Everything that comes from the debugged program is set as text or drawn, never as markup.
(() => {
  // @ts-expect-error VS Code gives this function to the page of a panel.
  const vscode = acquireVsCodeApi();
  // @ts-expect-error timeline-picture.js is loaded before this script.
  const { filled, time, colors, drawRow, drawAxis, drawSample } = window.timelinePicture;
  const root = /** @type {HTMLElement} */ (document.getElementById("page"));
  /** Phrases in the user's language, with `{0}` where a value goes. */
  const words = JSON.parse(document.body.dataset.words ?? "{}");

  /** The shortest time that fills the width. */
  const SHORTEST_MS = 0.05;
  const ZOOM = 1.5;
  const PAN = 0.15;

  /** @type {any} what the extension sent last */
  let content;
  /** The time that is shown; Unix epoch, milliseconds. While `follow` it ends with what was sent last. */
  const range = { fromMs: 0, toMs: 1, follow: true };

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

  const toolbar = element("div", "toolbar");
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", words.tasks);
  const axis = /** @type {HTMLCanvasElement} */ (element("canvas", "axis"));
  axis.setAttribute("aria-hidden", "true");
  const list = element("div", "rows");
  list.id = "rows";
  list.tabIndex = 0;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.tasks);
  list.setAttribute("aria-describedby", "keys");
  const hint = element("p", "hint");
  hint.setAttribute("aria-hidden", "true");
  const rangeText = element("p", "range");
  rangeText.setAttribute("role", "status");
  const keys = element("p", "keys", words.keys);
  keys.id = "keys";
  const notes = element("ul", "notes");
  const story = element("section", "story");
  const storyTitle = element("h2", "", words.noStory);
  storyTitle.id = "story-title";
  story.setAttribute("aria-labelledby", storyTitle.id);
  const storyList = element("ol", "");
  story.append(storyTitle, storyList);
  const legend = element("p", "legend");
  for (const kind of ["step", "ready", "wait"]) {
    const sample = /** @type {HTMLCanvasElement} */ (element("canvas", "sample"));
    sample.dataset.kind = kind;
    sample.setAttribute("aria-hidden", "true");
    const name = { step: words.legendStep, ready: words.legendReady, wait: words.legendWait }[kind];
    legend.append(sample, element("span", "", name));
  }

  /** @param {string} text @param {() => void} act */
  function button(text, act) {
    const made = element("button", "", text);
    made.addEventListener("click", act);
    toolbar.append(made);
    return made;
  }

  button(words.zoomIn, () => zoom(1 / ZOOM, 0.5));
  button(words.zoomOut, () => zoom(ZOOM, 0.5));
  button(words.fit, showAll);
  const followButton = button(words.follow, () => {
    range.follow = !range.follow;
    show();
  });
  button(words.inspect, inspect);
  root.append(toolbar, legend, axis, list, hint, rangeText, keys, notes, story);

  function inspect() {
    if (content?.selected != null) vscode.postMessage({ kind: "inspect", taskId: content.selected });
  }

  /** @param {number} factor above 1: more time is shown @param {number} at where in the width; 0 to 1 */
  function zoom(factor, at) {
    const length = range.toMs - range.fromMs;
    const all = content === undefined ? length : content.toMs - content.fromMs;
    const next = Math.min(Math.max(SHORTEST_MS, length * factor), Math.max(SHORTEST_MS, all));
    // What follows stays at its end.
    const anchor = range.follow && at === 0.5 ? range.toMs : range.fromMs + length * at;
    const share = (anchor - range.fromMs) / length;
    range.fromMs = anchor - next * share;
    range.toMs = range.fromMs + next;
    if (at !== 0.5) range.follow = false;
    show();
  }

  /** @param {number} share of the width */
  function pan(share) {
    const byMs = (range.toMs - range.fromMs) * share;
    range.follow = false;
    range.fromMs += byMs;
    range.toMs += byMs;
    show();
  }

  function showAll() {
    if (content === undefined) return;
    range.follow = true;
    range.fromMs = content.fromMs;
    range.toMs = Math.max(content.toMs, content.fromMs + SHORTEST_MS);
    show();
  }

  /** @param {number} taskId */
  function select(taskId) {
    if (content === undefined || content.selected === taskId) return;
    content.selected = taskId;
    markSelected();
    vscode.postMessage({ kind: "select", taskId });
  }

  /** @param {number} offset */
  function selectBeside(offset) {
    const rows = content?.rows ?? [];
    const at = rows.findIndex((/** @type {any} */ row) => row.taskId === content.selected);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + offset))];
    if (next !== undefined) select(next.taskId);
  }

  /** @type {Record<string, () => void>} */
  const actions = {
    ArrowUp: () => selectBeside(-1),
    ArrowDown: () => selectBeside(1),
    Home: () => selectBeside(Number.NEGATIVE_INFINITY),
    End: () => selectBeside(Number.POSITIVE_INFINITY),
    ArrowLeft: () => pan(-PAN),
    ArrowRight: () => pan(PAN),
    "+": () => zoom(1 / ZOOM, 0.5),
    "=": () => zoom(1 / ZOOM, 0.5),
    "-": () => zoom(ZOOM, 0.5),
    0: showAll,
    Enter: inspect,
  };
  list.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  list.addEventListener(
    "wheel",
    (event) => {
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        pan(Math.sign(event.deltaX || event.deltaY) * PAN);
      } else if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        zoom(event.deltaY > 0 ? ZOOM : 1 / ZOOM, shareAt(event));
      }
    },
    { passive: false },
  );

  /** @type {{ x: number, fromMs: number, toMs: number } | undefined} */
  let drag;
  list.addEventListener("pointerdown", (event) => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    drag = { x: event.clientX, fromMs: range.fromMs, toMs: range.toMs };
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (drag === undefined) {
      tell(event);
      return;
    }
    const byMs = ((drag.x - event.clientX) / width()) * (drag.toMs - drag.fromMs);
    if (Math.abs(drag.x - event.clientX) > 2) range.follow = false;
    if (range.follow) return;
    range.fromMs = drag.fromMs + byMs;
    range.toMs = drag.toMs + byMs;
    show();
  });
  list.addEventListener("pointerup", (event) => {
    const moved = drag !== undefined && Math.abs(drag.x - event.clientX) > 2;
    drag = undefined;
    const row = rowAt(event);
    if (!moved && row !== undefined) select(row.taskId);
  });
  list.addEventListener("dblclick", inspect);

  /** @param {MouseEvent} event */
  function rowAt(event) {
    const found = document.elementFromPoint(event.clientX, event.clientY)?.closest(".row");
    if (!(found instanceof HTMLElement)) return undefined;
    return content?.rows.find((/** @type {any} */ row) => row.taskId === Number(found.dataset.task));
  }

  /** @param {MouseEvent} event where in the width; 0 to 1 */
  function shareAt(event) {
    const box = axis.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  }

  /** Says what is under the mouse. @param {MouseEvent} event */
  function tell(event) {
    const row = rowAt(event);
    const atMs = range.fromMs + shareAt(event) * (range.toMs - range.fromMs);
    const slackMs = ((range.toMs - range.fromMs) / width()) * 2;
    const span = row?.spans.findLast(
      (/** @type {any} */ [, startMs, endMs]) =>
        startMs - slackMs <= atMs && atMs <= (endMs ?? content.toMs) + slackMs,
    );
    hint.textContent = span === undefined ? "" : `${row.label}: ${content.texts[span[3]]} · ${length(span)}`;
  }

  /** @param {any} span */
  function length([, startMs, endMs]) {
    const ms = Math.max(0, (endMs ?? content.toMs) - startMs);
    return time(ms, ms >= 100 ? 10 : 0.1);
  }

  function width() {
    return Math.max(1, axis.clientWidth);
  }

  function show() {
    if (content === undefined) return;
    if (range.follow) {
      const length = range.toMs - range.fromMs;
      range.toMs = content.toMs;
      range.fromMs = content.toMs - length;
    }
    followButton.setAttribute("aria-pressed", String(range.follow));
    const palette = colors();
    const view = { ...range, startMs: content.fromMs, nowMs: content.toMs, width: width() };
    drawAxis(axis, palette, view);
    for (const [index, canvas] of [...list.querySelectorAll("canvas")].entries()) {
      drawRow(canvas, content.rows[index], palette, view);
    }
    const stepMs = (range.toMs - range.fromMs) / 100;
    rangeText.textContent = filled(
      words.range,
      time(range.fromMs - content.fromMs, stepMs),
      time(range.toMs - content.fromMs, stepMs),
    );
  }

  function drawLegend() {
    const palette = colors();
    for (const sample of legend.querySelectorAll("canvas")) drawSample(sample, palette);
  }

  function markSelected() {
    for (const row of list.children) {
      const selected = row instanceof HTMLElement && Number(row.dataset.task) === content.selected;
      row.setAttribute("aria-selected", String(selected));
      if (!selected) continue;
      list.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    }
  }

  function drawRows() {
    const shown = [...list.children].map((row) => row instanceof HTMLElement && row.dataset.task).join();
    const wanted = content.rows.map((/** @type {any} */ row) => row.taskId).join();
    if (shown !== wanted) {
      list.replaceChildren(
        ...content.rows.map((/** @type {any} */ { taskId }) => {
          const row = element("div", "row");
          row.id = `task-${taskId}`;
          row.dataset.task = String(taskId);
          row.setAttribute("role", "option");
          const picture = element("canvas", "");
          picture.setAttribute("aria-hidden", "true");
          row.append(element("span", "name"), picture);
          return row;
        }),
      );
    }
    for (const [index, { label, summary }] of content.rows.entries()) {
      const row = /** @type {HTMLElement} */ (list.children[index]);
      row.setAttribute("aria-label", summary);
      const name = /** @type {HTMLElement} */ (row.firstElementChild);
      name.textContent = label;
      name.title = label;
    }
    markSelected();
  }

  /** Where the keyboard is stays: an item that is the same is kept. */
  function drawStory() {
    const row = content.rows.find((/** @type {any} */ each) => each.taskId === content.selected);
    storyTitle.textContent = row === undefined ? words.noStory : filled(words.story, row.label);
    for (const [index, { text, startMs, endMs }] of content.story.entries()) {
      let item = /** @type {HTMLElement | undefined} */ (storyList.children[index]);
      if (item === undefined) {
        item = element("li", "");
        item.append(element("button", "link"));
        storyList.append(item);
      }
      const link = /** @type {HTMLElement} */ (item.firstElementChild);
      const words = `${time(startMs - content.fromMs, 1)}  ${text}`;
      if (link.textContent !== words) link.textContent = words;
      link.onclick = () => zoomTo(startMs, endMs ?? content.toMs);
    }
    while (storyList.children.length > content.story.length) storyList.lastElementChild?.remove();
  }

  /** @param {number} startMs @param {number} endMs */
  function zoomTo(startMs, endMs) {
    const margin = Math.max(SHORTEST_MS, (endMs - startMs) / 2);
    range.follow = false;
    range.fromMs = startMs - margin;
    range.toMs = endMs + margin;
    show();
  }

  /** @param {any} next */
  function draw(next) {
    const first = content === undefined || content.rows.length === 0;
    const wholeShown = content !== undefined && range.fromMs <= content.fromMs && range.follow;
    content = next;
    notes.replaceChildren(...content.notes.map((/** @type {string} */ note) => element("li", "", note)));
    drawRows();
    drawStory();
    if (first || wholeShown) showAll();
    else show();
  }

  /** @param {string} text */
  function drawNote(text) {
    root.querySelector(".note")?.remove();
    const note = element("p", "note", text);
    note.setAttribute("role", "status");
    root.prepend(note);
  }

  window.addEventListener("message", ({ data }) => {
    if (data.kind === "content") draw(data.content);
    else if (data.kind === "failed") drawNote(data.message);
    else if (data.kind === "ended") drawNote(words.ended);
  });
  window.addEventListener("resize", show);
  new MutationObserver(() => {
    drawLegend();
    show();
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  drawLegend();

  vscode.postMessage({ kind: "ready" });
})();
