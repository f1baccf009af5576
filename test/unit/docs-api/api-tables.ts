/** Reads the tables of docs/asyncio.md. */

/** One row of a table whose first column is a name of Python's. */
export interface NameRow {
  readonly python: string;
  /** The name in TypeScript, or null when the row says that there is none. */
  readonly name: string | null;
  readonly status: "here" | "type" | "not yet" | "left out";
  readonly notes: string;
}

export interface ApiTables {
  readonly rows: readonly NameRow[];
  /** Names that Python's asyncio does not have. */
  readonly beyond: readonly string[];
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** The names in a cell's code spans: `new Queue<T>(maxsize)` gives Queue, `loop.callSoon(f)` gives callSoon. */
function namesIn(cell: string): string[] {
  const spans = [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
  return spans.map((span) => /^(?:new )?(?:(?:loop|task|future)\.)?([A-Za-z_]+)/.exec(span)?.[1] ?? span);
}

function statusOf(form: string): NameRow["status"] {
  if (form === "not yet" || form === "left out") return form;
  return form.startsWith("type ") ? "type" : "here";
}

/**
 * Reads all tables of the page.
 * @throws Error for a row that it cannot read.
 */
export function readApiTables(markdown: string): ApiTables {
  const rows: NameRow[] = [];
  const beyond: string[] = [];
  let table = "";
  for (const line of markdown.split("\n")) {
    if (!line.startsWith("|")) {
      table = "";
      continue;
    }
    const [first = "", second = "", notes = ""] = cellsOf(line);
    if (table === "") {
      table = first;
    } else if (!/^-+$/.test(first)) {
      if (table === "TypeScript") {
        beyond.push(...namesIn(first));
        continue;
      }
      const python = /^`([^`]+)`$/.exec(first)?.[1];
      if (python === undefined) throw new Error(`no name in ${line}`);
      const status = statusOf(second);
      const name = status === "here" || status === "type" ? (namesIn(second)[0] ?? null) : null;
      if (name === null && !["not yet", "left out"].includes(status)) throw new Error(`no form in ${line}`);
      rows.push({ python, name, status, notes });
    }
  }
  return { rows, beyond };
}

/** Python's own spelling of these has no underscore. */
const spelledApart = new Map([
  ["iscoroutine", "isCoroutine"],
  ["iscoroutinefunction", "isCoroutineFunction"],
  ["isfuture", "isFuture"],
]);

/** The mechanical name: `create_task` gives createTask. */
export function camelCase(python: string): string {
  const name = python.replace(/^(?:loop|task)\./, "");
  if (/^[A-Z]/.test(name)) return name;
  return spelledApart.get(name) ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
