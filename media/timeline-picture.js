// @ts-check
// The picture of the Timeline: axis, rows and samples, drawn on canvases.
(() => {
  /** Phrases in the user's language, with `{0}` where a value goes. */
  const words = JSON.parse(document.body.dataset.words ?? "{}");

  /** Pixels; heights of a row's picture and of what is drawn in it. */
  const ROW_HEIGHT = 20;
  const HEIGHTS = { step: 14, ready: 8, wait: 3 };
  const AXIS_HEIGHT = 22;
  /** @param {string} phrase @param {(string | number)[]} values */
  function filled(phrase, ...values) {
    return phrase.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
  }

  /** @param {number} ms @param {number} stepMs how fine the difference between two such texts is */
  function time(ms, stepMs) {
    const inSeconds = Math.abs(ms) >= 1000 || stepMs >= 1000;
    const unit = inSeconds ? 1000 : 1;
    const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(stepMs / unit))));
    return filled(inSeconds ? words.seconds : words.milliseconds, (ms / unit).toFixed(digits));
  }

  /** @param {string} name @param {string} otherwise */
  function color(name, otherwise) {
    const style = getComputedStyle(document.documentElement);
    return style.getPropertyValue(name).trim() || style.getPropertyValue(otherwise).trim() || "gray";
  }

  function colors() {
    return {
      step: color("--vscode-charts-green", "--vscode-foreground"),
      ready: color("--vscode-charts-yellow", "--vscode-foreground"),
      wait: color("--vscode-charts-blue", "--vscode-foreground"),
      text: color("--vscode-descriptionForeground", "--vscode-foreground"),
      line: color("--vscode-contrastBorder", "--vscode-panel-border"),
    };
  }

  /** @param {HTMLCanvasElement} canvas @param {number} cssWidth @param {number} cssHeight */
  function clean(canvas, cssWidth, cssHeight) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(cssWidth * ratio);
    canvas.height = Math.round(cssHeight * ratio);
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.scale(ratio, ratio);
    return pen;
  }

  /**
   * Kinds differ in height and filling, not in colour alone.
   * @param {CanvasRenderingContext2D} pen @param {"step" | "ready" | "wait"} kind @param {number} x @param {number} w
   * @param {any} palette
   */
  function drawSpan(pen, kind, x, w, palette) {
    const height = HEIGHTS[kind];
    const y = (ROW_HEIGHT - height) / 2;
    pen.fillStyle = palette[kind];
    pen.strokeStyle = palette[kind];
    if (kind === "ready" && w > 3) {
      pen.lineWidth = 1;
      pen.strokeRect(x + 0.5, y + 0.5, w - 1, height - 1);
    } else {
      pen.fillRect(x, y, w, height);
    }
  }

  /**
   * @param {HTMLCanvasElement} canvas @param {any} row @param {any} palette
   * @param {{ fromMs: number, toMs: number, nowMs: number, width: number }} view what fills the width
   */
  function drawRow(canvas, row, palette, view) {
    const full = view.width;
    const pen = clean(canvas, full, ROW_HEIGHT);
    const scale = full / (view.toMs - view.fromMs);
    for (const [kind, startMs, endMs] of row.spans) {
      const from = Math.max(0, (startMs - view.fromMs) * scale);
      const to = Math.min(full, ((endMs ?? view.nowMs) - view.fromMs) * scale);
      if (to < 0 || from > full) continue;
      drawSpan(pen, kind, from, Math.max(kind === "step" ? 1.5 : 0.5, to - from), palette);
    }
  }

  /**
   * @param {HTMLCanvasElement} canvas @param {any} palette
   * @param {{ fromMs: number, toMs: number, startMs: number, width: number }} view what fills the width, and the zero
   */
  function drawAxis(canvas, palette, view) {
    const full = view.width;
    const pen = clean(canvas, full, AXIS_HEIGHT);
    const length = view.toMs - view.fromMs;
    const rough = length / Math.max(1, full / 110);
    const power = 10 ** Math.floor(Math.log10(rough));
    const stepMs = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
    pen.fillStyle = palette.text;
    pen.strokeStyle = palette.line;
    pen.font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const first = Math.ceil((view.fromMs - view.startMs) / stepMs);
    for (let tick = first; tick * stepMs <= view.toMs - view.startMs; tick++) {
      const x = ((tick * stepMs - (view.fromMs - view.startMs)) / length) * full;
      pen.beginPath();
      pen.moveTo(x + 0.5, AXIS_HEIGHT - 6);
      pen.lineTo(x + 0.5, AXIS_HEIGHT);
      pen.stroke();
      pen.fillText(time(tick * stepMs, stepMs), x + 3, AXIS_HEIGHT - 8);
    }
  }

  /** @param {HTMLCanvasElement} canvas @param {any} palette */
  function drawSample(canvas, palette) {
    drawSpan(clean(canvas, 24, ROW_HEIGHT), /** @type {any} */ (canvas.dataset.kind), 2, 20, palette);
  }

  Object.assign(window, { timelinePicture: { filled, time, colors, drawRow, drawAxis, drawSample } });
})();
