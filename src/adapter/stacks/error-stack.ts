/** The places in the text of an error's stack, as V8 writes it. */

export interface StackSite {
  readonly name: string;
  /** File path or URL. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** `at await work (file:///shop.ts:3:5)`, `at file:///shop.ts:3:5` */
const FRAME = /^\s*at (?:(.*?) \()?([^()\s][^()]*?):(\d+):(\d+)\)?$/;

export function sitesOf(stack: string): readonly StackSite[] {
  return stack.split("\n").flatMap((text) => {
    const [, name, path, line, column] = FRAME.exec(text) ?? [];
    if (path === undefined) return [];
    return [{ name: name || "(anonymous)", path, line: Number(line), column: Number(column) }];
  });
}
