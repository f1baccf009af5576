import { fileURLToPath } from "node:url";

/** A file of the repository as an absolute path. */
export const path = (relative: string): string => fileURLToPath(new URL(`../${relative}`, import.meta.url));
