import { isAbsolute, relative, sep } from "node:path";
import type { DapSite } from "../../protocol/index.js";
import { printable } from "./line.js";

/** `examples/order-service.ts:57:12`: a place, relative to a folder when it is inside it. */
export function placeText(site: Omit<DapSite, "name">, cwd: string): string {
  const path = site.source?.path ?? site.source?.name;
  if (path === undefined) return "(unknown place)";
  const inside = isAbsolute(path) ? relative(cwd, path) : path;
  const shown = inside === "" || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? path : inside;
  return `${printable(shown)}:${site.line}:${site.column}`;
}
